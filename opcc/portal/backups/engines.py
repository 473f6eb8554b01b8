"""A database into a file and back: with SQLite's own copy, and with pg_dump and pg_restore."""

import contextlib
import os
import re
import secrets
import shutil
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.utils import load_backend

from plans.record.verifying import one_moment

from ..archive import Refused
from ..archive.engines import patiently
from . import programs
from .counting import facts_of


def engine():
    """The functions for the kind of database that the site stands on."""
    return ENGINES[connection.vendor]


class Sqlite:
    """The file itself, copied by SQLite as of one moment while people go on using it."""

    dump = "database.sqlite3"

    def size(self):
        """How many bytes a copy takes at most."""
        file = source_file()
        log = file.with_name(f"{file.name}-wal")
        return file.stat().st_size + (log.stat().st_size if log.exists() else 0)

    def write(self, path, tell):
        """Write the database to a new file; return its facts."""
        tell(f"Copying the database, {megabytes(self.size())}")
        with own_connection(connection.settings_dict) as there:
            run(there, "VACUUM INTO %s", [str(path)])
        path.chmod(0o600)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        tell("Checking the copy")
        refuse_a_broken_file(path)
        return self.facts(path)

    def facts(self, path):
        """The facts of the copy, which are of its moment whatever was written since."""
        with own_connection(
            {**connection.settings_dict, "NAME": str(path), "OPTIONS": {}}
        ) as there:
            return facts_of(there)

    @contextlib.contextmanager
    def restored(self, dump, folder, tell):
        """Yield the address of a new database made from a dump; it is gone afterwards."""
        tell("Restoring it into a new file")
        path = folder / "restored.sqlite3"
        shutil.copyfile(dump, path)
        refuse_a_broken_file(path)
        yield f"sqlite:///{path}"

    def restore(self, dump, tell):
        """Put a dump in the place of the site's database, which is empty."""
        tell("Restoring it into the database")
        connection.close()
        target = source_file()
        beside = target.with_name(f".{target.name}.restoring")
        beside.unlink(missing_ok=True)
        beside.touch(mode=0o600)
        shutil.copyfile(dump, beside)
        refuse_a_broken_file(beside)
        with beside.open("rb") as file:
            os.fsync(file.fileno())
        for leftover in ("-wal", "-shm"):
            target.with_name(f"{target.name}{leftover}").unlink(missing_ok=True)
        beside.replace(target)


class Postgresql:
    """A dump in PostgreSQL's custom format, of the same moment at which its rows were counted."""

    dump = "database.dump"

    def size(self):
        """How many bytes a dump takes at most: it is compressed, and holds no indexes."""
        return run(connection, "SELECT pg_database_size(current_database())")[0][0]

    def write(self, path, tell):
        """Write the database to a new file; return its facts."""
        with one_moment():
            patiently()
            moment = run(connection, "SELECT pg_export_snapshot()")[0][0]
            facts = facts_of(connection)
            tell("Dumping the database")
            programs.run(
                *("pg_dump", "--format=custom", "--verbose", "--no-owner", "--no-privileges"),
                *(f"--snapshot={moment}", f"--file={path}"),
                tell=tell,
            )
        path.chmod(0o600)
        with path.open("rb") as file:
            os.fsync(file.fileno())
        return facts

    @contextlib.contextmanager
    def restored(self, dump, folder, tell):
        """Yield the address of a new database on the site's server, which is dropped afterwards."""
        drop_leftovers()
        name = f"{prefix()}{secrets.token_hex(4)}"
        tell(f"Restoring it into the new database {name}")
        create(name)
        try:
            self.load(dump, name, tell)
            yield urlunsplit(urlsplit(settings.DATABASE_URL)._replace(path=f"/{name}"))
        finally:
            tell(f"Dropping the database {name}")
            on_server(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def restore(self, dump, tell):
        """Load a dump into the site's database, which is empty: all of it or nothing."""
        tell("Restoring it into the database")
        connection.close()
        self.load(dump, connection.settings_dict["NAME"], tell)

    def load(self, dump, name, tell):
        programs.run(
            *("pg_restore", "--verbose", "--exit-on-error", "--single-transaction"),
            *("--no-owner", "--no-privileges", f"--dbname={name}", str(dump)),
            database=name,
            tell=tell,
        )


ENGINES = {"sqlite": Sqlite(), "postgresql": Postgresql()}


@contextlib.contextmanager
def own_connection(facts):
    """A connection outside any transaction of the site's, to its database or to another."""
    there = load_backend(facts["ENGINE"]).DatabaseWrapper(facts, DEFAULT_DB_ALIAS)
    try:
        yield there
    finally:
        there.close()


def run(there, statement, parameters=None):
    """Run a statement; return its rows, if it has any."""
    with there.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def megabytes(size):
    return f"{size / 1e6:,.1f} MB"


# --- SQLite -------------------------------------------------------------------------------------
def source_file():
    return Path(connection.settings_dict["NAME"])


def on_file(path):
    return {**connection.settings_dict, "NAME": str(path), "OPTIONS": {}}


def refuse_a_broken_file(path):
    """Raise Refused with what SQLite finds in a file that is not whole."""
    try:
        with own_connection(on_file(path)) as there:
            said = run(there, "PRAGMA integrity_check(1)")[0][0]
            lost = run(there, "PRAGMA foreign_key_check")
    except DatabaseError as error:
        raise Refused(f"{path.name} is no whole database: {error}.") from error
    if said != "ok":
        raise Refused(f"{path.name} is no whole database: {said}")
    if lost:
        raise Refused(
            f"{path.name}: row {lost[0][1]} of {lost[0][0]} points to a row that is gone."
        )


# --- PostgreSQL ---------------------------------------------------------------------------------
def on_server(statement):
    with own_connection(connection.settings_dict) as there:
        return run(there, statement)


def create(name):
    try:
        on_server(f'CREATE DATABASE "{name}" TEMPLATE template0')
    except DatabaseError as error:
        user = connection.settings_dict["USER"]
        words = str(error).strip().splitlines()[0]
        raise Refused(
            f"A database to restore into cannot be made: {words}. Let the site's user make one: "
            f'ALTER ROLE "{user}" CREATEDB'
        ) from error


def prefix():
    """What the names of databases begin with that drills of this site's database make."""
    return f"{re.sub(r'[^a-z0-9_]', '_', connection.settings_dict['NAME'].lower())[:40]}_drill_"


def drop_leftovers():
    """Drop what drills that were killed left. One that is in use is another's, and stays."""
    ours = re.compile(re.escape(prefix()) + "[0-9a-f]{8}")
    for (name,) in on_server("SELECT datname FROM pg_database"):
        if ours.fullmatch(name):
            with contextlib.suppress(DatabaseError):
                on_server(f'DROP DATABASE "{name}"')
