"""Files that are whole or not there: written beside their place, and put there when they are."""

import errno
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path
from threading import Lock

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

KEY = re.compile(r"[0-9a-f]{16,128}")

LOCKS = tuple(Lock() for _ in range(16))
"""Shared out among keys, so that this process writes a file once, whoever asks meanwhile."""


class NotWritten(OSError):
    """A file could not be written. What stood in its place before stands there still."""


class NoRoom(NotWritten):
    """There is no room left for a file. A page can say so, and that it is worth trying later."""


def kept_file(folder, key, write):
    """Return the path of the file under a key in a folder, written first where it is missing.

    key: a digest in hexadecimal figures that names everything the file is made from, its format
    too. write: takes a binary file. Any number of callers may ask at once. Raises ValueError for
    another key, what `write` raises, and NotWritten.
    """
    if not KEY.fullmatch(key):
        raise ValueError("A kept file is named by a digest in hexadecimal figures.")
    path = Path(folder) / key
    if not path.exists():
        with LOCKS[int(key[:8], 16) % len(LOCKS)]:
            if not path.exists():
                write_whole(path, write)
    return path


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
