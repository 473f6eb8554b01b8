"""The container files, checked as far as they can be without an engine to run them."""

import ast
import configparser
import fnmatch
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent
DOCKERFILE = ROOT / "Dockerfile"
COMPOSE = ROOT / "docker-compose.yml"


def instructions():
    """Return [(instruction, arguments)] of the Dockerfile, continued lines joined."""
    text = re.sub(r"^#.*\n", "", DOCKERFILE.read_text(), flags=re.M).replace("\\\n", " ")
    return [tuple(line.split(maxsplit=1)) for line in text.splitlines() if line.strip()]


def copied_from_here():
    """Return the sources of every COPY that takes files from the repository."""
    copies = [words for name, words in instructions() if name == "COPY" and "--from" not in words]
    return [source for words in copies for source in words.split()[:-1]]


def compose():
    return yaml.safe_load(COMPOSE.read_text())


def environment(**extra):
    return {
        "PATH": os.environ["PATH"],
        "SECRET_KEY": "only-to-see-whether-it-starts-0123456789-abcdefghijklm",
        "ALLOWED_HOSTS": "plan.example.org",
        "DATABASE_URL": "postgres://delivery_plan:secret@database:5432/delivery_plan",
        **extra,
    }


def test_everything_the_image_copies_exists():
    missing = [source for source in copied_from_here() if not (ROOT / source).exists()]

    assert missing == []


def test_everything_the_image_copies_reaches_the_build():
    allowed = [
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line[:1] == "!"
    ]

    kept_out = [
        source
        for source in copied_from_here()
        if not any(fnmatch.fnmatch(Path(source).parts[0], pattern) for pattern in allowed)
    ]

    assert kept_out == []


def test_the_image_holds_every_app():
    project = ast.parse((ROOT / "opcc" / "settings.py").read_text())
    strings = {node.value for node in ast.walk(project) if isinstance(node, ast.Constant)}
    folders = {
        path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name in strings
    }

    assert folders - set(copied_from_here()) == set()


def test_every_stage_that_is_copied_from_is_built_before():
    stages = []

    for name, words in instructions():
        if name == "FROM" and " AS " in words:
            stages.append(words.split(" AS ")[1])
        if name == "COPY" and (stage := re.search(r"--from=(\S+)", words)):
            assert stage[1] in stages

    assert stages == ["assets", "packages"]


def test_the_site_does_not_run_as_root():
    names = [name for name, _ in instructions()]
    users = [words for name, words in instructions() if name == "USER"]

    assert users == ["site"]
    assert names.index("USER") < names.index("CMD")


def test_no_secret_is_left_in_the_image():
    kept = " ".join(words for name, words in instructions() if name in {"ENV", "ARG", "LABEL"})

    assert "SECRET" not in kept
    assert "PASSWORD" not in kept


