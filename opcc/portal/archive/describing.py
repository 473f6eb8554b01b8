"""What an archive says about itself: its tables and columns in words, and how the record ends."""

import inspect
import io

from django.core.management import call_command
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor

from governance.models import Pack
from plans.models import DeliveryPlan

from . import Refused


# --- Tables and columns -------------------------------------------------------------------------
def schema_of(tables):
    """Return schema.json: for each table its columns, with type, relation and meaning."""
    return {
        "migrations": migrations_of({table.model._meta.app_label for table in tables}),
        "tables": {table.label: described(table) for table in tables},
    }


def described(table):
    meta = table.model._meta
    return {
        "name": str(meta.verbose_name),
        "meaning": meaning_of(table.model),
        "table": table.name,
        "columns": {column.name: described_column(column) for column in table.columns},
    }


def meaning_of(model):
    """The first sentences of what the model says of itself."""
    meta = model._meta
    if meta.auto_created:
        ends = [
            field.related_model._meta.verbose_name for field in meta.fields if field.is_relation
        ]
        return f"Which rows belong together: {' and '.join(map(str, ends))}."
    if hasattr(model, "history_object"):
        of = model.instance_type._meta.verbose_name
        return f"Each version of a row ({of}) as a form saved it. No row of it is ever changed."
    words = inspect.cleandoc(model.__doc__ or "").partition("\n\n")[0]
    return "" if words.startswith(f"{model.__name__}(") else " ".join(words.split())


def described_column(column):
    """What is true of a column, without what is not: null, key, unique, longest, choices."""
    field = column.field
    facts = shape_of(column)
    if field.choices:
        facts["choices"] = {str(value): str(label) for value, label in field.flatchoices}
    facts["meaning"] = str(field.help_text or field.verbose_name)
    return facts


def shape_of(column):
    """What must be the same for the rows to fit."""
    field = column.field
    facts = {"type": column.kind.name}
    facts |= {"null": True} if field.null else {}
    facts |= {"key": True} if field.primary_key else {}
    facts |= {"unique": True} if field.unique and not field.primary_key else {}
    if field.is_relation:
        facts["points to"] = field.related_model._meta.label_lower
    if isinstance(field, models.DecimalField):
        facts["decimals"], facts["digits"] = field.decimal_places, field.max_digits
    elif field.max_length:
        facts["longest"] = field.max_length
    return facts


# --- Migrations ---------------------------------------------------------------------------------
def migrations_of(apps):
    """["app.name", …] of the migrations applied to these apps, in order of their names.

    Raises Refused where one is waiting: the tables are not yet what the program takes them for.
    """
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if waiting:
        migration = waiting[0][0]
        raise Refused(
            f"This database waits for migrations, {migration.app_label}.{migration.name} first. "
            "Run `python manage.py migrate`, then this command again."
        )
    applied = executor.loader.applied_migrations
    return sorted(f"{app}.{name}" for app, name in applied if app in apps)


# --- The record ---------------------------------------------------------------------------------
def ends_of_records():
    """How the record of each plan ends, and the SHA-256 of each pack."""
    plans = DeliveryPlan.objects.order_by("pk")
    packs = Pack.objects.order_by("pk").values_list("pk", "digest")
    ends = plans.values_list("pk", "title", "record_length", "record_digest")
    return {
        "plans": [
            {"key": key, "title": title, "lines": length, "digest": digest}
            for key, title, length, digest in ends
        ],
        "packs": [{"key": key, "digest": digest} for key, digest in packs],
    }


def verification(**options):
    """Run `verify_record`; return whether nothing was wrong, and the lines that it said."""
    said = io.StringIO()
    try:
        call_command("verify_record", stdout=said, **options)
    except SystemExit:
        return {"passed": False, "said": said.getvalue().splitlines()}
    return {"passed": True, "said": said.getvalue().splitlines()}
