"""How files are taken in, and how those go that nothing names any more.

A file's bytes are written first and its row second: whatever is interrupted leaves bytes without a
row, never a row without its bytes, and `clear_out` removes them.
"""

import datetime as dt
import hashlib
import logging
import re
import uuid
from contextlib import suppress
from time import time

from django.core.files.storage import storages
from django.db import transaction

from ..models import Draft, EvidenceFile
from .kinds import NotTaken, recognise
from .naming import clean_name

MOST_FILES = 5
"""Files that one line of the record names at most."""

MOST_BYTES = 20 * 1024 * 1024
"""What the files of one form may have together."""

MOST_IN_A_DAY = 100
"""Files that one person may bring in 24 hours: enough for any day's work, and too few to fill a
disk with."""

UNNAMED_SECONDS = 24 * 60 * 60
"""For so long a file stays that nothing names: it may belong to a form that is still open."""

OURS = re.compile(r"[0-9a-f]{32}")
NO_ROOM = (
    "{name} could not be kept: there is no room for files, or no way to them. What you typed is "
    "still here. Send it without the file, or tell an administrator and try again later."
)

logger = logging.getLogger(__name__)


# --- Taking in ----------------------------------------------------------------------------------
def take_in(files, *, activity, by, at):
    """Keep each of the files that a form brought. Return (EvidenceFiles, [why one was not taken]).

    files: Django's UploadedFiles.
    """
    taken, problems = [], []
    room = MOST_IN_A_DAY - brought_lately(by, at)
    for file in files:
        try:
            if len(taken) >= room:
                raise NotTaken(f"{MOST_IN_A_DAY} files in 24 hours are too many. Go on tomorrow.")
            taken.append(keep(file, activity=activity, by=by, at=at))
        except NotTaken as refusal:
            problems.append(str(refusal))
    return taken, problems


def brought_lately(user, at):
    return EvidenceFile.objects.filter(
        added_by=user, added_at__gt=at - dt.timedelta(days=1)
    ).count()


def keep(file, *, activity, by, at):
    """Keep one file as it is; return its EvidenceFile. Raises NotTaken, and leaves nothing then."""
    name = clean_name(file.name)
    kind = recognise(name, file.read())
    row = EvidenceFile(
        activity=activity,
        name=name,
        kind=kind.ending,
        size=file.size,
        sha256=sha256_of(file),
        added_by=by,
        added_at=at,
    )
    put(row, file)
    row.save(force_insert=True)
    return row


def sha256_of(file):
    """The SHA-256 of a binary file, read a piece at a time."""
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(64 * 1024):
        digest.update(piece)
    return digest.hexdigest()


def put(row, file):
    """Write a file's bytes to the storage. Raises NotTaken where it does not take them."""
    file.seek(0)
    try:
        stored = storages["evidence"].save(row.stored_name, file)
    except Exception as fault:
        # A full disk, a bucket that is away: each storage has words of its own for it.
        logger.exception("A file that was brought could not be kept.")
        raise NotTaken(NO_ROOM.format(name=row.name)) from fault
    if stored != row.stored_name:
        raise FileExistsError(f"There are two files under the random name {row.stored_name}.")


def hold(keys, activity):
    """Keep what is there of an activity's files from being cleared out until the transaction ends.

    Return {key: NamedFile} of them.
    """
    return named(EvidenceFile.objects.select_for_update().filter(activity=activity), keys)


def find(keys, activity):
    """{key: NamedFile} of those of an activity's files that are there. No query without keys."""
    return named(EvidenceFile.objects.filter(activity=activity), keys)


def proposed_in(drafts):
    """{key: NamedFile} of what drafts propose: a query, and none where they name no file."""
    keys = [key for draft in drafts for key in draft.proposal.get("files", ())]
    return named(EvidenceFile.objects, keys)


def named(files, keys):
    keys = real(keys)
    return {str(file.pk): file.as_named() for file in files.filter(pk__in=keys)} if keys else {}


def real(keys):
    """Those of the keys that could be some: a browser may send anything."""
    found = set()
    for key in keys:
        with suppress(ValueError, AttributeError, TypeError):
            found.add(uuid.UUID(key))
    return found


# --- Clearing out -------------------------------------------------------------------------------
def clear_out():
    """Remove what was brought and is named by no line and no open draft; return how many files.

    Ages are told by the machine's clock, which dates files, and not by the office's, which may
    stand still. Safe on several machines at once.
    """
    storage = storages["evidence"]
    # Asked first: where the whole storage is not found, nothing may pass for missing in it.
    stored = {name for name in names_in(storage) if OURS.fullmatch(name)}
    rows = EvidenceFile.objects.unnamed().exclude(pk__in=in_open_drafts())
    let_go_of = [row.pk for row in rows if is_old(storage, row.stored_name) and let_go(row.pk)]
    stored -= {key.hex for key in EvidenceFile.objects.values_list("pk", flat=True)}
    old = {name for name in stored if is_old(storage, name)}
    for name in old:
        storage.delete(name)
    return len(old | {key.hex for key in let_go_of})


def names_in(storage):
    try:
        return storage.listdir("")[1]
    except FileNotFoundError:
        return []


def in_open_drafts():
    proposals = Draft.objects.open().values_list("proposal__files", flat=True)
    return real(key for keys in proposals for key in keys or ())


def is_old(storage, name):
    """Whether nothing has been under this name for a day, or what is there is older than that."""
    try:
        return time() - storage.get_modified_time(name).timestamp() > UNNAMED_SECONDS
    except FileNotFoundError:
        return True


@transaction.atomic
def let_go(key):
    """Forget a file, unless something names it by now. Its bytes go with those without a row."""
    row = EvidenceFile.objects.select_for_update(skip_locked=True).filter(pk=key).first()
    if row is None or row.namings.exists() or key in in_open_drafts():
        return 0
    row.delete()
    return 1
