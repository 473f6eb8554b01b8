"""Check that the record is whole and that every activity is as its record says."""

import sys

from django.core.management.base import BaseCommand, CommandError

from plans.models import DeliveryPlan
from plans.record.verifying import unguarded, verify_whole


class Command(BaseCommand):
    help = (
        "Walk each plan's record from its first line, name the first line that is not as it was "
        "written, and list every activity that differs from its record and every file of evidence "
        "that is not as it was brought. Exit code 1 if any does."
    )

    def add_arguments(self, parser):
        parser.add_argument("--plan", type=int, metavar="KEY", help="this delivery plan alone")

        parser.add_argument(
            "--without-reading-files",
            action="store_true",
            help="look whether each file of evidence is there and how long it is, and read none",
        )

        parser.add_argument(
            "--without-files",
            action="store_true",
            help="leave files of evidence aside: they are where this machine cannot look",
        )

    def handle(self, *, plan, without_reading_files, without_files, **options):
        plans = DeliveryPlan.objects.order_by("starts_on", "pk")
        if plan is not None:
            plans = plans.filter(pk=plan)
            if not plans:
                raise CommandError(f"There is no delivery plan with the key {plan}.")
        findings = self.tell(unguarded())
        for each in plans:
            for found, words in verify_whole(
                each, look_for_files=not without_files, read_files=not without_reading_files
            ):
                findings += self.tell_or_commend(found, words)
        if findings:
            sys.exit(1)
        if not plans:
            self.stdout.write("There is no delivery plan yet, so there is nothing to verify.")

    def tell(self, findings):
        for finding in findings:
            self.stdout.write(str(finding))
        return findings

    def tell_or_commend(self, findings, words):
        if not findings and words:
            self.stdout.write(words)
        return self.tell(findings)
