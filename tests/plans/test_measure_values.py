"""Values of measures, as people write them and as pages show them."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.measure_values import Unreadable, in_unit, one_of, plain, read

VALUES = st.decimals(min_value=-(10**11), max_value=10**11, places=4)


@pytest.mark.parametrize(
    ("value", "unit", "decimals", "words"),
    [
        ("607045", "£", 0, "£607,045"),
        ("-12.5", "£", 2, "-£12.50"),
        ("1.2", "£ million", 1, "£1.2 million"),
        ("81.2", "per cent", 1, "81.2 per cent"),
        ("81.25", "%", 1, "81.3%"),
        ("1204", "calls", 0, "1,204 calls"),
        ("1", "calls", 0, "1 call"),
        ("1", "days to answer", 1, "1.0 days to answer"),
        ("-0.2", "days", 0, "0 days"),
        ("7", "", 0, "7"),
    ],
)
def test_a_value_is_shown_in_its_unit(value, unit, decimals, words):
    assert in_unit(Decimal(value), unit, decimals) == words


def test_a_fraction_is_rounded_as_it_is_shown():
    assert in_unit(Fraction(35, 18), "days", 2) == "1.94 days"


@pytest.mark.parametrize(
    ("unit", "one"),
    [
        ("calls answered", "call answered"),
        ("enquiries", "enquiry"),
        ("classes", "class"),
        ("people", "person"),
        ("loss", "loss"),
        ("per cent", "per cent"),
    ],
)
def test_one_of_a_unit_is_named_as_one(unit, one):
    assert one_of(unit) == one


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("1204", "calls", "1204"),
        (" 1,204 ", "calls", "1204"),
        ("1,204 calls", "calls", "1204"),
        ("1 call", "calls", "1"),
        ("£607,045", "£", "607045"),
        ("-£12.50", "£", "-12.5"),
        ("81.2%", "per cent", "81.2"),
        ("81.2 per cent", "%", "81.2"),
        (".5", "days", "0.5"),
        ("−3", "days", "-3"),
        ("-0", "days", "0"),
    ],
)
def test_a_value_is_read_however_it_is_written(text, unit, value):
    assert read(text, unit) == Decimal(value)


@pytest.mark.parametrize(
    "text", ["", "none", "1.2.3", "12,04", "1,2", "1e5", "NaN", "5 apples", "1 2", "£", "٣"]
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(Unreadable, match="Enter a number, such as"):
        read(text, "calls")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1,000,000,000,000", "smaller than 1,000,000,000,000"),
        ("9" * 400, "smaller than"),
        ("0.12345", "at most 4 decimal places"),
        ("0." + "0" * 400 + "1", "at most 4 decimal places"),
    ],
)
def test_what_cannot_be_kept_exactly_is_refused(text, words):
    with pytest.raises(Unreadable, match=words):
        read(text)


@given(VALUES)
def test_a_value_as_it_is_shown_is_read_as_that_value(value):
    assert read(in_unit(value, "calls", 4), "calls") == value
    assert read(in_unit(value, "£", 4), "£") == value


@given(VALUES)
def test_a_value_in_a_file_is_that_value_without_an_exponent(value):
    text = str(plain(value))

    assert Decimal(text) == value
    assert "E" not in text
