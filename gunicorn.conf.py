"""How the web server runs, in a container and on any other machine."""

import gc
import os
from pathlib import Path

wsgi_app = "opcc.wsgi:application"
bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))

# Browsers open spare connections and say nothing on them; threads keep those from holding a worker.
threads = int(os.environ.get("THREADS", "4"))

# The program is loaded once, before the workers part, so that they share what never changes: two
# workers start in half the time, in two thirds of the memory. A new release needs a restart.
preload_app = True


def when_ready(server):
    """Load the rest, and let the collector leave it alone: what it touches is shared no more."""
    import opcc.urls  # noqa: F401

    gc.collect()
    gc.freeze()


# A page in the making is finished before a worker stops; none takes this long.
graceful_timeout = 10
timeout = 60

# Heartbeats belong in memory: a slow disk must not look like a stuck worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None

loglevel = os.environ.get("LOG_LEVEL", "WARNING").lower()
