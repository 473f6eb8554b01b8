"""Give one of the office's own people a token for data, or take one back."""

from django.core.management.base import BaseCommand, CommandError

from opcc.office.models import AccessKey, Office, User


class Command(BaseCommand):
    help = (
        "Make a token by which a program reads the data that this person may read, and print it "
        "once; or, with --revoke, take every token of that name back."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="Whose token it is: somebody who works here.")
        parser.add_argument("--name", required=True, help="What it is for, such as “Dashboards”.")
        parser.add_argument("--revoke", action="store_true", help="Take it back.")

    def handle(self, email, name, revoke, **options):
        user = self.person(email)
        if revoke:
            self.revoke(user, name)
        else:
            self.issue(user, name)

    def person(self, email):
        """Return the User with this e-mail address, in any capitals."""
        user = User.objects.filter(email__iexact=email).first()
        if user is None:
            raise CommandError(f"Nobody has the e-mail address {email}.")
        return user

    def issue(self, user, name):
        now = Office.objects.current().now()
        try:
            _, secret = AccessKey.objects.issue(user, AccessKey.Purpose.DATA, name=name, at=now)
        except ValueError as error:
            raise CommandError(f"{error} A token is for those who do.") from error
        self.stdout.write(f"The token “{name}” of {user}, which is not shown again:\n{secret}")

    def revoke(self, user, name):
        keys = AccessKey.objects.standing().filter(
            user=user, purpose=AccessKey.Purpose.DATA, name=name
        )
        now = Office.objects.current().now()
        taken = sum(key.revoke(at=now) for key in keys)
        if not taken:
            raise CommandError(f"{user} has no token “{name}” that opens anything.")
        self.stdout.write(f"Taken back: {taken}.")
