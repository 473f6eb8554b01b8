"""The Dockerfiles, checked as far as they can be without an engine to build them."""

import ast
import fnmatch
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploying.reading import ROOT, compose, copied_from_here, instructions

OF_CADDY = ROOT / "deploy" / "Dockerfile.caddy"


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

    assert users == ["10001:10001"]
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


def test_every_base_names_its_release():
    bases = [words.split()[0] for name, words in instructions() if name == "FROM"]
    bases += [words for name, words in instructions(OF_CADDY) if name == "FROM"]

    assert len(bases) == 4
    assert [base for base in bases if not re.search(r":\d+\.\d+\.\d+-", base)] == []


def test_pg_dump_is_of_the_databases_own_major_version():
    installed = re.search(r"postgresql-client-(\d+)", (ROOT / "Dockerfile").read_text())[1]

    assert compose()["services"]["database"]["image"].startswith(f"postgres:{installed}.")


def test_caddys_image_runs_as_compose_runs_it():
    words = dict(instructions(OF_CADDY))

    assert words["USER"] == compose()["services"]["caddy"]["user"]
    assert words["COPY"] == "Caddyfile /etc/caddy/Caddyfile"
