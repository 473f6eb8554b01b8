"""The register of measures, as the pages of posts show it and *My work* asks for it."""

import datetime as dt

from django.db.models import CharField
from django.db.models.functions import Cast

from . import periods
from .models import Measure
from .registers.facts import Register
from .registers.words import Words, on_day


def measure_words(fact, on):
    """Which period has the last value, and whether the next one is over already."""
    if fact.until:
        return Words(fact.title, f"No longer reported since {on_day(fact.until)}", is_ended=True)
    if fact.on is None:
        return Words(fact.title, "No value yet", on)
    last = f"Last value: {periods.in_words(fact.state, fact.on)}"
    over_on = next_over_on(fact)
    return Words(fact.title, last, over_on if over_on <= on else None)


def next_over_on(fact):
    """The first day after the period that has no value yet."""
    awaited = periods.following(fact.state, fact.on)
    return periods.last_day(fact.state, awaited) + dt.timedelta(days=1)


def to_enter(fact, words, on):
    """A value is asked for once its period is over."""
    return "To enter" if words.due_on else ""


MEASURES = Register(
    "plans:measure", "Measures", ("measure", "measures"),
    Measure.objects.with_last, lambda: Measure.objects.with_last().reported(),
    ("title", Cast("frequency", CharField()), "last_period", "ended_on"), measure_words,
    ("title", "definition", "source"), "state=reported", asks=to_enter, asks_after=True,
)  # fmt: skip
