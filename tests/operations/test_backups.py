"""A backup is whole or not there, says what is in it, and gives nothing away on the way."""

import datetime as dt
import json
import os
import resource
import stat
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import InterfaceError, OperationalError, connection

from opcc.office.models import BackupMade, RestoreDrill
from opcc.office.storages import kept_apart
from opcc.portal.archive import Refused
from opcc.portal.backups import programs
from opcc.portal.backups.engines import engine
from opcc.portal.backups.keeping import backups_in, name_of, places_to_keep
from opcc.portal.backups.reading import Backup
from opcc.portal.backups.writing import back_up
from opcc.settings import BASE_DIR
from plans.models import DeliveryPlan
from tests.archive.databases import environment_on
from tests.conftest import NOW
from tests.evidence.files import keep_in
from tests.operations.conftest import run

pytestmark = pytest.mark.django_db


def quietly(line):
    """For what tells of its progress where nobody listens."""


def names_in(root):
    return sorted(path.name for path in root.iterdir())


def test_it_is_a_folder_of_its_moment_that_nobody_else_can_read(made):
    assert made.name == "2020-12-14T170000Z"
    assert names_in(made) == ["SHA256SUMS", engine().dump, "manifest.json"]
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.iterdir()} == {0o600}


def test_it_says_what_is_in_it(site, made):
    plan = DeliveryPlan.objects.get()

    manifest = json.loads((made / "manifest.json").read_text())

    assert (manifest["format"], manifest["kind"]) == ("delivery-plan-backup", connection.vendor)
    assert manifest["tables"]["plans_entry"] == plan.record_length == 4
    assert manifest["tables"]["office_user"] == 2
    assert manifest["plans"] == [{"key": plan.pk, "lines": 4, "digest": plan.record_digest}]
    assert "plans.0002_record_is_append_only" in manifest["migrations"]
    assert len(manifest["release"]) == 64


def test_its_digests_are_right_for_any_program(made):
    done = subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=made, check=False)

    assert done.returncode == 0
    assert Backup(made).check_all() == 2


def test_names_follow_utc_where_london_has_an_hour_twice():
    summer = dt.datetime(2026, 10, 25, 0, 30, tzinfo=dt.UTC)

    assert name_of(summer) < name_of(summer + dt.timedelta(hours=1))


def test_the_command_says_what_it_is_at_and_where_the_backup_is(site, settings):
    ended, printed = run("backup")

    assert ended
    assert "the database" in printed.splitlines()[0]
    assert f"{settings.BACKUP_ROOT}/2020-12-14T1700" in printed
    assert len(backups_in(settings.BACKUP_ROOT)) == 1


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("2020-12-13T180000Z", False),
        ("2020-12-13T170000Z", True),
        ("2020-12-15T170000Z", True),
    ],
    ids=["23 hours old", "24 hours old", "of tomorrow"],
)
def test_asked_again_and_again_it_makes_one_where_the_newest_is_old_enough(
    site, settings, name, made
):
    (settings.BACKUP_ROOT / name).mkdir(parents=True)

    ended, printed = run("backup", "--unless-newer-than", "24")

    assert ended
    assert (len(backups_in(settings.BACKUP_ROOT)) == 2) is made
    assert (f"{name} is younger than 24 hours: none made." in printed) is not made


def test_that_it_was_made_is_kept_in_the_database_and_not_in_itself(site, tmp_path):
    BackupMade.objects.all().delete()

    folder, _ = back_up(tmp_path, at=NOW, keep=14, tell=quietly)

    kept = BackupMade.objects.get()
    assert (kept.made_at, kept.name) == (NOW, "2020-12-14T170000Z")
    assert kept.bytes == sum(path.stat().st_size for path in folder.iterdir())
    assert kept.seconds < 60
    assert Backup(folder).manifest["tables"]["office_backupmade"] == 0


@pytest.mark.parametrize("trouble", [OperationalError, InterfaceError])
def test_where_the_database_cannot_keep_that_the_backup_is_whole_all_the_same(
    site, tmp_path, monkeypatch, trouble
):
    def missing(**facts):
        raise trouble("no such table: office_backupmade")

    monkeypatch.setattr(BackupMade.objects, "create", missing)
    said = []

    folder, _ = back_up(tmp_path, at=NOW, keep=14, tell=quietly, warn=said.append)

    assert Backup(folder).check_all() == 2
    assert said == [
        "That it was made could not be kept in the database: no such table: office_backupmade"
    ]


