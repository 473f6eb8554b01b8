"""Seal second steps anew, once a key of the site was changed."""

from django.core.management.base import BaseCommand, CommandError

from opcc.office.sign_in import steps


class Command(BaseCommand):
    help = (
        "Seal every second step anew with SECOND_FACTOR_KEY, or with SECRET_KEY where that is not "
        "set. Run it after changing either, while the old one stands in SECRET_KEY_FALLBACKS: then "
        "the old one can be taken out. Running it again does no harm. Ends with 1 where no key "
        "opens somebody's."
    )

    def handle(self, **options):
        done, lost = steps.reseal_all()
        self.stdout.write(f"{done} sealed anew: apps and recovery codes. Passkeys need none.")
        if lost:
            raise CommandError(
                f"No key opens what these have: {', '.join(map(str, lost))}. Put the key that was "
                "in use then into SECRET_KEY_FALLBACKS and run this again, or reset their second "
                "step."
            )
