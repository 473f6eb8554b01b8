"""Amounts of money as people type them."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from plans.registers.fields import PoundsField


@pytest.mark.parametrize(
    ("typed", "amount"),
    [
        ("1234", "1234"),
        ("£1,234", "1234"),
        ("£ 1,234.50", "1234.50"),
        ("1 234", "1234"),
        (".50", "0.50"),
        ("0", "0"),
        ("9,999,999,999.99", "9999999999.99"),
    ],
)
def test_an_amount_is_read_as_it_is_written(typed, amount):
    assert PoundsField().clean(typed) == Decimal(amount)


@pytest.mark.parametrize(
    "typed",
    ["12,50", "1,2345", "1e5", "-5", "0.001", "5k", "NaN", "1.234,50", "10,000,000,000", "1_000"],
)
def test_what_is_no_plain_amount_is_asked_again(typed):
    with pytest.raises(ValidationError, match="Enter an amount in pounds in figures"):
        PoundsField().clean(typed)
