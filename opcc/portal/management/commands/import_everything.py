"""Bring the office's whole record in, as export_everything took it out."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from opcc.portal.archive import Refused
from opcc.portal.archive.filling import bring_in


class Command(BaseCommand):
    help = (
        "Fill an empty, migrated database from a folder that export_everything made, on either "
        "kind of database. Every file is checked first, every row is compared at the end and the "
        "record is verified. All of it comes in, or nothing. Stop the old site first. Exit "
        "code 1 if nothing came in, or a record that is not intact did."
    )

    def add_arguments(self, parser):
        parser.add_argument("directory", type=Path, help="the archive's folder")
        parser.add_argument(
            "--with-known-findings",
            action="store_true",
            help="bring in a record that is not intact, with the findings that the archive names; "
            "only where the office knows of them from elsewhere",
        )

    def handle(self, *, directory, with_known_findings, **options):
        try:
            archive, findings = bring_in(
                directory, with_known_findings=with_known_findings, tell=self.stdout.write
            )
        except Refused as refused:
            raise CommandError(f"{refused} Nothing was brought in.") from refused
        except (OSError, DatabaseError) as error:
            words = str(error).strip().rstrip(".")
            raise CommandError(f"{words}. Nothing was brought in.") from error
        self.commend(archive)
        if findings:
            self.warn(findings)
            sys.exit(1)

    def commend(self, archive):
        manifest = archive.manifest
        self.stdout.write(
            f"\n{manifest['rows']:,} rows of {manifest['office']['name']} are here, equal to the "
            "archive. Leave the old site stopped: mail that waits would be sent by both."
        )
        if not manifest["credentials"]:
            self.stdout.write(
                "The archive has no passwords. Set one with "
                "`python manage.py changepassword their@e-mail`; give out new access keys."
            )

    def warn(self, findings):
        self.stdout.write("\nThe record is NOT intact. What is here has these findings:")
        for finding in findings:
            self.stdout.write(f"  {finding}")
