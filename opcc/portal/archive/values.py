"""A row as one line of JSON, and back, so exactly that both databases write the same bytes.

Names come in the model's order and names within JSON columns in the alphabet's, because
PostgreSQL does not keep theirs. Moments are in UTC with microseconds, amounts are texts.
"""

import datetime as dt
import decimal
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from django.db import models

MICROSECOND = dt.timedelta(microseconds=1)


class Kind(NamedTuple):
    """How values of a type are written.

    name: as schema.json calls it. words: what is expected, for whoever reads a refusal.
    encode: value -> JSON. decode: what JSON gave -> value, ValueError where it is something else.
    """

    name: str
    words: str
    encode: Callable[[Any], str]
    decode: Callable[[Any], Any]


def exactly(kind):
    """Return a decoder that takes this type alone; true and false are no numbers."""

    def decode(value):
        if type(value) is not kind:
            raise ValueError
        return value

    return decode


def from_text(parse):
    """Return a decoder of texts."""

    def decode(value):
        if type(value) is not str:
            raise ValueError
        return parse(value)

    return decode


def quoted(write):
    return lambda value: f'"{write(value)}"'


def write_moment(value):
    return value.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def read_moment(text):
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError
    return moment


def read_amount(text):
    try:
        amount = decimal.Decimal(text)
    except decimal.InvalidOperation as error:
        raise ValueError from error
    if not amount.is_finite():
        raise ValueError
    return amount


def read_length_of_time(value):
    try:
        return exactly(int)(value) * MICROSECOND
    except OverflowError as error:
        raise ValueError from error


to_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode

WHOLE = Kind("whole number", "a whole number", str, exactly(int))
YES_NO = Kind("true or false", "true or false", lambda v: "true" if v else "false", exactly(bool))
TEXT = Kind("text", "a text", encode_basestring, exactly(str))
DAY = Kind(
    "day",
    "a day such as “2020-04-01”",
    quoted(dt.date.isoformat),
    from_text(dt.date.fromisoformat),
)
MOMENT = Kind(
    "moment in UTC",
    "a moment such as “2020-04-01T09:00:00.000000Z”",
    quoted(write_moment),
    from_text(read_moment),
)
TIME = Kind(
    "time of day",
    "a time such as “09:30:00.000000”",
    quoted(lambda value: value.isoformat(timespec="microseconds")),
    from_text(dt.time.fromisoformat),
)
AMOUNT = Kind(
    "decimal number, as text",
    "a decimal number as a text, such as “12.50”",
    quoted("{:f}".format),
    from_text(read_amount),
)
LENGTH_OF_TIME = Kind(
    "length of time in microseconds",
    "a whole number of microseconds",
    lambda value: str(value // MICROSECOND),
    read_length_of_time,
)
UNIQUE_ID = Kind(
    "unique identifier",
    "an identifier of 32 hexadecimal digits in five groups",
    quoted(str),
    from_text(uuid.UUID),
)
JSON = Kind("JSON", "JSON", to_json, lambda value: value)
KINDS = {
    "AutoField": WHOLE,
    "BigAutoField": WHOLE,
    "BigIntegerField": WHOLE,
    "BooleanField": YES_NO,
    "CharField": TEXT,
    "DateField": DAY,
    "DateTimeField": MOMENT,
    "DecimalField": AMOUNT,
    "DurationField": LENGTH_OF_TIME,
    "IntegerField": WHOLE,
    "JSONField": JSON,
    "PositiveBigIntegerField": WHOLE,
    "PositiveIntegerField": WHOLE,
    "PositiveSmallIntegerField": WHOLE,
    "SlugField": TEXT,
    "SmallIntegerField": WHOLE,
    "TextField": TEXT,
    "TimeField": TIME,
    "UUIDField": UNIQUE_ID,
}
"""By the type that Django names. Files on disk are none of them: no model keeps one, and a test
fails for the first that does, since an archive would have to bring the files along."""


@dataclass(frozen=True)
class Column:
    """A column of a table. named: how a row that it points to is named, for keys that differ."""

    field: models.Field
    named: tuple | None = None

    @property
    def name(self):
        return self.field.attname

    @property
    def is_null(self):
        return self.field.null

    @cached_property
    def kind(self):
        """Its Kind. Raises LookupError for a type that is none."""
        if self.named:
            return self.kind_by_name()
        field = self.field
        while field.remote_field:
            field = field.target_field
        return KINDS[field.get_internal_type()]

    def kind_by_name(self):
        """Write the name of the row that is pointed to. Each is looked up once."""
        name_of, row_named, parts = self.named
        names, keys, rows = {}, {}, self.field.related_model.objects

        def encode(key):
            if key not in names:
                names[key] = to_json(name_of(rows.get(pk=key)))
            return names[key]

        def decode(name):
            if not is_list_of_texts(name, len(parts)):
                raise ValueError
            if tuple(name) not in keys:
                keys[tuple(name)] = row_named(*name).pk
            return keys[tuple(name)]

        words = f"[{', '.join(parts)}]"
        return Kind(f"name, {words}", f"a name: {words}", encode, decode)

    @cached_property
    def prefix(self):
        return f"{to_json(self.name)}:"

    def write(self, value):
        return self.prefix + ("null" if value is None else self.kind.encode(value))

    def read(self, value):
        """Return the value of what JSON gave. Raises ValueError with what is expected instead."""
        if value is None and self.is_null:
            return None
        try:
            return self.kind.decode(value)
        except ValueError as error:
            raise ValueError(f"{self.name} is {short(value)}, not {self.kind.words}") from error

    def prepare(self, value, connection):
        """The value as the database takes it. None in a JSON column that must have one is null."""
        if value is None and self.is_null:
            return None
        return self.field.get_db_prep_value(value, connection)


def is_list_of_texts(value, length):
    return type(value) is list and len(value) == length and all(type(v) is str for v in value)


def write_row(columns, values):
    """Return a row as a line of bytes. Half a surrogate pair, which is no text in UTF-8, is
    written as the escape that JSON has for it.
    """
    written = [column.write(value) for column, value in zip(columns, values, strict=True)]
    return f"{{{','.join(written)}}}\n".encode(errors="backslashreplace")


def no_constants(name):
    raise ValueError(f"{name} is no number")


def once(pairs):
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"“{short(twice)}” stands twice in it")
    return found


decoder = json.JSONDecoder(object_pairs_hook=once, parse_constant=no_constants)


def read_json(content):
    """Return what bytes of JSON say. Raises ValueError in words for all that is not JSON."""
    try:
        return decoder.decode(content.decode())
    except UnicodeDecodeError as error:
        raise ValueError("it is not text in UTF-8") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"it is not JSON ({error.msg})") from error
    except RecursionError as error:
        raise ValueError("its values lie too deep in each other") from error


def read_row(columns, content):
    """Return the values of a line, in the order of the columns. Raises ValueError in words."""
    found = read_json(content)
    if type(found) is not dict:
        raise ValueError("it is not a row")
    names = [column.name for column in columns]
    if unknown := [name for name in found if name not in names]:
        raise ValueError(f"it has a column that this table does not: {short(unknown[0])}")
    if missing := [name for name in names if name not in found]:
        raise ValueError(f"it has no {missing[0]}")
    return [column.read(found[column.name]) for column in columns]


def short(value):
    """A value as part of a sentence."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
