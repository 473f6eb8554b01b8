"""Keep what a release landed with, for the tests of the next: its migrations and a year of rows.

    python -m tests.upgrades.landing

is run once for each release, at the commit that is released, after its migrations are final. It
writes landed.json, with the newest migration of every app, and landed.tar.xz, an archive of the
demonstration as `export_everything` makes it, and forgets the steps of contraction, which are done.
"""

import json
import lzma
import os
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tests.legs import ROOT, TEST_ENVIRONMENT

HERE = Path(__file__).resolve().parent
LANDED, ROWS = HERE / "landed.json", HERE / "landed.tar.xz"
NEWEST = """
import json, django
django.setup()
from django.db.migrations.loader import MigrationLoader
print(json.dumps(dict(sorted(MigrationLoader(None).graph.leaf_nodes()))))
"""


def land():
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            **TEST_ENVIRONMENT,
            "DATABASE_URL": f"sqlite:///{folder}/demonstration.sqlite3",
        }
        archive = Path(folder) / "landed"
        for command in (["migrate"], ["load_demonstration"], ["export_everything", str(archive)]):
            run(["manage.py", *command, "--verbosity", "0"], environment)
        newest = json.loads(run(["-c", NEWEST], environment))
        pack(archive)
    LANDED.write_text(json.dumps({"migrations": newest, "contractions": {}}, indent=2) + "\n")


def run(arguments, environment):
    done = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{arguments} failed\n{done.stdout}{done.stderr}")
    return done.stdout


def pack(archive):
    """Put the folder into one small file, in which nothing of this machine is said."""
    with (
        lzma.open(ROWS, "wb", preset=9 | lzma.PRESET_EXTREME) as file,
        tarfile.open(fileobj=file, mode="w") as tar,
    ):
        tar.add(archive, "landed", filter=without_an_owner)


def without_an_owner(entry):
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = ""
    return entry


if __name__ == "__main__":
    land()
