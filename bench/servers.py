"""Starting what is measured, and asking it: child processes that end when their block does."""

import contextlib
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 30
LOOK_SECONDS = 0.02
WORKERS = 2
CONNECTIONS = 16
TICKS = os.sysconf("SC_CLK_TCK")


def production(folder, address):
    """The settings of a real server, but for HTTPS, which a proxy would end."""
    return {
        "DJANGO_SETTINGS_MODULE": "opcc.settings",
        "DATABASE_URL": address,
        "STATIC_ROOT": str(folder / "static"),
        "ALLOWED_HOSTS": "127.0.0.1",
        "DEVELOPMENT": "off",
        "DEBUG": "off",
        "HTTPS": "off",
        "SECOND_FACTOR_REQUIRED": "on",
        "CACHE_URL": "database",
    }


def database(address, name, like="template1"):
    """Make a database on the server, empty or as the one that is named; return its address."""
    tell_server(address, f'CREATE DATABASE "{name}" TEMPLATE "{like}"')
    server, _, query = address.partition("?")
    return f"{server.rpartition('/')[0]}/{name}?{query}"


def tell_server(address, command):
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(command)


def say(words):
    print(words, flush=True)


def run(module, environment, given=None, patience=600):
    """Run one of this package's programs to its end; return what it printed.

    patience: seconds after which it is ended and TimeoutExpired raised.
    """
    done = subprocess.run(
        [sys.executable, "-m", *module.split()],
        cwd=ROOT,
        env=os.environ | environment,
        input=given,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=patience,
    )
    return done.stdout


ONE_AT_A_TIME = ("--workers", str(WORKERS), "--threads", "1", "--log-level", "warning")
"""What is measured has two workers that answer one request at a time."""


class Server:
    """A gunicorn with our own configuration, but for what `options` say.

    took: seconds from its start to its first answer, once it has been waited for.
    """

    took = None

    def __init__(self, application, environment, log, options=ONE_AT_A_TIME, postmaster=None):
        self.port, self.postmaster = free_port(), postmaster
        self.started = time.monotonic()
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}"]
        self.process = subprocess.Popen(
            [*command, *options, application],
            cwd=ROOT,
            env=os.environ | environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )

    def wait(self):
        """Return once it answers; raise TimeoutError where it does not."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{self.port}/", timeout=5).close()
                return self.has_started()
            except urllib.error.HTTPError:
                return self.has_started()
            except OSError:
                time.sleep(LOOK_SECONDS)
        raise TimeoutError("A server did not start. Its log stands above.")

    def has_started(self):
        self.took = time.monotonic() - self.started
        return self

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def etag(self, path, cookies):
        """The ETag with which the server answers, to be sent back to it."""
        together = "; ".join(f"{name}={value}" for name, value in cookies.items())
        headers = {"Accept-Encoding": "gzip"} | ({"Cookie": together} if cookies else {})
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return answer.headers["ETag"]

    def ask(self, path, cookies, seconds, csrf="", posts=(), is_conditional=False):
        """Let a process of its own ask for a page; return what bench.load says of it.

        is_conditional: with the ETag of the answer before, to hear that nothing has changed.

        To that are added "cpu" and "database": milliseconds of processor that the workers and
        the database spent on each answer, or None where the machine does not tell.
        """
        etag = self.etag(path, cookies) if is_conditional else ""
        job = {"port": self.port, "path": path, "cookies": cookies, "connections": CONNECTIONS}
        job |= {"seconds": seconds, "csrf": csrf, "posts": posts, "etag": etag}
        before = [processor_seconds(pid) for pid in (self.process.pid, self.postmaster)]
        result = json.loads(run("bench.load", {}, json.dumps(job)))
        after = [processor_seconds(pid) for pid in (self.process.pid, self.postmaster)]
        spent = [used(*pair) for pair in zip(before, after, strict=True)]
        each = [s and 1000 * s / result["answers"] if result["answers"] else None for s in spent]
        return result | dict(zip(("cpu", "database"), each, strict=True))

    def memory(self):
        """Megabytes that the server and its workers hold together; None where it is not told."""
        try:
            pids = [self.process.pid, *children_of(self.process.pid)]
            shares = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in pids]
        except OSError:
            return None
        return sum(int(re.search(r"^Pss: +(\d+)", text, re.M)[1]) for text in shares) / 1024


def processor_seconds(pid):
    """Seconds of processor that a process's children have used; None where it is not told."""
    try:
        return sum(map(used_by, children_of(pid)))
    except OSError:
        return None


def children_of(pid):
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def used(before, after):
    return after - before if before is not None and after is not None else None


def postmaster_of(address):
    """The number of the process of a PostgreSQL on this machine; None where it is elsewhere."""
    import psycopg

    with psycopg.connect(address) as connection:
        [folder] = connection.execute("SHOW data_directory").fetchone()
    try:
        return int(Path(folder, "postmaster.pid").read_text().splitlines()[0])
    except OSError:
        return None


def used_by(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(applications, log_path, options=ONE_AT_A_TIME, postmaster=None):
    """Yield {name: Server} of {name: (application, environment)}; end them all at the end.

    postmaster: the number of the database's process, whose work is to be counted.
    """
    with contextlib.ExitStack() as stack:
        log = stack.enter_context(log_path.open("w+"))
        servers = {}
        for name, (application, environment) in applications.items():
            servers[name] = Server(application, environment, log, options, postmaster)
            stack.callback(servers[name].stop)
        try:
            for server in servers.values():
                server.wait()
        except TimeoutError:
            print(log_path.read_text(), file=sys.stderr)
            raise
        yield servers
