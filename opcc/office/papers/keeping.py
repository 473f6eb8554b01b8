"""Files that are whole or not there: written beside their place, and put there when they are."""

import errno
import logging
import os
import re
import tempfile
from collections import OrderedDict
from contextlib import suppress
from pathlib import Path
from threading import Lock
from time import monotonic, time

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

KEY = re.compile(r"[0-9a-f]{16,128}")

LOCKS = tuple(Lock() for _ in range(16))
"""Shared out among keys, so that this process draws a file once, whoever asks meanwhile."""

REST_SECONDS = 20
"""For so long a folder that could not be written is left alone."""

QUIET_SECONDS = 60
"""The log says at most once in so long that nothing can be kept."""

IN_HAND = 8
"""So many files stay in memory where they could not be kept, so that they are not drawn anew."""

LEFTOVER_SECONDS, UNUSED_SECONDS = 3600, 90 * 24 * 3600
"""From what age a file that was begun is a leftover, and a kept one is no longer used."""

logger = logging.getLogger(__name__)


class NotWritten(OSError):
    """A file could not be written. What stood in its place before stands there still."""


class NoRoom(NotWritten):
    """There is no room left for a file. A page can say so, and that it is worth trying later."""


# --- Kept files ---------------------------------------------------------------------------------
class Trouble:
    """What this process remembers of folders that could not be written. Seconds are monotonic."""

    def __init__(self):
        self.failed, self.in_hand, self.warned = {}, OrderedDict(), None

    def rests(self, folder):
        """Whether a folder failed so lately that it is not worth trying."""
        return monotonic() - self.failed.get(folder, -REST_SECONDS) < REST_SECONDS

    def note(self, path, content, error):
        """Remember a file that could not be kept, and why where that was just found out."""
        self.in_hand[path] = content
        while len(self.in_hand) > IN_HAND:
            self.in_hand.popitem(last=False)
        if error is None:
            return
        now = self.failed[path.parent] = monotonic()
        if self.warned is None or now - self.warned >= QUIET_SECONDS:
            self.warned = now
            logger.warning("Papers are drawn and cannot be kept: %s", error)


trouble = Trouble()


def kept(folder, key, draw):
    """Return the bytes of the file under a key in a folder, drawn first where it is missing.

    key: a digest in hexadecimal figures that names everything the file is made from, its format
    too. draw: returns the bytes. Any number of callers may ask at once. Where the folder cannot
    be written the file is not kept, and all the same returned. Raises ValueError for another key,
    and what `draw` raises.
    """
    if not KEY.fullmatch(key):
        raise ValueError("A kept file is named by a digest in hexadecimal figures.")
    path = Path(folder) / key
    content = found(path)
    if content is None:
        with LOCKS[int(key[:8], 16) % len(LOCKS)]:
            content = found(path)
            if content is None:
                content = draw()
                keep(path, content)
    return content


def found(path):
    """The bytes of a file that was kept, or could not be; None where it has to be drawn."""
    try:
        content = path.read_bytes()
    except OSError:
        return trouble.in_hand.get(path)
    trouble.in_hand.pop(path, None)
    with suppress(OSError):
        os.utime(path)  # Its last use, which disks do not all note themselves.
    return content


def keep(path, content):
    """Put the bytes at their place where that can be done."""
    if trouble.rests(path.parent):
        trouble.note(path, content, None)
        return
    try:
        write_whole(path, lambda file: file.write(content))
    except NotWritten as error:
        trouble.note(path, content, error)


def can_be_written(folder):
    """Whether files can be kept in a folder now: a small one is, for as long as the asking."""
    try:
        Path(folder).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"whole")
    except OSError:
        return False
    return True


def clear_out(folder):
    """Remove leftovers of files that were begun, and kept files that nobody used for long.

    Returns how many. Ages are told by the machine's clock, which dates files, and not by the
    office's, which may stand still. Another process may remove the same at once.
    """
    now, removed = time(), 0
    with suppress(FileNotFoundError):
        for path in Path(folder).iterdir():
            oldest = age_at_most(path.name)
            with suppress(FileNotFoundError):
                if oldest and now - path.stat().st_mtime > oldest:
                    path.unlink()
                    removed += 1
    return removed


def age_at_most(name):
    """How many seconds a file of this name may lie; None where it is none of ours."""
    if name.startswith("."):
        return LEFTOVER_SECONDS
    return UNUSED_SECONDS if KEY.fullmatch(name) else None


# --- Whole files --------------------------------------------------------------------------------
def write_whole(path, write):
    """Call `write` with a binary file, and put the file at `path` once it is whole and on disk.

    Its folder is made where it is missing. Whatever fails, no half of a file is left and what
    stood there stays. Raises NoRoom where the disk is full, NotWritten where the file cannot be
    written for another reason, and whatever else `write` raises.
    """
    path = Path(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_beside(path, write)
    except NotWritten:
        raise
    except OSError as error:
        kind = NoRoom if error.errno in NO_ROOM else NotWritten
        raise kind(error.errno, f"{path.name} could not be written: {error.strerror}") from error


def _write_beside(path, write):
    file = _opened_beside(path)
    try:
        with file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(file.name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(file.name)
        raise


def _opened_beside(path):
    return tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False)
