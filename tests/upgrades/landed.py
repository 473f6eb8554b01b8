"""The release that landed last: its models as migrations know them, and rows to fill them with."""

import json
import tarfile
from functools import cache

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.loader import MigrationLoader

from opcc.portal.archive.tables import MADE_BY_MIGRATIONS, Table
from opcc.portal.archive.values import read_json
from tests.upgrades.landing import LANDED, ROWS

OURS = ("commissioning", "governance", "office", "plans")


@cache
def facts():
    """{"migrations": {app: its newest}, "contractions": {app.name: {operation: why it may}}}"""
    return json.loads(LANDED.read_text())


def targets():
    return sorted(facts()["migrations"].items())


@cache
def landed_keys():
    """{(app, name)} of every migration that landed."""
    graph = MigrationLoader(None).graph
    return frozenset(key for target in targets() for key in graph.forwards_plan(target))


@cache
def new_migrations():
    """The migrations of our apps since then, in the order in which they are applied."""
    loader = MigrationLoader(None)
    plan = [key for leaf in loader.graph.leaf_nodes() for key in loader.graph.forwards_plan(leaf)]
    new = [key for key in dict.fromkeys(plan) if key not in landed_keys() and key[0] in OURS]
    return tuple(loader.graph.nodes[key] for key in new)


@cache
def old_models():
    """{label: model} as the release that landed knows its tables, and no newer column."""
    apps = MigrationLoader(None).project_state(targets()).apps
    return {model._meta.label_lower: model for model in apps.get_models(include_auto_created=True)}


def migrate(*target):
    call_command("migrate", *target, verbosity=0, interactive=False)


def go_to_what_landed():
    for target in targets():
        migrate(*target)


def go_back_to_what_landed():
    """Take back what our apps have since then; packages' own tables stay."""
    for app, name in targets():
        if app in OURS:
            migrate(app, name)


def fill_as_the_old_release(folder):
    """Write the rows of the archive in `folder` as the old program would: its columns alone."""
    with tarfile.open(ROWS) as tar:
        tar.extractall(folder, filter="data")
    with transaction.atomic():
        for label in MADE_BY_MIGRATIONS:
            models.QuerySet(old_models()[label])._raw_delete("default")
        for file in sorted((folder / "landed" / "tables").iterdir()):
            write_rows(Table(old_models()[file.stem]), file)
        connection.check_constraints()
    count_on()


def write_rows(table, file):
    rows = [
        [column.prepare(column.read(values[column.name]), connection) for column in table.columns]
        for values in map(read_json, file.read_bytes().splitlines())
    ]
    quote = connection.ops.quote_name
    names = ", ".join(quote(column.field.column) for column in table.columns)
    places = ", ".join(["%s"] * len(table.columns))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(table.name)} ({names}) VALUES ({places})", rows)


def count_on():
    """Let PostgreSQL give the keys after those that were written."""
    for statement in connection.ops.sequence_reset_sql(no_style(), list(old_models().values())):
        with connection.cursor() as cursor:
            cursor.execute(statement)


def counts():
    """{label: rows} of the tables of the old release, as it counts them."""
    return {
        label: models.QuerySet(model).count()
        for label, model in sorted(old_models().items())
        if model._meta.managed
    }


def rows_as_the_old_release_reads_them():
    """Every row of its tables, in its columns alone."""
    return {
        label: [dict(zip(row.keys(), map(str, row.values()), strict=True)) for row in rows]
        for label, rows in (
            (label, models.QuerySet(model).order_by("pk").values())
            for label, model in sorted(old_models().items())
        )
    }
