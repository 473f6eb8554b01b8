"""A real copy of the tests' PostgreSQL server that follows it, for as long as a test needs it."""

import contextlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from django.db import connection

from opcc.office.routing import replica_settings

SECONDS = 60


@contextlib.contextmanager
def following():
    """Copy the server, let the copy follow it, and yield the Standby. Raises OSError or
    CalledProcessError where this machine or this server allows none."""
    folder = Path(tempfile.mkdtemp(prefix="plan-standby-"))
    standby = Standby(folder)
    try:
        standby.copy()
        standby.start()
        yield standby
    finally:
        standby.stop()
        standby.drop_slot()
        shutil.rmtree(folder)


class Standby:
    """The copy: its server reads its socket in its own folder."""

    def __init__(self, folder):
        self.folder, self.data, self.is_running = folder, folder / "data", False
        self.slot = folder.name.replace("-", "_")
        with connection.cursor() as cursor:
            cursor.execute("SELECT setting FROM pg_config WHERE name = 'BINDIR'")
            self.programs = Path(cursor.fetchone()[0])
            cursor.execute("SHOW data_directory")
            owner = Path(cursor.fetchone()[0]).stat()
        # PostgreSQL refuses to run as root: the copy runs as its original does.
        self.user = owner.st_uid if os.geteuid() == 0 else None
        if self.user:
            os.chown(folder, owner.st_uid, owner.st_gid)

    def run(self, program, *options):
        """Raises CalledProcessError. Output goes to a file: a server would hold a pipe open."""
        with (self.folder / "log").open("a") as log:
            subprocess.run(
                [str(part) for part in (self.programs / program, *options)],
                check=True,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                timeout=SECONDS,
                user=self.user,
                cwd=self.folder,
            )

    def copy(self):
        """The slot has the server keep what the copy has not got. Checkpoints that other tests
        cause would else take it away before the copy asks for it, which then could never follow."""
        server = connection.get_connection_params()
        where = ["--host", server["host"], "--username", server.get("user", "postgres")]
        options = ["--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync"]
        options += ["--create-slot", f"--slot={self.slot}"]
        self.run("pg_basebackup", *where, *options, "--pgdata", self.data)

    def start(self):
        options = f'-h "" -k {self.folder}'
        log = ["-l", self.folder / "server.log"]
        self.run("pg_ctl", "-w", "-D", self.data, "-o", options, *log, "start")
        self.is_running = True

    def stop(self):
        if self.is_running:
            self.run("pg_ctl", "-w", "-D", self.data, "-m", "immediate", "stop")
        self.is_running = False

    def drop_slot(self):
        """Let the server keep nothing more. It takes a moment to see that the copy is gone."""
        ours = "FROM pg_replication_slots WHERE slot_name = %s"
        drop = f"SELECT pg_drop_replication_slot(slot_name) {ours} AND NOT active"
        for _ in range(SECONDS * 10):
            with connection.cursor() as cursor:
                cursor.execute(drop, [self.slot])
                cursor.execute(f"SELECT 1 {ours}", [self.slot])
                if cursor.fetchone() is None:
                    return
            time.sleep(0.1)

    @property
    def settings(self):
        """How Django reaches it: as it reaches the primary, but for the place."""
        engine = connection.settings_dict["ENGINE"]
        here = {"ENGINE": engine, "OPTIONS": {"host": str(self.folder)}}
        return replica_settings(connection.settings_dict, here)
