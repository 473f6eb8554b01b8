"""Reset the second step of somebody who has lost theirs; for when no administrator can sign in."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from opcc.office.models import Office, User
from opcc.office.sign_in import steps


class Command(BaseCommand):
    help = (
        "Take away the app, passkeys and recovery codes of the account with this e-mail address, "
        "and sign it out everywhere. Its person is told by mail and sets up another. "
        "Administrators do the same on the person's page in Admin."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="the address that the person signs in with")

    def handle(self, *, email, **options):
        try:
            user = User.objects.get_by_natural_key(email.strip())
            steps.reset(user, at=Office.objects.current().now())
        except User.DoesNotExist as fault:
            raise CommandError(f"No account has the address {email}.") from fault
        except ValidationError as refusal:
            raise CommandError(refusal.messages[0]) from refusal
        self.stdout.write(f"The second step of {user.name} is reset.")
