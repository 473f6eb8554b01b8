"""When an answer is due, by the law or by whoever asked, and why, in words for a page."""

import datetime as dt

from django.db import models

INSPECTORATE_DAYS = 56
"""Police Act 1996 s.55(5A) and (5B): comments on an inspectorate's report are published within
56 days beginning with the day on which the report is published, so that day is day 1."""


class Clock(models.TextChoices):
    INSPECTORATE = "inspectorate", "Inspectorate report: 56 days by law"
    PERIOD = "period", "A period that was set when it was asked"
    AGREED = "agreed", "A date agreed for finishing the work"
    NONE = "none", "No date"


ON_ANSWER = (Clock.INSPECTORATE, Clock.PERIOD)
"""Clocks that stop when an answer is given; an agreed date is kept when the work is done."""


def due_on(clock, raised_on, *, period_days=None, agreed_on=None):
    """Return the day by which the clock asks for something, or None where there is no date.

    period_days: whole days after the day it was raised. Raises ValueError for a period without it.
    """
    if clock == Clock.INSPECTORATE:
        return raised_on + dt.timedelta(days=INSPECTORATE_DAYS - 1)
    if clock == Clock.PERIOD:
        if not period_days:
            raise ValueError("A period needs its number of days.")
        return raised_on + dt.timedelta(days=period_days)
    return agreed_on if clock == Clock.AGREED else None


def explanation(clock, raised_on, *, period_days=None, first_due_on=None, by_panel=False):
    """Say in a sentence or two where the date comes from, and name the law where there is one.

    by_panel: whether the Police and Crime Panel asked, whose period rests on a law of its own.
    """
    day = in_words(raised_on)
    if clock == Clock.INSPECTORATE:
        return of_inspectorate(day, in_words(due_on(clock, raised_on)))
    if clock == Clock.PERIOD:
        until = in_words(due_on(clock, raised_on, period_days=period_days))
        return of_period(day, period_days, until) + (PANEL_SETS_IT if by_panel else "")
    if clock == Clock.AGREED:
        until = in_words(first_due_on) if first_due_on else "a day still to be agreed"
        return f"Raised on {day}. It was agreed that the work would be done by {until}."
    if first_due_on:
        return f"Raised on {day} without a date. Later, {in_words(first_due_on)} was set."
    return f"Raised on {day}. No date was set."


PANEL_SETS_IT = (
    " The panel may ask for an answer in writing within a reasonable period that it sets "
    "(Police Reform and Social Responsibility Act 2011, section 29)."
)


def of_inspectorate(day, until):
    return (
        f"The report was published on {day}. Comments on it must be published within "
        f"{INSPECTORATE_DAYS} days, counting the day of publication as day 1, so by {until} "
        "(Police Act 1996, section 55(5A) and (5B))."
    )


def of_period(day, period_days, until):
    days = f"{period_days} day{'' if period_days == 1 else 's'}"
    return f"Asked on {day}, to be answered within {days} after that day, so by {until}."


def in_words(day):
    return f"{day:%-d %B %Y}"
