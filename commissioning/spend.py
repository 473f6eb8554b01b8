"""The geometry of a chart of spend against time: days and pounds in, text for SVG out.

Nothing is drawn here. Across, all is in shares of the width, so that a chart fills its page; down,
all is in pixels, so that its words stay as large as those beside it.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from governance.templatetags.governance_tags import pounds
from plans.xmr_axis import axis_of

ACROSS = 1000
"""The width of the box that holds the lines, which is stretched to that of the chart."""

TOP, PLOT, FOOT = 26, 240, 30
"""Pixels: the room over the plot for a word, the plot, and the room for days under it."""

APRIL = 4
MIDDLE = (0.28, 0.72)
"""Shares of the width between which there is room for days besides the first and the last."""

APART = 0.18
"""The least share of the width from one of these days to the next."""


@dataclass(frozen=True)
class Term:
    """A sum of pounds for the days from `starts_on` to `ends_on`."""

    starts_on: dt.date
    ends_on: dt.date
    value: Decimal

    def even(self, day):
        """Whole pounds that would be spent by `day` if all were spent evenly over the term."""
        if day >= self.ends_on:
            return self.value.quantize(Decimal(1))
        if day <= self.starts_on:
            return Decimal(0)
        gone, whole = (day - self.starts_on).days, (self.ends_on - self.starts_on).days
        return (self.value * gone / whole).quantize(Decimal(1))


@dataclass(frozen=True)
class Point:
    """What was spent by a day, in pounds, beside an even spread of the value."""

    day: dt.date
    spent: Decimal
    even: Decimal

    @property
    def ahead(self):
        """Pounds above an even spread; negative below it."""
        return self.spent - self.even

    @property
    def ahead_words(self):
        return beside(self.ahead)


@dataclass(frozen=True)
class Label:
    """Words under the plot. anchor: "start", "middle" or "end". is_wide: not on narrow pages."""

    x: str
    anchor: str
    text: str
    is_wide: bool = False


@dataclass(frozen=True)
class Drawing:
    """Everything that a template needs, as text; every x is a per cent of the width.

    ticks: (y, words). even and agreed: the `points` of the lines of an even spread, as the contract
    stands and as it was first agreed (empty where that is the same). spent: those of the spend.
    dots: (x, y) of each. today: (x, anchor), or None outside the term. gutter: letters of the
    longest words beside the scale.
    """

    ticks: tuple
    even: str
    agreed: str
    spent: str
    dots: tuple
    labels: tuple
    today: tuple | None
    gutter: int
    top: int = TOP
    bottom: int = TOP + PLOT
    height: int = TOP + PLOT + FOOT
    notch: int = TOP + PLOT + 5
    below: int = TOP + PLOT + 21
    view_box: str = f"0 0 {ACROSS} {TOP + PLOT + FOOT}"


def points(term, spent):
    """[Point] of [(day, pounds)], beside an even spread over the term, earliest first."""
    return [Point(day, amount, term.even(day)) for day, amount in sorted(spent)]


def share(amount, value):
    """Of the value, in whole per cent; None where the value is nought."""
    return round(amount / value * 100) if value else None


def beside(ahead):
    """ "£2,000 more", "£500 less" or "As much"."""
    if not ahead:
        return "As much"
    return f"{pounds(abs(ahead))} {'more' if ahead > 0 else 'less'}"


def in_words(term, found):
    """What the chart of these Points shows, in a sentence or two. Needs one or more."""
    last = found[-1]
    spent = f"{pounds(last.spent)} of {pounds(term.value)} was spent by {on_day(last.day)}"
    compared = f"{beside(last.ahead)}{' as' if not last.ahead else ' than'} an even spread"
    return (
        f"{spent}. That is {compared[0].lower()}{compared[1:]} over the term would be by then, "
        f"which is {pounds(last.even)}."
    )


def over(value, spent):
    """Pounds by which what was spent is above the whole value; nought where it is not."""
    return max(spent - value, Decimal(0))


def value_then(day, value, changes):
    """The whole value as it stood on a day.

    changes: [(day, value before)] of its variations, in the order in which they were written.
    """
    later = [change for change in changes if change[0] > day]
    return min(later, key=lambda change: change[0])[1] if later else value


def on_day(day):
    return f"{day:%-d %B %Y}"


# --- The drawing --------------------------------------------------------------------------------
def draw(term, found, *, agreed=None, today):
    """Return the Drawing of Points, or None without any.

    agreed: the Term as it was first agreed, where that is another. today: the day to mark.
    """
    if not found:
        return None
    scale = scale_of(term, found, agreed)
    ticks = [(scale.y(tick), f"£{scale.axis.write(tick)}") for tick in scale.axis.ticks]
    return Drawing(
        ticks=tuple(ticks),
        even=scale.line(term),
        agreed=scale.line(agreed) if agreed and agreed != term else "",
        spent=" ".join(scale.at(point.day, point.spent) for point in found),
        dots=tuple((percent(scale.x(p.day)), scale.y(p.spent)) for p in found),
        labels=tuple(days_under(scale)),
        today=scale.mark(today),
        gutter=max(len(words) for _, words in ticks),
    )


@dataclass(frozen=True)
class Scale:
    """Where a day and an amount stand on the plot."""

    begins: dt.date
    ends: dt.date
    axis: object

    def x(self, day):
        """The share of the width at which a day stands."""
        return (day - self.begins).days / max((self.ends - self.begins).days, 1)

    def y(self, amount):
        height = float(1 - self.axis.share(Fraction(amount))) * PLOT
        return f"{round(TOP + height, 1):g}"

    def at(self, day, amount):
        return f"{round(self.x(day) * ACROSS, 1):g},{self.y(amount)}"

    def line(self, term):
        """The line of an even spread: from nought on the first day to the value on the last."""
        return f"{self.at(term.starts_on, 0)} {self.at(term.ends_on, term.value)}"

    def mark(self, day):
        """(x, anchor of the word at it), or None for a day outside the scale."""
        if not self.begins <= day <= self.ends:
            return None
        return percent(self.x(day)), "end" if self.x(day) > MIDDLE[1] else "start"


def scale_of(term, found, agreed):
    terms = [term, agreed or term]
    days = [day for each in terms for day in (each.starts_on, each.ends_on)]
    days += [found[0].day, found[-1].day]
    highest = max([each.value for each in terms] + [point.spent for point in found])
    return Scale(min(days), max(days), axis_of([Fraction(0), max(Fraction(highest), Fraction(1))]))


def days_under(scale):
    """Yield the first and the last day, and on wide pages 1 April of years between them."""
    yield Label("0%", "start", on_day(scale.begins))
    for day in apart(scale, range(scale.begins.year, scale.ends.year + 1)):
        yield Label(percent(scale.x(day)), "middle", f"{day:%B %Y}", is_wide=True)
    if scale.ends > scale.begins:
        yield Label("100%", "end", on_day(scale.ends))


def apart(scale, years):
    """The first days of April in these years, as far as there is room for their words."""
    chosen = []
    for day in (dt.date(year, APRIL, 1) for year in years):
        is_clear = not chosen or scale.x(day) - scale.x(chosen[-1]) >= APART
        if MIDDLE[0] <= scale.x(day) <= MIDDLE[1] and is_clear:
            chosen.append(day)
    return chosen


def percent(share_of_width):
    return f"{round(share_of_width * 100, 2):g}%"
