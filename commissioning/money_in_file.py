"""Amounts of money in files for spreadsheets."""

from decimal import Decimal

POUND, PENNY = Decimal(1), Decimal("0.01")


def money_in_file(amount):
    """Pounds as "18400", or "18400.50" where there are pence; None stays None.

    Databases differ in the pence that they add to a sum.
    """
    if amount is None:
        return None
    whole = amount.quantize(PENNY)
    return whole.quantize(POUND) if whole % 1 == 0 else whole
