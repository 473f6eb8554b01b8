"""Measures of a pack, read back: words and charts from the frozen values and nothing else."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from plans import measure_values, periods, xmr_words
from plans.models import Measure
from plans.xmr import from_plain
from plans.xmr_chart import draw, draw_small


@dataclass(frozen=True)
class FrozenRow:
    """One period of the table. value: in its unit. mark: why it is unusual, in words.

    breaks: why limits begin again here, as plain values.
    """

    period: str
    value: str
    mark: str
    is_marked: bool
    is_provisional: bool
    note: str
    breaks: tuple


@dataclass(frozen=True)
class FrozenMeasure:
    """A measure as a pack tells of it. number: its place in the pack, from 1."""

    number: int
    facts: dict

    def __str__(self):
        return self.title

    @property
    def key(self):
        return self.facts["key"]

    @property
    def title(self):
        return self.facts["title"]

    @property
    def headline(self):
        return self.facts["headline"]

    @property
    def assurance(self):
        return self.facts["assurance"]

    @property
    def description(self):
        """The chart in sentences, for those who do not see it."""
        last = self.last
        newest = last and (last.value, last.period)
        return xmr_words.description(self.headline, newest, self.assurance)

    @property
    def better_words(self):
        return Measure.Better(self.facts["better"]).label

    @property
    def frequency_words(self):
        return periods.Frequency(self.facts["frequency"]).label

    # --- Values ---------------------------------------------------------------------------------
    @cached_property
    def values(self):
        """{first day of a period: its value, a Decimal}, in the order of time."""
        return {day(v["period"]): Decimal(v["value"]) for v in self.facts["values"]}

    @cached_property
    def rows(self):
        """FrozenRows, newest first."""
        return [self.row(index) for index in reversed(range(len(self.values)))]

    @property
    def last(self):
        """The newest FrozenRow, or None."""
        return self.row(len(self.values) - 1) if self.values else None

    def row(self, index):
        told = self.facts["values"][index]
        return FrozenRow(
            period=self.labels[index],
            value=self.in_unit(told["value"]),
            mark=self.facts["marks"][index],
            is_marked=self.analysis.points[index].mark is not None,
            is_provisional=told["is_provisional"],
            note=told["note"],
            breaks=self.breaks_at(index),
        )

    def breaks_at(self, index):
        """What was said about the breaks between the value before this one and this one."""
        known = list(self.values)
        after, until = (known[index - 1] if index else dt.date.min), known[index]
        return tuple(b for b in self.facts["breaks"] if after < day(b["from_period"]) <= until)

    @property
    def breaks(self):
        """[(words of the period from which limits begin again, what was said)], newest first."""
        told = reversed(self.facts["breaks"])
        return [(self.in_words(day(each["from_period"])), each) for each in told]

    @property
    def target(self):
        """The target in its unit, who set it and why, as a dictionary; None without one."""
        target = self.facts["target"]
        if target is None:
            return None
        told = {"in_unit": self.in_unit(target["value"]), "said_on": day(target["said_on"])}
        return target | told

    @property
    def ended(self):
        ended = self.facts["ended"]
        return ended and ended | {"on": day(ended["on"])}

    def in_unit(self, value):
        return measure_values.in_unit(Decimal(value), self.facts["unit"], self.facts["decimals"])

    def in_words(self, period):
        return periods.in_words(self.facts["frequency"], period)

    @cached_property
    def labels(self):
        return tuple(self.in_words(period) for period in self.values)

    # --- Drawn ----------------------------------------------------------------------------------
    @cached_property
    def analysis(self):
        """The Analysis that was published, whatever the rules would make of the values now."""
        return from_plain(self.facts["analysis"])

    @property
    def has_limits(self):
        return self.analysis.has_limits

    @cached_property
    def aim(self):
        target = self.facts["target"]
        return target and Decimal(target["value"])

    @cached_property
    def chart(self):
        """The Drawing of its chart; None without values."""
        return draw(self.analysis, self.aim, labels=self.labels, frequency=self.facts["frequency"])

    @cached_property
    def small_chart(self):
        return draw_small(self.analysis, self.aim)


def read_measures(content):
    """Return the FrozenMeasures of what a pack says. The first layout of packs had none."""
    told = content.get("measures", [])
    return [FrozenMeasure(number, facts) for number, facts in enumerate(told, start=1)]


def day(text):
    return dt.date.fromisoformat(text)
