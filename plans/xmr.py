"""XmR charts: what is usual for a measure, and which of its values are not.

The rules are those of NHS England's Making Data Count, as the package NHSRplotthedots 0.2.2 applies
them. Pure functions over fractions: a point that lies on a line is on it, with nothing rounded.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import groupby, pairwise

LIMIT = Fraction("2.66")
"""How many mean moving ranges a limit lies from the mean."""

NEAR = LIMIT * 2 / 3
"""How many mean moving ranges a near limit lies from the mean."""

OUTLYING = Fraction("3.267")
"""A moving range of this many mean moving ranges, or more, is left out by the screen."""

RUN = 7
"""The number of points that make a trend, or a shift."""

FIRM = 12
"""The number of points in a segment from which its limits are no longer on trial."""


class Better(StrEnum):
    """Which way a measure should go."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True)
class Mark:
    """Why a point is not usual.

    rule: "outside", "trend", "two_of_three" or "shift".
    side: "rising" or "falling" for a trend, "high" or "low" for every other rule.
    meaning: "improvement", "concern", "neutral high" or "neutral low".
    length: the points in the run that the point belongs to; of two_of_three, how many of the three
    are near the limit: 2 or 3.
    """

    rule: str
    side: str
    meaning: str
    length: int

    @property
    def is_up(self):
        return self.side in ("high", "rising")


@dataclass(frozen=True)
class Point:
    """A value (Fraction) and the Mark upon it, or None where nothing is unusual."""

    value: Fraction
    mark: Mark | None = None


@dataclass(frozen=True)
class Segment:
    """Points `start` up to but not including `stop`, and the lines drawn through them.

    mean, moving_range (the mean of those that count), upper, lower, near_upper and near_lower are
    Fractions; all but the mean are None for a single point. is_trial: fewer than 12 points.
    dropped: how many moving ranges the screen left out.
    """

    start: int
    stop: int
    mean: Fraction
    moving_range: Fraction | None
    upper: Fraction | None
    lower: Fraction | None
    near_upper: Fraction | None
    near_lower: Fraction | None
    is_trial: bool
    dropped: int

    @property
    def has_limits(self):
        return self.upper is not None

    @property
    def size(self):
        return self.stop - self.start


@dataclass(frozen=True)
class Analysis:
    """What the rules make of a series.

    segments and points are tuples in the order of time. assurance is "pass", "fail" or
    "hit_and_miss", or None where nothing can be assured. screen says whether outlying moving
    ranges were looked for.
    """

    segments: tuple[Segment, ...]
    points: tuple[Point, ...]
    assurance: str | None
    screen: bool

    @property
    def latest(self):
        """The Mark of the last point, with the length of the run that it ends; None if usual."""
        return self.points[-1].mark if self.points else None

    @property
    def current(self):
        """The last Segment, whose lines are those of today; None of an empty series."""
        return self.segments[-1] if self.segments else None

    @property
    def has_limits(self):
        """Whether there are values enough since the last break to say what is usual."""
        return bool(self.segments) and self.segments[-1].has_limits

    @property
    def has_ever_limits(self):
        """Whether any segment has them: one value, or one after each break, has none."""
        return any(segment.has_limits for segment in self.segments)

    @property
    def dropped(self):
        return sum(segment.dropped for segment in self.segments)


def analyse(values, *, breaks=(), screen=True, better=Better.NEITHER, target=None):
    """Return the Analysis of `values`: whole numbers, Decimals or Fractions in order of time.

    breaks: the indices at which a new segment begins, in any order; 0 and what lies outside the
    series are ignored. screen: leave outlying moving ranges out of the limits, once. better: a
    Better or its value. target: a number, or None. A series may be empty. Raises ValueError for a
    `better` that is none.
    """
    better = Better(better)
    values = [Fraction(value) for value in values]
    segments = tuple(
        _segment(values[start:stop], start, screen) for start, stop in _spans(len(values), breaks)
    )
    marks = [mark for segment in segments for mark in _marks(values, segment, better)]
    points = tuple(Point(value, mark) for value, mark in zip(values, marks, strict=True))
    return Analysis(segments, points, _assurance(segments, better, target), screen)


# --- The lines ----------------------------------------------------------------------------------
def _spans(size, breaks):
    inside = sorted({index for index in breaks if 0 < index < size})
    return pairwise([0, *inside, size] if size else [])


def _segment(values, start, screen):
    mean = sum(values) / Fraction(len(values))
    ranges = [abs(later - earlier) for earlier, later in pairwise(values)]
    counted = _screened(ranges) if screen else ranges
    moving_range = sum(counted) / Fraction(len(counted)) if counted else None
    return Segment(
        start=start,
        stop=start + len(values),
        mean=mean,
        moving_range=moving_range,
        **_limits(mean, moving_range),
        is_trial=len(values) < FIRM,
        dropped=len(ranges) - len(counted),
    )


def _screened(ranges):
    """Return the moving ranges that are not outlying; a series that never moves keeps its own."""
    if not any(ranges):
        return ranges
    outlying = OUTLYING * sum(ranges) / len(ranges)
    return [each for each in ranges if each < outlying]


