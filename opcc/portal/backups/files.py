"""The files that people brought: a link to what the backup before holds already, or a copy.

A file of evidence never changes under its name, so a backup a night would hold each many times.
"""

import contextlib
import os
from pathlib import Path

from ..archive.folder import write
from .keeping import places_to_keep
from .reading import FILES, sha256_of

PIECE = 2**20


def brought():
    """[(place, its name in a backup, path)] of every file that people brought."""
    return [
        (place, f"{FILES}/{place}/{path.relative_to(source).as_posix()}", path)
        for place, source in places_to_keep().items()
        for path in files_below(source)
    ]


def files_below(folder):
    """Every finished file: one that begins with a dot is being written."""
    found = [Path(parent, name) for parent, _, names in os.walk(folder) for name in names]
    return sorted(path for path in found if path.is_file() and not path.name.startswith("."))


def share_files(folder, before, tell):
    """Link what the backup before holds into a new one's folder; return {name: SHA-256}.

    before: a Backup, or None. On a disk that knows no links nothing is shared, and all is copied.
    """
    shared = {}
    for _, name, path in brought() if before else []:
        if is_held(before, name, path):
            try:
                link(before.folder / name, folder / name)
            except OSError:
                break
            shared[name] = before.sums[name]
    if shared:
        tell(f"Sharing {counted(shared)} with {before.name}")
    return shared


def is_held(before, name, path):
    """Whether the backup holds that file to the byte. Both are read: what rotted in it is not
    handed on."""
    held, digest = before.folder / name, before.sums.get(name)
    if digest is None:
        return False
    try:
        if held.is_symlink() or held.stat().st_size != path.stat().st_size:
            return False
        return sha256_of(held) == sha256_of(path) == digest
    except OSError:
        return False


def link(held, place):
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.link(held, place)


def copy_files(folder, shared, tell):
    """Copy what is not shared into the backup; return {name: SHA-256} of all of it."""
    sums, files = dict(shared), [each for each in brought() if each[1] not in shared]
    for place in places_to_keep():
        tell(f"Copying {counted([each for each in files if each[0] == place])} of {place}")
    for _, name, path in files:
        copy = folder / name
        copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # One that nothing names may be cleared out meanwhile. A drill misses any other.
        with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
            sums[name] = write(copy, pieces_of(file)).sha256
    return sums


def counted(files):
    return f"{len(files)} {'file' if len(files) == 1 else 'files'}"


def pieces_of(file):
    while piece := file.read(PIECE):
        yield piece
