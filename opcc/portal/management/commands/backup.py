"""Write a backup of the database and of the files that people brought."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from opcc.office.models import Office
from opcc.portal.archive import Refused
from opcc.portal.backups.writing import back_up


class Command(BaseCommand):
    help = (
        "Write a backup of one moment into a new folder of BACKUP_ROOT, while people go on using "
        "the site, and remove all but the newest BACKUP_KEEP. It holds passwords' hashes and "
        "internal notes: keep it safe, and on another machine too. restore_drill shows that it "
        "can be restored."
    )

    def handle(self, **options):
        try:
            folder, gone = back_up(
                settings.BACKUP_ROOT,
                at=Office.objects.current().now(),
                keep=settings.BACKUP_KEEP,
                tell=self.stdout.write,
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
