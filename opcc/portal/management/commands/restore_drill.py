"""Restore the newest backup into a new database, look at it, and keep what came of it."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand

from opcc.office.models import Office
from opcc.portal.backups.drill import Drill


class Command(BaseCommand):
    help = (
        "Restore the newest backup of BACKUP_ROOT into a new database, which is removed again: "
        "check digests and counts, apply migrations that wait, verify the record, and open a page "
        "as an active account. /health/ shows what came of it. Exit code 1 if anything is wrong."
    )

    def handle(self, **options):
        clock = Office.objects.current().now
        drill = Drill(settings.BACKUP_ROOT, clock, self.stdout.write).run()
        seconds = (drill.finished_at - drill.started_at).total_seconds()
        if not drill.passed:
            self.stdout.write(f"\nThe drill FAILED after {seconds:.0f} seconds:\n{drill.error}")
            sys.exit(1)
        self.stdout.write(
            f"\nThe drill passed: {drill.backup} was restored in {seconds:.0f} seconds."
        )
