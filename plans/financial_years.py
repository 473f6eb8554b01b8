"""Years from 1 April to 31 March, named by the calendar year in which they begin."""

import datetime as dt

APRIL = 4


def year_of(day):
    return day.year - (day.month < APRIL)


def days_of(year):
    """Return the first and the last day of the year."""
    return dt.date(year, APRIL, 1), dt.date(year + 1, 3, 31)


def in_words(year):
    return f"{year} to {year + 1}"
