"""The way out: every row of one moment, as text that needs no program to be read."""

import json
from contextlib import closing

from opcc.office.models import Office
from opcc.office.release import RELEASE
from plans.record.verifying import one_moment

from . import Refused
from .describing import ends_of_records, schema_of, verification
from .engines import engine, last_key, patiently
from .evidence import EVIDENCE, add_files
from .folder import whole_or_nothing, write
from .readme import readme
from .tables import LEFT_OUT, SECRET_COLUMNS, SECRET_TABLES, tables
from .values import write_row

FORMAT, VERSION = "delivery-plan-archive", 2
"""Version 1 had no files of evidence, and nothing else differs."""

ROWS_AT_ONCE = 20
"""Few, because a pack can be ten million letters long; more made nothing quicker."""

LONGEST_LINE = 64 * 2**20
"""Bytes. A pack of five thousand activities needs a sixth of it."""


def export(place, *, with_credentials=True, tell):
    """Write everything to a new folder at `place`; return its manifest.

    `tell` is called with a line for each table. Raises Refused, OSError or DatabaseError, and
    leaves nothing then.
    """
    with whole_or_nothing(place) as folder, one_moment():
        patiently()
        return fill(folder, with_credentials, tell)


def fill(folder, with_credentials, tell):
    (folder / "tables").mkdir(mode=0o700)
    (folder / EVIDENCE).mkdir(mode=0o700)
    every, kept = tables(), {}
    kept["schema.json"] = write(folder / "schema.json", as_json(schema_of(every)))
    described = [add(folder, table, with_credentials, kept, tell) for table in every]
    missing = add_files(folder, kept, tell)
    tell("Checking the record")
    manifest = manifest_of(described, with_credentials) | {"missing_files": missing}
    kept["README.txt"] = write(folder / "README.txt", [readme(manifest).encode()])
    manifest["files"] = facts_of(kept)
    kept["manifest.json"] = write(folder / "manifest.json", as_json(manifest))
    sums = "".join(f"{kept[name].sha256}  {name}\n" for name in sorted(kept))
    write(folder / "SHA256SUMS", [sums.encode()])
    return manifest


def manifest_of(described, with_credentials):
    """What the archive is, by whom and when: all of manifest.json but the digests of files."""
    office = Office.objects.read()
    return {
        "format": FORMAT,
        "version": VERSION,
        "program": {"name": "delivery plan tracker", "release": RELEASE},
        "office": {
            "name": office.full_name,
            "area": office.area,
            "demonstration": office.is_demonstration,
        },
        "made_at": office.now().isoformat(timespec="seconds"),
        "database": engine(),
        "credentials": with_credentials,
        "rows": sum(table["rows"] for table in described),
        "tables": described,
        "left_out": LEFT_OUT,
        "record": {**ends_of_records(), "verify_record": verification()},
    }


def add(folder, table, with_credentials, kept, tell):
    """Write a table's rows; return what the manifest says of it."""
    with closing(rows_of(table, with_credentials)) as lines:
        counting = Counting(lines)
        kept[table.file] = write(folder / table.file, counting)
    tell(f"  {table.label}: {counting.rows:,} {'row' if counting.rows == 1 else 'rows'}")
    return {
        "table": table.label,
        "file": table.file,
        "rows": counting.rows,
        "last_key": last_key(table),
    }


class Counting:
    """Lines, counted as they pass."""

    def __init__(self, lines):
        self.lines, self.rows = lines, 0

    def __iter__(self):
        for line in self.lines:
            self.rows += 1
            yield line


def rows_of(table, with_credentials=True):
    """Yield each row as a line, in order of the keys. Memory holds a few at a time."""
    columns = table.columns
    if not with_credentials and table.label in SECRET_TABLES:
        return
    instead = {} if with_credentials else SECRET_COLUMNS.get(table.label, {})
    replaced = {at: instead[c.name] for at, c in enumerate(columns) if c.name in instead}
    rows = table.queryset.values_list(*(column.name for column in columns))
    for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
        if replaced:
            row = [replaced.get(at, value) for at, value in enumerate(row)]
        line = write_row(columns, row)
        if len(line) > LONGEST_LINE:
            raise Refused(f"{table.label} {row[table.key_at]} is longer than an archive takes.")
        yield line


def as_json(facts):
    text = json.dumps(facts, ensure_ascii=False, indent=2)
    return [f"{text}\n".encode(errors="backslashreplace")]


def facts_of(kept):
    return [
        {"file": name, "bytes": file.bytes, "sha256": file.sha256}
        for name, file in sorted(kept.items())
    ]
