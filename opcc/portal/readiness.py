"""Whether this copy of the site can answer people, and what of its running needs a person.

Only what keeps this copy from answering is failing, so that a load balancer takes it away. Old
mail, a late run, a backup or a drill of long ago need a person and are a warning: taking the site
away would mend none of them. docs/operations.md names both lists.
"""

import copy
import datetime as dt
import logging
import secrets
import tempfile
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path
from shutil import disk_usage
from threading import Lock
from time import monotonic

from django.conf import settings
from django.core.cache import DEFAULT_CACHE_ALIAS, cache, caches
from django.db import DEFAULT_DB_ALIAS, Error, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.utils import load_backend

from opcc.office.models import BackupMade, DueRun, Office, OutgoingMail, RestoreDrill
from opcc.office.papers.keeping import can_be_written

from .backups.keeping import BACKUP_IS_OLD, places_to_keep
from .due import WAITS_TOO_LONG
from .health import AHEAD, word_of
from .templatetags.portal_tags import age

FINE, WARNING, FAILING = "Fine", "Warning", "Failing"

DATABASE_SECONDS = 3
"""For so long a database may say nothing: a probe gives up after five."""

DRILL_IS_OLD = dt.timedelta(days=35)
"""A drill is due every month; this is a month and some days to do it in."""

MIB, GIB = 2**20, 2**30

REST_SECONDS = 2
"""So long an answer holds, so that strangers who ask again and again cost no database its rest."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Check:
    """How one thing stands. name: for programs. title, word and says: for people."""

    name: str
    title: str
    word: str
    says: str


# --- What may be failing ------------------------------------------------------------------------
def of_the_database():
    """Checks of the database and of its migrations, over a connection of their own.

    The request's own connection may hang for as long as a query may take; a new one is given up
    after DATABASE_SECONDS.
    """
    try:
        there = brief_connection()
        try:
            applied = MigrationRecorder(there).applied_migrations()
        finally:
            there.close()
    except Error as error:
        return [Check("database", "Database", FAILING, in_short(error))]
    return [Check("database", "Database", FINE, "It answers."), of_migrations(applied)]


def brief_connection():
    """A new connection to the site's database, which gives up after DATABASE_SECONDS."""
    facts = copy.deepcopy(connection.settings_dict)
    if connection.vendor == "postgresql":
        facts["OPTIONS"] |= {
            "connect_timeout": DATABASE_SECONDS,
            "options": f"-c statement_timeout={DATABASE_SECONDS * 1000}",
        }
    return load_backend(facts["ENGINE"]).DatabaseWrapper(facts, DEFAULT_DB_ALIAS)


