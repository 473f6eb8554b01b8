"""The copy of the database that pages read from: whether it answers, and how far behind it is."""

import logging
from time import monotonic

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

REPLICA = "replica"
REST_SECONDS = 30
"""For so long a copy that does not answer, or is too far behind, is left alone."""

WHICH = (
    "SELECT system_identifier || '/' || (SELECT oid FROM pg_database WHERE datname = "
    "current_database()) FROM pg_control_system()"
)
"""Names a database and its copies, and nothing else: a restored one is another."""

logger = logging.getLogger(__name__)


class Replica:
    """What this process knows of the copy. Seconds are monotonic.

    A page never shows what is older than REPLICA_LAG_SECONDS: a verdict holds for a quarter of
    that, and rests on how far the primary was half of it ago at most.
    """

    def __init__(self):
        self.forget()

    def forget(self):
        self.rests_until = self.fit_until = 0
        self.noted, self.is_known = None, False

    def is_fit(self):
        """Whether this request may read from the copy. Two short queries now and then."""
        if monotonic() < self.rests_until:
            return False
        try:
            reach(connections[REPLICA])
            return monotonic() < self.fit_until or self.keeps_up()
        except DatabaseError as trouble:
            self.let_rest(f"cannot be reached ({type(trouble).__name__})")
            return False

    def keeps_up(self):
        """Ask both how far they are. Not known yet is not fit, and nothing to log."""
        self.is_known = self.is_known or is_of_this_database()
        if not self.is_known:
            self.let_rest("is of another database")
            return False
        noted, now = self.noted, monotonic()
        position = position_of_primary()
        self.noted = (now, position)
        if has_replayed(position) or (self.is_recent(noted, now) and has_replayed(noted[1])):
            self.fit_until = now + settings.REPLICA_LAG_SECONDS / 4
            return True
        if self.is_recent(noted, now):
            self.let_rest(f"is more than {settings.REPLICA_LAG_SECONDS // 2} seconds behind")
        return False

    def is_recent(self, noted, now):
        return noted is not None and now - noted[0] <= settings.REPLICA_LAG_SECONDS / 2

    def let_rest(self, why):
        self.rests_until = monotonic() + REST_SECONDS
        self.noted, self.is_known = None, False
        logger.error(
            "The database's copy %s; the primary answers for %d seconds.", why, REST_SECONDS
        )


def reach(connection):
    """Connect, or see that the connection still answers. Raises DatabaseError."""
    connection.close_if_unusable_or_obsolete()
    connection.close_if_health_check_failed()
    connection.ensure_connection()


def is_of_this_database():
    """Whether the copy is one of the database that is written to. A place in the log does not say:
    the databases of a server share it, and those of another count alike."""
    if connections[REPLICA].vendor != "postgresql":
        return True
    return ask(REPLICA, WHICH) == ask(DEFAULT_DB_ALIAS, WHICH)


def position_of_primary():
    """How far the primary is: its place in the write-ahead log, written to disk or not yet."""
    if connections[REPLICA].vendor != "postgresql":
        return None
    return ask(DEFAULT_DB_ALIAS, "SELECT pg_current_wal_insert_lsn()::text")


def has_replayed(position):
    """Whether the copy has everything up to there. One that is no copy at all never has."""
    if position is None:
        return True
    return bool(ask(REPLICA, "SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", position))


def ask(alias, question, *params):
    with connections[alias].cursor() as cursor:
        cursor.execute(question, params)
        return cursor.fetchone()[0]


replica = Replica()
