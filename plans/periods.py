"""Months, quarters and years, each named by its first day. Years run from 1 April."""

import calendar
import datetime as dt
import re

from django.db import models

APRIL = 4
EARLIEST, LATEST = 1900, 2100
"""The years that a period may begin in: what is written beyond them is a slip of the hand."""

MONTHS = {name.casefold(): number for number, name in enumerate(calendar.month_name) if name}
MONTHS |= {name.casefold(): number for number, name in enumerate(calendar.month_abbr) if name}
MONTHS["sept"] = 9
YEAR = r"(?P<year>[0-9]{4})"
NEXT_YEAR = r"(?:/|-|–| to | - | – )(?P<next>[0-9]{4}|[0-9]{2})"
QUARTER = r"q(?:uarter )?(?P<quarter>[1-4])"
TO = r"(?: to |-|–| - | – )"
WRITTEN = [
    re.compile(rf"{YEAR}-(?P<month>[0-9]{{1,2}})(?:-01)?"),
    re.compile(rf"(?:0?1/)?(?P<month>[0-9]{{1,2}})/{YEAR}"),
    re.compile(rf"(?:0?1 )?(?P<name>[a-z]+)[ -]{YEAR}"),
    re.compile(r"(?P<name>[a-z]+)[ -](?P<short>[0-9]{2})"),
    re.compile(rf"(?P<name>[a-z]+)(?: {YEAR})?{TO}(?P<last>[a-z]+) (?P<last_year>[0-9]{{4}})"),
    re.compile(rf"{QUARTER} {YEAR}{NEXT_YEAR}"),
    re.compile(rf"{YEAR}{NEXT_YEAR} {QUARTER}"),
    re.compile(rf"{YEAR}{NEXT_YEAR}"),
]
"""Ways to write a period, in small letters, with single spaces and without commas.

"2010-11" is written in two of them: the frequency tells which is meant.
"""


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

    "April 2019", "Apr-19", "2019-04", "04/2019", and its first day as a date; for a quarter also
    "April to June 2019" and "Q1 2019/20"; for a year "2019/20", "2019 to 2020" and "April 2019 to
    March 2020". Raises Unreadable.
    """
    words = " ".join(text.casefold().replace(",", " ").split())
    for match in filter(None, (rule.fullmatch(words) for rule in WRITTEN)):
        try:
            return named_by(frequency, match.groupdict())
        except Unreadable:
            continue
    raise Unreadable(text)


def named_by(frequency, named):
    """The first day of the period that these parts of a name lead to. Raises Unreadable."""
    period = run_of_months(frequency, named) if named.get("last") else first_day(named)
    if begins(frequency, period) != period or is_of_other_length(frequency, named):
        raise Unreadable(period)
    return period


def first_day(named):
    """The first day that the parts of a period's name lead to. Raises Unreadable."""
    year = year_of(named)
    if named.get("name"):
        return dt.date(year, month_of(named["name"]), 1)
    if named.get("month"):
        return day_of(year, int(named["month"]))
    return shift(dt.date(year, APRIL, 1), 3 * (int(named.get("quarter") or 1) - 1))


def run_of_months(frequency, named):
    """The first day of a period named by its first month and its last. Raises Unreadable."""
    end = dt.date(in_reach(int(named["last_year"])), month_of(named["last"]), 1)
    period = begins(frequency, end)
    is_whole = shift(end, 1) == following(frequency, period)
    begun_in = int(named.get("year") or period.year)
    if not is_whole or (begun_in, month_of(named["name"])) != (period.year, period.month):
        raise Unreadable(named["name"])
    return period


def year_of(named):
    """The year that a name gives, which agrees with the next one where it gives both."""
    year = in_reach(int(named.get("year") or f"20{named['short']}"))
    after = named.get("next")
    if after and after not in (str(year + 1), str(year + 1)[-2:]):
        raise Unreadable(after)
    return year


def in_reach(year):
    if not EARLIEST <= year <= LATEST:
        raise Unreadable(str(year))
    return year


def month_of(name):
    if name not in MONTHS:
        raise Unreadable(name)
    return MONTHS[name]


def day_of(year, month):
    if not 1 <= month <= 12:
        raise Unreadable(str(month))
    return dt.date(year, month, 1)


def is_of_other_length(frequency, named):
    """Whether the name itself says that the period is a quarter or a year, and it is not."""
    if named.get("quarter"):
        return frequency != Frequency.QUARTER
    return bool(named.get("next")) and frequency != Frequency.YEAR
