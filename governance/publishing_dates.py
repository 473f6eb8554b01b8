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


PERIODS = {
    Interval.MONTHLY: "month",
    Interval.QUARTERLY: "quarter",
    Interval.YEARLY: "year",
}

WITHOUT_A_DATE = {
    Interval.ON_EVENT: "No date can be computed: it is due whenever there is something new.",
    Interval.CURRENT: "No date can be computed: what stands there has to be right on any day.",
    Interval.UNKNOWN: (
        "The law asks for this, but how often it does so has not been verified. So no interval "
        "is set, and nothing is said about when the next publication is due."
    ),
}


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
    """The last day of the period of whole months after the day that is covered already.

    Quarters end with March, June, September and December, wherever in one the account begins.
    """
    first = covered + dt.timedelta(days=1)
    into_quarter = (first.month - 1) % 3 if months == MONTHS[Interval.QUARTERLY] else 0
    month = first.month - 1 + months - 1 - into_quarter
    year, month = first.year + month // 12, month % 12 + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def explanation(interval):
    """Say in sentences where the computed date comes from: what is the law's, and what is ours."""
    if interval == Interval.BEFORE_YEAR:
        return (
            "Due by 31 March, because the financial year that it is about begins on 1 April and "
            "it has to be published before then."
        )
    if interval in MONTHS:
        return (
            f"Counted as late once {DAYS_TO_PUBLISH} days have gone by after the end of the first "
            f"{PERIODS[interval]} that is not published yet. Those {DAYS_TO_PUBLISH} days are an "
            "allowance of this service, not of the law: where the law says “as soon as "
            "practicable”, it names no number of days."
        )
    return WITHOUT_A_DATE[interval]


def before_next_year(covered):
    """The 31 March before the first financial year that begins after what is covered."""
    year = covered.year if (covered.month, covered.day) <= (3, 31) else covered.year + 1
    return dt.date(year, 3, 31)
