"""A backup fits onto its disk or is refused before it begins, and no file takes room twice."""

import datetime as dt
import errno
import os
import shutil
import stat
from collections import namedtuple

import pytest
from django.core.management import CommandError, call_command

from opcc.portal.archive import Refused
from opcc.portal.backups import files, room
from opcc.portal.backups.engines import Postgresql, Sqlite
from opcc.portal.backups.keeping import backups_in
from opcc.portal.backups.reading import Backup
from opcc.portal.backups.writing import back_up
from tests.conftest import NOW
from tests.evidence.files import keep_in

pytestmark = pytest.mark.django_db

MIB = 2**20
NAME = "files/evidence/3f/9c"
Disk = namedtuple("Disk", "total used free")


@pytest.fixture
def evidence(site, settings, tmp_path):
    """A site with one file of two megabytes."""
    folder = keep_in(settings, tmp_path / "evidence")
    (folder / "3f").mkdir(parents=True)
    (folder / "3f" / "9c").write_bytes(b"minutes!" * 250_000)
    settings.BACKUP_ROOT = tmp_path / "backups"
    return folder


@pytest.fixture
def small_database(monkeypatch):
    """One of 20 megabytes, of either kind."""
    for kind in (Sqlite, Postgresql):
        monkeypatch.setattr(kind, "size", lambda self: 20_000_000)


def free(monkeypatch, size):
    monkeypatch.setattr(room, "disk_usage", lambda folder: Disk(100_000 * MIB, 0, size))


def made(root, night=1, keep=14, tell=lambda line: None):
    """The Backup of a night."""
    folder, _ = back_up(root, at=NOW + dt.timedelta(days=night), keep=keep, tell=tell)
    return Backup(folder)


def is_shared(first, second):
    return os.path.samefile(first.folder / NAME, second.folder / NAME)


# --- Room ---------------------------------------------------------------------------------------
def test_a_disk_without_room_is_refused_with_figures_and_nothing_is_left(
    evidence, small_database, settings, monkeypatch
):
    free(monkeypatch, 200_000_000)

    with pytest.raises(CommandError) as refused:
        call_command("backup", verbosity=0)

    assert str(refused.value) == (
        f"The disk of {settings.BACKUP_ROOT} has no room for a backup: 200.0 MB are free, and "
        "290.4 MB are needed, 20.0 MB of them for the database, 2.0 MB for 1 file to copy, and "
        "268.4 MB in reserve. Free some, lower BACKUP_KEEP, or name another disk in BACKUP_ROOT."
    )
    assert list(settings.BACKUP_ROOT.iterdir()) == []


def test_what_is_shared_takes_no_room(evidence, small_database, settings, monkeypatch):
    free(monkeypatch, 22_000_000 + 256 * MIB)
    first = made(settings.BACKUP_ROOT)
    free(monkeypatch, 20_000_000 + 256 * MIB)

    second = made(settings.BACKUP_ROOT, night=2)

    assert is_shared(first, second)
    free(monkeypatch, 20_000_000 + 256 * MIB - 1)
    with pytest.raises(Refused, match=r"0\.0 MB for 0 files to copy"):
        made(settings.BACKUP_ROOT, night=3)


def test_a_small_disk_keeps_a_twentieth_in_reserve(evidence, small_database, settings, monkeypatch):
    monkeypatch.setattr(room, "disk_usage", lambda folder: Disk(400_000_000, 0, 42_000_000))

    assert made(settings.BACKUP_ROOT).check_all() == 3


def test_the_size_of_the_database_is_asked_of_the_database(site):
    assert room.engine().size() > 200_000


def test_what_is_over_the_limit_goes_before_there_is_room_and_what_is_to_be_kept_stays(
    evidence, settings, monkeypatch
):
    for night in range(4):
        made(settings.BACKUP_ROOT, night=night)
    free(monkeypatch, 0)

    with pytest.raises(Refused, match="has no room"):
        made(settings.BACKUP_ROOT, night=4, keep=2)

    kept = [path.name for path in backups_in(settings.BACKUP_ROOT)]
    assert kept == ["2020-12-16T170000Z", "2020-12-17T170000Z"]


# --- Files that the backup before holds ---------------------------------------------------------
def test_a_file_that_the_backup_before_holds_is_the_same_on_the_disk(evidence, settings):
    said = []
    first = made(settings.BACKUP_ROOT)

    second = made(settings.BACKUP_ROOT, night=2, tell=said.append)

    assert is_shared(first, second)
    assert "Sharing 1 file with 2020-12-15T170000Z" in said
    assert "Copying 0 files of evidence" in said
    assert (second.check_all(), second.manifest["files"]) == (3, 1)
    assert stat.S_IMODE((second.folder / NAME).stat().st_mode) == 0o600
    assert not os.path.samefile(second.folder / NAME, evidence / "3f" / "9c")


def test_it_stays_when_the_backup_before_goes(evidence, settings):
    first = made(settings.BACKUP_ROOT)

    second = made(settings.BACKUP_ROOT, night=2, keep=1)

    assert not first.folder.exists()
    assert second.check_all() == 3
    assert (second.folder / NAME).read_bytes() == b"minutes!" * 250_000


def test_a_new_file_is_copied_beside_those_that_are_shared(evidence, settings):
    first = made(settings.BACKUP_ROOT)
    (evidence / "7a").write_bytes(b"agenda")

    second = made(settings.BACKUP_ROOT, night=2)

    assert is_shared(first, second)
    assert (second.folder / "files/evidence/7a").read_bytes() == b"agenda"
    assert second.check_all() == 4


def test_one_that_rotted_in_the_backup_before_is_copied_anew(evidence, settings):
    first = made(settings.BACKUP_ROOT)
    (first.folder / NAME).write_bytes(b"minutes?" * 250_000)

    second = made(settings.BACKUP_ROOT, night=2)

    assert not is_shared(first, second)
    assert second.check_all() == 3


def test_a_file_that_another_took_the_place_of_is_copied(evidence, settings):
    first = made(settings.BACKUP_ROOT)
    (evidence / "3f" / "9c").write_bytes(b"minutes?" * 250_000)

    second = made(settings.BACKUP_ROOT, night=2)

    assert not is_shared(first, second)
    assert (second.folder / NAME).read_bytes() == b"minutes?" * 250_000


@pytest.mark.parametrize("number", [errno.EPERM, errno.EXDEV, errno.EMLINK])
def test_where_the_disk_knows_no_links_it_is_copied(evidence, settings, monkeypatch, number):
    def refuse(*paths):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(files.os, "link", refuse)
    first = made(settings.BACKUP_ROOT)

    second = made(settings.BACKUP_ROOT, night=2)

    assert not is_shared(first, second)
    assert second.check_all() == 3


def test_of_a_backup_that_cannot_be_read_nothing_is_shared(evidence, settings):
    first = made(settings.BACKUP_ROOT)
    (first.folder / "SHA256SUMS").write_text("not digests")

    second = made(settings.BACKUP_ROOT, night=2)

    assert not is_shared(first, second)
    assert second.check_all() == 3


def test_a_copy_of_one_elsewhere_is_whole_and_shares_nothing(evidence, settings, tmp_path):
    made(settings.BACKUP_ROOT)
    second = made(settings.BACKUP_ROOT, night=2)

    shutil.copytree(second.folder, tmp_path / second.name)

    copied = Backup(tmp_path / second.name)
    assert copied.check_all() == 3
    assert not is_shared(copied, second)