def test_only_the_newest_are_kept(site, tmp_path):
    for hour in range(4):
        back_up(tmp_path, at=NOW + dt.timedelta(hours=hour), keep=2, tell=quietly)

    assert names_in(tmp_path) == ["2020-12-14T190000Z", "2020-12-14T200000Z"]


def test_one_that_is_dated_later_takes_the_place_of_none_and_stays(site, tmp_path):
    (tmp_path / "2031-01-01T013000Z").mkdir()

    back_up(tmp_path, at=NOW, keep=1, tell=quietly)
    back_up(tmp_path, at=NOW + dt.timedelta(hours=1), keep=1, tell=quietly)

    assert names_in(tmp_path) == ["2020-12-14T180000Z", "2031-01-01T013000Z"]


@pytest.mark.parametrize("name", ["2020-13-45T999999Z", "2020-12-14", "mine"])
def test_a_folder_whose_name_is_no_moment_is_no_backup(tmp_path, name):
    (tmp_path / name).mkdir()

    assert backups_in(tmp_path) == []


def test_the_last_that_a_drill_restored_is_kept_besides(site, tmp_path):
    for hour in range(2):
        back_up(tmp_path, at=NOW + dt.timedelta(hours=hour), keep=14, tell=quietly)
    drill = RestoreDrill.objects.create(
        started_at=NOW, finished_at=NOW, backup="2020-12-14T170000Z", passed=True
    )
    try:
        _, gone = back_up(tmp_path, at=NOW + dt.timedelta(hours=2), keep=1, tell=quietly)
    finally:
        drill.delete()

    assert gone == ["2020-12-14T180000Z"]
    assert names_in(tmp_path) == ["2020-12-14T170000Z", "2020-12-14T190000Z"]


def test_files_that_people_brought_come_along(site, settings, tmp_path):
    evidence = keep_in(settings, tmp_path / "evidence")
    (evidence / "3f").mkdir(parents=True)
    (evidence / "3f" / "9c").write_bytes(b"minutes")
    (evidence / ".9d.half").write_bytes(b"being written")

    folder, _ = back_up(tmp_path / "backups", at=NOW, keep=14, tell=quietly)

    assert (folder / "files/evidence/3f/9c").read_bytes() == b"minutes"
    assert Backup(folder).check_all() == 3
    assert Backup(folder).manifest["files"] == 1


def test_one_that_is_cleared_out_meanwhile_keeps_no_backup_from_being_made(
    site, settings, tmp_path
):
    evidence = keep_in(settings, tmp_path / "evidence")
    evidence.mkdir()
    (evidence / "3f").write_bytes(b"minutes")
    (evidence / "9c").write_bytes(b"of a form that was never sent")

    def clear_out(line):
        if line == "Copying 2 files of evidence":
            (evidence / "9c").unlink()

    folder, _ = back_up(tmp_path / "backups", at=NOW, keep=14, tell=clear_out)

    assert Backup(folder).check_all() == 3
    assert names_in(folder / "files/evidence") == ["3f"]


def test_they_are_where_the_site_keeps_them_and_nowhere_with_a_bucket(settings, tmp_path):
    keep_in(settings, tmp_path / "evidence")
    with_a_folder = places_to_keep()
    bucket = kept_apart("/nowhere", {"bucket_name": "evidence-of-testshire"})
    settings.STORAGES = {**settings.STORAGES, "evidence": bucket}

    assert with_a_folder == {"evidence": tmp_path / "evidence"}
    assert places_to_keep() == {}


# --- What fails ---------------------------------------------------------------------------------
def test_a_disk_without_room_leaves_the_old_backup_and_nothing_half_done(site, made, tmp_path):
    """The operating system refuses every byte beyond the first 200,000 of a file."""
    root = tmp_path / "backups"
    old, _ = back_up(root, at=NOW - dt.timedelta(days=1), keep=14, tell=quietly)
    before = Backup(old).sums

    done = subprocess.run(
        [sys.executable, "manage.py", "backup"],
        cwd=BASE_DIR,
        env={**environment_on(site), "BACKUP_ROOT": str(root)},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000)),
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 1
    assert "CommandError" in done.stderr
    assert names_in(root) == [old.name]
    assert Backup(old).sums == before
    assert Backup(old).check_all() == 2


def test_a_full_disk_is_named(site, tmp_path, monkeypatch):
    """Every write goes through to a device that has no room."""

    def onto_a_full_disk(path, pieces):
        with open("/dev/full", "wb", 0) as full:
            full.write(b"".join(pieces))

    monkeypatch.setattr("opcc.portal.backups.writing.write", onto_a_full_disk)

    with pytest.raises(CommandError, match=r"No space left on device. Nothing is left"):
        call_command("backup", verbosity=0)


