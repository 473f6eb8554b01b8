"""Migrations: none is missing, and each can be taken back and applied again."""

import copy
import os

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import connection, connections

from plans.record import triggers

OURS = ("commissioning", "governance", "plans", "office")


@pytest.fixture
def scratch(tmp_path, django_db_blocker):
    """The alias of an empty database of the same kind as the tests' own, gone afterwards."""
    database = copy.deepcopy(connection.settings_dict)
    with django_db_blocker.unblock():
        connection.close()
        make, remove = SCRATCH[connection.vendor](database, tmp_path)
        make()
        connections.settings["scratch"] = database
        yield "scratch"
        connections["scratch"].close()
        del connections["scratch"], connections.settings["scratch"]
        remove()
        connection.close()


def scratch_file(database, folder):
    database["NAME"] = str(folder / "scratch.sqlite3")
    return lambda: None, lambda: None


def scratch_on_server(database, folder):
    """Settings name the server's own database outside tests, and that one may make others."""
    database["NAME"] = name = f"scratch_{os.getpid()}"

    def run(statement):
        with connections["default"].cursor() as cursor:
            cursor.execute(f'{statement} "{name}"')

    return lambda: run("CREATE DATABASE"), lambda: run("DROP DATABASE")


SCRATCH = {"sqlite": scratch_file, "postgresql": scratch_on_server}


def migrate(alias, *target):
    call_command("migrate", *target, database=alias, verbosity=0, interactive=False)


def our_tables(alias):
    names = connections[alias].introspection.table_names()
    return [name for name in names if name.startswith(tuple(f"{app}_" for app in OURS))]


def our_triggers(alias):
    sql = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[connections[alias].vendor]
    with connections[alias].cursor() as cursor:
        cursor.execute(sql)
        return [name for (name,) in cursor.fetchall()]


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_migrations_go_back_to_nothing_and_forwards_again(scratch):
    migrate(scratch)
    made = our_tables(scratch)
    migrate(scratch, "plans", "zero")
    migrate(scratch, "office", "zero")
    left, left_triggers = our_tables(scratch), our_triggers(scratch)
    migrate(scratch)

    assert "plans_entry" in made
    assert (left, left_triggers) == ([], [])
    assert our_tables(scratch) == made
    assert triggers.missing(connections[scratch]) == []
    names = Group.objects.using(scratch).order_by("name").values_list("name", flat=True)
    assert list(names) == ["Administrators", "Panel", "Staff"]
