"""Real servers on this machine, each for as long as its block: the site itself, and Valkey."""

import contextlib
import http.client
import shutil
import socket
import socketserver
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 60
GUNICORN = Path(sys.executable).parent / "gunicorn"
VALKEY = shutil.which("valkey-server") or shutil.which("redis-server")
"""Either answers alike. None where neither is installed."""

NO_VALKEY = "no Valkey: install valkey-server or redis-server"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(answers, process, log):
    """Return once `answers()` does not raise OSError; fail with the log where it never does."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with contextlib.suppress(OSError, http.client.HTTPException):
            answers()
            return
        time.sleep(0.1)
    raise TimeoutError(f"It did not start:\n{log.read_text()}")


@contextlib.contextmanager
def child(command, log, **options):
    """Run a command until the block ends; yield the process. What it prints goes to the log."""
    with log.open("ab") as into:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=into,
            stderr=subprocess.STDOUT,
            **options,
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Site:
    """The site as it answers on a port of this machine."""

    def __init__(self, port, process, log):
        self.port, self.process, self.log = port, process, log

    def ask(self, path, method="GET", body=None, **headers):
        """Return (status, headers, body) of one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, {"Host": "127.0.0.1", **named})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            connection.close()


@contextlib.contextmanager
def running_site(environment, log, *, workers=2, port=None):
    """Yield a Site, on a free port unless one is given, with so many processes.

    environment: all that it is to know.
    """
    port = port or free_port()
    known = environment | {"PORT": str(port), "WEB_CONCURRENCY": str(workers), "THREADS": "2"}
    with child([GUNICORN], log, cwd=ROOT, env=known) as process:
        site = Site(port, process, log)
        wait_until(lambda: site.ask("/robots.txt"), process, log)
        yield site


@contextlib.contextmanager
def running_valkey(folder, port=None):
    """Yield (port, process) of a Valkey that keeps nothing on disk."""
    port = port or free_port()
    log = folder / "valkey.log"
    options = ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    with child([VALKEY, *options, "--dir", folder], log) as process:
        wait_until(
            lambda: socket.create_connection(("127.0.0.1", port), timeout=1).close(), process, log
        )
        yield port, process


@contextlib.contextmanager
def forwarded(socket_path):
    """Yield a port of this machine on which a server answers that listens on a Unix socket."""

    class Forward(socketserver.BaseRequestHandler):
        def handle(self):
            with socket.socket(socket.AF_UNIX) as there:
                there.connect(socket_path)
                back = threading.Thread(target=pass_on, args=(there, self.request), daemon=True)
                back.start()
                pass_on(self.request, there)
                back.join()

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Forward) as server:
        server.daemon_threads, server.block_on_close = True, False
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()


def pass_on(one, other):
    """Hand on what one end says until it says no more."""
    with contextlib.suppress(OSError):
        while heard := one.recv(65_536):
            other.sendall(heard)
        other.shutdown(socket.SHUT_WR)
