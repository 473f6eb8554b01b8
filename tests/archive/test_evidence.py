"""Files of evidence go out with everything, and come in again."""

import datetime as dt
import json
import os

import pytest
from django.core.management import CommandError

from plans.models import EvidenceFile
from tests.archive.conftest import bring_in, take_out
from tests.archive.databases import standing_on
from tests.evidence.files import PDF, PNG, keep_in, kept
from tests.factories import said


@pytest.fixture
def files(settings, tmp_path, activity, finance_officer):
    """A file that a line names, one like it, and one of a draft: {name: EvidenceFile}."""
    keep_in(settings, tmp_path / "old")
    brought = {"Notice.pdf": PDF, "Again.pdf": PDF, "Site.png": PNG}
    made = {name: kept(activity, finance_officer, name, c) for name, c in brought.items()}
    said(activity, on=dt.date(2020, 12, 1), files=[str(made["Notice.pdf"].pk)])
    return made


@pytest.fixture
def elsewhere(databases, settings, tmp_path, files):
    """() -> what bringing the archive in said, where there is another folder for files."""

    def come():
        place = keep_in(settings, tmp_path / "new")
        with standing_on(databases.empty()):
            told = bring_in(tmp_path / "archive")
            assert EvidenceFile.objects.count() == len(files)
        return told, {path.name: path.read_bytes() for path in place.iterdir()}

    return come


def test_each_is_there_once_under_its_digest_and_comes_in_under_its_own_name(
    files, elsewhere, tmp_path
):
    told = take_out(tmp_path / "archive")
    names = {path.name for path in (tmp_path / "archive/evidence").iterdir()}

    said_there, there = elsewhere()

    assert names == {file.sha256 for file in files.values()}
    assert len(names) == 2
    assert "  2 files of evidence" in told
    assert "  3 files of evidence" in said_there
    assert there == {
        files["Notice.pdf"].pk.hex: PDF,
        files["Again.pdf"].pk.hex: PDF,
        files["Site.png"].pk.hex: PNG,
    }
    assert "each is the one that was brought" in said_there


def test_a_file_that_was_changed_in_the_archive_is_refused(files, elsewhere, tmp_path):
    take_out(tmp_path / "archive")
    path = tmp_path / "archive/evidence" / files["Site.png"].sha256
    path.write_bytes(PNG[:-1] + b"x")

    with pytest.raises(CommandError, match="is not as it was written: its SHA-256 differs"):
        elsewhere()


def test_a_file_that_is_missing_from_the_archive_is_refused(files, elsewhere, tmp_path):
    take_out(tmp_path / "archive")
    os.remove(tmp_path / "archive/evidence" / files["Site.png"].sha256)

    with pytest.raises(CommandError, match=r"evidence/[0-9a-f]{64} is missing"):
        elsewhere()


def test_another_file_in_the_folder_is_refused(files, elsewhere, tmp_path):
    take_out(tmp_path / "archive")
    (tmp_path / "archive/evidence/other.pdf").write_bytes(PDF)

    with pytest.raises(CommandError, match=r"evidence/other\.pdf is not part of the archive"):
        elsewhere()


def test_a_file_that_is_kept_there_already_is_left_and_another_is_refused(
    files, elsewhere, tmp_path
):
    take_out(tmp_path / "archive")
    (tmp_path / "new").mkdir()
    same = tmp_path / "new" / files["Notice.pdf"].pk.hex
    same.write_bytes(PDF)
    other = tmp_path / "new" / files["Site.png"].pk.hex
    other.write_bytes(PDF)

    with pytest.raises(CommandError, match=f"Another file is kept under {other.name} already"):
        elsewhere()
    other.unlink()

    assert len(elsewhere()[1]) == 3


def test_what_was_missing_before_is_named_and_comes_in_with_the_operators_word(
    files, databases, settings, tmp_path
):
    (tmp_path / "old" / files["Site.png"].pk.hex).unlink()
    for name in ("Notice.pdf", "Again.pdf"):
        (tmp_path / "old" / files[name].pk.hex).unlink()
    take_out(tmp_path / "archive")
    manifest = json.loads((tmp_path / "archive/manifest.json").read_text())
    words = (tmp_path / "archive/README.txt").read_text()
    keep_in(settings, tmp_path / "new")

    with standing_on(databases.empty()), pytest.raises(CommandError, match="is not intact"):
        bring_in(tmp_path / "archive")
    with standing_on(databases.empty()), pytest.raises(SystemExit):
        bring_in(tmp_path / "archive", with_known_findings=True)

    assert manifest["missing_files"] == sorted({file.sha256 for file in files.values()})
    assert "2 were missing already: manifest.json names their SHA-256." in words
