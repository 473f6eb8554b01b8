"""How files for spreadsheets write amounts of money."""

from decimal import Decimal

import pytest

from commissioning.money_in_file import money_in_file


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        ("18400.00", "18400"),
        ("18400", "18400"),
        ("18400.5", "18400.50"),
        ("0.01", "0.01"),
        ("0", "0"),
        ("9999999999.99", "9999999999.99"),
    ],
)
def test_pence_are_written_only_where_there_are_some(amount, written):
    assert str(money_in_file(Decimal(amount))) == written


def test_no_amount_is_an_empty_cell():
    assert money_in_file(None) is None
