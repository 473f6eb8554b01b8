"""Rows that are never changed or deleted: the database refuses, in every table that is guarded, and
a check names each refusal that is gone."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from governance import packs
from governance.models import Action, Pack, PublicationDuty, Risk
from opcc.office.models import User
from plans.models import Activity
from plans.record.verifying import guards, unguarded
from plans.registers.models import Line
from tests.evidence.files import kept
from tests.factories import moment, voice
from tests.factories import said as said_of

DAY = dt.date(2020, 12, 12)

of_every_table = pytest.mark.parametrize("guard", guards, ids=lambda guard: guard.table)
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")


@pytest.fixture
def rows(things):
    """A row in every table that is guarded."""
    activity, user = Activity.objects.get(pk=things["activities"]), User.objects.earliest("pk")
    said_of(activity, on=DAY, files=[str(kept(activity, user).pk)])
    told = {"by": voice(), "at": moment(2020, 12, DAY.day)}
    said = {"words": "As planned.", "said_on": DAY, "token": uuid.uuid4(), **told}
    packs.open_to_public(Pack.objects.get(pk=things["packs"]), DAY, words="", **told)
    Action.objects.get().update(**said)
    Risk.objects.get().score("current", likelihood=3, impact=2, **said)
    PublicationDuty.objects.get().publish(covers_until=DAY, link="", **said)


def run(statement):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def contents(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} ORDER BY id")
        return cursor.fetchall()


def columns_of(table):
    with connection.cursor() as cursor:
        return [c.name for c in connection.introspection.get_table_description(cursor, table)]


@pytest.mark.parametrize(
    ("guard", "verb"),
    [
        pytest.param(guard, verb, id=f"{guard.table}-{verb}")
        for guard in guards
        for verb in guard.verbs
    ],
)
def test_the_database_refuses_to_change_or_delete_a_row(rows, guard, verb):
    statement = {"UPDATE": "UPDATE {} SET id = id", "DELETE": "DELETE FROM {}"}[verb]
    before = contents(guard.table)

    with pytest.raises(DatabaseError, match=guard.refusal), transaction.atomic():
        run(statement.format(guard.table))

    assert before
    assert contents(guard.table) == before


@on_postgresql
@of_every_table
def test_the_database_refuses_to_empty_a_table(rows, guard):
    before = contents(guard.table)

    with pytest.raises(DatabaseError, match=guard.refusal), transaction.atomic():
        run(f"TRUNCATE {guard.table} CASCADE")

    assert contents(guard.table) == before


@on_sqlite
@of_every_table
def test_a_row_cannot_be_replaced(rows, guard):
    columns, before = ", ".join(columns_of(guard.table)), contents(guard.table)

    with pytest.raises(IntegrityError, match="UNIQUE constraint failed"), transaction.atomic():
        run(f"INSERT OR REPLACE INTO {guard.table} ({columns}) SELECT * FROM {guard.table}")

    assert contents(guard.table) == before


@on_sqlite
@of_every_table
def test_every_column_by_which_a_row_could_be_replaced_is_guarded(rows, guard):
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, guard.table).values()

    unique = {tuple(sorted(each["columns"])) for each in constraints if each["unique"]}

    assert unique <= {tuple(sorted(columns)) for columns in guard.unique}


def test_only_files_that_no_line_names_may_go():
    assert {
        guard.table: guard.verbs for guard in guards if guard.verbs != ("UPDATE", "DELETE")
    } == {"plans_evidencefile": ("UPDATE",)}


@of_every_table
def test_every_trigger_of_a_new_database_stands(rows, guard):
    assert guard.missing(connection) == []


@of_every_table
def test_verify_record_names_each_trigger_that_is_gone(rows, guard, capsys):
    guard.drop(connection)
    with pytest.raises(SystemExit) as ended:
        call_command("verify_record")
    guard.create(connection)

    words = capsys.readouterr().out
    assert ended.value.code == 1
    for name in guard.wanted(connection):
        assert f"Trigger {name}: it is missing or switched off" in words
    assert unguarded() == []


def test_every_table_of_lines_is_guarded():
    lines = {model._meta.db_table for model in apps.get_models() if issubclass(model, Line)}

    assert lines
    assert lines - {guard.table for guard in guards} == set()
