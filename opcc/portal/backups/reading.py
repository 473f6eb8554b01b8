"""A backup that may be damaged or half copied, checked before it is believed."""

import hashlib
import json
import re
from pathlib import Path

from django.db import connection

from ..archive import Refused
from .engines import engine
from .keeping import made_by

FORMAT, VERSION = "delivery-plan-backup", 1
MANIFEST, SUMS, FILES = "manifest.json", "SHA256SUMS", "files"
SUM = re.compile(r"([0-9a-f]{64})  ([^\n]+)")
NEEDED = {"kind", "dump", "tables", "migrations", "plans", "packs", "release", "made_at"}


def sha256_of(path):
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def newest_in(root, now):
    """The newest Backup that was made by now. Raises Refused where there is none."""
    folders = made_by(root, now)
    if not folders:
        raise Refused(f"There is no backup in {root}. Make one: manage.py backup")
    return Backup(folders[-1])


class Backup:
    """A folder that says what its files should be, and what the database in it should hold."""

    def __init__(self, folder):
        self.folder = Path(folder)
        if not self.folder.is_dir():
            raise Refused(f"There is no folder {self.folder}.")
        self.sums = self.read_sums()
        self.check(MANIFEST)
        self.manifest = self.read_manifest()

    @property
    def name(self):
        return self.folder.name

    @property
    def dump(self):
        return self.folder / engine().dump

    @property
    def holds_files(self):
        """Whether the files of evidence are in it, and not in storage of another machine."""
        return not self.manifest.get("files_elsewhere", False)

    @property
    def evidence(self):
        """Where its files of evidence are, if it has any."""
        return self.folder / FILES / "evidence"

    def read_sums(self):
        """{name: SHA-256}. Names that lead out of the folder are none of its own."""
        lines = self.read(SUMS).splitlines()
        pairs = [SUM.fullmatch(line) for line in lines]
        if not pairs or not all(pairs):
            raise Refused(f"{self.name}: {SUMS} is not a list of digests and names.")
        sums = {name: digest for digest, name in (pair.groups() for pair in pairs)}
        for name in sums:
            if ".." in Path(name).parts or Path(name).is_absolute():
                raise Refused(f"{self.name}: {SUMS} names a file that is not its own: {name}")
        return sums

    def read(self, name):
        try:
            return (self.folder / name).read_text()
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(f"{self.name}: {name} cannot be read: {error}.") from error

    def read_manifest(self):
        try:
            manifest = json.loads(self.read(MANIFEST))
        except ValueError as error:
            raise Refused(f"{self.name}: {MANIFEST} is not JSON.") from error
        if manifest.get("format") != FORMAT or not manifest.keys() >= NEEDED:
            raise Refused(f"{self.name}: {MANIFEST} is not that of a backup of this program.")
        if manifest.get("version") != VERSION:
            raise Refused(f"{self.name} was made by another release, in a format of its own.")
        return manifest

    def refuse_another_kind(self):
        """Raise Refused where the backup is of another kind of database than the site stands on."""
        if self.manifest["kind"] != connection.vendor:
            raise Refused(
                f"{self.name} is of {self.manifest['database']}, and DATABASE_URL names another "
                "kind of database. To change from one to the other: export_everything"
            )

    def check_all(self):
        """Compare each file with its digest; return how many there are. Raises Refused."""
        for name in self.sums:
            self.check(name)
        found = {p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*")
                 if p.is_file()}  # fmt: skip
        for name in sorted(found - {SUMS, *self.sums}):
            raise Refused(f"{self.name}: {name} is not part of the backup.")
        if engine().dump not in self.sums:
            raise Refused(f"{self.name}: {engine().dump} is missing.")
        return len(self.sums)

    def check(self, name):
        path = self.folder / name
        if name not in self.sums or not path.is_file() or path.is_symlink():
            raise Refused(f"{self.name}: {name} is missing.")
        if sha256_of(path) != self.sums[name]:
            raise Refused(f"{self.name}: {name} is not as it was written: its SHA-256 differs.")

    def files(self):
        """[(place, name below it, path)] of the files that people brought."""
        parts = [(name, Path(name).parts) for name in self.sums]
        return [
            (place, Path(*below), self.folder / name)
            for name, (first, place, *below) in ((n, p) for n, p in parts if len(p) > 2)
            if first == FILES
        ]
