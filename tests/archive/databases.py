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

from opcc.settings import BASE_DIR
from plans import kept_positions

ON_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "CONN_MAX_AGE": 0,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    },
}


class Databases:
    """Makes databases; all are gone once `remove` has run."""

    def __init__(self, folder):
        self.folder, self.made, self.migrated = folder, [], None
        self.kind = connection.vendor

    def empty(self, kind=None):
        """Return the settings of a new one, migrated, of this kind or of the tests' own."""
        kind = kind or self.kind
        name = f"archive_{os.getpid()}_{len(self.made)}"
        made = self.copy_file(name) if kind == "sqlite" else self.copy_on_server(name)
        self.made.append(made)
        return made

    def copy_file(self, name):
        settings = copy.deepcopy(ON_SQLITE)
        settings["NAME"] = str(self.folder / f"{name}.sqlite3")
        shutil.copy(self.migrated_file(), settings["NAME"])
        return connections.configure_settings({DEFAULT_DB_ALIAS: settings})[DEFAULT_DB_ALIAS]

    def migrated_file(self):
        """The tests' own database, which is empty between tests, or one that migrations make."""
        if self.migrated is None:
            self.migrated = str(self.folder / "migrated.sqlite3")
            if self.kind == "sqlite":
                with contextlib.closing(sqlite3.connect(self.migrated)) as into:
                    connection.ensure_connection()
                    connection.connection.backup(into)
            else:
                settings = {**ON_SQLITE, "NAME": self.migrated}
                with standing_on(connections.configure_settings({DEFAULT_DB_ALIAS: settings})):
                    call_command("migrate", verbosity=0, interactive=False)
        return self.migrated

    def copy_on_server(self, name):
        settings = copy.deepcopy(connection.settings_dict)
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{settings["NAME"]}"')
        settings["NAME"] = name
        return settings

    def run(self, statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)

    def remove(self):
        for settings in self.made:
            if "postgresql" in settings["ENGINE"]:
                self.run(f'DROP DATABASE "{settings["NAME"]}" WITH (FORCE)')


@contextlib.contextmanager
def standing_on(settings):
    """Let everything in this thread use another database, as if the program had begun on it."""
    settings = settings.get(DEFAULT_DB_ALIAS, settings)
    usual = connections[DEFAULT_DB_ALIAS]
    there = load_backend(settings["ENGINE"]).DatabaseWrapper(settings, DEFAULT_DB_ALIAS)
    connections[DEFAULT_DB_ALIAS] = there
    forget_what_was_read()
    try:
        yield there
    finally:
        there.close()
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
