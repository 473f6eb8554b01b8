"""`live` touches nothing; `ready` says whether this copy can answer, and to strangers no more."""

import datetime as dt
from collections import namedtuple

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder

from opcc.office.caches.choosing import caches_of
from opcc.office.caches.valkey import resting
from opcc.office.models import BackupMade, DueRun, OutgoingMail, RestoreDrill
from opcc.portal import readiness
from opcc.portal.backups.keeping import name_of
from tests.admin_pages import words
from tests.conftest import NOW
from tests.factories import user_in
from tests.mail.conftest import put

LIVE, READY = "/health/live", "/health/ready"
Disk = namedtuple("Disk", "total used free")
MIB = 2**20


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def well(office):
    """Regular work ran five minutes ago, a backup was made yesterday, and one was restored."""
    run = DueRun.objects.begin(NOW - dt.timedelta(minutes=6))
    run.finish(NOW - dt.timedelta(minutes=5))
    drilled(NOW - dt.timedelta(days=1))
    backed_up(NOW - dt.timedelta(days=1))


def backed_up(at):
    return BackupMade.objects.create(made_at=at, name=name_of(at), bytes=2_000_000, seconds=3)


def drilled(at, error=""):
    return RestoreDrill.objects.create(
        started_at=at, finished_at=at, backup="2020-12-13T013000Z", passed=not error, error=error
    )


# --- Live ---------------------------------------------------------------------------------------
def test_live_needs_no_database(client):
    """Without the mark `django_db` any query fails this test."""
    response = client.get(LIVE)

    assert (response.status_code, response.content) == (200, b"live\n")
    assert response.cookies == {}


@pytest.mark.parametrize("path", [LIVE, READY])
def test_a_probe_may_use_any_host_and_plain_http(client, db, settings, path):
    settings.SECURE_SSL_REDIRECT, settings.ALLOWED_HOSTS = True, ["plan.example.org"]

    response = client.get(path, headers={"host": "10.4.7.1:8000"})

    assert response.status_code == 200


