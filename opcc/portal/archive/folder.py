"""A folder that appears whole or not at all, and that nobody else on the machine can read.

It is written under another name beside its place, and takes its own at the end. What an
interruption leaves (SIGKILL, a power cut) is named as partial and marked as ours, and the next run
removes it; nothing else beside its place is touched.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from . import Refused

PARTIAL = ".partial-"
MARK = ".half-an-archive-of-the-delivery-plan-tracker"
"""A file in a folder that is not finished. A name alone says nothing of whose the folder is."""


@dataclass
class Kept:
    """A file that was written: how long it is and its SHA-256."""

    path: Path
    bytes: int = 0
    sha256: str = ""


@contextlib.contextmanager
def whole_or_nothing(place):
    """Yield a folder to fill, which is at `place` once the block ends well, and gone otherwise."""
    place = Path(os.path.abspath(place))
    refuse_what_is_there(place)
    remove_leftovers(place)
    folder = Path(tempfile.mkdtemp(prefix=f"{place.name}{PARTIAL}", dir=place.parent))
    try:
        with stopping_in_order(), held(folder):
            (folder / MARK).touch(mode=0o600)
            yield folder
            (folder / MARK).unlink()
            keep_names(folder)
            folder.rename(place)
            keep_names(place.parent)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def refuse_what_is_there(place):
    if not place.parent.is_dir():
        raise Refused(f"There is no folder {place.parent}. Make it first, or name another place.")
    if place.is_symlink() or (place.exists() and not place.is_dir()):
        raise Refused(f"{place} is not a folder. Name one that does not exist yet.")
    if place.exists() and any(place.iterdir()):
        raise Refused(f"{place} is not empty. Name a folder that does not exist yet.")


def remove_leftovers(place):
    """Remove what runs that were killed left, and nothing of one that is still writing."""
    for folder in place.parent.glob(f"{glob_safe(place.name)}{PARTIAL}*"):
        with contextlib.suppress(OSError), held(folder):
            if is_ours(folder):
                shutil.rmtree(folder)


def is_ours(folder):
    """Whether this program, run by this user of the machine, began to fill the folder."""
    marks = [folder.lstat(), (folder / MARK).lstat()]
    return stat.S_ISREG(marks[1].st_mode) and {mark.st_uid for mark in marks} == {os.getuid()}


def glob_safe(name):
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


@contextlib.contextmanager
def held(folder):
    """Hold a lock on the folder, which ends with this process. BlockingIOError if another does."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def stopping_in_order():
    """Let SIGTERM end the block as Ctrl-C does, so that what is half done is removed."""

    def stop(number, frame):
        raise SystemExit(128 + number)

    try:
        usual = signal.signal(signal.SIGTERM, stop)
    except ValueError:  # Not the main thread, which alone may listen.
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, usual)


def write(path, pieces):
    """Write a new file, readable by its owner alone, and wait for the disk; return its Kept."""
    kept, digest = Kept(path), hashlib.sha256()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            kept.bytes += len(piece)
        file.flush()
        os.fsync(file.fileno())
    kept.sha256 = digest.hexdigest()
    return kept


def keep_names(folder):
    """Wait until the disk has the names of what is in the folder."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
