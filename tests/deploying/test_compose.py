"""The Compose file, checked as far as it can be without an engine to run it."""

import os
import re
import runpy
import subprocess
import sys

import pytest
from django.core.management import get_commands

from tests.deploying.reading import ROOT, compose, environment_of, example_with

WITH_BACKUPS = ("backup", "restore")
OURS = ("site", "migrate", "due", "backup", "restore")
COMMAND = r" {4}docker compose (?:run|exec)(?: --\S+)* (\w+)"
ANSWER = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
answer = Client(headers={headers!r}).get("/")
print(answer.status_code, answer.headers["Location"])
"""


def services():
    return compose()["services"]


def test_compose_starts_the_site_after_a_healthy_database_and_its_migrations():
    assert services()["site"]["depends_on"] == {
        "database": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    }
    assert services()["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services()["migrate"]["command"] == ["python", "manage.py", "migrate", "--noinput"]
    assert services()["migrate"]["restart"] == "no"
    assert services()["caddy"]["depends_on"] == {"site": {"condition": "service_healthy"}}
    assert "pg_isready" in services()["database"]["healthcheck"]["test"][1]


@pytest.mark.parametrize(
    ("service", "seconds", "command"),
    [("due", "300", ["run_due"]), ("backup", "3600", ["backup", "--unless-newer-than", "23"])],
)
def test_compose_does_again_and_again_what_has_to_be(service, seconds, command):
    found = services()[service]

    assert found["command"] == ["sh", "deploy/again.sh", seconds, "python", "manage.py", *command]
    assert found["depends_on"] == services()["site"]["depends_on"]
    assert (found["restart"], found["init"]) == ("unless-stopped", True)
    assert "ports" not in found


def test_the_commands_that_time_starts_exist():
    assert {"run_due", "backup"} <= set(get_commands())


@pytest.mark.parametrize("name", services())
def test_no_service_is_root_or_writes_where_nothing_is_mounted(name):
    service = services()[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].split(":")[0]) >= 999
    assert service["mem_limit"]
    assert service["pids_limit"] == 200
    assert "privileged" not in service


@pytest.mark.parametrize("name", services())
def test_every_service_has_a_health_check_or_says_why_none_is_needed(name):
    check = services()[name]["healthcheck"]

    runs_to_an_end_or_in_a_loop = name in {"migrate", "due", "backup", "restore"}
    assert (check == {"disable": True}) is runs_to_an_end_or_in_a_loop


def test_what_has_to_stay_is_in_volumes():
    mounted = {
        volume.split(":")[0]: volume.split(":")[1]
        for service in services().values()
        for volume in service.get("volumes", [])
    }

    assert mounted == {
        "database": "/var/lib/postgresql/data",
        "evidence": "/site/var/evidence",
        "papers": "/site/var/papers",
        "backups": "/site/backups",
        "caddy-data": "/data",
        "caddy-config": "/config",
    }
    assert set(compose()["volumes"]) == set(mounted)


def test_backups_are_where_those_look_who_have_them_and_nobody_else_does():
    mounting = {n for n, s in services().items() if "backups:" in " ".join(s.get("volumes", []))}

    assert mounting == set(WITH_BACKUPS)


def test_nobody_reaches_anything_but_caddy():
    open_to_others = {name: s["ports"] for name, s in services().items() if "ports" in s}

    assert open_to_others == {"caddy": ["80:80", "443:443", "443:443/udp"]}
    assert compose()["networks"] == {"inside": {"internal": True}, "outside": {}}
    assert services()["database"]["networks"] == services()["valkey"]["networks"] == ["inside"]
    assert services()["caddy"]["networks"] == ["outside"]


def test_valkey_and_restoring_run_only_where_they_are_asked_for():
    asked_for = {name: s["profiles"] for name, s in services().items() if "profiles" in s}

    assert asked_for == {"valkey": ["valkey"], "restore": ["restore"]}


def test_what_restores_writes_files_and_backups_and_wants_no_migrations_before():
    restore = services()["restore"]

    assert restore["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert restore["networks"] == ["inside"]
    assert restore["restart"] == "no"
    assert restore["volumes"] == ["evidence:/site/var/evidence", "backups:/site/backups"]


def test_every_service_that_the_page_for_administrators_names_exists():
    lines = (ROOT / "docs" / "operations.md").read_text().splitlines()
    asked = [words for line in lines if (words := re.match(COMMAND, line))]

    assert {words[1] for words in asked} <= set(services())
    assert {"site", "backup", "restore", "database"} <= {words[1] for words in asked}


def test_a_page_in_the_making_is_finished_before_the_site_is_stopped():
    server = runpy.run_path(str(ROOT / "gunicorn.conf.py"))

    assert services()["site"]["stop_grace_period"] == "30s"
    assert server["graceful_timeout"] < 30


@pytest.mark.parametrize("service", OURS)
def test_every_service_of_the_site_runs_the_same_image_with_the_same_settings(service):
    env = example_with(SECRET_KEY="x" * 60, POSTGRES_PASSWORD="secret")

    assert services()[service]["image"] == services()["site"]["image"]
    own = {"BACKUP_ROOT": "/site/backups"} if service in WITH_BACKUPS else {}
    assert environment_of(service, env) == environment_of("site", env) | own


def test_without_a_password_for_the_database_nothing_starts():
    with pytest.raises(LookupError, match="POSTGRES_PASSWORD is not set"):
        environment_of("site", example_with(SECRET_KEY="x" * 60))


def test_one_name_is_all_that_a_site_needs():
    env = example_with(
        SECRET_KEY="x" * 60, POSTGRES_PASSWORD="secret", SITE_ADDRESS="plan.example.org"
    )

    site = environment_of("site", env)

    assert site["ALLOWED_HOSTS"] == "plan.example.org,127.0.0.1"
    assert site["SITE_URL"] == "https://plan.example.org"
    assert environment_of("caddy", env)["SITE_ADDRESS"] == "plan.example.org"


@pytest.mark.parametrize(
    ("name", "headers", "answer"),
    [
        ("", {"host": "localhost", "x-forwarded-proto": "https"}, "302 /sign-in/?next=/"),
        ("", {"host": "127.0.0.1", "x-forwarded-proto": "https"}, "302 /sign-in/?next=/"),
        (
            "plan.example.org",
            {"host": "plan.example.org", "x-forwarded-proto": "https"},
            "302 /sign-in/?next=/",
        ),
        (
            "plan.example.org",
            {"host": "plan.example.org", "x-forwarded-proto": "http"},
            "301 https://plan.example.org/",
        ),
    ],
    ids=["as it stands", "asked by the health check", "by its name", "past Caddy's HTTPS"],
)
def test_compose_answers_with_the_sign_in_page(tmp_path, name, headers, answer):
    env = example_with(SECRET_KEY="x" * 60, POSTGRES_PASSWORD="secret", SITE_ADDRESS=name)
    here = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "opcc.settings",
        "STATIC_ROOT": str(tmp_path),
    }

    done = subprocess.run(
        [sys.executable, "-c", ANSWER.format(headers=headers)],
        cwd=ROOT,
        env={**environment_of("site", env), **here},
        capture_output=True,
        text=True,
        timeout=180,
    )

    assert (done.stdout.strip(), done.returncode) == (answer, 0), done.stderr
