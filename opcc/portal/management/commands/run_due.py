"""Do what time asks for; cron, a systemd timer or a loop calls this every few minutes."""

import logging
import signal
import sys
from contextlib import contextmanager
from secrets import token_hex

from django.conf import settings
from django.core.management.base import BaseCommand
from structlog.contextvars import bound_contextvars

from opcc.office.models import Office
from opcc.portal import due

logger = logging.getLogger(__name__)


class Command(BaseCommand):
    help = (
        "Make the day's digests, verify the record once a day, and send the mail that waits. Safe "
        "at any frequency and on several machines at once. Exit code 1 if something needs a person."
    )

    def handle(self, **options):
        with listening() as is_stopped:
            clock = Office.objects.current().now
            with bound_contextvars(command="run_due", run=token_hex(8)):
                outcome = due.run(clock=clock, tell=self.tell, is_stopped=is_stopped)
        if outcome.trouble:
            sys.exit(1)

    def tell(self, sentence):
        """Say a sentence to whoever looks on, or to the log that programs read."""
        if settings.LOG_FORMAT == "json":
            logger.info("%s", sentence)
        else:
            self.stdout.write(sentence)


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
