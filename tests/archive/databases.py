"""Empty, migrated databases of either kind beside the tests' own, and a way to stand on one."""

import contextlib
import copy
import os
import shutil
import sqlite3
from urllib.parse import urlsplit, urlunsplit

from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.utils import load_backend

from opcc.settings import BASE_DIR, SQLITE_OPTIONS
from plans import kept_positions

ON_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "CONN_MAX_AGE": 0,
    "OPTIONS": SQLITE_OPTIONS,
}


class Databases:
    """Makes databases; all are gone once `remove` has run."""

    def __init__(self, folder):
        self.folder, self.made, self.kind = folder, [], connection.vendor
        self.migrated = self.template = None
        self.prepare()

    def empty(self, kind=None):
        """Return the settings of a new one, migrated, of this kind or of the tests' own."""
        kind = kind or self.kind
        name = f"archive_{os.getpid()}_{len(self.made)}"
        made = self.copy_file(name) if kind == "sqlite" else self.copy_on_server(name)
        self.made.append(made)
        return made

    def copy_file(self, name):
        file = self.folder / f"{name}.sqlite3"
        shutil.copy(self.migrated_file(), file)
        return settings_of(file)

    def prepare(self):
        """Keep the tests' own database as migrations left it: it is empty between tests."""
        if self.kind == "sqlite":
            self.migrated = str(self.folder / "migrated.sqlite3")
            connection.ensure_connection()
            with contextlib.closing(sqlite3.connect(self.migrated)) as into:
                connection.connection.backup(into)
        else:
            self.template = f"archive_{os.getpid()}_template"
            name = connection.settings_dict["NAME"]
            self.run(f'CREATE DATABASE "{self.template}" TEMPLATE "{name}"', connection)

    def migrated_file(self):
        """Where PostgreSQL is the tests' kind, migrations make the file the first time."""
        if self.migrated is None:
            self.migrated = str(self.folder / "migrated.sqlite3")
            with standing_on(settings_of(self.migrated)):
                call_command("migrate", verbosity=0, interactive=False)
        return self.migrated

    def copy_on_server(self, name):
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{self.template}"')
        return {**copy.deepcopy(connection.settings_dict), "NAME": name}

    def run(self, statement, on=None):
        """Run it outside the transaction that a test is in."""
        with contextlib.ExitStack() as stack:
            there = on or stack.enter_context(another_connection(connection.settings_dict))
            with there.cursor() as cursor:
                cursor.execute(statement)

    def remove(self):
        names = [made["NAME"] for made in self.made if made["ENGINE"] != ON_SQLITE["ENGINE"]]
        for name in [*names, *([self.template] if self.template else [])]:
            self.run(f'DROP DATABASE "{name}" WITH (FORCE)')


def settings_of(file):
    configured = {DEFAULT_DB_ALIAS: {**copy.deepcopy(ON_SQLITE), "NAME": str(file)}}
    return connections.configure_settings(configured)[DEFAULT_DB_ALIAS]


@contextlib.contextmanager
def another_connection(settings):
    there = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, DEFAULT_DB_ALIAS)
    try:
        yield there
    finally:
        there.close()


@contextlib.contextmanager
def standing_on(settings):
    """Let everything in this thread use another database, as if the program had begun on it."""
    usual = connections[DEFAULT_DB_ALIAS]
    with another_connection(settings) as there:
        connections[DEFAULT_DB_ALIAS] = there
        forget_what_was_read()
        try:
            yield there
        finally:
            connections[DEFAULT_DB_ALIAS] = usual
            forget_what_was_read()


def forget_what_was_read():
    from django.contrib.contenttypes.models import ContentType
    from django.core.cache import cache

    ContentType.objects.clear_cache()
    cache.clear()
    kept_positions.shelf.clear()


def environment_on(settings):
    """The environment of a program that begins on this database."""
    name = settings["NAME"]
    if "sqlite" in settings["ENGINE"]:
        address = f"sqlite:///{name}"
    else:
        address = urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))
    return {**os.environ, "DATABASE_URL": address, "PYTHONPATH": str(BASE_DIR)}
