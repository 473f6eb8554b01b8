"""What the files of registers hold: no cell of them is a formula to a spreadsheet."""

import csv
import datetime as dt
import re
from decimal import Decimal
from io import BytesIO, StringIO
from urllib.parse import urlencode

import openpyxl
import pytest
from django.db import models
from django.urls import resolve

from commissioning.models import Contract
from opcc.office.models import Post
from plans.models import Measure
from tests.access.addresses import GET
from tests.access.conftest import path_of
from tests.factories import moment, voice

FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"]
STARTS = tuple("=+-@\t\r")
NUMBER = re.compile(r"-\d+(\.\d+)?")
"""A number below nothing, which calculates nothing."""

FRACTION = re.compile(r"-?\d+\.\d+")

NO_REGISTERS = (
    *("governance:pack-", "plans:activity-", "plans:owner-", "plans:plan-", "api:dictionary-"),
)
"""How addresses of files begin whose rows are not those of one model; see tests/papers."""

LINES = ("plans:measure-values-",)
"""How addresses of files begin whose rows stand as they were written, whatever a test does."""

FILES = [n for n in GET if n.endswith("-csv") and not n.startswith(NO_REGISTERS)]
SPREADSHEETS = [f"{name.removesuffix('-csv')}-xlsx" for name in FILES if "-month-" not in name]


FILLED = [name for name in FILES if not name.startswith(LINES)]
FILLED_SPREADSHEETS = [name for name in SPREADSHEETS if not name.startswith(LINES)]


def model_of(name, things):
    """The model whose rows a file holds."""
    match = resolve(path_of(name, things)).func
    book = match.view_initkwargs.get("book")
    return book.model if book else match.view_class.model


def fill_every_text(rows, words):
    """Write the words into every column of text that nobody chose from a list."""
    text = [
        field
        for field in rows.model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    ]
    rows.update(**{field.name: words[: field.max_length] for field in text})


def cells_of(response):
    rows = csv.reader(StringIO(response.content.decode("utf-8-sig")))
    return [cell for row in rows for cell in row]


@pytest.mark.parametrize("name", FILLED)
def test_no_cell_of_a_file_begins_a_formula(writer, things, name):
    url = path_of(name, things)
    rows = model_of(name, things)._base_manager.all()

    for start in FORMULAS:
        for row in rows:
            fill_every_text(rows.filter(pk=row.pk), f"{start} {row.pk}")
        fill_every_text(Post.objects.filter(pk=things["owners"]), start)
        cells = cells_of(writer.get(url, {"when": "all"}))

        assert [cell for cell in cells if cell.startswith(STARTS)] == []
        assert any(cell.startswith("'") for cell in cells)


def book_of(response):
    return openpyxl.load_workbook(BytesIO(response.content))


@pytest.mark.parametrize("name", FILLED_SPREADSHEETS)
def test_no_cell_of_a_spreadsheet_is_a_formula(writer, things, name):
    url = path_of(name, things)
    for row in model_of(name, things)._base_manager.all():
        fill_every_text(type(row)._base_manager.filter(pk=row.pk), f"=1+1 {row.pk}")

    about, sheet = book_of(writer.get(url, {"when": "all"})).worksheets

    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert [cell.coordinate for cell in cells if cell.data_type == "f"] == []
    assert any(cell.quotePrefix and cell.value.startswith("=1+1") for cell in cells)
    assert (about["A3"].value, about["A5"].value) == ("Office", "Shows")


@pytest.mark.parametrize("name", SPREADSHEETS)
def test_a_spreadsheet_holds_the_same_as_the_csv_file(writer, things, name):
    as_csv = writer.get(path_of(name.replace("-xlsx", "-csv"), things), {"when": "all"})
    rows = list(csv.reader(StringIO(as_csv.content.decode("utf-8-sig"))))

    sheet = book_of(writer.get(path_of(name, things), {"when": "all"})).worksheets[1]

    found = [[as_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert len(rows) > 1
    assert found == [[without_noughts(cell) for cell in row] for row in rows]


def as_text(value):
    """A value of a spreadsheet as a CSV file has it, but for noughts at the end of a fraction."""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, float):
        return without_noughts(f"{Decimal(str(value)):f}")
    return "" if value is None else without_noughts(str(value))


def without_noughts(text):
    return text.rstrip("0").rstrip(".") if FRACTION.fullmatch(text) else text


def test_days_are_days_and_money_is_a_number_in_a_spreadsheet(writer, things):
    contract = Contract.objects.get(pk=things["contracts"])

    sheet = book_of(writer.get(path_of("commissioning:contract-xlsx", things))).worksheets[1]

    names = [cell.value for cell in sheet[1]]
    rows = [dict(zip(names, row, strict=True)) for row in sheet.iter_rows(min_row=2)]
    (cells,) = [row for row in rows if row["Reference"].value == contract.reference]
    assert cells["Start date"].is_date
    assert cells["Start date"].value.date() == contract.starts_on
    assert cells["Value"].data_type == "n"
    assert cells["Value"].value == contract.value


def test_a_spreadsheet_says_what_it_was_narrowed_by(writer, things):
    url = path_of("governance:action-xlsx", things)

    about = book_of(writer.get(url, {"state": "open"})).worksheets[0]

    told = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert told["Shows"] == "State: Open"


@pytest.mark.parametrize("start", FORMULAS)
def test_no_cell_of_the_values_of_a_measure_begins_a_formula(writer, things, start):
    measure = Measure.objects.get(pk=things["measures"])
    measure.observe(
        dt.date(2020, 11, 1), Decimal(-3), words=start, said_on=dt.date(2020, 12, 13),
        by=voice(start), at=moment(2020, 12, 13),
    )  # fmt: skip

    cells = cells_of(writer.get(path_of("plans:measure-values-csv", things)))

    assert [cell for cell in cells if cell.startswith(STARTS) and not NUMBER.fullmatch(cell)] == []
    assert sum(cell.startswith("'") for cell in cells) == 2


@pytest.mark.parametrize("title", ["Calls answered: 999/101?", "About", "'[]:*?/\\'", "Calls " * 9])
def test_the_values_of_a_measure_are_a_spreadsheet_whatever_its_title(writer, things, title):
    Measure._base_manager.filter(pk=things["measures"]).update(title=title)

    response = writer.get(path_of("plans:measure-values-xlsx", things))

    assert response.status_code == 200
    assert book_of(response).sheetnames == ["About", "Values"]


WRONG = {"owner": "9999", "body": "9999", "state": "nonsense"}


@pytest.mark.parametrize(
    "name", [n for n in FILES if "-month-" not in n and not n.startswith(LINES)]
)
def test_a_file_that_was_asked_for_wrongly_leads_to_the_list_that_says_so(writer, things, name):
    response = writer.get(path_of(name, things), WRONG)

    assert response.status_code == 302
    assert response.url == f"{path_of(name.replace('-csv', '-list'), things)}?{urlencode(WRONG)}"
    assert "Error:" in writer.get(response.url).content.decode()
