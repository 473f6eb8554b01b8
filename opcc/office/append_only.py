"""Tables whose rows are never changed or deleted: the refusals stand in the database itself."""

from dataclasses import dataclass
from functools import cached_property

from django.db import migrations

BEFORE, ROW, DELETE, UPDATE, TRUNCATE = 2, 1, 8, 16, 32
BITS = {"UPDATE": UPDATE, "DELETE": DELETE}
STANDING_ON_POSTGRESQL = """
    SELECT tgname, tgtype, prosrc
    FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
    JOIN pg_language ON pg_language.oid = prolang
    WHERE tgrelid = %s::regclass AND tgenabled IN ('O', 'A')
    AND tgqual IS NULL AND cardinality(tgattr::int2[]) = 0 AND lanname = 'plpgsql'
"""


@dataclass(frozen=True)
class AppendOnly:
    """The triggers that guard one table, on SQLite and on PostgreSQL.

    refusal: what the database says to whoever tries. unique: ((column, ...), ...), what SQLite's
    INSERT OR REPLACE would take to be the row to replace, asking no trigger. verbs: what is refused
    of a row; a table whose rows may go, and never change, refuses UPDATE alone.
    """

    table: str
    refusal: str
    unique: tuple = (("id",),)
    verbs: tuple = ("UPDATE", "DELETE")

    @cached_property
    def sqlite(self):
        """{name: statement}"""
        table = self.table
        changing = {
            f"{table}_refuses_{verb.lower()}": f"""
                CREATE TRIGGER {table}_refuses_{verb.lower()} BEFORE {verb} ON {table}
                BEGIN SELECT RAISE(ABORT, '{self.refusal}'); END
            """
            for verb in self.verbs
        }
        refusals = " ".join(self.refuse_a_second(columns) for columns in self.unique)
        replacing = f"""
            CREATE TRIGGER {table}_refuses_replacement BEFORE INSERT ON {table}
            BEGIN {refusals} END
        """
        return changing | {f"{table}_refuses_replacement": replacing}

    def refuse_a_second(self, columns):
        """SQL that aborts, in SQLite's own words, where a row like the new one in these stands."""
        same = " AND ".join(f"{column} = NEW.{column}" for column in columns)
        names = ", ".join(f"{self.table}.{column}" for column in columns)
        refusal = f"RAISE(ABORT, 'UNIQUE constraint failed: {names}')"
        return f"SELECT {refusal} WHERE EXISTS (SELECT 1 FROM {self.table} WHERE {same});"

    @property
    def body(self):
        return f"BEGIN RAISE EXCEPTION '{self.refusal}'; END"

    @property
    def postgresql_function(self):
        return f"""
            CREATE OR REPLACE FUNCTION {self.table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
            {self.body} $$
        """

    @cached_property
    def postgresql(self):
        """{name: statement}"""
        table = self.table
        return {
            f"{table}_refuses_change": f"""
                CREATE TRIGGER {table}_refuses_change BEFORE {" OR ".join(self.verbs)} ON {table}
                FOR EACH ROW EXECUTE FUNCTION {table}_refuse()
            """,
            f"{table}_refuses_truncate": f"""
                CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()
            """,
        }

    @property
    def fires(self):
        """{name: when it fires, as PostgreSQL keeps it (pg_trigger.tgtype)}"""
        return {
            f"{self.table}_refuses_change": BEFORE | ROW | sum(map(BITS.get, self.verbs)),
            f"{self.table}_refuses_truncate": BEFORE | TRUNCATE,
        }

    def wanted(self, connection):
        return self.postgresql if connection.vendor == "postgresql" else self.sqlite

    def create(self, connection):
        """Make the triggers on the database that `connection` reaches."""
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(self.postgresql_function)
            for statement in self.wanted(connection).values():
                cursor.execute(statement)

    def drop(self, connection):
        """Take them away: for a migration backwards, and for tests that force a change."""
        on_table = f" ON {self.table}" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            for name in self.wanted(connection):
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")

    def missing(self, connection):
        """Return the names of triggers that should refuse changes and do not.

        One that stands on another table, is switched off, fires at other times or does something
        else is as good as missing.
        """
        on_postgresql = connection.vendor == "postgresql"
        with connection.cursor() as cursor:
            found = (self.found_on_postgresql if on_postgresql else self.found_on_sqlite)(cursor)
        return sorted(set(self.wanted(connection)) - found)

    def found_on_postgresql(self, cursor):
        cursor.execute(STANDING_ON_POSTGRESQL, [self.table])
        return {
            name
            for name, fires, body in cursor.fetchall()
            if self.fires.get(name) == fires and plain(body) == plain(self.body)
        }

    def found_on_sqlite(self, cursor):
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s",
            [self.table],
        )
        return {
            name
            for name, sql in cursor.fetchall()
            if plain(sql) == plain(self.sqlite.get(name, ""))
        }

    def operation(self):
        """The migration's operation that makes the triggers, and takes them away backwards."""

        def guard(apps, schema_editor):
            self.create(schema_editor.connection)

        def unguard(apps, schema_editor):
            self.drop(schema_editor.connection)

        return migrations.RunPython(guard, unguard)


def plain(statement):
    """A statement without what spaces and line ends make of it."""
    return " ".join(statement.split())
