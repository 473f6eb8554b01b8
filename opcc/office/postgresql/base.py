"""The engine itself; Django looks for it under this name.

A connection that lasts is looked at before each request, since the database may have been
restarted. Django asks a question of the server for that, which is a tenth of what a short page
costs. A server that ends, or somebody who closes the connection, can be told without asking.
"""

import select
import time

from django.db.backends.postgresql import base

TRUSTED_SECONDS = 10
"""A connection that was looked at so lately is in use: nothing between here and the server has
dropped it in silence, as firewalls do with those that rest."""


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to PostgreSQL."""

    looked_at = float("-inf")

    def is_usable(self):
        """Whether the connection still stands; asks the server only where there is doubt."""
        has_rested = time.monotonic() - self.looked_at > TRUSTED_SECONDS
        usable = super().is_usable() if has_rested or has_news(self.connection) else True
        self.looked_at = time.monotonic()
        return usable


def has_news(connection):
    """Whether something came that nobody asked for: the connection's end, or why it ends."""
    if connection is None or connection.closed:
        return True
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    return bool(waiting.poll(0))
