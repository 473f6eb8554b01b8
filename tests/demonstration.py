"""The demonstration in a database of its own, served to a browser by a process of its own."""

import contextlib
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from tests.legs import ROOT, TEST_ENVIRONMENT

DOMAIN, PASSWORD = "@demonstration.example", "demonstration-2021"
STARTS_WITHIN_SECONDS = 60


@contextlib.contextmanager
def served_demonstration(folder):
    """Load the demonstration into `folder`, serve it, and yield its address without a slash."""
    database = f"sqlite:///{folder}/demonstration.sqlite3"
    # Each role signs in once for all tests of a run, which last longer than a proof does.
    given = {"DATABASE_URL": database, "CONFIRM_SECONDS": "86400"}
    environment = {**os.environ, **TEST_ENVIRONMENT, **given}
    for command in ("migrate", "load_demonstration"):
        run("manage.py", command, "--verbosity", "0", env=environment)
    with server(Path(folder), environment) as url:
        yield url


def run(*command, env):
    """Run it, and say what it printed if it fails."""
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed\n{done.stdout}{done.stderr}")


@contextlib.contextmanager
def server(folder, environment):
    address, log = f"127.0.0.1:{free_port()}", folder / "server.log"
    command = ["-m", "gunicorn", "--bind", address, "--workers", "1", "--threads", "4"]
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    try:
        wait_for(f"http://{address}/sign-in/", process, log)
        yield f"http://{address}"
    finally:
        process.terminate()
        process.wait()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url, process, log):
    """Return once the address answers. Raises RuntimeError with the log where it never does."""
    give_up_at = time.monotonic() + STARTS_WITHIN_SECONDS
    while time.monotonic() < give_up_at and process.poll() is None:
        with contextlib.suppress(URLError, ConnectionError), urlopen(url):
            return
        time.sleep(0.1)
    raise RuntimeError(f"The server did not start\n{log.read_text()}")


def sign_in(page, url, name):
    """Sign in as somebody of the demonstration, by the first part of their e-mail address."""
    page.goto(f"{url}/sign-in/")
    page.get_by_label("E-mail address").fill(f"{name}{DOMAIN}")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()
