"""What CSV and JSON files hold, and that hostile text comes through every format unharmed."""

import csv
import datetime as dt
import json
from decimal import Decimal
from io import BytesIO, StringIO

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from opcc.office.papers.csv_file import cell, write_csv
from opcc.office.papers.json_file import write_json
from opcc.office.papers.spreadsheet import write_spreadsheet
from opcc.office.papers.workbook import Field, Sheet, Workbook
from opcc.office.text import with_its_lines

PAYLOADS = [
    "=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1", "\n=1+1", "\0=1+1",
    "＝1+1", "<script>alert(1)</script>", "Robert'); DROP TABLE plans_entry;--", "{{ 7*7 }}",
    '"; "quoted", and, commas', "two\nlines", "two\r\nlines", "\x0b\x0c\x1b[31mred",
    "\u202eright to left", "e\u0301 and é", "\U0001f468\u200d\U0001f467 family", "Ŵlŷ — “dash”",
    "_x0041_", "#N/A", "1e5", "00123", " spaced ", "", "]]>", "&amp;", "\ufeffmark", "NULL",
    "a" * 32_767,
]  # fmt: skip


def sheet_of(*values):
    fields = (Field("value", "Value", ""), Field("place", "Place", ""))
    return Sheet("values", "Values", fields, ((v, place) for place, v in enumerate(values)))


def through_csv(*values):
    file = BytesIO()
    write_csv(sheet_of(*values), file)
    rows = list(csv.reader(StringIO(file.getvalue().decode("utf-8-sig"), newline="")))
    return [row[0] for row in rows[1:]]


def through_spreadsheet(*values):
    file = BytesIO()
    write_spreadsheet(Workbook("Values", (), (sheet_of(*values),)), file)
    sheet = openpyxl.load_workbook(file)["Values"]
    found = [row[0] for row in sheet.iter_rows(min_row=2, max_col=1, values_only=True)]
    return [unescape(text) if isinstance(text, str) else text for text in found]


def through_json(*values):
    file = BytesIO()
    write_json(Workbook("Values", (), (sheet_of(*values),)), file)
    rows = json.loads(file.getvalue())["sheets"]["values"]["rows"]
    return [row["value"] for row in rows]


def inert(text):
    """A text as a cell of a CSV file holds it."""
    return text[1:] if text[:1] == "'" and text[1:2] in [*"=+-@＝＋－＠", "\t", "\n"] else text


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_survives_every_format(payload):
    expected = with_its_lines(payload)

    assert [inert(text) for text in through_csv(payload)] == [expected]
    assert [text or "" for text in through_spreadsheet(payload)] == [expected]
    assert through_json(payload) == [expected]


@given(st.lists(st.text(max_size=60), max_size=8))
def test_any_text_survives_every_format(texts):
    expected = [with_its_lines(text) for text in texts]

    assert [inert(text) for text in through_csv(*texts)] == list(map(inert, expected))
    assert [text or "" for text in through_spreadsheet(*texts)] == expected
    assert through_json(*texts) == expected


@given(st.text(max_size=60))
def test_no_cell_of_a_csv_file_begins_a_formula(text):
    assert not cell(text).startswith((*"=+-@＝＋－＠", "\t", "\r", "\n", "\0"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (-3, "-3"),
        (Decimal("-12.50"), "-12.50"),
        (Decimal("1E+3"), "1000"),
        (True, "yes"),
        (False, "no"),
        (dt.date(2020, 12, 14), "2020-12-14"),
        (dt.datetime(2020, 7, 1, 11, 0, 5, 9, tzinfo=dt.UTC), "2020-07-01T12:00:05+01:00"),
    ],
)
def test_values_are_written_as_programs_and_people_read_them(value, text):
    assert through_csv(value) == [text]


def test_a_csv_file_begins_with_the_mark_that_excel_asks_for():
    file = BytesIO()
    write_csv(sheet_of("£5"), file)

    assert file.getvalue() == "\ufeffValue,Place\r\n£5,0\r\n".encode()


def test_json_keeps_numbers_days_and_what_each_field_means():
    moment = dt.datetime(2020, 12, 14, 17, 0, tzinfo=dt.UTC)
    fields = (Field("amount", "Amount", "In pounds."), Field("paid_on", "Paid", ""))
    rows = [(Decimal("12.50"), dt.date(2020, 4, 1)), (None, None)]
    book = Workbook(
        "Spend",
        (("Taken at", moment), ("Whole", True)),
        (Sheet("spend", "Spend", fields, rows), Sheet("none", "None", fields, ())),
    )
    file = BytesIO()

    write_json(book, file)

    assert json.loads(file.getvalue(), parse_float=Decimal) == {
        "title": "Spend",
        "facts": {"Taken at": "2020-12-14T17:00:00+00:00", "Whole": True},
        "sheets": {
            "spend": {
                "title": "Spend",
                "fields": {"amount": "In pounds.", "paid_on": "Paid"},
                "rows": [
                    {"amount": Decimal("12.50"), "paid_on": "2020-04-01"},
                    {"amount": None, "paid_on": None},
                ],
            },
            "none": {
                "title": "None",
                "fields": {"amount": "In pounds.", "paid_on": "Paid"},
                "rows": [],
            },
        },
    }
