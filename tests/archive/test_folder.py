"""Nothing half made: full disks, interruptions and kills, on the way out and on the way in."""

import io
import json
import os
import resource
import signal
import stat
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from opcc.office.release import RELEASE
from opcc.portal.archive.folder import MARK, held
from opcc.portal.archive.tables import tables
from opcc.settings import BASE_DIR
from tests import factories
from tests.archive.conftest import bring_in, rows_in, take_out
from tests.archive.databases import environment_on, standing_on


@pytest.fixture
def people(office):
    """Enough rows for a file that is longer than the least of disks."""
    return [factories.post(f"Post {number:03}") for number in range(200)]


def test_the_folder_is_for_its_owner_alone(people, tmp_path):
    take_out(tmp_path / "archive")

    modes = {
        stat.S_IMODE(p.stat().st_mode) for p in [tmp_path / "archive", tmp_path / "archive/tables"]
    }
    files = [path for path in (tmp_path / "archive").rglob("*") if path.is_file()]
    assert modes == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]


def test_sha256sum_agrees(people, tmp_path):
    take_out(tmp_path / "archive")

    command = ["sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"]
    done = subprocess.run(command, cwd=tmp_path / "archive", capture_output=True, text=True)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    named = (tmp_path / "archive/SHA256SUMS").read_text().splitlines()
    found = {path for path in (tmp_path / "archive").rglob("*") if path.is_file()}
    assert len(found) == len(named) + 1


def test_taking_everything_out_twice_gives_the_same_files(people, tmp_path):
    take_out(tmp_path / "one")
    take_out(tmp_path / "two")

    assert rows_in(tmp_path / "one") == rows_in(tmp_path / "two")


def test_the_archive_says_what_it_is(people, tmp_path):
    take_out(tmp_path / "archive")

    text = (tmp_path / "archive/README.txt").read_text()
    manifest = json.loads((tmp_path / "archive/manifest.json").read_text())
    assert text.startswith("Office of the Police and Crime Commissioner for Testshire\n")
    assert "17:00 on 14 December 2020" in text
    assert "hashes of people's passwords" in text
    assert "STOP THE OLD SITE FIRST" in text
    assert max(map(len, text.splitlines())) <= 100
    assert manifest["made_at"].startswith("2020-12-14T17:00:")
    assert manifest["program"]["release"] == RELEASE
    assert manifest["database"].split()[0] == {"sqlite": "SQLite"}.get(
        connection.vendor, "PostgreSQL"
    )


def test_an_empty_folder_is_filled(office, tmp_path):
    (tmp_path / "archive").mkdir()

    take_out(tmp_path / "archive")

    assert (tmp_path / "archive/README.txt").is_file()


@pytest.mark.parametrize(
    ("prepare", "words"),
    [
        (lambda p: (p.mkdir(), (p / "mine").touch()), "archive is not empty. Name a folder that"),
        (lambda p: p.touch(), "archive is not a folder. Name one that does not exist yet."),
        (lambda p: p.symlink_to(p.parent), "archive is not a folder. Name one that"),
    ],
    ids=["a full folder", "a file", "a link"],
)
def test_what_is_there_already_is_left_alone(office, tmp_path, prepare, words):
    prepare(tmp_path / "archive")
    before = sorted(tmp_path.rglob("*"))

    with pytest.raises(CommandError, match=words):
        take_out(tmp_path / "archive")

    assert sorted(tmp_path.rglob("*")) == before


def test_a_place_that_is_nowhere_is_named(office, tmp_path):
    with pytest.raises(CommandError, match=r"There is no folder .*/nowhere\. Make it first"):
        take_out(tmp_path / "nowhere/archive")


@pytest.fixture
def small_disk():
    """Let no file of this process grow past eight kilobytes, as a full disk would."""
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8_192, usual[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, usual)


def test_a_full_disk_leaves_nothing(people, tmp_path, small_disk):
    with pytest.raises(CommandError) as error:
        take_out(tmp_path / "archive")

    assert str(error.value) == "File too large. Nothing is left of the archive."
    assert list(tmp_path.iterdir()) == []


def test_an_interruption_leaves_nothing(people, tmp_path):
    class Interrupted:
        def write(self, words):
            if "office.post:" in words:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        call_command("export_everything", str(tmp_path / "archive"), stdout=Interrupted())

    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_run_left_is_removed_and_a_running_one_is_not(office, tmp_path):
    left, running = tmp_path / "archive.partial-left", tmp_path / "archive.partial-running"
    for folder in (left, running):
        folder.mkdir()
        (folder / "README.txt").touch()
        (folder / MARK).touch()

    with held(running):
        take_out(tmp_path / "archive")

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "archive",
        "archive.partial-running",
    ]


def test_what_is_somebody_elses_is_left_alone_whatever_its_name(office, tmp_path):
    theirs, a_file = tmp_path / "archive.partial-2019", tmp_path / "archive.partial-notes"
    theirs.mkdir()
    (theirs / "accounts.txt").write_text("of 2019")
    a_file.write_text("mine")
    (tmp_path / "archive.partial-link").symlink_to(theirs)

    take_out(tmp_path / "archive")

    assert (theirs / "accounts.txt").read_text() == "of 2019"
    assert a_file.read_text() == "mine"
    assert (tmp_path / "archive.partial-link").is_symlink()
    assert MARK not in os.listdir(tmp_path / "archive")


def test_a_folder_of_another_user_of_the_machine_is_left_alone(office, tmp_path, monkeypatch):
    theirs = tmp_path / "archive.partial-theirs"
    theirs.mkdir()
    (theirs / MARK).touch()
    owner = theirs.stat().st_uid
    monkeypatch.setattr(os, "getuid", lambda: owner + 1)

    take_out(tmp_path / "archive")

    assert (theirs / MARK).exists()


# --- Programs that are ended from outside -------------------------------------------------------
@pytest.fixture(scope="module")
def small(databases, tmp_path_factory):
    """The folder of an archive, and the settings of a database it was brought into."""
    place = tmp_path_factory.mktemp("small") / "archive"
    with transaction.atomic():
        factories.OfficeFactory()
        plan = factories.DeliveryPlanFactory()
        factories.promised_activity(plan, lead=factories.post("Chief Executive"))
        take_out(place)
        transaction.set_rollback(True)
    return place


def run_until(settings, words, number, *command):
    """Begin the command on that database, send it a signal once it says the words; wait for it."""
    process = subprocess.Popen(
        [sys.executable, "-u", "manage.py", *map(str, command)],
        cwd=BASE_DIR,
        env=environment_on(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    said = io.StringIO()
    for line in process.stdout:
        said.write(line)
        if words in line:
            os.kill(process.pid, number)
    process.stdout.close()
    assert words in said.getvalue()
    return process.wait(timeout=60)


def test_killed_on_the_way_in_nothing_is_here_and_the_next_run_works(databases, small, db):
    settings = databases.empty()

    ended = run_until(settings, "plans.entry: 1 row", signal.SIGKILL, "import_everything", small)

    assert ended == -signal.SIGKILL
    with standing_on(settings):
        held = {table.label for table in tables() if table.queryset.exists()}
        assert held == {"auth.group", "governance.riskband"}
        bring_in(small)


def test_told_to_stop_on_the_way_out_nothing_is_left(databases, small, tmp_path):
    settings = databases.empty()
    place = tmp_path / "archive"

    ended = run_until(settings, "auth.group:", signal.SIGTERM, "export_everything", place)

    assert ended == 128 + signal.SIGTERM
    assert list(tmp_path.iterdir()) == []
