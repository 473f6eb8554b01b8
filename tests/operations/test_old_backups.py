"""Old backups go, each apart: one that cannot be removed spoils none that was made."""

import io
import shutil
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import InterfaceError, OperationalError

from opcc.portal.backups import keeping
from opcc.portal.backups.keeping import backups_in
from opcc.portal.backups.reading import Backup
from opcc.portal.backups.writing import back_up
from tests.conftest import NOW

pytestmark = pytest.mark.django_db

OLD = ["2020-12-01T013000Z", "2020-12-02T013000Z", "2020-12-03T013000Z"]


@pytest.fixture
def root(site, settings, tmp_path):
    """A place with three old backups, of which none is to be kept."""
    settings.BACKUP_ROOT, settings.BACKUP_KEEP = tmp_path / "backups", 1
    for name in OLD:
        (settings.BACKUP_ROOT / name).mkdir(parents=True)
        (settings.BACKUP_ROOT / name / "manifest.json").touch()
        (settings.BACKUP_ROOT / name / "SHA256SUMS").touch()
    return settings.BACKUP_ROOT


@pytest.fixture
def held_back(monkeypatch):
    """The disk gives back all of the second but one file."""

    def remove(folder):
        if not folder.name.startswith(OLD[1]):
            return shutil.rmtree(folder)
        (folder / "SHA256SUMS").unlink(missing_ok=True)
        raise PermissionError(13, "Permission denied", str(folder / "manifest.json"))

    monkeypatch.setattr(keeping, "shutil", SimpleNamespace(rmtree=remove))


def names_in(root):
    return sorted(path.name for path in root.iterdir())


def made(root):
    """Make one; return what it warned of."""
    warned = []
    back_up(root, at=NOW, keep=1, tell=lambda line: None, warn=warned.append)
    return warned


def test_one_that_cannot_be_removed_is_named_and_the_backup_that_was_made_is_whole(root, held_back):
    printed, warned = io.StringIO(), io.StringIO()

    call_command("backup", stdout=printed, stderr=warned)

    (whole,) = backups_in(root)
    assert Backup(whole).check_all() == 2
    assert f"Removed 1 over the limit: {OLD[0]}\n" in printed.getvalue()
    assert f"Removed 1 old: {OLD[2]}\n" in printed.getvalue()
    assert f"{whole} is whole." in printed.getvalue()
    assert warned.getvalue() == (
        f"{OLD[1]} is old and could not be removed: [Errno 13] Permission denied: "
        f"'{root}/{OLD[1]}.being-removed/manifest.json'. The next run tries again.\n"
    )


def test_half_of_one_passes_for_no_backup(root, held_back):
    made(root)

    assert names_in(root) == [f"{OLD[1]}.being-removed", "2020-12-14T170000Z"]
    assert [path.name for path in backups_in(root)] == ["2020-12-14T170000Z"]


def test_the_next_run_removes_what_is_left_of_it(root):
    (root / OLD[1]).rename(root / f"{OLD[1]}.being-removed")
    (root / "mine.being-removed").mkdir()

    warned = made(root)

    assert warned == []
    assert names_in(root) == ["2020-12-14T170000Z", "mine.being-removed"]


@pytest.mark.parametrize("trouble", [OperationalError, InterfaceError])
def test_where_nobody_can_say_which_was_restored_none_goes_and_the_new_one_is_whole(
    root, monkeypatch, trouble
):
    def away():
        raise trouble("the connection is closed")

    monkeypatch.setattr(keeping.RestoreDrill.objects, "newest_passed", away)

    warned = made(root)

    assert warned == ["No old backup was removed: the connection is closed"]
    assert names_in(root) == [*OLD, "2020-12-14T170000Z"]
