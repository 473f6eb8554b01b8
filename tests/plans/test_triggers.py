"""The database's own refusals, and that a check notices when one of them no longer refuses."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction

from plans.models import Entry
from plans.record import triggers
from tests.factories import said

on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="about SQLite")
on_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL")


def run(*statements):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in statements:
            cursor.execute(statement)


@on_sqlite
@pytest.mark.parametrize(
    "other",
    [
        {"number": 90, "version": 90, "digest": "'x'", "token": "NULL"},
        {"id": 900, "number": 90, "version": 90, "token": "NULL"},
        {"id": 900, "version": 90, "digest": "'x'", "token": "NULL"},
        {"id": 900, "number": 90, "digest": "'x'", "token": "NULL"},
        {"id": 900, "number": 90, "version": 90, "digest": "'x'"},
    ],
    ids=["key", "digest", "number in the plan", "version in the activity", "token"],
)
def test_a_line_cannot_be_replaced_by_one_that_shares(activity, other):
    token = "0123456789abcdef0123456789abcdef"
    said(activity, "on_track", on=dt.date(2020, 5, 4), token=token)
    columns = [field.column for field in Entry._meta.fields]
    values = {column: column for column in columns} | {"narrative": "'Better words.'"} | other
    chosen = ", ".join(str(values[column]) for column in columns)

    with pytest.raises(IntegrityError, match="UNIQUE constraint failed"), transaction.atomic():
        run(
            f"INSERT OR REPLACE INTO plans_entry ({', '.join(columns)}) "
            f"SELECT {chosen} FROM plans_entry WHERE number = 2"
        )

    assert Entry.objects.get(number=2).narrative == "Work goes on as planned."


def test_the_triggers_of_a_new_database_all_stand(db):
    assert triggers.missing(connection) == []


@on_sqlite
def test_a_trigger_of_the_right_name_on_another_table_is_missing(db):
    run(
        "DROP TRIGGER plans_entry_refuses_delete",
        """CREATE TRIGGER plans_entry_refuses_delete BEFORE DELETE ON plans_draft
        BEGIN SELECT RAISE(ABORT, 'No.'); END""",
    )

    assert triggers.missing(connection) == ["plans_entry_refuses_delete"]


@on_sqlite
def test_a_trigger_that_does_nothing_is_missing(db):
    run(
        "DROP TRIGGER plans_entry_refuses_update",
        "CREATE TRIGGER plans_entry_refuses_update BEFORE UPDATE ON plans_entry "
        "BEGIN SELECT 1; END",
    )

    assert triggers.missing(connection) == ["plans_entry_refuses_update"]


@on_postgresql
@pytest.mark.parametrize("way", ["DISABLE TRIGGER", "ENABLE REPLICA TRIGGER"])
def test_a_trigger_that_does_not_fire_is_missing(db, way):
    run(f"ALTER TABLE plans_entry {way} plans_entry_refuses_change")

    assert triggers.missing(connection) == ["plans_entry_refuses_change"]


@on_postgresql
@pytest.mark.parametrize(
    "trigger",
    [
        "BEFORE UPDATE OR DELETE ON plans_draft FOR EACH ROW",
        "AFTER UPDATE OR DELETE ON plans_entry FOR EACH ROW",
        "BEFORE UPDATE ON plans_entry FOR EACH ROW",
        "BEFORE UPDATE OF narrative OR DELETE ON plans_entry FOR EACH ROW",
        "BEFORE UPDATE OR DELETE ON plans_entry FOR EACH ROW WHEN (false)",
    ],
)
def test_a_trigger_of_the_right_name_that_fires_elsewhere_is_missing(db, trigger):
    run(
        "DROP TRIGGER plans_entry_refuses_change ON plans_entry",
        f"CREATE TRIGGER plans_entry_refuses_change {trigger} "
        "EXECUTE FUNCTION plans_entry_refuse()",
    )

    assert triggers.missing(connection) == ["plans_entry_refuses_change"]


@on_postgresql
def test_triggers_whose_function_does_nothing_are_missing(db):
    run(
        """CREATE OR REPLACE FUNCTION plans_entry_refuse() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RETURN NEW; END $$"""
    )

    assert triggers.missing(connection) == sorted(triggers.POSTGRESQL)
