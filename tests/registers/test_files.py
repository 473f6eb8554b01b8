"""What the files of registers hold: no cell of them is a formula to a spreadsheet."""

import csv
import datetime as dt
import re
from decimal import Decimal
from io import StringIO

import pytest
from django.db import models
from django.urls import resolve

from opcc.office.models import Post
from plans.models import Measure
from tests.access.addresses import GET
from tests.access.conftest import path_of
from tests.factories import moment, voice

FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"]
STARTS = tuple("=+-@\t\r")
NUMBER = re.compile(r"-\d+(\.\d+)?")
"""A number below nothing, which calculates nothing."""

FILES = [name for name in GET if name.endswith("-csv")]


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


@pytest.mark.parametrize("name", FILES)
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


@pytest.mark.parametrize("start", FORMULAS)
def test_no_cell_of_the_values_of_a_measure_begins_a_formula(writer, things, start):
    measure = Measure.objects.get(pk=things["measures"])
    measure.observe(
        dt.date(2020, 11, 1), Decimal(-3), words=start, said_on=dt.date(2020, 12, 13),
        by=voice(start), at=moment(2020, 12, 13),
    )  # fmt: skip

    cells = cells_of(writer.get(path_of("plans:measure-values", things)))

    assert [cell for cell in cells if cell.startswith(STARTS) and not NUMBER.fullmatch(cell)] == []
    assert sum(cell.startswith("'") for cell in cells) == 2
