"""A backup comes back into an empty database, all of it or nothing, and over nothing."""

import os
import shutil
import stat

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from opcc.office.models import User
from opcc.portal.backups.engines import engine
from opcc.portal.backups.writing import back_up
from plans.models import DeliveryPlan, Entry
from tests.archive.databases import standing_on
from tests.conftest import NOW
from tests.evidence.files import keep_in
from tests.operations.conftest import run

pytestmark = pytest.mark.django_db


def tables():
    return connection.introspection.table_names()


def test_it_comes_back_as_it_was(made, blank, site):
    before = list(Entry.objects.order_by("pk").values_list())

    with standing_on(blank("restored")):
        ended, printed = run("restore_backup", str(made))
        sessions = Session.objects.count()
        after = list(Entry.objects.order_by("pk").values_list())
        people = set(User.objects.values_list("name", flat=True))

    assert ended, printed
    assert "is restored, and as it was. Start the site on it." in printed
    assert (after, sessions) == (before, 0)
    assert people == {"Administrator", "Chief Financial Officer (holder)"}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
def test_nobody_else_on_the_machine_can_read_it(made, blank, tmp_path):
    """Whatever the usual mode of a new file is, and whatever a restore that was killed left."""
    left = tmp_path / ".closed.sqlite3.restoring"
    left.touch(mode=0o644)
    usual = os.umask(0o022)
    try:
        with standing_on(blank("closed")):
            call_command("restore_backup", str(made), verbosity=0)
    finally:
        os.umask(usual)

    assert stat.S_IMODE((tmp_path / "closed.sqlite3").stat().st_mode) == 0o600
    assert not left.exists()


def test_the_record_there_can_be_gone_on_with_and_not_changed(made, blank, django_db_blocker):
    with standing_on(blank("goes_on")):
        call_command("restore_backup", str(made), verbosity=0)
        newest = User.objects.order_by("pk").last()
        user = User.objects.create_user("new@example.org", name="New")
        with pytest.raises(DatabaseError, match=r"The record is append-only"), transaction.atomic():
            Entry.objects.update(narrative="Rewritten")
        length = DeliveryPlan.objects.get().record_length

    assert user.pk > newest.pk
    assert length == 4


def test_a_database_that_holds_anything_is_refused(made, site):
    before = list(Entry.objects.order_by("pk").values_list())

    with pytest.raises(CommandError, match=r"The database holds .* Nothing was restored"):
        call_command("restore_backup", str(made), verbosity=0)

    assert list(Entry.objects.order_by("pk").values_list()) == before


def test_a_damaged_backup_restores_nothing(made, blank, tmp_path):
    copy = tmp_path / made.name
    shutil.copytree(made, copy)
    (copy / engine().dump).write_bytes(b"half")

    with standing_on(blank("damaged")):
        with pytest.raises(CommandError, match=r"its SHA-256 differs. Nothing was restored"):
            call_command("restore_backup", str(copy), verbosity=0)
        left = tables()

    assert left == []


def test_files_that_people_brought_come_back(site, blank, settings, tmp_path):
    evidence = keep_in(settings, tmp_path / "evidence")
    (evidence / "3f").mkdir(parents=True)
    (evidence / "3f" / "9c").write_bytes(b"minutes")
    folder, _ = back_up(tmp_path / "backups", at=NOW, keep=14, tell=lambda line: None)
    keep_in(settings, tmp_path / "elsewhere")

    with standing_on(blank("with_files")):
        call_command("restore_backup", str(folder), verbosity=0)

    restored = tmp_path / "elsewhere" / "3f" / "9c"
    assert restored.read_bytes() == b"minutes"
    assert stat.S_IMODE(restored.stat().st_mode) == 0o600


def test_files_that_are_there_are_never_overwritten(site, blank, settings, tmp_path):
    evidence = keep_in(settings, tmp_path / "evidence")
    evidence.mkdir()
    (evidence / "9c").write_bytes(b"minutes")
    folder, _ = back_up(tmp_path / "backups", at=NOW, keep=14, tell=lambda line: None)

    with standing_on(blank("over_files")):
        with pytest.raises(CommandError, match=r"is not empty. Move away what is there"):
            call_command("restore_backup", str(folder), verbosity=0)
        left = tables()

    assert left == []


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd"])
def test_a_backup_that_names_files_outside_itself_is_refused(made, blank, tmp_path, name):
    copy = tmp_path / made.name
    shutil.copytree(made, copy)
    with (copy / "SHA256SUMS").open("a") as sums:
        sums.write(f"{'0' * 64}  {name}\n")

    with (
        standing_on(blank("outside")),
        pytest.raises(CommandError, match="names a file that is not its own"),
    ):
        call_command("restore_backup", str(copy), verbosity=0)
