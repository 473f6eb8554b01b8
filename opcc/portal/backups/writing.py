"""A backup: the database, the files that people brought, and what they should come to."""

import contextlib
import json
import os
from pathlib import Path

from django.db import connection

from opcc.office.release import RELEASE

from ..archive.engines import engine as name_of_engine
from ..archive.folder import whole_or_nothing, write
from .engines import engine
from .keeping import clear_out, forget_old, name_of, places_to_keep
from .reading import FILES, FORMAT, MANIFEST, SUMS, VERSION, sha256_of

PIECE = 2**20


def back_up(root, *, at, keep, tell, warn=None):
    """Write a backup into `root`, and forget old ones; return its folder and the names of those.

    at: aware datetime, its name. tell: is given what it is at, a line each. warn: is given what
    needs a person although the backup is whole; tell is, where it is left out. The database is read
    before the files: a file is there before any row names it. Raises Refused, OSError or an error
    of the database, and leaves older backups as they are then.
    """
    root = Path(root)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    clear_out(root)
    with whole_or_nothing(root / name_of(at)) as folder:
        dump = folder / engine().dump
        facts = engine().write(dump, tell)
        sums = {dump.name: sha256_of(dump)} | copy_files(folder, tell)
        manifest = manifest_of(facts, at, dump.name, len(sums) - 1)
        sums[MANIFEST] = write(folder / MANIFEST, as_json(manifest)).sha256
        lines = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))
        write(folder / SUMS, [lines.encode()])
    return root / name_of(at), forget_old(root, keep, at, warn or tell)


def manifest_of(facts, at, dump, files):
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_at": at.isoformat(timespec="seconds"),
        "release": RELEASE,
        "database": name_of_engine(),
        "kind": connection.vendor,
        "dump": dump,
        "rows": sum(facts["tables"].values()),
        "files": files,
        "files_elsewhere": not places_to_keep(),
        **facts,
    }


def as_json(facts):
    return [f"{json.dumps(facts, ensure_ascii=False, indent=1)}\n".encode()]


def copy_files(folder, tell):
    """Copy what people brought into the backup; return {name in the backup: SHA-256}."""
    sums = {}
    for place, source in places_to_keep().items():
        found = files_below(source)
        tell(f"Copying {len(found)} {'file' if len(found) == 1 else 'files'} of {place}")
        for path in found:
            name = f"{FILES}/{place}/{path.relative_to(source).as_posix()}"
            copy = folder / name
            copy.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # One that nothing names may be cleared out meanwhile. A drill misses any other.
            with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
                sums[name] = write(copy, pieces_of(file)).sha256
    return sums


def files_below(folder):
    """Every finished file: one that begins with a dot is being written."""
    found = [Path(parent, name) for parent, _, names in os.walk(folder) for name in names]
    return sorted(path for path in found if path.is_file() and not path.name.startswith("."))


def pieces_of(file):
    while piece := file.read(PIECE):
        yield piece
