"""A drill restores the newest backup, looks at it, and names what is not as it was."""

import datetime as dt
import json
import os
import shutil
import signal

import pytest
from django.db import connection

from opcc.office.models import RestoreDrill, User
from opcc.portal.backups.drill import Drill
from opcc.portal.backups.engines import engine, on_server, prefix
from opcc.portal.backups.reading import sha256_of
from opcc.portal.backups.restoring import bring_back
from opcc.portal.backups.writing import back_up
from plans.models import Entry
from plans.record import triggers
from tests.archive.databases import standing_on
from tests.conftest import NOW
from tests.evidence.files import keep_in
from tests.operations.conftest import run

pytestmark = pytest.mark.django_db

NAME = "2020-12-14T170000Z"


@pytest.fixture
def root(made, tmp_path, settings, site):
    """The site's own place for backups, with a copy of the backup in it."""
    settings.BACKUP_ROOT = tmp_path / "backups"
    shutil.copytree(made, settings.BACKUP_ROOT / NAME)
    yield settings.BACKUP_ROOT
    RestoreDrill.objects.all().delete()


@pytest.fixture
def tampered(made, root, blank):
    """A maker of a backup whose database somebody changed, with digests that are right again."""

    def make(change):
        forged = root.parent / "forged"
        with standing_on(blank("tampered")):
            bring_back(made, tell=lambda line: None)
            change()
            folder, _ = back_up(forged, at=NOW, keep=1, tell=lambda line: None)
        shutil.rmtree(root / NAME)
        shutil.move(folder, root / NAME)
        shutil.copy(made / "manifest.json", root / NAME / "manifest.json")
        seal(root / NAME)

    return make


def seal(folder):
    """Let the list of digests say what the files are now."""
    names = [engine().dump, "manifest.json"]
    lines = [f"{sha256_of(folder / name)}  {name}\n" for name in sorted(names)]
    (folder / "SHA256SUMS").write_text("".join(lines))


def change_manifest(folder, **facts):
    manifest = json.loads((folder / "manifest.json").read_text())
    (folder / "manifest.json").write_text(json.dumps(manifest | facts))
    seal(folder)


def drill(root, at=NOW):
    return Drill(root, lambda: at, lambda line: None).run()


def databases_left():
    if connection.vendor == "sqlite":
        return []
    names = [name for (name,) in on_server("SELECT datname FROM pg_database")]
    return [name for name in names if name.startswith(prefix())]


def test_a_backup_that_is_whole_passes(root):
    ended, printed = run("restore_drill")

    kept = RestoreDrill.objects.get()
    assert ended, printed
    assert (kept.passed, kept.backup, kept.error) == (True, NAME, "")
    said = kept.said.splitlines()
    assert said[0] == "Digests: all 2 files are as they were written."
    assert said[1].startswith("Counts: ")
    assert said[2] == "Migrations: none waits."
    assert "all 4 lines stand as they were written" in said[3]
    assert said[-1] == "Sign-in: the home page answers an active account."
    assert f"The drill passed: {NAME} was restored in " in printed
    assert databases_left() == []
    assert [path.name for path in root.iterdir()] == [NAME]


def test_the_site_itself_is_not_touched(root):
    before = list(User.objects.order_by("pk").values_list("pk", "last_login"))

    drill(root)

    assert list(User.objects.order_by("pk").values_list("pk", "last_login")) == before


