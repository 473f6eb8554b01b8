"""The refusals that stand in the database itself, whoever asks."""

TABLE = "plans_entry"
REFUSAL = "The record is append-only. Add a line that corrects; never change one."

SQLITE = {
    f"{TABLE}_refuses_{verb.lower()}": f"""
        CREATE TRIGGER {TABLE}_refuses_{verb.lower()} BEFORE {verb} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """
    for verb in ("UPDATE", "DELETE")
}

POSTGRESQL_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
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
    """Return the names of triggers that should stand and do not, or are switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled <> 'D'",
                [TABLE],
            )
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        present = {row[0] for row in cursor.fetchall()}
    return sorted(set(wanted(connection)) - present)


def wanted(connection):
    return POSTGRESQL if connection.vendor == "postgresql" else SQLITE
