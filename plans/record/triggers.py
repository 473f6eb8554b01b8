"""The refusals that stand in the database itself, whoever asks."""

TABLE = "plans_entry"
REFUSAL = "The record is append-only. Add a line that corrects; never change one."

UNIQUE = (("id",), ("digest",), ("token",), ("plan_id", "number"), ("activity_id", "version"))
"""What SQLite's INSERT OR REPLACE would take to be the line to replace, asking no trigger."""


def refuse_a_second(columns):
    """SQL that aborts, in SQLite's own words, where a line like the new one in these stands."""
    same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
    names = ", ".join(f"{TABLE}.{column}" for column in columns)
    refusal = f"RAISE(ABORT, 'UNIQUE constraint failed: {names}')"
    return f"SELECT {refusal} WHERE EXISTS (SELECT 1 FROM {TABLE} WHERE {same});"


SQLITE = {
    f"{TABLE}_refuses_{verb.lower()}": f"""
        CREATE TRIGGER {TABLE}_refuses_{verb.lower()} BEFORE {verb} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """
    for verb in ("UPDATE", "DELETE")
} | {
    f"{TABLE}_refuses_replacement": f"""
        CREATE TRIGGER {TABLE}_refuses_replacement BEFORE INSERT ON {TABLE}
        BEGIN {" ".join(refuse_a_second(columns) for columns in UNIQUE)} END
    """
}

BODY = f"BEGIN RAISE EXCEPTION '{REFUSAL}'; END"
POSTGRESQL_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    {BODY} $$
"""
POSTGRESQL = {
    f"{TABLE}_refuses_change": f"""
        CREATE TRIGGER {TABLE}_refuses_change BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()
    """,
    f"{TABLE}_refuses_truncate": f"""
        CREATE TRIGGER {TABLE}_refuses_truncate BEFORE TRUNCATE ON {TABLE}
        FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()
    """,
}

BEFORE, ROW, DELETE, UPDATE, TRUNCATE = 2, 1, 8, 16, 32
POSTGRESQL_TYPES = {
    f"{TABLE}_refuses_change": BEFORE | ROW | DELETE | UPDATE,
    f"{TABLE}_refuses_truncate": BEFORE | TRUNCATE,
}
"""When each fires, as PostgreSQL keeps it (pg_trigger.tgtype)."""

STANDING_ON_POSTGRESQL = """
    SELECT tgname, tgtype, prosrc
    FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
    JOIN pg_language ON pg_language.oid = prolang
    WHERE tgrelid = %s::regclass AND tgenabled IN ('O', 'A')
    AND tgqual IS NULL AND cardinality(tgattr::int2[]) = 0 AND lanname = 'plpgsql'
"""


def create(connection):
    """Make the triggers on the database that `connection` reaches."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        for statement in wanted(connection).values():
            cursor.execute(statement)


def drop(connection):
    """Take the triggers away: for a migration backwards, and for tests that force a change."""
    on_table = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in wanted(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def missing(connection):
    """Return the names of triggers that should refuse changes and do not.

    One that stands on another table, is switched off, fires at other times or does something
    else is as good as missing.
    """
    find = found_on_postgresql if connection.vendor == "postgresql" else found_on_sqlite
    with connection.cursor() as cursor:
        found = find(cursor)
    return sorted(set(wanted(connection)) - found)


def found_on_postgresql(cursor):
    cursor.execute(STANDING_ON_POSTGRESQL, [TABLE])
    return {
        name
        for name, fires, body in cursor.fetchall()
        if POSTGRESQL_TYPES.get(name) == fires and plain(body) == plain(BODY)
    }


def found_on_sqlite(cursor):
    cursor.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE]
    )
    return {name for name, sql in cursor.fetchall() if plain(sql) == plain(SQLITE.get(name, ""))}


def plain(statement):
    """A statement without what spaces and line ends make of it."""
    return " ".join(statement.split())


def wanted(connection):
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE
