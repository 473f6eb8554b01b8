"""Whether the disk has room for a backup, asked before it is written."""

import contextlib
from shutil import disk_usage

from ..archive import Refused
from .engines import engine, megabytes
from .files import brought, counted

RESERVE = 256 * 2**20
"""What a backup leaves free: the site may write to the same disk."""


def refuse_without_room(folder, shared):
    """Raise Refused, with figures, where a backup would not fit onto the disk of its folder.

    shared: the names of files that are in it already, and take no room.
    """
    disk = disk_usage(folder)
    database, reserve = engine().size(), min(RESERVE, disk.total // 20)
    files = [path for _, name, path in brought() if name not in shared]
    sizes = sum(size_of(path) for path in files)
    needed = database + sizes + reserve
    if disk.free < needed:
        raise Refused(
            f"The disk of {folder.parent} has no room for a backup: {megabytes(disk.free)} are "
            f"free, and {megabytes(needed)} are needed, {megabytes(database)} of them for the "
            f"database, {megabytes(sizes)} for {counted(files)} to copy, and {megabytes(reserve)} "
            "in reserve. Free some, lower BACKUP_KEEP, or name another disk in BACKUP_ROOT."
        )


def size_of(path):
    """In bytes. One that is cleared out meanwhile takes no room."""
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_size
    return 0
