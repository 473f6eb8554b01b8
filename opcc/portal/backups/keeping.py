"""Where backups are, how they are named, and which of them are kept."""

import datetime as dt
import re
import shutil
from pathlib import Path

from django.core.files.storage import FileSystemStorage, storages
from django.db import Error

from opcc.office.models import RestoreDrill

from ..archive.folder import PARTIAL, remove_leftovers
from ..health import AHEAD

STAMP = "%Y-%m-%dT%H%M%SZ"
NAME = re.compile(r"\d{4}-\d\d-\d\dT\d{6}Z")

BACKUP_IS_OLD = dt.timedelta(days=2)
"""From what age on the newest backup shows that none is made any more."""

GOING = ".being-removed"
"""What comes after the name of a backup while it is removed."""


def places_to_keep():
    """{name: folder} of files that people brought and no database holds.

    Where they lie in storage of another machine there is no folder, and that storage keeps them.
    """
    evidence = storages["evidence"]
    if isinstance(evidence, FileSystemStorage):
        return {"evidence": Path(evidence.location)}
    return {}


def name_of(at):
    """The name of a backup that is made at a moment, an aware datetime: in UTC, so that names sort
    as moments do, also in the hour that London has twice."""
    return at.astimezone(dt.UTC).strftime(STAMP)


def moment_of(name):
    """The moment that the name of a backup says, an aware datetime."""
    return dt.datetime.strptime(name, STAMP).replace(tzinfo=dt.UTC)


def is_moment(name):
    """Whether a name is that of a backup, and no thirteenth month."""
    try:
        return bool(NAME.fullmatch(name) and moment_of(name))
    except ValueError:
        return False


def backups_in(root):
    """The folders of finished backups, the oldest first."""
    root = Path(root)
    if not root.is_dir():
        return []
    return sorted(path for path in root.iterdir() if is_moment(path.name) and path.is_dir())


def made_by(root, now):
    """Those of them that were made by now, as the clock of another machine may say it."""
    return [path for path in backups_in(root) if moment_of(path.name) <= now + AHEAD]


def dated_later(root, now):
    """The names of those that are yet to come, since a clock was wrong."""
    made = made_by(root, now)
    return [path.name for path in backups_in(root) if path not in made]


def newest_since(root, now, age):
    """The name of the newest backup where it is younger than that, or None.

    One that is yet to come, since the clock was wrong once, is no reason to make none.
    """
    names = [path.name for path in made_by(root, now)]
    young = [name for name in names if now - moment_of(name) < age]
    return young[-1] if young else None


def clear_out(root):
    """Remove what runs that were killed left half done."""
    for partial in Path(root).glob(f"*{PARTIAL}*"):
        remove_leftovers(partial.with_name(partial.name.partition(PARTIAL)[0]))


# --- Pruning ------------------------------------------------------------------------------------
def forget_old(root, keep, now, warn):
    """Remove all but the newest `keep` backups; return the names of those that went.

    warn: is given each that could not be removed, a sentence; the others go all the same, and a
    later run tries again.
    """
    try:
        going = [*half_removed(root), *old_ones(root, keep, now)]
    except (OSError, Error) as error:
        warn(f"No old backup was removed: {str(error).strip()}")
        return []
    return [path.name.removesuffix(GOING) for path in going if is_removed(path, warn)]


def old_ones(root, keep, now):
    """The newest that a drill restored stays besides: if those made since then cannot be restored,
    it is all there is. One that is dated later than now is not counted, or it would be kept in the
    place of a newer."""
    proved = RestoreDrill.objects.newest_passed()
    old = made_by(root, now)[: -max(keep, 1)]
    return [path for path in old if not proved or path.name != proved.backup]


def half_removed(root):
    found = Path(root).glob(f"*{GOING}")
    return sorted(path for path in found if is_moment(path.name.removesuffix(GOING)))


def is_removed(path, warn):
    """Remove a backup, under a name that is none's: what may be left of it passes for no whole one.
    Return whether it is gone."""
    name = path.name.removesuffix(GOING)
    going = path.with_name(f"{name}{GOING}")
    try:
        path.rename(going)
        shutil.rmtree(going)
    except OSError as error:
        warn(f"{name} is old and could not be removed: {error}. The next run tries again.")
        return False
    return True
