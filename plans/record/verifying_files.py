"""Checking the files that a record names: that each is there, and is the one that was brought."""

from django.core.files.storage import storages

from ..evidence.keeping import sha256_of
from ..evidence.naming import read_files
from ..models import Entry
from .finding import Finding

LINES_AT_ONCE = 500


def verify_files(plan, *, read=True):
    """Return the Findings about the files that the lines of a plan name, and how many there are.

    read: whether each file is read through for its SHA-256, or only asked for its length, which is
    quicker and finds what is missing or cut off.
    """
    findings, seen = [], set()
    lines = Entry.objects.filter(plan=plan, files__isnull=False).order_by("number")
    for line in lines.prefetch_related("namings__file").iterator(chunk_size=LINES_AT_ONCE):
        rows = {str(naming.file_id): naming.file for naming in line.namings.all()}
        for file in named_in(line):
            what = what_differs(file, rows.get(file.id), read and file.id not in seen)
            seen.add(file.id)
            if what:
                about = f"File “{file.name}” of line {line.number} of {plan}"
                findings.append(Finding(about, what))
    return findings, len(seen)


def named_in(line):
    """The NamedFiles of a line; none where it was forged so that it cannot be read, which the
    chain shows."""
    try:
        return read_files(line.files)
    except TypeError:
        return ()


def what_differs(file, row, read):
    """What is not as the line says of a file, in words, or None. row: its EvidenceFile, or None."""
    if row is None:
        return "it is not kept any more"
    if row.as_named() != file:
        return "what is kept of it is not what the line says"
    storage = storages["evidence"]
    try:
        if storage.size(row.stored_name) != file.size:
            return "it is not as long as it was when it was brought"
        return what_it_holds(row, file) if read else None
    except FileNotFoundError:
        return f"it is missing where files are kept, under {row.stored_name}"


def what_it_holds(row, file):
    with row.open() as content:
        if sha256_of(content) != file.sha256:
            return "it is not what was brought: its SHA-256 differs"
    return None
