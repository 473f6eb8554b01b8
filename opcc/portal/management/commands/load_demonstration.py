"""Fill an empty database with the sample: plan, scorecard, governance and commissioning."""

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from commissioning.sample import loading as commissioning
from governance.sample import loading as governance
from opcc.office.models import OutgoingMail
from plans.sample import loading, measures

KINDS = loading.KINDS + measures.KINDS + governance.KINDS + commissioning.KINDS
"""What a database holds of its own, if it is in use."""


class Command(BaseCommand):
    help = (
        "Load the sample plan of 2020 to 2021 with its bodies, services and registers, and an "
        "invented year of progress, meetings, packs, contracts and measures, into an empty "
        "database, and list the accounts to sign in with. Run again, it changes nothing."
    )

    def handle(self, **options):
        if loading.is_loaded():
            self.stdout.write("The demonstration is loaded already.")
        else:
            self.load()
        self.list_accounts()

    def load(self):
        self.stdout.write("Loading the demonstration")
        try:
            self.fill()
        except loading.HoldsRealData as held:
            raise CommandError(
                f"This database holds data of its own ({held}), so the demonstration was not "
                "loaded. Point DATABASE_URL to an empty database."
            ) from held

    @transaction.atomic
    def fill(self):
        """All of it or nothing. Measures come before the packs that show some of them."""
        loading.refuse_real_data(KINDS)
        for part in (loading, measures, governance, commissioning):
            part.load(tell=self.stdout.write)
        # The people of the invented year were told then, so to speak; nobody is told now.
        OutgoingMail.objects.forget_all()

    def list_accounts(self):
        accounts = loading.accounts()
        email, password = (max(len(a[place]) for a in accounts) for place in (0, 1))
        self.stdout.write("\nIts progress is invented. Sign in with:\n\n")
        for account in accounts:
            self.stdout.write(
                f"  {account.email:<{email}}  {account.password:<{password}}  {account.role}"
            )
