"""What may stand in a cell: one rule for spreadsheets, CSV and JSON alike."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

STARTS_A_FORMULA = (*"=+-@", *"＝＋－＠", "\t", "\n")
"""Some spreadsheets calculate what begins so, in its wide forms too where people write Japanese."""


def plain(value):
    """Return a value as a Sheet may hold it: numbers, days and moments as they are, else a text."""
    if value is None or isinstance(value, bool | int | Decimal | dt.date):
        return value
    return str(value)


def would_calculate(text):
    """Whether a spreadsheet might take a printable text for a formula, and work it out."""
    return text.startswith(STARTS_A_FORMULA)


def in_london(moment):
    """Return an aware datetime in London time."""
    return timezone.localtime(moment, timezone.get_default_timezone())


def moment_as_text(moment):
    """An aware datetime in London time, to the second: "2020-12-14T17:00:00+00:00"."""
    return in_london(moment).isoformat(timespec="seconds")


def number_as_text(number):
    """An int or Decimal without an exponent, which people would take for a mistake."""
    return f"{number:f}" if isinstance(number, Decimal) else str(number)
