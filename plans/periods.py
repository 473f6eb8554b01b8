"""Months, quarters and years, each named by its first day. Years run from 1 April."""

import calendar
import datetime as dt
import re

from django.db import models

APRIL = 4
MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}
MONTHS["sept"] = 9
YEAR = r"(?P<year>\d{4})"
NEXT_YEAR = r"(?:/|-|–| to )(?P<next>\d{4}|\d{2})"
WRITTEN = [
    re.compile(rf"{YEAR}-(?P<month>\d{{1,2}})(?:-01)?"),
    re.compile(rf"(?:0?1/)?(?P<month>\d{{1,2}})/{YEAR}"),
    re.compile(rf"(?:0?1 )?(?P<name>[a-z]+)[ -]{YEAR}(?: to [a-z]+ \d{{4}})?"),
    re.compile(rf"(?P<name>[a-z]+)(?: to |-| - |–| – )[a-z]+ {YEAR}"),
    re.compile(rf"q(?:uarter )?(?P<quarter>[1-4])[ ,]*{YEAR}{NEXT_YEAR}"),
    re.compile(rf"{YEAR}{NEXT_YEAR}[ ,]*q(?:uarter )?(?P<quarter>[1-4])"),
    re.compile(rf"{YEAR}{NEXT_YEAR}"),
]


class Frequency(models.TextChoices):
    """How often a measure has a value."""

    MONTH = "month", "Every month"
    QUARTER = "quarter", "Every quarter"
    YEAR = "year", "Every year"

    @property
    def months(self):
        return {"month": 1, "quarter": 3, "year": 12}[self.value]


class Unreadable(ValueError):
    """Not the name of a period of that length."""


def begins(frequency, day):
    """The first day of the period that holds `day`."""
    months_on = (day.month - APRIL) % Frequency(frequency).months
    return shift(day.replace(day=1), -months_on)


def following(frequency, period):
    """The first day of the period after the one that begins on `period`."""
    return shift(period, Frequency(frequency).months)


def last_day(frequency, period):
    return following(frequency, period) - dt.timedelta(days=1)


def shift(first, months):
    """The first day of the month that is so many months after the one of `first`."""
    whole = first.year * 12 + first.month - 1 + months
    return dt.date(whole // 12, whole % 12 + 1, 1)


def in_words(frequency, period):
    """ "April 2019", "April to June 2019" or "2019 to 2020"."""
    if frequency == Frequency.MONTH:
        return f"{period:%B %Y}"
    if frequency == Frequency.YEAR:
        return f"{period.year} to {period.year + 1}"
    return f"{period:%B} to {last_day(frequency, period):%B %Y}"


def read(frequency, text):
    """Return the first day of the period that a person named.

    "April 2019", "Apr-2019", "2019-04", "04/2019", and its first day as a date; for a quarter also
    "April to June 2019" and "Q1 2019/20"; for a year "2019/20" and "2019 to 2020". Raises
    Unreadable.
    """
    words = " ".join(text.casefold().split())
    found = next((match for rule in WRITTEN if (match := rule.fullmatch(words))), None)
    if found is None:
        raise Unreadable(text)
    period = first_day(found.groupdict())
    if begins(frequency, period) != period or is_of_other_length(frequency, found.groupdict()):
        raise Unreadable(text)
    return period


def first_day(named):
    """The first day that the parts of a period's name lead to. Raises Unreadable."""
    month = named.get("month") or MONTHS.get(named.get("name") or "")
    year = int(named["year"])
    if named.get("next") and int(named["next"]) % 100 != (year + 1) % 100:
        raise Unreadable(named["next"])
    if month is None and named.get("name"):
        raise Unreadable(named["name"])
    if month is None:
        return shift(dt.date(year, APRIL, 1), 3 * (int(named.get("quarter") or 1) - 1))
    if not 1 <= int(month) <= 12:
        raise Unreadable(str(month))
    return dt.date(year, int(month), 1)


def is_of_other_length(frequency, named):
    """Whether the name itself says that the period is a quarter or a year, and it is not."""
    if named.get("quarter"):
        return frequency != Frequency.QUARTER
    return bool(named.get("next")) and frequency != Frequency.YEAR
