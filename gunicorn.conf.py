"""How the web server runs, in a container and on any other machine."""

import os
from pathlib import Path

wsgi_app = "opcc.wsgi:application"
bind = f"0.0.0.0:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))

# Browsers open spare connections and say nothing on them; threads keep those from holding a worker.
threads = int(os.environ.get("THREADS", "4"))

# A page in the making is finished before a worker stops; none takes this long.
graceful_timeout = 10
timeout = 60

# Heartbeats belong in memory: a slow disk must not look like a stuck worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None

# Signals are enough to manage it; a socket for more would need a place that it may write to.
control_socket_disable = True

loglevel = os.environ.get("LOG_LEVEL", "WARNING").lower()
