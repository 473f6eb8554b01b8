"""Queries of the ORM that are composed once in a process, and then only asked.

Putting a query together from models costs three to five times what asking it does, and pages ask
the same ones for one key after another. What is kept is the text of the query and how its rows are
read; rows are never kept.
"""

import datetime as dt
from copy import copy
from functools import cache, cached_property, wraps
from types import SimpleNamespace

from django.db import connections
from django.db.models.query import ModelIterable
from django.db.transaction import TransactionManagementError

from .routing import reading_from

PLACES = {
    int: [2**62 - 1, 2**62 - 2],
    str: ["the first place of a composed query", "the second place of a composed query"],
    dt.datetime: [dt.datetime(9999, 12, day, 12, tzinfo=dt.UTC) for day in (31, 30)],
    dt.date: [dt.date(9999, 12, 31), dt.date(9999, 12, 30)],
}
"""Values that stand in a composed query for those that it is asked with; two of a kind at most."""

LARGEST = 2**63 - 1
"""No column holds a larger number, so that nothing is found by one."""


def composed_once(compose):
    """Decorate a function that returns a queryset; calling it returns the list of its rows.

    It is called once with values that stand for others, so it may not look at them: what decides
    how the query reads, such as who may see what, is decided before it is called. Its values are
    whole numbers, texts, days or aware moments, never None. A slice belongs into it, prefetching
    does not.
    """
    kept = {}

    @wraps(compose)
    def ask(*values):
        if any(isinstance(value, int) and value > LARGEST for value in values):
            return []
        places = take_places(values)
        rows = kept.get(key := tuple(map(kind_of, values)))
        if rows is None:
            rows = kept[key] = compose(*places)
        database = connections[rows.db]
        key = *key, database.vendor
        if key not in kept:
            kept[key] = Composed(rows, database)
        return kept[key].ask(dict(zip(places, values, strict=True)), database)

    return ask


def take_places(values):
    """The values that stand for these in a composed query."""
    left = {kind: iter(places) for kind, places in PLACES.items()}
    return [next(left[kind_of(value)]) for value in values]


def kind_of(value):
    """Which of PLACES has values like this one; a moment is a day too, so it is asked first."""
    return next(kind for kind in PLACES if isinstance(value, kind))


class Composed:
    """A queryset with the text of its query, as one kind of database is asked it."""

    def __init__(self, rows, database):
        self.rows = rows
        self.compiler = rows.query.get_compiler(connection=database)
        self.sql, self.params = self.compiler.as_sql()
        columns = [column for column, *_ in self.compiler.select[: self.compiler.col_count]]
        self.converters = self.compiler.get_converters(columns)

    @cached_property
    def is_of_models(self):
        return issubclass(self.rows._iterable_class, ModelIterable)

    def ask(self, values, database):
        """Return the rows. values: {what stands for it: value}."""
        if self.rows.query.select_for_update and database.get_autocommit():
            raise TransactionManagementError("A lock is for the time of a transaction.")
        asked = {
            adapted(place, database): adapted(value, database) for place, value in values.items()
        }
        params = tuple(asked.get(param, param) for param in self.params)
        compiler = copy(self.compiler)
        compiler.connection, compiler.as_sql = database, lambda: (self.sql, params)
        compiler.get_converters = lambda columns: self.converters
        if not self.is_of_models:
            return list(compiler.results_iter(tuple_expected=True))
        query = SimpleNamespace(get_compiler=lambda using: compiler)
        rows = SimpleNamespace(db=database.alias, query=query, _known_related_objects={})
        return list(ModelIterable(rows))


def is_prefetched(row, name):
    """Whether the rows under this one were loaded with it, so that asking for them is waste."""
    return name in getattr(row, "_prefetched_objects_cache", ())


def adapted(value, database):
    """The value as the database is told it."""
    if isinstance(value, dt.datetime):
        return database.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return database.ops.adapt_datefield_value(value)
    return str(value) if isinstance(value, str) else value


# --- Queries that are written out ----------------------------------------------------------------
def rows_of(sql, params, fields=(), *, database=None):
    """Return the rows of a query in SQL, as tuples.

    database: a connection; without it the one that this page reads from, so that all it shows is of
    one moment.

    fields: for the first columns in their order, the model's field that says how each is read, or
    None. SQLite keeps days, moments and truths as texts and numbers.
    """
    database = database or connections[reading_from()]
    with database.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchall()
    if converters := converters_of(tuple(fields), database.alias):
        rows = map(tuple, read_by(converters, rows, database))
    return list(rows)


@cache
def converters_of(fields, alias):
    """[(place, functions, what they are told of the column)] of the columns that have any."""
    ops = connections[alias].ops
    columns = [field and field.get_col(field.model._meta.db_table) for field in fields]
    found = [
        (
            place,
            [*ops.get_db_converters(column), *column.get_db_converters(connections[alias])],
            column,
        )
        for place, column in enumerate(columns)
        if column
    ]
    return [converter for converter in found if converter[1]]


def read_by(converters, rows, database):
    for row in map(list, rows):
        for place, functions, column in converters:
            for read in functions:
                row[place] = read(row[place], column, database)
        yield row
