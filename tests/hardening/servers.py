"""The real web server, as an office starts it, for what only it can show."""

import atexit
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

from tests.demonstration import free_port, run, wait_for
from tests.legs import ROOT, TEST_ENVIRONMENT


@cache
def migrated():
    """A SQLite file of an empty database. Made once: its migrations take longer than most tests."""
    folder = Path(tempfile.mkdtemp(prefix="plan-migrated-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    file = folder / "site.sqlite3"
    environment = {**os.environ, **TEST_ENVIRONMENT, "DATABASE_URL": f"sqlite:///{file}"}
    run("manage.py", "migrate", "--verbosity", "0", env=environment)
    return file


@contextlib.contextmanager
def served(folder, *, workers=1, **variables):
    """Yield (address, log) of a site with an empty database; log is complete once it is over."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("CHROM")},
        **TEST_ENVIRONMENT,
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
        "STATIC_ROOT": str(folder),
        **variables,
    }
    shutil.copy(migrated(), folder / "site.sqlite3")
    address, log = f"127.0.0.1:{free_port()}", folder / "server.log"
    command = ["-m", "gunicorn", "--bind", address, "--workers", str(workers), "--threads", "2"]
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, *command], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
    try:
        wait_for(f"http://{address}/sign-in/", process, log)
        yield f"http://{address}", log
    finally:
        process.terminate()
        process.wait(30)
