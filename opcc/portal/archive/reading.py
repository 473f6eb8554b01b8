"""A folder that may be damaged, half copied or made to do harm, checked before it is believed.

Nothing in it says where anything is: the names of its files follow from the program's own tables,
and only plain files inside the folder are opened.
"""

import contextlib
import hashlib
import os
import re
import stat
from pathlib import Path

from . import Refused
from .evidence import EVIDENCE, is_file
from .values import read_json, read_row, short
from .writing import FORMAT, LONGEST_LINE, VERSION

SUMS, MANIFEST, SCHEMA, README = "SHA256SUMS", "manifest.json", "schema.json", "README.txt"
FOLDERS = ("tables", EVIDENCE)
LONGEST_DESCRIPTION = 16 * 2**20
"""Bytes of a file that says what the others are."""

HIGHEST_KEY = 2**63 - 1
SUM = re.compile(r"([0-9a-f]{64})  ([\w./-]{1,200})")
COPY_AGAIN = "Copy the archive again from where it was made."


class Archive:
    """A folder whose files are those that its lists name, each with its SHA-256."""

    def __init__(self, place):
        self.place = Path(place)
        if not self.place.is_dir():
            raise Refused(f"There is no folder {self.place}.")
        self.sums = self.read_sums()
        self.manifest = self.read_description(MANIFEST)
        self.refuse_another_format()
        self.refuse_other_files()
        self.schema = self.read_description(SCHEMA)
        self.contents = {table["table"]: table for table in self.manifest["tables"]}

    # --- What it says of itself -----------------------------------------------------------------
    def read_sums(self):
        """Return {file: SHA-256}."""
        sums = {}
        for number, line in enumerate(self.read(SUMS).decode(errors="replace").splitlines(), 1):
            found = SUM.fullmatch(line)
            if not found or found[2] in sums:
                raise Refused(f"{SUMS}, line {number}: it is not a digest and a name. {COPY_AGAIN}")
            sums[found[2]] = found[1]
        if MANIFEST not in sums:
            raise Refused(f"{SUMS} does not name {MANIFEST}. {COPY_AGAIN}")
        return sums

    def read_description(self, name):
        content = self.read(name)
        if hashlib.sha256(content).hexdigest() != self.sums.get(name):
            raise Refused(f"{name} is not as it was written: its SHA-256 differs. {COPY_AGAIN}")
        try:
            found = read_json(content)
        except ValueError as error:
            raise Refused(f"{name} cannot be read: {error}.") from error
        if type(found) is not dict:
            raise Refused(f"{name} cannot be read: it is not an object.")
        return found

    def read(self, name):
        with self.open(name) as file:
            content = file.read(LONGEST_DESCRIPTION + 1)
        if len(content) > LONGEST_DESCRIPTION:
            raise Refused(f"{name} is too long for what it is.")
        return content

    def refuse_another_format(self):
        manifest = self.manifest
        if manifest.get("format") != FORMAT:
            raise Refused(f"{MANIFEST} is not that of an archive of this program.")
        version = manifest.get("version")
        if type(version) is not int or version < 1:
            raise Refused(f"{MANIFEST} does not say which version of the format it has.")
        if version > VERSION:
            raise Refused(
                f"The archive has version {version} of the format, and this program reads up to "
                f"version {VERSION}. Bring it in with the release that made it, or a later one."
            )
        if not is_manifest(manifest):
            raise Refused(f"{MANIFEST} lacks what every manifest has. {COPY_AGAIN}")

    @property
    def missing_files(self):
        """The SHA-256 of files that were missing where the archive was made."""
        return frozenset(self.manifest.get("missing_files", ()))

    # --- Its files ------------------------------------------------------------------------------
    def refuse_other_files(self):
        """Raise Refused where a file is missing, is one too many or is no plain file."""
        for table in self.manifest["tables"]:
            if table["file"] != f"tables/{table['table']}.jsonl":
                named = short(table["file"])
                raise Refused(f"{MANIFEST} names a file that is not one of its own: {named}")
        listed = {file["file"] for file in self.manifest["files"]} | {MANIFEST}
        named = {table["file"] for table in self.manifest["tables"]} | {SCHEMA, README, MANIFEST}
        named |= {name for name in listed if is_file(name)}
        if odd := sorted((set(self.sums) ^ listed) | (listed ^ named)):
            raise Refused(f"{odd[0]} is in one of the archive's lists and not in another.")
        found = self.files()
        if odd := sorted(found - listed - {SUMS}):
            raise Refused(f"{odd[0]} is not part of the archive. Take it out of the folder.")
        if missing := sorted(listed - found):
            raise Refused(f"{missing[0]} is missing. {COPY_AGAIN}")

    def files(self):
        """The names of all plain files. Raises Refused for anything else, such as a link."""
        found = set()
        for folder in (self.place, *(self.place / name for name in FOLDERS)):
            for path in folder.iterdir() if folder.is_dir() else ():
                name = path.relative_to(self.place).as_posix()
                mode = path.lstat().st_mode
                if stat.S_ISREG(mode):
                    found.add(name)
                elif not (stat.S_ISDIR(mode) and name in FOLDERS):
                    raise Refused(f"{name} is a link or a folder, and archives have none.")
        return found

    @contextlib.contextmanager
    def open(self, name):
        """Open one of its files for reading, and nothing that a link leads to."""
        try:
            descriptor = os.open(self.place / name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except OSError as error:
            raise Refused(f"{name} cannot be opened: {error.strerror}.") from error
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise Refused(f"{name} is not a plain file.")
            yield file

    def check_digests(self, tell):
        """Read every file and raise Refused for the first that is not as it was written."""
        tell(f"Checking {len(self.sums)} files against their SHA-256")
        for facts in self.manifest["files"]:
            name = facts["file"]
            with self.open(name) as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
                length = file.tell()
            if length != (written := facts["bytes"]):
                words = f"{length:,} bytes, and {written:,} were written"
                raise Refused(f"{name} has {words}. {COPY_AGAIN}")
            if not found == facts["sha256"] == self.sums[name]:
                raise Refused(f"{name} is not as it was written: its SHA-256 differs. {COPY_AGAIN}")

    # --- Its rows -------------------------------------------------------------------------------
    def lines(self, table):
        """Yield (number, line as bytes) of a table's file. Raises Refused for one too long."""
        with self.open(table.file) as file:
            number = 0
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise Refused(f"{table.file}, line {number}: it is too long for a row.")
                yield number, line
        if number != self.contents[table.label]["rows"]:
            rows = self.contents[table.label]["rows"]
            raise Refused(f"{table.file} has {number:,} rows, and {MANIFEST} says {rows:,}.")

    def rows(self, table):
        """Yield (number, length in bytes, values) of each row. Raises Refused, naming the line."""
        columns = table.columns
        for number, line in self.lines(table):
            try:
                yield number, len(line), read_row(columns, line)
            except ValueError as error:
                raise Refused(f"{table.file}, line {number}: {error}.") from error


def is_manifest(manifest):
    """Whether it has the parts that bringing in relies on, each of its type."""
    record, tables = manifest.get("record"), manifest.get("tables")
    return (
        type(record) is dict
        and type(record.get("verify_record")) is dict
        and is_list_of([manifest], rows=int, credentials=bool, office=dict)
        and is_list_of([manifest["office"]], name=str)
        and is_list_of(manifest.get("files"), file=str, bytes=int, sha256=str)
        and is_list_of(tables, table=str, file=str, rows=int, last_key=int)
        and is_texts(manifest.get("missing_files", []))
        and all(0 <= table["last_key"] <= HIGHEST_KEY for table in tables)
    )


def is_texts(found):
    return type(found) is list and all(type(each) is str for each in found)


def is_list_of(found, **parts):
    return type(found) is list and all(
        type(each) is dict and all(type(each.get(name)) is kind for name, kind in parts.items())
        for each in found
    )
