"""The files that people brought as evidence: beside the tables, each under its SHA-256.

Equal files are there once. What was missing where the archive was made is named in its manifest, so
that it can be told from what is missing from the archive.
"""

import re
from pathlib import Path

from django.core.files import File
from django.core.files.storage import storages

from plans.evidence.keeping import sha256_of
from plans.models import EvidenceFile

from . import Refused
from .folder import write

EVIDENCE = "evidence"
NAME = re.compile(r"evidence/[0-9a-f]{64}")
PIECE = 64 * 1024


def place_of(sha256):
    """Where a file is, from the archive's folder."""
    return f"{EVIDENCE}/{sha256}"


# --- The way out --------------------------------------------------------------------------------
def add_files(folder, kept, tell):
    """Write every file to the archive; return the SHA-256 of those that are missing or changed."""
    missing = set()
    for row in EvidenceFile.objects.order_by("pk").iterator():
        name = place_of(row.sha256)
        if name in kept:
            continue
        missing.discard(row.sha256)
        written = copy_out(row, folder / name)
        if written and written.sha256 == row.sha256:
            kept[name] = written
        else:
            (folder / name).unlink(missing_ok=True)
            missing.add(row.sha256)
    tell(f"  {sum(map(is_file, kept)):,} files of evidence")
    return sorted(missing)


def copy_out(row, path):
    """Write a file's bytes to a new path; return its Kept, or None where the bytes are gone."""
    try:
        with row.open() as content:
            return write(path, pieces(content))
    except FileNotFoundError:
        return None


def pieces(content):
    while piece := content.read(PIECE):
        yield piece


def is_file(name):
    """Whether a name in the archive is that of a file of evidence."""
    return bool(NAME.fullmatch(name))


# --- The way in ---------------------------------------------------------------------------------
def bring_files_in(archive, tell):
    """Put the file of every row that came in into the storage, and leave one that is there.

    Raises Refused where the archive lacks one without saying so, or the storage holds another one
    under its name.
    """
    missing, storage, count = archive.missing_files, storages["evidence"], 0
    for row in EvidenceFile.objects.order_by("pk").iterator():
        if row.sha256 in missing:
            continue
        if storage.exists(row.stored_name):
            refuse_another(row)
        else:
            copy_in(archive, row, storage)
        count += 1
    tell(f"  {count:,} files of evidence")


def copy_in(archive, row, storage):
    name = place_of(row.sha256)
    if archive.sums.get(name) != row.sha256:
        raise Refused(f"{name} is not what a row of plans.evidencefile says that it is.")
    with archive.open(name) as content:
        storage.save(row.stored_name, File(content, name=Path(name).name))


def refuse_another(row):
    with row.open() as content:
        if sha256_of(content) != row.sha256:
            raise Refused(f"Another file is kept under {row.stored_name} already.")