def test_what_a_killed_run_left_is_removed_by_the_next(site, tmp_path):
    left = tmp_path / "2020-12-01T013000Z.partial-x1y2"
    left.mkdir()
    (left / ".half-an-archive-of-the-delivery-plan-tracker").touch()
    (left / "database.dump").write_bytes(b"half")
    foreign = tmp_path / "mine.partial-copy"
    foreign.mkdir()

    back_up(tmp_path, at=NOW, keep=14, tell=quietly)

    assert names_in(tmp_path) == ["2020-12-14T170000Z", "mine.partial-copy"]


def test_two_of_one_second_do_not_overwrite_each_other(site, settings):
    back_up(settings.BACKUP_ROOT, at=NOW, keep=14, tell=quietly)
    before = Backup(settings.BACKUP_ROOT / name_of(NOW)).sums

    with pytest.raises(Exception, match="is not empty"):
        back_up(settings.BACKUP_ROOT, at=NOW, keep=14, tell=quietly)

    assert Backup(settings.BACKUP_ROOT / name_of(NOW)).sums == before


# --- PostgreSQL's programs ----------------------------------------------------------------------
@pytest.fixture
def on_a_server(monkeypatch):
    """A database on a server elsewhere, with a password."""
    facts = {
        "NAME": "plan", "USER": "tracker", "PASSWORD": "canary-5e1f", "HOST": "db.example",
        "PORT": 5433, "OPTIONS": {"sslmode": "verify-full", "connect_timeout": 5},
    }  # fmt: skip
    monkeypatch.setattr(programs, "connection", type("Connection", (), {"settings_dict": facts})())
    return facts


def test_the_password_goes_through_the_environment_alone(on_a_server, monkeypatch):
    called = []

    class Process:
        returncode, stderr = 0, open(os.devnull)  # noqa: SIM115  (the program's side closes it)

        def __init__(self, command, env, **options):
            called.append((command, env))

        def wait(self):
            return 0

    monkeypatch.setattr(programs, "program", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(programs.subprocess, "Popen", Process)

    programs.run("pg_dump", "--format=custom")

    command, environment = called[0]
    assert "canary-5e1f" not in " ".join(command)
    assert environment["PGPASSWORD"] == "canary-5e1f"
    assert (environment["PGHOST"], environment["PGPORT"]) == ("db.example", "5433")
    assert (environment["PGUSER"], environment["PGDATABASE"]) == ("tracker", "plan")
    assert environment["PGSSLMODE"] == "verify-full"


@pytest.fixture
def on_release(monkeypatch):
    """A server of a release, on a machine with programs of these: {path: release}."""

    def stand(server, programs_there):
        there = type("Connection", (), {"get_database_version": lambda self: (server, 4)})()
        monkeypatch.setattr(programs, "connection", there)
        monkeypatch.setattr(programs, "found", lambda name: list(programs_there))
        monkeypatch.setattr(programs, "major", programs_there.get)

    return stand


@pytest.mark.parametrize(
    ("server", "chosen"), [(15, "/15"), (16, "/16"), (17, "/17"), (14, "/15"), (18, "/18")]
)
def test_of_several_programs_the_servers_own_release_is_taken_or_the_next(
    on_release, server, chosen
):
    on_release(server, {"/18": 18, "/15": 15, "/16": 16, "/17": 17})

    assert programs.program("pg_dump") == chosen


def test_a_program_older_than_the_server_is_passed_over(on_release):
    on_release(17, {"/old/pg_dump": 14, "/new/pg_dump": 18})

    assert programs.program("pg_dump") == "/new/pg_dump"


def test_a_program_whose_dumps_an_older_server_cannot_take_back_is_refused_in_words(on_release):
    on_release(16, {"/usr/bin/pg_dump": 17})

    with pytest.raises(Refused) as refused:
        programs.program("pg_dump")

    assert str(refused.value) == (
        "pg_dump of PostgreSQL 17 cannot be used: from 17 on it cannot restore into PostgreSQL 16. "
        "On Debian and Ubuntu: apt install postgresql-client-16 (of PostgreSQL's own packages "
        "where the system has another release)"
    )


@pytest.mark.parametrize("there", [{}, {"/old/pg_dump": 14}])
def test_a_machine_without_the_program_is_told_what_to_install(on_release, there):
    on_release(16, there)

    with pytest.raises(
        Refused, match=r"of PostgreSQL 16 is needed.*apt install postgresql-client-16"
    ):
        programs.program("pg_dump")