def _limits(mean, moving_range):
    sides = {"upper": LIMIT, "lower": -LIMIT, "near_upper": NEAR, "near_lower": -NEAR}
    if moving_range is None:
        return dict.fromkeys(sides)
    return {name: mean + times * moving_range for name, times in sides.items()}


def _assurance(segments, better, target):
    if target is None or better == Better.NEITHER or not segments or not segments[-1].has_limits:
        return None
    target, last = Fraction(target), segments[-1]
    if last.lower <= target <= last.upper:
        return "hit_and_miss"
    return "fail" if (target > last.upper) == (better == Better.HIGHER) else "pass"


# --- The rules ----------------------------------------------------------------------------------
def _marks(values, segment, better):
    """Return the Mark of each point of a segment, or None. The first of RULES to speak is heard."""
    values = values[segment.start : segment.stop]
    marks = [None] * len(values)
    if not segment.has_limits:
        return marks
    for rule, find in reversed(RULES.items()):
        for index, side, length in find(values, segment):
            marks[index] = Mark(rule, side, _meaning(side, better), length)
    return marks


def _meaning(side, better):
    up = side in ("high", "rising")
    if better == Better.NEITHER:
        return "neutral high" if up else "neutral low"
    return "improvement" if up == (better == Better.HIGHER) else "concern"


def _outside(values, segment):
    """Yield (index, side, length) of the points strictly outside a limit."""
    beyond = [(value > segment.upper) - (value < segment.lower) for value in values]
    yield from _points_of_runs(beyond, at_least=1)


def _trend(values, segment):
    """Yield (index, side, length) of the points that rise, or fall, seven or more in a row.

    A point at which one trend turns into another belongs to the later.
    """
    steps = [(later > earlier) - (later < earlier) for earlier, later in pairwise(values)]
    for first, stop, sign in _runs(steps, at_least=RUN - 1):
        for index in range(first, stop + 1):
            yield index, "rising" if sign > 0 else "falling", stop + 1 - first


def _two_of_three(values, segment):
    """Yield (index, side, length) of points near a limit: two of three, all on one side."""
    near = [_near(value, segment) for value in values]
    above = _side_of_mean(values, segment)
    threes = [range(first, first + 3) for first in range(len(values) - 2)]
    on_one_side = [three for three in threes if abs(sum(above[index] for index in three)) == 3]
    # A point that is one of two and one of three is told of the three, which come last.
    counts = sorted((sum(abs(near[i]) for i in three), three[0]) for three in on_one_side)
    for count, first in counts:
        if count >= 2:
            yield from _each(range(first, first + 3), near, count)


def _near(value, segment):
    """Return 1 above the upper near limit, -1 below the lower, 0 elsewhere and beyond a limit."""
    high = segment.near_upper < value <= segment.upper
    return high - (segment.lower <= value < segment.near_lower)


def _shift(values, segment):
    """Yield (index, side, length) of points strictly on one side of the mean, seven in a row."""
    yield from _points_of_runs(_side_of_mean(values, segment), at_least=RUN)


def _side_of_mean(values, segment):
    return [(value > segment.mean) - (value < segment.mean) for value in values]


def _points_of_runs(signs, at_least):
    for start, stop, _ in _runs(signs, at_least):
        yield from _each(range(start, stop), signs, stop - start)


def _each(indices, signs, length):
    """Yield (index, side, length) of those indices whose sign is not nought."""
    for index in indices:
        if signs[index]:
            yield index, "high" if signs[index] > 0 else "low", length


def _runs(signs, at_least):
    """Yield (start, stop, sign) of each unbroken run of +1, or of -1, that is long enough."""
    start = 0
    for sign, group in groupby(signs):
        stop = start + sum(1 for _ in group)
        if sign and stop - start >= at_least:
            yield start, stop, sign
        start = stop


RULES = {"outside": _outside, "trend": _trend, "two_of_three": _two_of_three, "shift": _shift}
"""The rules in order of precedence."""


# --- Freezing -----------------------------------------------------------------------------------
NUMBERS = ("mean", "moving_range", "upper", "lower", "near_upper", "near_lower")
"""The parts of a Segment that are Fractions, or None."""


def as_plain(analysis):
    """Return an Analysis as values that JSON holds exactly: a Fraction is text, "35/18" or "2"."""
    return {
        "segments": [_plain_segment(segment) for segment in analysis.segments],
        "points": [
            {"value": str(point.value), "mark": point.mark and asdict(point.mark)}
            for point in analysis.points
        ],
        "assurance": analysis.assurance,
        "screen": analysis.screen,
    }


def from_plain(plain):
    """Return the Analysis that as_plain() was given.

    Raises KeyError, TypeError or ValueError for anything else.
    """
    return Analysis(
        segments=tuple(_segment_from_plain(segment) for segment in plain["segments"]),
        points=tuple(
            Point(Fraction(point["value"]), point["mark"] and Mark(**point["mark"]))
            for point in plain["points"]
        ),
        assurance=plain["assurance"],
        screen=plain["screen"],
    )


def _plain_segment(segment):
    return {
        name: str(value) if name in NUMBERS and value is not None else value
        for name, value in asdict(segment).items()
    }


def _segment_from_plain(plain):
    numbers = {name: Fraction(plain[name]) for name in NUMBERS if plain[name] is not None}
    return Segment(**{**plain, **numbers})
