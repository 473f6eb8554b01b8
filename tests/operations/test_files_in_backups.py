"""Files of evidence come along in a backup, where the environment says that they are, and a drill
looks at those that the backup holds and never at the site's own."""

import shutil
import subprocess
import sys

import pytest

from opcc.office.models import RestoreDrill, User
from opcc.portal.backups.drill import Drill
from opcc.portal.backups.keeping import backups_in
from opcc.portal.backups.reading import Backup, sha256_of
from opcc.settings import BASE_DIR
from plans import record
from plans.models import Activity, EvidenceFile
from tests.archive.databases import environment_on, standing_on
from tests.conftest import NOW
from tests.evidence.files import PDF, kept
from tests.factories import voice
from tests.operations.conftest import fill

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def in_use(databases):
    """As elsewhere, and with a line of the record that names a file."""
    settings = databases.empty()
    with standing_on(settings):
        fill()
        activity = Activity.objects.order_by("pk").first()
        file = kept(activity, User.objects.order_by("pk").first())
        words = {"status": "on_track", "narrative": "Awarded.", "files": [str(file.pk)]}
        record.update(activity, by=voice(), at=NOW, **words)
    return settings


@pytest.fixture
def evidence(site, tmp_path, monkeypatch):
    """The folder that EVIDENCE_ROOT names, with that file."""
    folder = tmp_path / "evidence"
    folder.mkdir()
    (folder / EvidenceFile.objects.get().stored_name).write_bytes(PDF)
    monkeypatch.setenv("EVIDENCE_ROOT", str(folder))
    monkeypatch.setenv("BACKUP_ROOT", str(tmp_path / "backups"))
    yield folder
    RestoreDrill.objects.all().delete()


@pytest.fixture
def backup(evidence, site, tmp_path):
    """The folder of a backup that the command made."""
    done = manage("backup", site)
    assert done.returncode == 0, done.stderr
    return backups_in(tmp_path / "backups")[0]


def manage(command, site, **variables):
    return subprocess.run(
        [sys.executable, "manage.py", command],
        cwd=BASE_DIR,
        env={**environment_on(site), **variables},
        capture_output=True,
        text=True,
        timeout=180,
    )


def seal(folder):
    """Let the list of digests say what the files are now."""
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    lines = [f"{sha256_of(folder / name)}  {name}\n" for name in names if name != "SHA256SUMS"]
    (folder / "SHA256SUMS").write_text("".join(lines))


def drilled(backup):
    return Drill(backup.parent, lambda: NOW, lambda line: None).run()


def test_the_command_takes_along_what_is_where_the_environment_says(evidence, backup):
    (name,) = [path.name for path in evidence.iterdir()]

    assert (backup / "files/evidence" / name).read_bytes() == PDF
    assert Backup(backup).manifest["files"] == 1


def test_a_drill_proves_the_files_of_the_backup_and_asks_for_none_of_the_sites(
    evidence, backup, site
):
    shutil.rmtree(evidence)

    done = manage("restore_drill", site)

    assert done.returncode == 0, done.stdout
    assert "The 1 file that a line names is there, and each is the one that was" in done.stdout


def test_a_file_that_the_record_names_and_the_backup_lacks_fails_the_drill(evidence, backup):
    """Its list of digests names none either, and the site still has the file."""
    (name,) = [path.name for path in evidence.iterdir()]
    (backup / "files/evidence" / name).unlink()
    seal(backup)

    assert drilled(backup).error.endswith(f"it is missing where files are kept, under {name}")


def test_a_file_that_was_altered_in_the_backup_fails_the_drill(evidence, backup):
    (name,) = [path.name for path in evidence.iterdir()]
    (backup / "files/evidence" / name).write_bytes(PDF.replace(b"1.7", b"1.6"))
    seal(backup)

    assert drilled(backup).error.endswith("it is not what was brought: its SHA-256 differs")


def test_of_a_bucket_no_file_comes_along_and_the_drill_says_that_it_looked_at_none(
    evidence, site, tmp_path
):
    bucket = {
        "EVIDENCE_S3_BUCKET": "evidence-of-testshire",
        "EVIDENCE_S3_ENDPOINT": "http://127.0.0.1:9",
        "EVIDENCE_S3_KEY": "key",
        "EVIDENCE_S3_SECRET": "secret",
    }

    made = manage("backup", site, **bucket)
    done = manage("restore_drill", site, **bucket)

    (folder,) = backups_in(tmp_path / "backups")
    assert made.returncode == 0, made.stderr
    assert not (folder / "files").exists()
    assert "Files of evidence are in a bucket, and were not looked at." in done.stdout
    assert done.returncode == 0, done.stdout
