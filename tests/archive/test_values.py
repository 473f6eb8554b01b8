"""A row is the same once it is written and read, whatever people typed."""

import datetime as dt
import json
import uuid
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commissioning.models import Contract
from opcc.office.models import Office
from opcc.portal.archive.tables import Table
from opcc.portal.archive.values import KINDS, read_row, write_row
from plans.models import Draft, Entry

WORDS = st.text(st.characters(), max_size=40) | st.sampled_from(
    ["=1+1", "\u202eabc", "a" * 10_000, "\0", "\x85\u2028\u2029", "👮🏽‍♀️", "\\u0041", '"', "\ud800"]
)
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | WORDS
    | st.floats(allow_nan=False, allow_infinity=False),
    lambda inside: st.lists(inside, max_size=4) | st.dictionaries(WORDS, inside, max_size=4),
    max_leaves=8,
)
MOMENTS = st.datetimes(timezones=st.sampled_from([dt.UTC, ZoneInfo("Europe/London")]))


def columns_of(model, *names):
    found = {column.name: column for column in Table(model).columns}
    return [found[name] for name in names]


def there_and_back(columns, values):
    return read_row(columns, write_row(columns, values))


def in_whole_characters(value):
    """What JSON makes of two halves of one character that stand side by side: the character."""
    return json.loads(json.dumps(value))


@given(WORDS, JSON)
def test_words_and_json_come_back(words, proposal):
    columns = columns_of(Draft, "internal_note", "proposal")
    line = write_row(columns, [words, proposal])

    assert line.count(b"\n") == 1
    assert there_and_back(columns, [words, proposal]) == in_whole_characters([words, proposal])


@given(JSON)
def test_json_is_written_the_same_whatever_order_its_names_came_in(value):
    columns = columns_of(Draft, "proposal")

    assert write_row(columns, [turned(value)]) == write_row(columns, [value])


def turned(value):
    if isinstance(value, dict):
        return {name: turned(part) for name, part in reversed(value.items())}
    return [turned(part) for part in value] if isinstance(value, list) else value


@given(MOMENTS, st.dates(), st.uuids())
def test_moments_days_and_identifiers_come_back(moment, day, token):
    columns = columns_of(Entry, "made_at", "said_on", "token")

    # Half past one on the last Sunday of March is no time in London, and equals none.
    told = [moment.astimezone(dt.UTC), day, token]
    assert there_and_back(columns, [moment, day, token]) == told


@given(st.timedeltas(), st.decimals(-(10**10), 10**10, places=2))
def test_lengths_of_time_and_sums_come_back_exactly(length, amount):
    offset, value = columns_of(Office, "clock_offset"), columns_of(Contract, "value")

    assert there_and_back(offset, [length]) == [length]
    assert there_and_back(value, [amount]) == [amount]


def test_a_row_reads_as_text():
    columns = columns_of(Entry, "number", "said_on", "made_at", "narrative", "standing", "token")
    twice = dt.datetime(2020, 10, 25, 1, 30, tzinfo=ZoneInfo("Europe/London"), fold=1)
    values = [1, dt.date(2020, 10, 25), twice, "£2m – “nearly”", {"b": [1.5, None], "a": True}]

    line = write_row(columns, [*values, uuid.UUID(int=1)])

    assert line.decode() == (
        '{"number":1,"said_on":"2020-10-25","made_at":"2020-10-25T01:30:00.000000Z",'
        '"narrative":"£2m – “nearly”","standing":{"a":true,"b":[1.5,null]},'
        '"token":"00000000-0000-0000-0000-000000000001"}\n'
    )


@pytest.mark.parametrize("text", ["NaN", "Infinity", "1,5", ""])
def test_what_is_no_amount_is_refused(text):
    columns = columns_of(Contract, "value")
    line = f'{{"value":"{text}"}}\n'.encode()

    with pytest.raises(ValueError, match="not a decimal number as a text"):
        read_row(columns, line)


def test_an_amount_of_nothing_has_no_exponent():
    assert KINDS["DecimalField"].encode(Decimal("0E-4")) == '"0.0000"'