@pytest.mark.parametrize("path", [LIVE, READY])
def test_a_probe_may_ask_for_the_head_alone(client, db, path):
    response = client.head(path)

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("path", [LIVE, READY])
def test_a_probe_only_asks(client, path):
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", [LIVE, READY])
def test_no_answer_to_a_probe_is_kept(client, db, path):
    response = client.get(path)

    assert "no-store" in response["Cache-Control"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Content-Security-Policy" in response


# --- Ready --------------------------------------------------------------------------------------
def without_a_database(monkeypatch):
    def refused():
        raise OperationalError("connection refused\nIs the server running?")

    monkeypatch.setattr(readiness, "brief_connection", refused)


def with_a_migration_that_waits(monkeypatch):
    MigrationRecorder(connection).record_unapplied("office", "0005_outgoing_mail")


def with_a_broken_cache(monkeypatch):
    def broken(*args, **kwargs):
        raise ConnectionError("the cache does not answer")

    for verb in ("get", "set"):
        monkeypatch.setattr(LocMemCache, verb, broken)


def with_a_full_disk(monkeypatch):
    monkeypatch.setattr(readiness, "disk_usage", lambda folder: Disk(100 * MIB, 99 * MIB, MIB))


BROKEN = {
    "database": (without_a_database, "connection refused"),
    "migrations": (
        with_a_migration_that_waits,
        "office.0005_outgoing_mail waits: run manage.py migrate.",
    ),
    "cache": (with_a_broken_cache, "the cache does not answer"),
    "disk": (with_a_full_disk, "The disk of temporary files is full."),
}
"""{name: (what breaks it, what an administrator is told)} of all that takes the site away."""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", BROKEN)
def test_what_keeps_the_site_from_answering_is_named_to_administrators(
    at_desk, well, monkeypatch, name
):
    break_it, says = BROKEN[name]
    break_it(monkeypatch)
    try:
        response = at_desk.get(READY)
        is_live = at_desk.get(LIVE)
    finally:
        MigrationRecorder(connection).record_applied("office", "0005_outgoing_mail")

    assert response.status_code == 503
    assert response.json()["failing"] == [name]
    assert response.json()["checks"][name]["says"].startswith(says)
    assert is_live.status_code == 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("who", ["stranger", "Panel", "Staff"])
def test_nobody_else_learns_why(client, well, monkeypatch, name, who):
    if who != "stranger":
        client.force_login(user_in(who, name="Reader"))
    BROKEN[name][0](monkeypatch)
    try:
        response = client.get(READY)
    finally:
        MigrationRecorder(connection).record_applied("office", "0005_outgoing_mail")

    assert (response.status_code, response.content) == (503, b"not ready\n")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", BROKEN)
def test_the_log_says_what_strangers_are_not_told(client, well, monkeypatch, caplog, name):
    break_it, says = BROKEN[name]
    break_it(monkeypatch)
    try:
        with caplog.at_level("ERROR", logger="opcc.portal.readiness"):
            client.get(READY)
    finally:
        MigrationRecorder(connection).record_applied("office", "0005_outgoing_mail")

    assert f"Not ready: {name}. {says}" in caplog.text


def test_a_site_that_is_well_is_ready(client, well):
    response = client.get(READY)

    assert (response.status_code, response.content) == (200, b"ready\n")


def test_an_administrator_is_told_of_all_that_was_looked_at(at_desk, well):
    told = at_desk.get(READY).json()

    assert (told["ready"], told["failing"], told["warnings"]) == (True, [], [])
    assert list(told["checks"]) == [
        *("database", "migrations", "cache", "disk", "mail", "run", "backup", "drill"),
    ]


def test_a_session_with_another_signature_is_told_nothing(at_desk, administrator, well):
    administrator.set_password("another-one-since-then")
    administrator.save()

    assert at_desk.get(READY).content == b"ready\n"


def test_an_administrator_who_has_left_is_told_nothing(at_desk, administrator, well):
    type(administrator).objects.update(is_active=False)

    assert at_desk.get(READY).content == b"ready\n"


# --- What warns, and takes nothing away ---------------------------------------------------------
def with_old_mail(monkeypatch):
    put(user_in("Staff", name="Reader"), "waits", at=NOW - dt.timedelta(hours=5))


def with_mail_given_up(monkeypatch):
    put(user_in("Staff", name="Reader"), "waits")
    OutgoingMail.objects.update(state="given_up", last_error="550 No such user")


def with_a_late_run(monkeypatch):
    DueRun.objects.all().delete()


def with_an_old_backup(monkeypatch):
    backed_up(NOW - dt.timedelta(days=3))


def with_a_backup_of_a_wrong_clock(monkeypatch):
    backed_up(NOW + dt.timedelta(days=3_650))


def with_no_backup(monkeypatch):
    BackupMade.objects.all().delete()


def with_an_old_drill(monkeypatch):
    RestoreDrill.objects.all().delete()
    drilled(NOW - dt.timedelta(days=36))


def with_no_drill(monkeypatch):
    RestoreDrill.objects.all().delete()


def with_a_drill_that_failed(monkeypatch):
    drilled(NOW, error="database.dump is not as it was written.")


def with_papers_that_cannot_be_kept(monkeypatch):
    monkeypatch.setattr(readiness, "can_be_written", lambda folder: "papers" not in folder.name)


def with_little_room(monkeypatch):
    monkeypatch.setattr(readiness, "disk_usage", lambda folder: Disk(100_000 * MIB, 0, 500 * MIB))


@pytest.mark.parametrize(
    ("warn", "name", "says"),
    [
        (with_old_mail, "mail", "The oldest has waited for 5 hours."),
        (with_mail_given_up, "mail", "1 given up."),
        (with_a_late_run, "run", "run_due: never ran."),
        (with_an_old_backup, "backup", "The last was made 3 days ago; one is due every night."),
        (with_a_backup_of_a_wrong_clock, "backup", "2030-12-12T170000Z is dated later than now"),
        (with_no_backup, "backup", "None was ever made: run manage.py backup."),
        (with_an_old_drill, "drill", "The last was 36 days ago; one is due every month."),
        (with_no_drill, "drill", "No backup was ever restored to see that it can be."),
        (
            with_a_drill_that_failed,
            "drill",
            "The last drill failed: database.dump is not as it was written.",
        ),
        (with_papers_that_cannot_be_kept, "disk", "Papers cannot be written to "),
        (with_little_room, "disk", "The disk of temporary files has 500 MiB left."),
    ],
)
def test_what_needs_a_person_warns_and_takes_nothing_away(
    at_desk, well, monkeypatch, warn, name, says
):
    warn(monkeypatch)

    response = at_desk.get(READY)

    assert response.status_code == 200
    assert response.json()["warnings"] == [name]
    assert response.json()["checks"][name]["says"].startswith(says)


@pytest.fixture
def without_valkey(settings):
    """Counts belong into a Valkey at which nobody listens."""
    settings.CACHES = caches_of("valkey://127.0.0.1:1/0")
    resting.clear()
    yield
    resting.clear()


def test_a_valkey_that_is_away_warns_since_something_stands_in(at_desk, well, without_valkey):
    response = at_desk.get(READY)

    assert response.status_code == 200
    assert response.json()["warnings"] == ["cache"]
    assert response.json()["checks"]["cache"]["says"].startswith("Valkey cannot be reached: ")


def test_a_backup_is_fresh_for_two_days(at_desk, well):
    backed_up(NOW - dt.timedelta(days=1, hours=23))

    assert at_desk.get(READY).json()["warnings"] == []


def test_a_drill_is_fresh_for_35_days(at_desk, well):
    RestoreDrill.objects.all().delete()
    drilled(NOW - dt.timedelta(days=34, hours=23))

    assert at_desk.get(READY).json()["warnings"] == []


def test_the_page_says_how_long_ago_a_backup_was_restored(at_desk, well):
    page = words(at_desk.get("/health/"))

    assert "Restore drill Fine 2020-12-13T013000Z was restored and verified 1 day ago." in page
    assert "Backup Fine 2020-12-13T170000Z was made 1 day ago." in page


def test_the_page_for_people_says_all_of_it_in_words(at_desk, well, monkeypatch):
    with_a_full_disk(monkeypatch)
    with_an_old_drill(monkeypatch)

    page = words(at_desk.get("/health/"))

    assert "Database Fine It answers." in page
    assert "Disks Failing The disk of temporary files is full." in page
    assert "Restore drill Warning The last was 36 days ago" in page


# --- How often it looks -------------------------------------------------------------------------
def test_strangers_who_ask_again_cost_the_database_nothing(client, well, django_assert_num_queries):
    client.get(READY)

    with django_assert_num_queries(0):
        response = client.get(READY)

    assert response.content == b"ready\n"


def test_an_answer_holds_for_two_seconds(client, well, monkeypatch):
    at = readiness.monotonic()
    client.get(READY)
    without_a_database(monkeypatch)

    monkeypatch.setattr(readiness, "monotonic", lambda: at + 1)
    held = client.get(READY).status_code
    monkeypatch.setattr(readiness, "monotonic", lambda: at + 60)
    looked_anew = client.get(READY).status_code

    assert (held, looked_anew) == (200, 503)


@pytest.mark.django_db
def test_once_the_database_fails_nothing_else_asks_it(monkeypatch, django_assert_num_queries):
    without_a_database(monkeypatch)
    monkeypatch.setattr(readiness, "of_the_cache", None)

    with django_assert_num_queries(0):
        found = readiness.checks()

    assert [check.name for check in found] == ["database", "disk"]


# --- Limits of time -----------------------------------------------------------------------------
@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")
def test_no_page_waits_for_postgresql_without_end(db, settings):
    options = settings.DATABASES["default"]["OPTIONS"]
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        longest = cursor.fetchone()[0]

    assert (options["connect_timeout"], longest) == (5, "30s")
    assert (options["tcp_user_timeout"], options["keepalives_idle"]) == (15_000, 10)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")
def test_a_probe_waits_for_postgresql_no_longer_than_a_probe_does(db):
    there = readiness.brief_connection()
    try:
        with there.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            longest = cursor.fetchone()[0]
    finally:
        there.close()

    assert (there.settings_dict["OPTIONS"]["connect_timeout"], longest) == (3, "3s")
