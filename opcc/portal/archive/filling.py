"""The way in: one transaction, rows as they are, no signal and no save() of a model.

Foreign keys are checked at the end of the transaction on both databases, so rows that point to
each other come in any order, and append-only tables see nothing but new rows.
"""

import re

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections, transaction
from django.db.models import Exists, OuterRef, QuerySet

from opcc.office.models import Office

from . import Refused
from .engines import count_on, gather_statistics, lock, on_postgresql, patiently
from .evidence import bring_files_in
from .fitting import refuse_a_database_in_use, refuse_what_does_not_fit
from .proving import prove
from .reading import Archive
from .tables import MADE_BY_MIGRATIONS, tables

ROWS_AT_ONCE = 1_000
BYTES_AT_ONCE = 4 * 2**20
UNKEEPABLE = re.compile(r"[\x00\ud800-\udfff]")
"""A NUL, or half of a surrogate pair: JSON has escapes for them, PostgreSQL's texts cannot."""

REFUSALS = (DatabaseError, ValueError, OverflowError, RecursionError)
"""What a database and its driver say to a value that they do not take."""


def bring_in(place, *, with_known_findings=False, tell):
    """Fill this empty, migrated database from the archive at `place`.

    Return the Archive, and what verify_record finds in the record that came in.
    with_known_findings: whether a record may come in with those that the archive names. `tell` is
    called with a line for each table. All of it or nothing: raises Refused, and the database is as
    empty as before. Files of evidence that were copied by then go as all do that nothing names.
    """
    archive, every = Archive(place), tables()
    refuse_what_does_not_fit(archive, every)
    archive.check_digests(tell)
    with transaction.atomic():
        patiently()
        lock(every)
        refuse_a_database_in_use(every)
        fill(archive, every, tell)
        bring_files_in(archive, tell)
        findings = prove(archive, every, tell, with_known_findings)
    Office.objects.forget()
    return archive, findings


def fill(archive, every, tell):
    for table in every:
        if table.label in MADE_BY_MIGRATIONS:
            table.queryset._raw_delete(DEFAULT_DB_ALIAS)
    for table in every:
        rows = fill_table(archive, table)
        tell(f"  {table.label}: {rows:,} {'row' if rows == 1 else 'rows'}")
    gather_statistics()
    for table in every:
        refuse_what_points_to_nothing(archive, table)
    connection.check_constraints()
    for table in every:
        if table.counter:
            count_on(table, archive.contents[table.label]["last_key"])


def fill_table(archive, table):
    incoming, count = Incoming(archive, table), 0
    for number, length, values in archive.rows(table):
        incoming.add(number, length, values)
        count = number
    incoming.send()
    return count


class Incoming:
    """Rows on their way into a table, many at a time."""

    def __init__(self, archive, table):
        self.archive, self.table, self.columns = archive, table, table.columns
        self.database = connections[DEFAULT_DB_ALIAS]
        quote = self.database.ops.quote_name
        names = ", ".join(quote(column.field.column) for column in self.columns)
        self.target = f"{quote(table.name)} ({names})"
        self.numbers, self.waiting, self.bytes = [], [], 0

    def add(self, number, length, values):
        self.numbers.append(number)
        self.waiting.append(self.prepared(number, values))
        self.bytes += length
        if len(self.waiting) >= ROWS_AT_ONCE or self.bytes >= BYTES_AT_ONCE:
            self.send()

    def prepared(self, number, values):
        try:
            pairs = zip(self.columns, values, strict=True)
            return [column.prepare(value, self.database) for column, value in pairs]
        except REFUSALS as error:
            raise self.refusal(number, error) from error

    def send(self):
        """Write the rows that wait. COPY takes a quarter of the time that INSERT does."""
        write = self.copy if on_postgresql() else self.insert
        try:
            write(self.waiting)
        except REFUSALS:
            self.insert_singly()
            raise
        self.numbers, self.waiting, self.bytes = [], [], 0

    def copy(self, rows):
        with (
            transaction.atomic(),
            self.database.cursor() as cursor,
            self.database.wrap_database_errors,
            cursor.copy(f"COPY {self.target} FROM STDIN") as into,
        ):
            for row in rows:
                into.write_row(row)

    def insert(self, rows):
        values = ", ".join(["%s"] * len(self.columns))
        with transaction.atomic(), self.database.cursor() as cursor:
            cursor.executemany(f"INSERT INTO {self.target} VALUES ({values})", rows)

    def insert_singly(self):
        """Learn which of the rows is refused."""
        for number, row in zip(self.numbers, self.waiting, strict=True):
            try:
                self.insert([row])
            except REFUSALS as error:
                raise self.refusal(number, error) from error

    def refusal(self, number, error):
        words = self.what_no_text_can_hold(number) or " ".join(str(error).split()).rstrip(".")
        return Refused(f"{self.table.file}, line {number}: the database refuses it: {words}.")

    def what_no_text_can_hold(self, number):
        """Name the column with a character that PostgreSQL keeps in no text, if there is one."""
        rows = self.archive.rows(self.table)
        values = next(values for at, _, values in rows if at == number)
        for column, value in zip(self.columns, values, strict=True):
            if any(map(UNKEEPABLE.search, texts_in(value))):
                return f"its {column.name} holds a NUL or half a character (a lone surrogate)"
        return ""


def texts_in(value):
    """Yield every text in a value as JSON gives it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for part in [*value, *(value.values() if isinstance(value, dict) else ())]:
            yield from texts_in(part)


def refuse_what_points_to_nothing(archive, table):
    """Raise Refused for the first row with a foreign key to a row that is not there."""
    for column in table.columns:
        field = column.field
        if field.is_relation and field.db_constraint:
            there = QuerySet(field.related_model).filter(
                **{field.target_field.attname: OuterRef(column.name)}
            )
            lost = table.queryset.exclude(**{column.name: None}).filter(~Exists(there))
            for key, to in lost.values_list("pk", column.name)[:1]:
                raise Refused(
                    f"{table.file}{line_of(archive, table, key)}: its {column.name} is {to}, and "
                    f"{field.related_model._meta.label_lower} has no such row."
                )


def line_of(archive, table, key):
    for number, _, values in archive.rows(table):
        if values[table.key_at] == key:
            return f", line {number}"
    return ""
