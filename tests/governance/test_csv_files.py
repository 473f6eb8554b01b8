"""Cells of the files that a spreadsheet opens."""

import datetime as dt
from decimal import Decimal

import pytest
from plans.registers.csv_files import cell

from governance.models import Body


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_text_that_would_calculate_stands_behind_an_apostrophe(start):
    assert cell(f"{start}1+1") == f"'{start}1+1"


def test_the_name_of_a_row_is_text_too():
    assert cell(Body(name="=1+1")) == "'=1+1"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (-3, "-3"),
        (Decimal("-12.50"), "-12.50"),
        (dt.date(2020, 12, 14), "2020-12-14"),
        ("Two\r\nlines\x00", "Two\nlines"),
    ],
)
def test_other_values_stand_as_they_are(value, text):
    assert cell(value) == text
