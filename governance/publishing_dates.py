"""When the next publication of a duty is due: pure arithmetic of London dates."""

import calendar
import datetime as dt

from django.db import models


class Interval(models.TextChoices):
    MONTHLY = "monthly", "Each month"
    QUARTERLY = "quarterly", "Each quarter"
    YEARLY = "yearly", "Each year"
    BEFORE_YEAR = "before_year", "Before each financial year begins"
    ON_EVENT = "on_event", "Each time there is something new"
    CURRENT = "current", "Kept up to date"
    UNKNOWN = "unknown", "Not set: the law's interval has not been verified"


DAYS_TO_PUBLISH = 31
"""Days after a period's end until it counts as late, where the law says "as soon as
practicable": ours, since the law names no number."""

MONTHS = {Interval.MONTHLY: 1, Interval.QUARTERLY: 3, Interval.YEARLY: 12}


def next_due(interval, starts_on, last_until):
    """Return the day by which the next publication is due, or None where no day follows.

    starts_on: the day from which account is kept. last_until: the last day that the newest
    publication covers, None where nothing was published yet.
    """
    if interval == Interval.BEFORE_YEAR:
        return before_next_year(last_until or starts_on)
    if interval not in MONTHS:
        return None
    covered = last_until or starts_on - dt.timedelta(days=1)
    return period_end(covered, MONTHS[interval]) + dt.timedelta(days=DAYS_TO_PUBLISH)


def period_end(covered, months):
    """The last day of the period of whole months after the day that is covered already."""
    first = covered + dt.timedelta(days=1)
    month = first.month - 1 + months - 1
    year, month = first.year + month // 12, month % 12 + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def before_next_year(covered):
    """The 31 March before the first financial year that begins after what is covered."""
    year = covered.year if (covered.month, covered.day) <= (3, 31) else covered.year + 1
    return dt.date(year, 3, 31)