def test_the_entry_command_starts_as_the_container_would(tmp_path):
    command = next(json.loads(words) for name, words in instructions() if name == "CMD")

    done = subprocess.run(
        [str(Path(sys.executable).parent / command[0]), *command[1:], "--check-config"],
        cwd=ROOT,
        env=environment(STATIC_ROOT=str(tmp_path)),
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(
    ("variables", "words"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"DEBUG": "on"}, "DEBUG"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"HTTPS": "off"}, "cookies in the clear"),
    ],
)
def test_the_entry_command_refuses_to_start_unsafe(variables, words):
    done = subprocess.run(
        [str(Path(sys.executable).parent / "gunicorn"), "--check-config"],
        cwd=ROOT,
        env=environment(DEVELOPMENT="off", **variables),
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode != 0
    assert words in done.stderr


def test_the_health_check_names_a_file_of_the_image():
    check = next(words for name, words in instructions() if name == "HEALTHCHECK")

    assert json.loads(check.split("CMD ")[1]) == ["python", "deploy/healthy.py"]
    assert "deploy/healthy.py" in copied_from_here()


def test_the_health_check_fails_where_nothing_answers():
    done = subprocess.run(
        [sys.executable, "deploy/healthy.py"], cwd=ROOT, env={"PORT": "9"}, timeout=30
    )

    assert done.returncode == 1


def test_compose_starts_the_site_after_a_healthy_database_and_its_migrations():
    services = compose()["services"]

    assert services["site"]["depends_on"] == {
        "database": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    }
    assert services["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert services["migrate"]["command"] == ["python", "manage.py", "migrate", "--noinput"]
    assert "pg_isready" in services["database"]["healthcheck"]["test"][1]


def test_compose_does_what_time_asks_for_again_and_again():
    due = compose()["services"]["due"]

    assert due["command"][:2] == ["sh", "-c"]
    assert due["command"][2] == "while true; do python manage.py run_due; sleep 300; done"
    assert "run_due" in get_commands()
    assert due["depends_on"] == compose()["services"]["site"]["depends_on"]
    assert (due["restart"], due["healthcheck"]) == ("unless-stopped", {"disable": True})
    assert "ports" not in due


def unit(name):
    """The settings of a systemd unit: {section: {name: value}}, the last of a name."""
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str
    parser.read(ROOT / "deploy" / name)
    return {section: dict(parser[section]) for section in parser.sections()}


def test_the_timer_starts_the_service_that_does_what_time_asks_for():
    service, timer = unit("delivery-plan-due.service"), unit("delivery-plan-due.timer")

    command = service["Service"]["ExecStart"].split()
    assert command == ["/srv/delivery-plan/.venv/bin/python", "manage.py", "run_due"]
    assert service["Service"]["WorkingDirectory"] == "/srv/delivery-plan"
    assert service["Service"]["Type"] == "oneshot"
    assert timer["Timer"]["OnUnitInactiveSec"] == "5min"
    assert timer["Install"]["WantedBy"] == "timers.target"


def test_compose_keeps_the_database_in_a_volume():
    document = compose()

    assert document["services"]["database"]["volumes"] == ["database:/var/lib/postgresql/data"]
    assert list(document["volumes"]) == ["database"]


def test_compose_opens_the_site_to_this_machine_alone_and_the_database_to_nobody():
    services = compose()["services"]

    assert services["site"]["ports"] == ["127.0.0.1:${PORT:-8000}:8000"]
    assert "ports" not in services["database"]


ANSWER = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
answer = Client(headers={headers!r}).get("/")
print(answer.status_code, answer.headers["Location"])
"""


def example_with(**filled_in):
    """The variables that .env.example sets, with what its reader fills in."""
    lines = (ROOT / ".env.example").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if re.match(r"[A-Z_]+=", line))
    return {**given, **filled_in}


def environment_of_the_site(env):
    """The environment that Compose makes for the site, its ${NAME:-default} filled in."""
    named = compose()["services"]["site"]["environment"]
    filled = {
        name: re.sub(r"\$\{(\w+):[-?]([^}]*)\}", lambda m: env.get(m[1]) or m[2], str(value))
        for name, value in named.items()
    }
    return {**env, **filled}


@pytest.mark.parametrize(
    ("env", "headers", "answer"),
    [
        ({}, {"host": "127.0.0.1:8000"}, "302 /sign-in/?next=/"),
        ({}, {"host": "127.0.0.1", "x-forwarded-proto": "https"}, "302 /sign-in/?next=/"),
        (
            {"HTTPS": "on", "BEHIND_PROXY": "on", "ALLOWED_HOSTS": "plan.example.org"},
            {"host": "plan.example.org", "x-forwarded-proto": "https"},
            "302 /sign-in/?next=/",
        ),
        (
            {"HTTPS": "on", "BEHIND_PROXY": "on", "ALLOWED_HOSTS": "plan.example.org"},
            {"host": "plan.example.org", "x-forwarded-proto": "http"},
            "301 https://plan.example.org/",
        ),
    ],
    ids=["as it stands", "asked by the health check", "behind a proxy", "past the proxy's HTTPS"],
)
def test_compose_answers_with_the_sign_in_page(tmp_path, env, headers, answer):
    env = example_with(SECRET_KEY="x" * 60, POSTGRES_PASSWORD="secret", **env)
    site = environment_of_the_site(env)
    here = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": f"sqlite:///{tmp_path / 'site.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "opcc.settings",
        "STATIC_ROOT": str(tmp_path),
    }

    done = subprocess.run(
        [sys.executable, "-c", ANSWER.format(headers=headers)],
        cwd=ROOT,
        env={**site, **here},
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert (done.stdout.strip(), done.returncode) == (answer, 0), done.stderr
