"""A PostgreSQL that tests may stop, and the site's own web server in front of it."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from tests.demonstration import free_port, run
from tests.legs import ROOT, TEST_ENVIRONMENT
from tests.postgres import hurry, kept_modes, start

STARTS_WITHIN_SECONDS = 60


# --- PostgreSQL ---------------------------------------------------------------------------------
class Postgresql:
    """A server in a folder of its own."""

    def __init__(self, folder):
        self.server = start(folder)
        self.address = self.server.get_uri()

    def control(self, *arguments):
        """Ask the server to start or stop, and wait; it listens where it did at first."""
        sockets = self.address.split("host=")[1]
        subprocess.run(
            [self.server.bin_path / "pg_ctl", "-D", self.server.pgdata, "-w", "-t", "30",
             "-l", self.server.log, "-o", f'-h "" -k {sockets}', *arguments],
            user=self.server.system_user,
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def processes(self):
        """The keys of the server's process and of those it made."""
        first = int((self.server.pgdata / "postmaster.pid").read_text().split()[0])
        return [first, *children_of(first)]

    @contextlib.contextmanager
    def stopped(self):
        """Let the server be gone for a while."""
        self.control("stop", "-m", "fast")
        try:
            yield
        finally:
            self.control("start")

    @contextlib.contextmanager
    def frozen(self):
        """Let the server take connections and say nothing, as one does whose disk hangs."""
        held = self.processes()
        for process in held:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in held:
                os.kill(process, signal.SIGCONT)

    def remove(self):
        self.control("stop", "-m", "immediate")
        self.server.cleanup()


@contextlib.contextmanager
def own_postgresql():
    with kept_modes(), tempfile.TemporaryDirectory(prefix="plan-pg-") as folder:
        database = Postgresql(Path(folder))
        try:
            hurry(database.address)
            yield database
        finally:
            database.remove()


def children_of(process):
    listed = Path(f"/proc/{process}/task/{process}/children").read_text()
    return [int(key) for key in listed.split()]


# --- The site -----------------------------------------------------------------------------------
class Site:
    """The site under gunicorn, as gunicorn.conf.py says but for its address."""

    def __init__(self, process, port):
        self.process, self.port = process, port

    def workers(self):
        return set(children_of(self.process.pid))

    def signal(self, number):
        self.process.send_signal(number)

    def ask(self, path, timeout=20):
        """(status, seconds it took); status 0 where nobody took the connection or it was cut."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        began = time.monotonic()
        try:
            connection.request("GET", path, headers={"Connection": "close"})
            answer = connection.getresponse()
            answer.read()
            status = answer.status
        except (OSError, http.client.HTTPException):
            status = 0
        finally:
            connection.close()
        return status, time.monotonic() - began


@contextlib.contextmanager
def serving(address, folder, **variables):
    """Serve the site on a migrated database; yield it once it answers."""
    port, log = free_port(), folder / "gunicorn.log"
    environment = {
        **os.environ,
        **TEST_ENVIRONMENT,
        "DATABASE_URL": address,
        "STATIC_ROOT": str(folder),
        "WEB_CONCURRENCY": "2",
        "PYTHONPATH": str(ROOT),
        "PYTHONWARNINGS": "ignore",
        **variables,
    }
    command = ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "tests.operations.slow:application"]
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    site = Site(process, port)
    try:
        wait_until(lambda: process.poll() is not None or site.ask("/packs/")[0] == 200, log)
        yield site
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def migrate(address):
    run("manage.py", "migrate", "--verbosity", "0",
        env={**os.environ, **TEST_ENVIRONMENT, "DATABASE_URL": address})  # fmt: skip


def wait_until(happened, log=None, seconds=STARTS_WITHIN_SECONDS):
    give_up_at = time.monotonic() + seconds
    while time.monotonic() < give_up_at:
        if happened():
            return
        time.sleep(0.05)
    raise RuntimeError(f"It did not happen\n{log.read_text() if log else ''}")


# --- Load ---------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Asked:
    """One request: when it began and ended, on the monotonic clock, and what it was answered."""

    began: float
    ended: float
    status: int


class Load:
    """Threads that ask for a page one request after the other, until they are told to stop."""

    def __init__(self, site, path, threads=4):
        self.site, self.path, self.asked, self.over = site, path, [], threading.Event()
        self.threads = [threading.Thread(target=self.go_on) for _ in range(threads)]

    def go_on(self):
        while not self.over.is_set():
            began = time.monotonic()
            status, _ = self.site.ask(self.path, timeout=60)
            self.asked.append(Asked(began, time.monotonic(), status))

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *failure):
        self.over.set()
        for thread in self.threads:
            thread.join()

    @property
    def failed(self):
        return [asked for asked in self.asked if asked.status != 200]