def test_a_flipped_bit_fails_it_by_the_name_of_the_file(root):
    dump = root / NAME / engine().dump
    content = bytearray(dump.read_bytes())
    content[len(content) // 2] ^= 1
    dump.write_bytes(content)

    ended, printed = run("restore_drill")

    kept = RestoreDrill.objects.get()
    assert not ended
    assert not kept.passed
    assert kept.error == (f"{NAME}: {engine().dump} is not as it was written: its SHA-256 differs.")
    assert kept.error in printed


def test_a_missing_row_fails_it_by_the_name_of_the_table(root, tampered):
    tampered(lambda: User.objects.filter(name="Administrator").get().groups.clear())

    assert drill(root).error == ("office_user_groups: 1 row, and the backup was made of 2 rows.")
    assert databases_left() == []


def test_a_line_of_the_record_that_was_changed_fails_it(root, tampered):
    def change():
        triggers.drop(connection)
        Entry.objects.filter(number=2).update(narrative="All went well.")
        triggers.create(connection)

    tampered(change)

    error = drill(root).error

    assert error.startswith("Record: Line 2 of ")
    assert error.endswith("its words or facts were changed after it was written")


def test_a_record_that_is_not_the_site_s_fails_it(root):
    """Whoever forges a backup can forge its digests, and not the line that the site has."""
    manifest = json.loads((root / NAME / "manifest.json").read_text())
    manifest["plans"][0]["digest"] = "0" * 64
    change_manifest(root / NAME, plans=manifest["plans"])

    assert "Record: line 4 is not the one that the site has." in drill(root).error


def test_a_database_without_its_triggers_fails_it(root, tampered):
    tampered(lambda: triggers.drop(connection))

    assert "Trigger plans_entry_refuses" in drill(root).error


def test_a_database_that_nobody_can_sign_in_to_fails_it(root, tampered):
    tampered(lambda: User.objects.update(is_active=False))

    assert drill(root).error == "Sign-in: there is no active account."


def test_a_dump_that_is_no_database_fails_it(root):
    (root / NAME / engine().dump).write_bytes(b"not a database, whatever its digest")
    seal(root / NAME)

    kept = drill(root)

    assert not kept.passed
    assert "restored.sqlite3 is no whole database" in kept.error or "pg_restore" in kept.error
    assert databases_left() == []


def test_an_odd_manifest_fails_it_and_that_is_kept(root):
    change_manifest(root / NAME, plans=[{"key": 1}])

    ended, printed = run("restore_drill")

    kept = RestoreDrill.objects.get()
    assert not ended
    assert (kept.passed, kept.backup) == (False, NAME)
    assert kept.error == "The drill broke off: KeyError: 'lines'"
    assert kept.error in printed


@pytest.mark.parametrize("trouble", [ValueError("not JSON"), TypeError("not a pair"), OSError()])
def test_whatever_breaks_it_off_it_failed_and_that_is_kept(root, monkeypatch, trouble):
    def break_off(address, backup):
        raise trouble

    monkeypatch.setattr("opcc.portal.backups.drill.look_at", break_off)

    error = drill(root).error

    assert error == f"The drill broke off: {type(trouble).__name__}: {trouble}".strip()
    assert RestoreDrill.objects.get().error == error


def test_one_that_is_stopped_failed_and_ends_all_the_same(root, monkeypatch):
    def stop(address, backup):
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr("opcc.portal.backups.drill.look_at", stop)

    with pytest.raises(SystemExit):
        drill(root)

    assert RestoreDrill.objects.get().error == "It was stopped before its end."


def test_a_backup_of_another_kind_of_database_is_refused(root):
    change_manifest(root / NAME, kind="another", database="Another 1.0")

    assert drill(root).error.startswith(f"{NAME} is of Another 1.0, and DATABASE_URL names")


def test_where_there_is_no_backup_it_fails_and_that_is_kept(site, tmp_path):
    try:
        kept = drill(tmp_path / "backups")
    finally:
        RestoreDrill.objects.all().delete()

    assert (kept.passed, kept.backup) == (False, "")
    assert kept.error.startswith("There is no backup in ")


def test_the_newest_backup_is_the_one_that_is_tried(root):
    shutil.copytree(root / NAME, root / "2020-12-15T013000Z")
    (root / NAME / engine().dump).unlink()

    assert drill(root, at=NOW + dt.timedelta(days=1)).backup == "2020-12-15T013000Z"


def test_one_that_is_dated_later_is_named_and_the_newest_that_was_made_is_tried(root):
    shutil.copytree(root / NAME, root / "2031-01-01T013000Z")
    (root / NAME / engine().dump).unlink()

    kept = drill(root)

    named, tried = kept.error.splitlines()
    assert named == (
        "2031-01-01T013000Z is dated later than now: the clock was wrong then, or is wrong now. "
        "Rename its folder to the moment when it was made, in UTC, or remove it."
    )
    assert kept.backup == NAME
    assert tried == f"{NAME}: {engine().dump} is missing."


def test_where_all_are_dated_later_it_fails_and_names_them(root):
    (root / NAME).rename(root / "2031-01-01T013000Z")

    first, second = drill(root).error.splitlines()

    assert first.startswith("2031-01-01T013000Z is dated later than now: ")
    assert second.startswith("There is no backup in ")


def test_one_of_a_machine_whose_clock_is_some_minutes_ahead_is_the_newest(root):
    (root / NAME).rename(root / "2020-12-14T171400Z")

    kept = drill(root)

    assert (kept.passed, kept.backup) == (True, "2020-12-14T171400Z")


def test_a_newest_backup_of_two_days_ago_passes(root):
    assert drill(root, at=NOW + dt.timedelta(days=2)).error == ""


def test_where_none_was_made_for_more_than_two_days_it_fails_and_looks_all_the_same(root):
    kept = drill(root, at=NOW + dt.timedelta(days=9, hours=1))

    assert kept.error == (
        "The newest backup is 9 days old, and one is due every night: see why none is made."
    )
    assert "Sign-in: the home page answers an active account." in kept.said


def test_a_file_that_somebody_brought_and_that_is_gone_fails_it(site, settings, tmp_path):
    evidence = keep_in(settings, tmp_path / "evidence")
    evidence.mkdir()
    (evidence / "9c").write_bytes(b"minutes")
    folder, _ = back_up(tmp_path / "backups", at=NOW, keep=14, tell=lambda line: None)
    (folder / "files/evidence/9c").unlink()
    try:
        error = drill(tmp_path / "backups").error
    finally:
        RestoreDrill.objects.all().delete()

    assert error == f"{NAME}: files/evidence/9c is missing."


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")
def test_a_database_that_a_killed_drill_left_is_dropped_by_the_next(root):
    on_server(f'CREATE DATABASE "{prefix()}0a1b2c3d"')
    on_server(f'CREATE DATABASE "{prefix()}of_somebody"')
    try:
        drill(root)
        assert databases_left() == [f"{prefix()}of_somebody"]
    finally:
        on_server(f'DROP DATABASE "{prefix()}of_somebody"')
