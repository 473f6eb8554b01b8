"""Restore a backup into the empty database of DATABASE_URL."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from opcc.portal.archive import Refused
from opcc.portal.backups.restoring import bring_back


class Command(BaseCommand):
    help = (
        "Restore a backup into the EMPTY database that DATABASE_URL names, of the same kind, and "
        "the files that people brought into empty folders. Everything is checked first; nothing "
        "is ever overwritten. Stop the site before. Exit code 1 if what is there then is not as "
        "it was."
    )
    requires_migrations_checks = False

    def add_arguments(self, parser):
        parser.add_argument("directory", type=Path, help="the backup's folder")

    def handle(self, *, directory, **options):
        try:
            wrong = bring_back(directory, self.stdout.write)
        except Refused as refused:
            raise CommandError(f"{refused} Nothing was restored.") from refused
        except (OSError, DatabaseError) as error:
            raise CommandError(f"{str(error).strip().rstrip('.')}.") from error
        for sentence in wrong:
            self.stdout.write(f"WRONG: {sentence}")
        if wrong:
            sys.exit(1)
        self.stdout.write(f"\n{directory} is restored, and as it was. Start the site on it.")
