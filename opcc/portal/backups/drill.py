"""A drill: the newest backup restored into a new database, which is looked at and goes again."""

import contextlib
import logging
import subprocess
import tempfile
from pathlib import Path

from django.db import DatabaseError

from opcc.office.models import RestoreDrill
from plans.models import Entry

from ..archive import Refused
from ..archive.folder import MARK, PARTIAL, held, stopping_in_order
from .engines import engine
from .keeping import BACKUP_IS_OLD, clear_out, dated_later, moment_of
from .looking import WRONG, look_at
from .reading import newest_in

logger = logging.getLogger(__name__)

TROUBLE = (Refused, OSError, DatabaseError, subprocess.SubprocessError)
"""Faults that say in their own words what is wrong."""


class Drill:
    """One drill on its way. said: what was right; wrong: what was not; a sentence each."""

    def __init__(self, root, clock, tell):
        self.root, self.clock, self.tell = Path(root), clock, tell
        self.started_at, self.backup = clock(), None
        self.said, self.wrong = [], []

    def run(self):
        """Do it, and keep what came of it; return the RestoreDrill."""
        try:
            with stopping_in_order(), alone_in(self.root):
                self.restore_and_look()
        except Exception as trouble:  # Else the last drill that passed would stand as the newest.
            self.wrong.append(in_words(trouble))
            if not isinstance(trouble, TROUBLE):
                logger.exception("A drill broke off.")
        except BaseException:
            self.wrong.append("It was stopped before its end.")
            self.keep()
            raise
        return self.keep()

    def keep(self):
        return RestoreDrill.objects.create(
            started_at=self.started_at,
            finished_at=max(self.clock(), self.started_at),
            backup=self.backup.name if self.backup else "",
            passed=not self.wrong,
            said="\n".join(self.said),
            error="\n".join(self.wrong),
        )

    def restore_and_look(self):
        self.object_to_those_dated_later()
        backup = self.backup = newest_in(self.root, self.started_at)
        self.tell(f"Checking {backup.name}, made of {backup.manifest['database']}")
        self.object_to_its_age(backup)
        backup.refuse_another_kind()
        self.commend(f"Digests: all {backup.check_all()} files are as they were written.")
        self.compare_with_the_record(backup)
        with (
            room_in(self.root) as folder,
            engine().restored(backup.dump, folder, self.tell) as address,
        ):
            self.tell("Looking at it")
            for kind, sentence in look_at(address, backup):
                (self.object_to if kind == WRONG else self.commend)(sentence)

    def object_to_those_dated_later(self):
        """Which is the newest shows in names alone, and such a name would stay it for years."""
        for name in dated_later(self.root, self.started_at):
            self.object_to(
                f"{name} is dated later than now: the clock was wrong then, or is wrong now. "
                "Rename its folder to the moment when it was made, in UTC, or remove it."
            )

    def object_to_its_age(self, backup):
        """One is made every night: where the newest is older, something keeps it from being made.
        That it can be restored is worth knowing all the same."""
        age = self.started_at - moment_of(backup.name)
        if age > BACKUP_IS_OLD:
            self.object_to(
                f"The newest backup is {age.days} days old, and one is due every night: see why "
                "none is made."
            )

    def compare_with_the_record(self, backup):
        """The last line of the backup must be a line of the site's record: who forges a backup can
        forge its digests too."""
        for end in backup.manifest["plans"]:
            line = Entry.objects.filter(plan=end["key"], number=end["lines"]).first()
            if end["lines"] and (line is None or line.digest != end["digest"]):
                self.object_to(f"Record: line {end['lines']} is not the one that the site has.")

    def commend(self, sentence):
        self.said.append(sentence)
        self.tell(sentence)

    def object_to(self, sentence):
        self.wrong.append(sentence)
        self.tell(f"WRONG: {sentence}")


def in_words(trouble):
    """What a fault says, in one line; of one that nobody thought of, which kind it is as well."""
    words = " ".join(str(trouble).split())
    if words and isinstance(trouble, TROUBLE):
        return words
    return f"The drill broke off: {type(trouble).__name__}: {words}".strip()


@contextlib.contextmanager
def alone_in(root):
    """Let one drill of this machine run at a time."""
    if not root.is_dir():
        raise Refused(f"There is no backup in {root}. Make one: manage.py backup")
    try:
        with held(root):
            clear_out(root)
            yield
    except BlockingIOError as error:
        raise Refused("Another drill is running.") from error


@contextlib.contextmanager
def room_in(root):
    """A folder on the disk of the backups, whose room is known; gone afterwards, or by the next
    run where this one is killed."""
    with tempfile.TemporaryDirectory(prefix=f"drill{PARTIAL}", dir=root) as name:
        folder = Path(name)
        with held(folder):
            (folder / MARK).touch(mode=0o600)
            yield folder