def in_short(error):
    """The first line of what a database's driver says, which names no password."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def of_migrations(applied):
    waiting = sorted(set(known_migrations()) - set(applied))
    if not waiting:
        return Check("migrations", "Migrations", FINE, "All are applied.")
    (app, name), others = waiting[0], len(waiting) - 1
    more = f" and {others} more" if others else ""
    says = f"{app}.{name}{more} waits: run manage.py migrate."
    return Check("migrations", "Migrations", FAILING, says)


@once
def known_migrations():
    """[(app, name)] of every migration of this program. Reading their files takes a while."""
    return tuple(MigrationLoader(None).graph.nodes)


def of_the_cache():
    """A Check of whether what is put into the cache can be taken out again, and by whom.

    Where something stands in for Valkey, the site answers as before, and nobody would notice.
    """
    put = secrets.token_hex(8)
    try:
        cache.set("readiness", put, 30)
        found = cache.get("readiness")
    except Exception as error:  # Each kind of cache has errors of its own.
        return Check("cache", "Cache", FAILING, in_short(error))
    # Another process may have asked in between: any answer shows that it works.
    if found is None:
        return Check("cache", "Cache", FAILING, "It keeps nothing.")
    if stands_in():
        says = "Valkey cannot be reached: counting is slower, and began again at nothing."
        return Check("cache", "Cache", WARNING, says)
    return Check("cache", "Cache", FINE, "It keeps what it is given.")


def stands_in():
    """Whether something else answers for Valkey at this moment."""
    asked = caches[DEFAULT_CACHE_ALIAS]
    return hasattr(asked, "rests") and asked.rests()


# --- Disks --------------------------------------------------------------------------------------
def places():
    """[(name, folder, whether this copy of the site cannot go on without it)]"""
    found = [("temporary files", Path(tempfile.gettempdir()), True)]
    if connection.vendor == "sqlite":
        found.append(("the database", Path(connection.settings_dict["NAME"]).parent, True))
    found.append(("papers", Path(settings.PAPERS_ROOT), False))
    found += [(name, folder, False) for name, folder in places_to_keep().items()]
    if Path(settings.BACKUP_ROOT).exists():
        found.append(("backups", Path(settings.BACKUP_ROOT), False))
    return found


def of_disks():
    """A Check of the places that are written to: the worst of them, each that needs a person named.

    A machine without room for temporary files or for its SQLite database is failing, since another
    may have room. Where papers, evidence or backups cannot be written the site goes on.
    """
    found = [room_in(*place) for place in places()]
    told = [says for _, says in found if says]
    word = max((word for word, _ in found), key=(FINE, WARNING, FAILING).index)
    return Check("disk", "Disks", word, " ".join(told) or "There is room where it writes.")


def room_in(name, folder, is_needed):
    """(word, what there is to say) of one place."""
    short = FAILING if is_needed else WARNING
    if not can_be_written(folder):
        return short, f"{name[0].upper()}{name[1:]} cannot be written to {folder}."
    disk = disk_usage(folder)
    if disk.free < min(16 * MIB, disk.total // 50):
        return short, f"The disk of {name} is full."
    if disk.free < min(GIB, disk.total // 20):
        return WARNING, f"The disk of {name} has {disk.free // MIB} MiB left."
    return FINE, ""


# --- What needs a person ------------------------------------------------------------------------
def of_mail(now):
    standing = OutgoingMail.objects.standing()
    given_up = standing.get(OutgoingMail.State.GIVEN_UP, 0)
    oldest = standing["oldest"]
    if given_up:
        return Check("mail", "Mail", WARNING, f"{given_up} given up.")
    if oldest and now - oldest > WAITS_TOO_LONG:
        hours = int((now - oldest).total_seconds() // 3600)
        return Check("mail", "Mail", WARNING, f"The oldest has waited for {hours} hours.")
    return Check("mail", "Mail", FINE, "None waits too long.")


def of_the_last_run(now):
    word = word_of(DueRun.objects.newest(), now)
    says = f"run_due: {word.lower()}."
    return Check("run", "Last run", FINE if word == "Running" else WARNING, says)


def of_the_last_backup(now):
    newest = BackupMade.objects.newest()
    if newest is None:
        says = "None was ever made: run manage.py backup."
    elif now - newest.made_at > BACKUP_IS_OLD:
        says = f"The last was made {(now - newest.made_at).days} days ago; one is due every night."
    elif newest.made_at > now + AHEAD:
        says = f"{newest.name} is dated later than now: make one again."
    else:
        says = f"{newest.name} was made {age(now - newest.made_at)} ago."
        return Check("backup", "Backup", FINE, says)
    return Check("backup", "Backup", WARNING, says)


def of_the_last_drill(now):
    newest, passed = RestoreDrill.objects.newest(), RestoreDrill.objects.newest_passed()
    if newest is None:
        says = "No backup was ever restored to see that it can be."
    elif not newest.passed:
        says = f"The last drill failed: {newest.error.splitlines()[0]}"
    elif now - passed.finished_at > DRILL_IS_OLD:
        says = f"The last was {(now - passed.finished_at).days} days ago; one is due every month."
    else:
        ago = age(now - passed.finished_at)
        says = f"{passed.backup} was restored and verified {ago} ago."
        return Check("drill", "Restore drill", FINE, says)
    return Check("drill", "Restore drill", WARNING, says)


# --- All of it ----------------------------------------------------------------------------------
def checks():
    """Every Check. Where the database or the cache fails, those that need them are left out.

    The cache needs the database, be it to stand in for Valkey, and asks it over the request's own
    connection: one that says nothing would hold it for good.
    """
    found = of_the_database()
    if named(found, FAILING) == ["database"]:
        return [*found, of_disks()]
    found += [of_the_cache(), of_disks()]
    if {"migrations", "cache"}.intersection(named(found, FAILING)):
        return found
    return [*found, *of_running(Office.objects.current().now())]


def of_running(now):
    """Checks of what warns and never fails. Six queries."""
    return [of_mail(now), of_the_last_run(now), of_the_last_backup(now), of_the_last_drill(now)]


SAYS_NOTHING = Check("looking", "Looking", FAILING, "What was asked does not answer.")


class Watch:
    """The newest answer of this process, looked for anew once it has stood for a while.

    One thread looks at a time. Meanwhile the others give the answer before, as long as that is no
    older than a database may say nothing; then they wait for the new one, and not for ever: what
    was asked may hang, whatever it said before.
    """

    def __init__(self):
        self.lock, self.found, self.until = Lock(), None, 0.0

    def look(self):
        """Every Check, at most REST_SECONDS old but where another thread is looking."""
        if monotonic() < self.until:
            return self.found
        may_stand = self.found is not None and monotonic() < self.until + DATABASE_SECONDS
        if not self.lock.acquire(timeout=0 if may_stand else DATABASE_SECONDS):
            return self.found if may_stand else [SAYS_NOTHING]
        try:
            if monotonic() >= self.until:
                self.found, self.until = checks(), monotonic() + REST_SECONDS
                tell_of(self.found)
        finally:
            self.lock.release()
        return self.found

    def forget(self):
        self.until, self.found = 0.0, None


watch = Watch()


def named(found, word):
    """The names of the checks that came to a word."""
    return [check.name for check in found if check.word == word]


def tell_of(found):
    """Say in the log what strangers are not told."""
    for check in found:
        if check.word == FAILING:
            logger.error("Not ready: %s. %s", check.name, check.says)
