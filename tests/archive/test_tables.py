"""What is taken along and what is not: no model, table or type is forgotten in silence."""

import re

import pytest
from django.apps import apps
from django.db import connection, models

from opcc.portal.archive.describing import schema_of
from opcc.portal.archive.tables import (
    LEFT_OUT,
    MADE_BY_MIGRATIONS,
    NAMED,
    SECRET_COLUMNS,
    SECRET_TABLES,
    TABLES_OF_NO_MODEL,
    tables,
)
from opcc.portal.archive.values import Column

EVERY = tables()
SECRET = re.compile(r"password|secret|digest|token|key|hash|salt")
NO_SECRETS = {
    "digest": "Of what everybody may read: a line, a pack, a timeline.",
    "previous_digest": "Of the line before.",
    "record_digest": "Of the last line.",
    "digests_of": "The day of a run's digests, which are mails.",
    "token": "Of a form, so that sending it twice says it once; it opens nothing.",
}
"""{column: why}, of columns whose names sound as if they held a secret, and that hold none."""


def test_every_model_is_taken_along_or_left_out_with_a_reason():
    models = {model._meta.label_lower for model in apps.get_models(include_auto_created=True)}

    assert {table.label for table in EVERY} | set(LEFT_OUT) == models
    assert {table.label for table in EVERY} & set(LEFT_OUT) == set()
    assert set(LEFT_OUT) == {
        "account.emailaddress",
        "account.emailconfirmation",
        "auth.permission",
        "contenttypes.contenttype",
        "office.sharedcount",
        "sessions.session",
        "usersessions.usersession",
    }
    assert all(why.endswith(".") for why in LEFT_OUT.values())


def test_no_table_of_the_database_is_without_a_model(db):
    found = set(connection.introspection.table_names())

    of_models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert found - of_models == set(TABLES_OF_NO_MODEL)


def test_migrations_make_rows_in_no_other_table(db):
    """Whoever adds a migration that makes rows adds its model to MADE_BY_MIGRATIONS."""
    with_rows = {table.label for table in EVERY if table.queryset.exists()}

    assert with_rows == set(MADE_BY_MIGRATIONS)


def test_every_table_can_be_written_in_order_and_exactly():
    keys = {type(table.model._meta.pk) for table in EVERY}
    types = {column.kind.name for table in EVERY for column in table.columns}

    assert keys == {models.AutoField, models.BigAutoField, models.UUIDField}
    assert "decimal number, as text" in types


def test_a_file_on_disk_is_refused_since_nothing_would_bring_it_along():
    column = Column(models.FileField(name="document"))

    with pytest.raises(LookupError, match="FileField"):
        _ = column.kind


def test_rows_point_to_rows_that_are_taken_along_or_named():
    labels = {each.label for each in EVERY}
    related = [c.field.related_model for t in EVERY for c in t.columns if c.field.is_relation]

    lost = [m for m in related if m._meta.label_lower not in labels and m not in NAMED]

    assert lost == []


def test_every_secret_is_known():
    """Whoever adds a column for one adds it to SECRET_COLUMNS, or its table to SECRET_TABLES."""
    sounding = {
        (table.label, column.name)
        for table in EVERY
        for column in table.columns
        if SECRET.search(column.name) and not column.field.primary_key
    }
    known = {(label, name) for label, columns in SECRET_COLUMNS.items() for name in columns}

    unknown = {pair for pair in sounding - known if pair[1] not in NO_SECRETS}

    assert unknown == set()
    assert set(SECRET_TABLES) <= {table.label for table in EVERY}


@pytest.mark.parametrize("label", SECRET_TABLES)
def test_nothing_points_to_a_table_of_secrets(label):
    pointing = [
        f"{table.label}.{column.name}"
        for table in EVERY
        if table.label not in SECRET_TABLES
        for column in table.columns
        if column.field.is_relation and column.field.related_model._meta.label_lower == label
        if column.name not in SECRET_COLUMNS.get(table.label, {})
    ]

    assert pointing == []


def test_the_schema_says_what_tables_and_columns_mean(db):
    schema = schema_of(EVERY)

    entry = schema["tables"]["plans.entry"]
    assert entry["meaning"] == "A line of the record."
    assert entry["table"] == "plans_entry"
    assert entry["columns"]["made_at"] == {
        "type": "moment in UTC",
        "meaning": "The moment that the line entered the record.",
    }
    assert entry["columns"]["activity_id"]["points to"] == "plans.activity"
    assert entry["columns"]["status"]["choices"]["off_track"] == "Off track"
    members = schema["tables"]["office.user_groups"]
    assert members["meaning"] == "Which rows belong together: user and group."
    versions = schema["tables"]["office.historicalpost"]["meaning"]
    assert versions.startswith("Each version of a row (post)")
    assert "plans.0002_record_is_append_only" in schema["migrations"]
