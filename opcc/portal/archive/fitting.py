"""Whether an archive and this database can go together. Nothing is written here."""

from . import Refused
from .describing import migrations_of, shape_of
from .tables import MADE_BY_MIGRATIONS


def refuse_what_does_not_fit(archive, tables):
    """Raise Refused where the archive's migrations, tables or columns are not the program's."""
    refuse_other_migrations(archive, tables)
    described = archive.schema.get("tables")
    labels = {table.label for table in tables}
    if type(described) is not dict or set(described) != set(archive.contents):
        raise Refused("schema.json and manifest.json name different tables.")
    if unknown := sorted(set(described) - labels):
        raise Refused(f"The archive has a table that this program does not: {unknown[0]}.")
    if missing := sorted(labels - set(described)):
        raise Refused(f"The archive lacks a table that this program has: {missing[0]}.")
    for table in tables:
        refuse_other_columns(table, described[table.label])


def refuse_other_migrations(archive, tables):
    here = set(migrations_of({table.model._meta.app_label for table in tables}))
    there = archive.schema.get("migrations")
    if type(there) is not list or not all(type(name) is str for name in there):
        raise Refused("schema.json does not list the migrations that made its tables.")
    if newer := sorted(set(there) - here):
        raise Refused(
            f"The archive is of a newer release: this program does not know the migration "
            f"{newer[0]}. Install the release that made it here, and begin again."
        )
    if older := sorted(here - set(there)):
        raise Refused(
            f"The archive is of an older release, from before the migration {older[0]}. Install "
            "that release, bring the archive in with it, and upgrade to this one afterwards."
        )


def refuse_other_columns(table, described):
    columns = described.get("columns") if type(described) is dict else None
    if type(columns) is not dict:
        raise Refused(f"schema.json does not list the columns of {table.label}.")
    names = {column.name for column in table.columns}
    if odd := sorted(set(columns) ^ names):
        where = (
            "the archive has and this program does not"
            if odd[0] in columns
            else ("this program has and the archive does not")
        )
        raise Refused(f"{table.label} has a column that {where}: {odd[0]}.")
    for column in table.columns:
        said = {name: value for name, value in columns[column.name].items() if name in SHAPE}
        if said != shape_of(column):
            raise Refused(f"{table.label}: the archive's column {column.name} is of another type.")


SHAPE = {"type", "null", "key", "unique", "points to", "decimals", "digits", "longest"}


def refuse_a_database_in_use(tables):
    """Raise Refused where any table has rows, but for those that migrations make."""
    held = [
        (table, count)
        for table in tables
        if table.label not in MADE_BY_MIGRATIONS and (count := table.queryset.count())
    ]
    if held:
        words = ", ".join(f"{table.label} ({count:,})" for table, count in held[:5])
        more = f" and {len(held) - 5} more tables" if len(held) > 5 else ""
        raise Refused(
            f"This database holds data of its own: {words}{more}. Point DATABASE_URL to an empty "
            "database, run `python manage.py migrate` and nothing else, then this command again."
        )
