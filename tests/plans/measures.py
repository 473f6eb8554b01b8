"""Makers of measures and their values, for tests of every app."""

import datetime as dt
from decimal import Decimal

import factory

from plans import periods
from plans.models import Measure
from tests.factories import PoliceAndCrimePlanFactory, moment, voice
from tests.governance.factories import RegisteredFactory

VECTOR = (1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1)
"""A published series. Screened: 4.6, 1.94, -0.72. Unscreened: 6.95, 1.94, -3.06."""


class MeasureFactory(RegisteredFactory):
    class Meta:
        model = Measure

    title = factory.Sequence("Measure {}".format)
    definition = "Calls answered, without those cut off by the caller."
    source = "The telephone system."
    frequency = "month"
    unit = "calls"
    better = "higher"
    plan = factory.SubFactory(PoliceAndCrimePlanFactory)


def observed(measure, *values, since=dt.date(2019, 4, 1), **said):
    """Give the measure a value a period, from the one that begins on `since`."""
    period = since
    for value in values:
        on = periods.last_day(measure.frequency, period)
        at = moment(on.year, on.month, on.day)
        measure.observe(period, Decimal(value), said_on=on, by=voice(), at=at, **said)
        period = periods.following(measure.frequency, period)
    return measure
