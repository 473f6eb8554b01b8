"""Do what time asks for; cron, a systemd timer or a loop calls this every few minutes."""

import sys

from django.core.management.base import BaseCommand

from opcc.office.models import Office
from opcc.portal import due


class Command(BaseCommand):
    help = (
        "Make the day's digests, send the mail that waits, and verify the record once a day. Safe "
        "at any frequency and on several machines at once. Exit code 1 if something needs a person."
    )

    def handle(self, **options):
        outcome = due.run(clock=Office.objects.current().now, tell=self.stdout.write)
        if outcome.trouble:
            sys.exit(1)
