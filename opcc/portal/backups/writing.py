"""A backup: the database, the files that people brought, and what they should come to."""

import json
from pathlib import Path
from time import monotonic

from django.db import Error, connection

from opcc.office.models import BackupMade
from opcc.office.release import RELEASE

from ..archive import Refused
from ..archive.engines import engine as name_of_engine
from ..archive.folder import whole_or_nothing, write
from .engines import engine
from .files import copy_files, share_files
from .keeping import clear_out, forget_old, name_of, places_to_keep
from .reading import FORMAT, MANIFEST, SUMS, VERSION, newest_in, sha256_of
from .room import refuse_without_room


def back_up(root, *, at, keep, tell, warn=None):
    """Write a backup into `root`; return its folder and the names of old ones that went for it.

    at: aware datetime, its name. tell: is given what it is at, a line each. warn: is given what
    needs a person although the backup is whole; tell is, where it is left out. The database is read
    before the files that are copied: a file is there before any row names it. Raises Refused,
    OSError or an error of the database, and leaves older backups that are to be kept as they are
    then.
    """
    root, warn, began = Path(root), warn or tell, monotonic()
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    clear_out(root)
    # What is over the limit only takes room. What cannot go is named at the end.
    if gone := forget_old(root, keep, at, warn=lambda sentence: None):
        tell(f"Removed {len(gone)} over the limit: {', '.join(gone)}")
    with whole_or_nothing(root / name_of(at)) as folder:
        shared = share_files(folder, backup_before(root, at), tell)
        refuse_without_room(folder, shared)
        dump = folder / engine().dump
        facts = engine().write(dump, tell)
        sums = {dump.name: sha256_of(dump)} | copy_files(folder, shared, tell)
        manifest = manifest_of(facts, at, dump.name, len(sums) - 1)
        sums[MANIFEST] = write(folder / MANIFEST, as_json(manifest)).sha256
        lines = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))
        write(folder / SUMS, [lines.encode()])
    keep_that_it_was_made(root / name_of(at), at, monotonic() - began, warn)
    return root / name_of(at), forget_old(root, keep, at, warn)


def keep_that_it_was_made(folder, at, seconds, warn):
    """Let the site see it. Where the table is missing, since migrations wait, the backup is as good
    as any."""
    # It may have been cut while files were copied.
    connection.close_if_unusable_or_obsolete()
    try:
        sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
        BackupMade.objects.create(
            made_at=at, name=folder.name, bytes=sum(sizes), seconds=round(seconds)
        )
    except (OSError, Error) as error:
        warn(f"That it was made could not be kept in the database: {str(error).strip()}")


def backup_before(root, at):
    """The newest Backup, or None where there is none or its list of digests cannot be believed."""
    try:
        return newest_in(root, at)
    except Refused:
        return None


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
