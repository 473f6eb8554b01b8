"""The real web server, as an office starts it, for what only it can show."""

import contextlib
import os
import subprocess
import sys

from tests.demonstration import free_port, run, wait_for
from tests.legs import ROOT, TEST_ENVIRONMENT


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
    run("manage.py", "migrate", "--verbosity", "0", env=environment)
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
