"""Take the office's whole record out, as text."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from opcc.portal.archive import Refused
from opcc.portal.archive.writing import export


class Command(BaseCommand):
    help = (
        "Write everything in the database to a new folder: a file of JSON lines for each table, "
        "what they mean, and their SHA-256. It is one moment of the database, which people can go "
        "on using, and import_everything makes an equal one of it, on SQLite or PostgreSQL. The "
        "folder holds passwords' hashes and internal notes: keep it safe."
    )

    def add_arguments(self, parser):
        parser.add_argument("directory", type=Path, help="a folder that does not exist yet")
        parser.add_argument(
            "--without-credentials",
            action="store_true",
            help="leave out passwords' hashes, access keys and mails; people then need new "
            "passwords",
        )

    def handle(self, *, directory, without_credentials, **options):
        try:
            manifest = export(
                directory, with_credentials=not without_credentials, tell=self.stdout.write
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except (OSError, DatabaseError) as error:
            words = getattr(error, "strerror", None) or error
            raise CommandError(f"{words}. Nothing is left of the archive.") from error
        self.commend(directory, manifest)

    def commend(self, directory, manifest):
        verified = manifest["record"]["verify_record"]
        if not verified["passed"]:
            self.stdout.write("\nverify_record found that the record is not as it was written:")
        for line in verified["said"]:
            self.stdout.write(line)
        self.stdout.write(
            f"\n{manifest['rows']:,} rows are in {directory}. Check them with "
            "`sha256sum -c SHA256SUMS` there; README.txt says how to bring them back."
        )
