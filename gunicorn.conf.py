"""How the web server runs, in a container and on any other machine."""

import gc
import os
from pathlib import Path

from environ import Env

from opcc.office.logs.server import ServerLogger


class Given(Env):
    """What the environment and .env say, without putting the file's words into the environment:
    children read the file anew, so that a new release may come with another one."""

    ENVIRON = dict(os.environ)


Given.read_env(Path(__file__).resolve().parent / ".env")
environ = Given.ENVIRON

wsgi_app = "opcc.wsgi:application"
bind = f"0.0.0.0:{environ.get('PORT', '8000')}"
workers = int(environ.get("WEB_CONCURRENCY", "2"))

# Browsers open spare connections and say nothing on them; threads keep those from holding a worker.
threads = int(environ.get("THREADS", "4"))

# Loaded once, before the workers part, they share what never changes: two workers start in half the
# time, in two thirds of the memory. But then SIGHUP brings no new release, only a restart does: so
# this is for containers, which are replaced as a whole.
preload_app = environ.get("PRELOAD", "off") == "on"
if preload_app:
    gc.disable()  # Until all of it is loaded: there is nothing yet to be thrown away.


def when_ready(server):
    """Load the rest before the processes part, and let the collector leave it alone: what it
    touches is shared no more."""
    if preload_app:
        load_pages()
        leave_alone()


def post_fork(server, worker):
    """Let a worker that loads the program itself collect as little, and any other as ever.

    This file is read again on SIGHUP, which leaves a server that has loaded the program without.
    """
    if preload_app:
        gc.enable()
    else:
        gc.disable()


def post_worker_init(worker):
    if not preload_app:
        load_pages()
        leave_alone()


def load_pages():
    """Load what answers requests: the first of them would else wait for it."""
    from django.urls import get_resolver

    list(get_resolver().url_patterns)


def leave_alone():
    """Let the collector never again look through what is loaded and stays for good."""
    gc.collect()
    gc.freeze()
    gc.enable()


# A page in the making is finished before a worker stops; none takes this long.
graceful_timeout = 10
timeout = 60

# Heartbeats belong in memory: a slow disk must not look like a stuck worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None

# Signals are enough to manage it; a socket for more would need a place that it may write to.
control_socket_disable = True

loglevel = environ.get("LOG_LEVEL", "WARNING").lower()


class logger_class(ServerLogger):  # noqa: N801  (gunicorn finds it by this name)
    form = environ.get("LOG_FORMAT", "json")


# Where processes keep what they count for Prometheus, so that one of them can tell it of all.
counts = environ.get("PROMETHEUS_MULTIPROC_DIR", "")
if counts:
    # A program that is loaded before the processes part needs it before any of the hooks below.
    Path(counts).mkdir(parents=True, exist_ok=True)


def on_starting(server):
    """Begin counting anew: what processes counted that are long gone would be added for ever.

    Not above: this file is read again while they count, to reload the server and to check it.
    """
    if counts:
        for file in Path(counts).glob("*.db"):
            file.unlink()


def child_exit(server, worker):
    """Take a process that ended out of what holds for living ones alone."""
    if counts:
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(worker.pid, counts)
