"""What SQLite and PostgreSQL each do in their own way."""

from django.db import connection
from django.db.models import Max


def run(statement, parameters=()):
    """Run a statement; return the first value of its first row, or None."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        row = cursor.fetchone() if cursor.description else None
    return row[0] if row else None


def on_postgresql():
    return connection.vendor == "postgresql"


def engine():
    """Name the database and its release: "SQLite 3.40.1"."""
    version = ".".join(map(str, connection.get_database_version()))
    return f"{connection.display_name} {version}"


def patiently():
    """Let no query of this transaction end because it takes long."""
    if on_postgresql():
        run("SET LOCAL statement_timeout = 0")


def lock(tables):
    """Keep every writer away until the transaction ends. SQLite's has done so by beginning."""
    if on_postgresql():
        names = ", ".join(connection.ops.quote_name(table.name) for table in tables)
        run(f"LOCK TABLE {names} IN EXCLUSIVE MODE")


def gather_statistics():
    """Let PostgreSQL know what it holds now, or it takes the longest way to everything."""
    if on_postgresql():
        run("ANALYZE")


# --- Counters -----------------------------------------------------------------------------------
def last_key(table):
    """The highest key that the table ever gave, or 0: keys of deleted rows are not given again."""
    if table.counter is None:
        return 0
    highest = table.queryset.aggregate(highest=Max("pk"))["highest"] or 0
    return max(highest, counted(table) or 0)


def counted(table):
    if on_postgresql():
        return run("SELECT pg_sequence_last_value(%s::regclass)", [sequence_of(table)])
    return run("SELECT seq FROM sqlite_sequence WHERE name = %s", [table.name])


def count_on(table, last):
    """Let the table give the key after `last` next. Not undone if the transaction is."""
    if on_postgresql():
        run("SELECT setval(%s, %s, %s)", [sequence_of(table), max(last, 1), last > 0])
        return
    run("DELETE FROM sqlite_sequence WHERE name = %s", [table.name])
    if last:
        run("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table.name, last])


def sequence_of(table):
    name = connection.ops.quote_name(table.name)
    return run("SELECT pg_get_serial_sequence(%s, %s)", [name, table.counter])
