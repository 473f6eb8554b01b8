"""What measures say: their values, what the rules of XmR make of them, and the words for it.

The one place where the lines of a Measure become an Analysis: the pages of measures, scorecards and
priorities show a MeasureReading, and packs freeze one.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.db.models import prefetch_related_objects

from . import measure_values, periods, xmr_words
from .models import Measure, MeasureLine, Observation
from .xmr import Segment, analyse
from .xmr_chart import draw, draw_small

OUTCOMES = {
    "improvement": "better than usual",
    "concern": "worse than usual",
    "neutral": "unusual, and neither better nor worse",
    "usual": "with nothing unusual now",
    "few": "with too few values to say",
}
"""What the newest values of measures can say, in the order in which pages count them."""

AIMING = (MeasureLine.Kind.TARGET_SET, MeasureLine.Kind.TARGET_REMOVED)
"""Kinds of lines that say what is aimed at from then on."""

REPORTING = (MeasureLine.Kind.ENDED, MeasureLine.Kind.RESUMED)
"""Kinds of lines that say whether it is reported from then on."""


@dataclass(frozen=True)
class Row:
    """One period of a measure's table.

    period: its words, such as "April 2019". value: in its unit. mark: why it is unusual, in words.
    observation: the line that stands. earlier: [(its value in words, line)] that it revised, newest
    first. breaks: the lines from which limits begin again here.
    """

    period: str
    value: str
    mark: str
    is_marked: bool
    observation: Observation
    earlier: tuple
    breaks: tuple


@dataclass(frozen=True)
class Levels:
    """A Row and the Segment of XmR that its value lies in."""

    row: Row
    segment: Segment


@dataclass(frozen=True)
class MeasureReading:
    """A measure as its lines tell it.

    said: {period: [Observation, oldest first]} in the order of time; the newest stands. lines: its
    MeasureLines, oldest first. definition: the one of that moment. screen: whether outlying moving
    ranges are left out of the limits.
    """

    measure: Measure
    said: dict
    lines: tuple
    definition: str
    screen: bool

    @cached_property
    def observations(self):
        """The Observation that stands for each period, in the order of time."""
        return tuple(lines[-1] for lines in self.said.values())

    @cached_property
    def taken_back(self):
        """{key of a line that began new limits: the MeasureLine that takes them back}."""
        return {line.takes_back_id: line for line in self.lines if line.takes_back_id}

    @cached_property
    def breaks(self):
        """[(index of the first value from there on, MeasureLine)], in the order of time; without
        those that were taken back."""
        breaking = [line for line in self.lines if line.kind in MeasureLine.BREAKING]
        lines = [line for line in breaking if line.pk not in self.taken_back]
        known = list(self.said)
        return [
            (sum(period < line.from_period for period in known), line)
            for line in sorted(lines, key=lambda line: line.from_period)
        ]

    @cached_property
    def analysis(self):
        return analyse(
            [line.value for line in self.observations],
            breaks=[index for index, _ in self.breaks],
            screen=self.screen,
            better=self.measure.better,
            target=self.target,
        )

    @cached_property
    def series(self):
        return xmr_words.Series(
            tuple(self.in_words(period) for period in self.said),
            self.measure.frequency,
            self.measure.better,
            self.target,
            has_gaps=bool(self.gaps),
        )

    @cached_property
    def target_line(self):
        """The MeasureLine that set the target of today; None without one."""
        newest = self.newest(AIMING)
        return newest if newest and newest.target is not None else None

    @property
    def target(self):
        return self.target_line.target if self.target_line else None

    @cached_property
    def ended_line(self):
        """The MeasureLine that says why it is no longer reported; None while it is."""
        newest = self.newest(REPORTING)
        return newest if newest and newest.kind == MeasureLine.Kind.ENDED else None

    def newest(self, kinds):
        return next((line for line in reversed(self.lines) if line.kind in kinds), None)

    @property
    def awaited(self):
        """The first day of the period after the last one; None without values."""
        known = list(self.said)
        return periods.following(self.measure.frequency, known[-1]) if known else None

    # --- In words -------------------------------------------------------------------------------
    @cached_property
    def headline(self):
        return xmr_words.headline(self.analysis, self.series)

    @cached_property
    def assurance(self):
        return xmr_words.assurance_words(self.analysis, self.target_words)

    @property
    def description(self):
        """The chart in sentences, for those who do not see it."""
        newest = self.last and (self.last.value, self.last.period)
        return xmr_words.description(self.headline, newest, self.assurance)

    @property
    def screen_words(self):
        return xmr_words.screen_words(self.analysis)

    @property
    def target_words(self):
        return "" if self.target is None else self.in_unit(self.target)

    @cached_property
    def last(self):
        """The newest Row, or None."""
        return self.row(len(self.observations) - 1) if self.observations else None

    @property
    def has_limits(self):
        return self.analysis.has_limits

    @property
    def outcome(self):
        """What the newest value says: a key of OUTCOMES."""
        if not self.has_limits:
            return "few"
        mark = self.analysis.latest
        return mark.meaning.split()[0] if mark else "usual"

    @cached_property
    def gaps(self):
        """Words of the periods without a value between the first and the last."""
        known, gaps = list(self.said), []
        period = known[0] if known else None
        while period and period < known[-1]:
            period = periods.following(self.measure.frequency, period)
            if period not in self.said:
                gaps.append(self.in_words(period))
        return gaps

    def silence(self, on):
        """Words for the periods after the last value that are over on a day; "" where none is."""
        over = list(self.over(on)) if self.said and not self.measure.ended_on else []
        if not over:
            return ""
        first = self.in_words(over[0])
        return f"No values yet from {first} on" if over[1:] else f"No value yet for {first}"

    def over(self, on):
        """Yield the first days of the periods after the last value that are over on a day."""
        period = self.awaited
        while periods.last_day(self.measure.frequency, period) < on:
            yield period
            period = periods.following(self.measure.frequency, period)

    @cached_property
    def rows(self):
        """The Rows of its table, newest first."""
        return [self.row(index) for index in reversed(range(len(self.observations)))]

    def row(self, index):
        line, mark = self.observations[index], self.analysis.points[index].mark
        *earlier, _ = self.said[line.period]
        return Row(
            period=self.series.periods[index],
            value=self.in_unit(line.value),
            mark=xmr_words.mark_words(mark, self.series) if self.segments[index].has_limits else "",
            is_marked=mark is not None,
            observation=line,
            earlier=tuple((self.in_unit(old.value), old) for old in reversed(earlier)),
            breaks=tuple(line for at, line in self.breaks if at == index),
        )

    @cached_property
    def segments(self):
        """The Segment of each value, in the order of time."""
        return [segment for segment in self.analysis.segments for _ in range(segment.size)]

    @property
    def levels(self):
        """The table with the lines through its values, in the order of time: [Levels]."""
        return [Levels(row, each) for row, each in zip(self.rows[::-1], self.segments, strict=True)]

    @property
    def history(self):
        """[(MeasureLine, words of the period that it begins with, words of its target)], newest
        first. What takes new limits back has their period."""
        begins = {line.pk: line.from_period for line in self.lines}
        return [
            (
                line,
                self.in_words(period) if period else "",
                "" if line.target is None else self.in_unit(line.target),
            )
            for line in reversed(self.lines)
            for period in [begins[line.takes_back_id or line.pk]]
        ]

    def in_unit(self, value):
        return measure_values.in_unit(value, self.measure.unit, self.measure.decimals)

    def in_words(self, period):
        return periods.in_words(self.measure.frequency, period)

    # --- Drawn ----------------------------------------------------------------------------------
    @cached_property
    def chart(self):
        """The Drawing of its chart; None without values."""
        return draw(
            self.analysis,
            self.target,
            labels=self.series.periods,
            frequency=self.measure.frequency,
        )

    @cached_property
    def small_chart(self):
        return draw_small(self.analysis, self.target)


def readings(measures, *, at=None):
    """Return the MeasureReadings of these measures, each with its own screen.

    at: an aware datetime; lines made later are left out. Two queries, whatever their number.
    """
    measures = list(measures)
    prefetch_related_objects(measures, "observations", "lines")
    return [reading(measure, at=at) for measure in measures]


def reading(measure, *, at=None, screen=None):
    """Return the MeasureReading of one measure, as `readings`. screen: None for its own."""
    said, lines = {}, measure.lines.all()
    for line in until(at, measure.observations.all()):
        said.setdefault(line.period, []).append(line)
    return MeasureReading(
        measure=measure,
        said=dict(sorted(said.items())),
        lines=tuple(until(at, lines)),
        definition=definition_at(at, measure, lines),
        screen=measure.is_screened if screen is None else screen,
    )


def until(at, lines):
    """The lines made until that moment, or all of them where it is None; the order stays."""
    return [line for line in lines if at is None or line.made_at <= at]


def definition_at(at, measure, lines):
    """What the first line that changed it later says that it was before, or the one of now."""
    later = [line for line in lines if line.definition_from and at and line.made_at > at]
    return later[0].definition_from if later else measure.definition


def counted(every):
    """Return "8 measures: 1 better than usual, 7 with nothing unusual now", of MeasureReadings."""
    counts = Counter(each.outcome for each in every)
    parts = [f"{counts[key]} {words}" for key, words in OUTCOMES.items() if counts[key]]
    return f"{len(every)} measure{'' if len(every) == 1 else 's'}: {', '.join(parts)}"
