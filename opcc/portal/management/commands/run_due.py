"""Do what time asks for; cron, a systemd timer or a loop calls this every few minutes."""

import signal
import sys
from contextlib import contextmanager

from django.core.management.base import BaseCommand

from opcc.office.models import Office
from opcc.portal import due


class Command(BaseCommand):
    help = (
        "Make the day's digests, verify the record once a day, and send the mail that waits. Safe "
        "at any frequency and on several machines at once. Exit code 1 if something needs a person."
    )

    def handle(self, **options):
        with listening() as is_stopped:
            clock = Office.objects.current().now
            outcome = due.run(clock=clock, tell=self.stdout.write, is_stopped=is_stopped)
        if outcome.trouble:
            sys.exit(1)


@contextmanager
def listening():
    """Give a function that says whether the machine asked this run to end.

    Killed at once, it would leave a mail of which nobody knows whether it was sent.
    """
    asked = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: asked.append(number))
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGTERM, before)
