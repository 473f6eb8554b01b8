"""What the containers run, run as they would: the image's files, a disk that cannot be written, no
capability, the environment that Compose gives, and a real PostgreSQL."""

import contextlib
import json
import os
import re
import time
import uuid
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.shortcuts import resolve_url

from tests.deploying.contained import Image, cannot_shut_in
from tests.deploying.reading import ROOT, compose, environment_of, example_with, last_stage
from tests.servers import Site, forwarded, free_port, wait_until

DATABASE = os.environ.get("DATABASE_URL", "")
PROXIED = {"Host": "plan.example.org", "X-Forwarded-Proto": "https"}
MOVE_AWAY = re.search(r"restore sh -c '(.*)'", (ROOT / "docs" / "operations.md").read_text())[1]
STYLE_SHEET = re.compile(r'href="(/static/build/app\.[0-9a-f]+\.css)"')


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    if not DATABASE.startswith("postgres"):
        pytest.skip("runs where the suite runs on PostgreSQL")
    if reason := cannot_shut_in():
        pytest.skip(reason)
    return Image(tmp_path_factory.mktemp("container")).build()


@pytest.fixture(scope="module")
def database(image):
    """The address of an empty database, over the network as in a container."""
    name = f"contained_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(DATABASE, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            with over_the_network(server.info) as place:
                yield f"postgres://{server.info.user}:{server.info.password}@{place}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def over_the_network(server):
    """Yield "host:port" of the tests' server, which may listen on a socket of its own user."""
    if not server.host.startswith("/"):
        yield f"{server.host}:{server.port}"
        return
    with forwarded(f"{server.host}/.s.PGSQL.{server.port}") as port:
        yield f"127.0.0.1:{port}"


@pytest.fixture(scope="module")
def environment(image, database):
    """A function: the environment of a service."""
    env = example_with(
        SECRET_KEY="x" * 60, POSTGRES_PASSWORD="secret", SITE_ADDRESS="plan.example.org"
    )

    def of(service):
        given = {n: image.here(v) for n, v in environment_of(service, env).items()}
        return image.variables() | given | {"DATABASE_URL": database}

    return of


def command_of(service):
    """What Compose runs, or what the image does where Compose says nothing."""
    own = next(json.loads(words) for name, words in last_stage() if name == "CMD")
    return compose()["services"][service].get("command", own)


@pytest.fixture(scope="module")
def migrated(image, environment):
    done = image.run(command_of("migrate"), "migrate", environment("migrate"))
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def site(image, environment, migrated, tmp_path_factory):
    """The site, running."""
    log, port = tmp_path_factory.mktemp("logs") / "site.log", free_port()
    running = environment("site") | {"PORT": str(port)}
    with image.running(command_of("site"), "site", running, log) as process:
        found = Site(port, process, log)
        wait_until(lambda: found.ask("/"), process, log)
        yield found


def test_the_disk_cannot_be_written_where_nothing_is_mounted(image, environment):
    tries = "touch opcc/x; touch /x; touch var/papers/x && echo kept; grep CapEff /proc/self/status"

    done = image.run(["sh", "-c", tries], "site", environment("site"))

    assert done.stderr.count("Read-only file system") == 2
    assert "kept" in done.stdout
    assert "CapEff:\t0000000000000000" in done.stdout


def test_migrations_are_a_step_of_their_own(migrated):
    assert "Applying office.0001_initial... OK" in migrated


def test_the_site_answers_with_the_sign_in_page(site):
    status, headers, _ = site.ask("/", **PROXIED)

    assert status == 302
    assert headers["Location"] == f"{resolve_url(settings.LOGIN_URL)}?next=/"
    assert site.ask(headers["Location"], **PROXIED)[0] == 200


def test_who_comes_past_the_proxys_https_is_sent_there(site):
    status, headers, _ = site.ask("/", Host="plan.example.org")

    assert (status, headers["Location"]) == (301, "https://plan.example.org/")


def test_style_sheets_are_there_and_may_be_kept_for_ever(site):
    _, headers, _ = site.ask("/", **PROXIED)
    page = site.ask(headers["Location"], **PROXIED)[2].decode()

    status, headers, body = site.ask(STYLE_SHEET.search(page)[1], **PROXIED)

    assert (status, headers["Content-Type"]) == (200, 'text/css; charset="utf-8"')
    assert "immutable" in headers["Cache-Control"]
    assert len(body) > 10_000


def test_the_health_check_finds_it_alive(image, environment, site):
    here = environment("site") | {"PORT": str(site.port)}

    done = image.run(["python", "deploy/healthy.py"], "site", here)

    assert done.returncode == 0, done.stderr


def test_the_site_has_no_backups_and_misses_none(image, environment):
    asked = (
        "import django; django.setup(); from opcc.portal import readiness;"
        "print(sorted(name for name, _, _ in readiness.places())); print(readiness.of_disks().says)"
    )
    here = environment("site") | {"DJANGO_SETTINGS_MODULE": "opcc.settings"}

    done = image.run(["python", "-c", asked], "site", here)

    assert done.stdout.splitlines()[0] == "['evidence', 'papers', 'temporary files']", done.stderr
    assert "cannot be written" not in done.stdout


def test_what_time_asks_for_is_done_and_ends_when_told(image, environment, migrated, tmp_path):
    log = tmp_path / "due.log"

    with image.running(command_of("due"), "due", environment("due"), log) as process:
        until = time.monotonic() + 60
        while "Record: intact" not in log.read_text() and time.monotonic() < until:
            time.sleep(0.2)
        time.sleep(1)
        process.terminate()
        code = process.wait(30)

    assert "Record: intact" in log.read_text()
    assert code == 0


def test_a_backup_comes_back_into_an_empty_database_and_an_empty_folder(
    image, environment, migrated, database
):
    """As docs/operations.md says, but for the database's own commands."""

    def run(service, command, **more):
        done = image.run(command, service, environment(service) | more)
        return done.stdout, done.stderr

    brought = image.tree / "var" / "evidence" / "9c"
    brought.write_bytes(b"minutes")
    run("backup", ["python", "manage.py", "backup"])
    listed, _ = run("restore", [image.here(word) for word in command_of("restore")])
    run("restore", ["sh", "-c", MOVE_AWAY])
    moved = not brought.exists()
    with another_database(database) as empty:
        restore = ["python", "manage.py", "restore_backup", f"backups/{listed.strip()}"]
        said, trouble = run("restore", restore, DATABASE_URL=empty)

    assert moved
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d{6}Z", listed.strip())
    assert brought.read_bytes() == b"minutes", trouble
    # Nobody has an account here yet, and that is all that it minds.
    assert re.findall(r"WRONG: .*", said) == ["WRONG: Sign-in: there is no active account."]


@contextlib.contextmanager
def another_database(address):
    """The address of an empty database beside another one."""
    name = f"contained_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(DATABASE, autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            yield urlunsplit(urlsplit(address)._replace(path=f"/{name}"))
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def test_nothing_fails_behind_the_scenes(site):
    said = site.log.read_text()

    assert "Traceback" not in said
    assert "Read-only" not in said
