"""Write a backup of the database and of the files that people brought."""

import datetime as dt

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from opcc.office.models import Office
from opcc.portal.archive import Refused
from opcc.portal.backups.keeping import newest_since
from opcc.portal.backups.writing import back_up


class Command(BaseCommand):
    help = (
        "Write a backup of one moment into a new folder of BACKUP_ROOT, while people go on using "
        "the site, and remove all but the newest BACKUP_KEEP. It holds passwords' hashes and "
        "internal notes: keep it safe, and on another machine too. restore_drill shows that it "
        "can be restored."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "--unless-newer-than",
            type=int,
            metavar="HOURS",
            help="make none where the newest is younger: for what asks again and again",
        )

    def handle(self, *, unless_newer_than, **options):
        try:
            now = Office.objects.current().now()
            if unless_newer_than is not None and self.one_is_younger(now, unless_newer_than):
                return
            folder, gone = back_up(
                settings.BACKUP_ROOT,
                at=now,
                keep=settings.BACKUP_KEEP,
                tell=self.stdout.write,
                warn=self.stderr.write,
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except (OSError, DatabaseError) as error:
            words = getattr(error, "strerror", None) or error
            raise CommandError(
                f"{words}. Nothing is left of the backup; older ones stand."
            ) from error
        if gone:
            self.stdout.write(f"Removed {len(gone)} old: {', '.join(gone)}")
        self.stdout.write(
            f"{folder} is whole. Show that it can be restored: manage.py restore_drill"
        )

    def one_is_younger(self, now, hours):
        newest = newest_since(settings.BACKUP_ROOT, now, dt.timedelta(hours=hours))
        if newest:
            self.stdout.write(f"{newest} is younger than {hours} hours: none made.")
        return bool(newest)
