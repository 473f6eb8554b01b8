"""The geometry of an XmR chart: an Analysis in, numbers written as text out; nothing is drawn here.

Across, all is in shares of the width, so that a chart fills the page it is on; down, all is in
pixels, so that its words stay as large as those beside it.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import chain

from plans.xmr import Analysis
from plans.xmr_axis import Axis, axis_of
from plans.xmr_labels import apart, evenly, stacked
from plans.xmr_words import NO_LIMITS, USUAL, key_words

ACROSS = 1000
"""The width of the box that holds the curves, which is stretched to that of the chart."""

TOP = 10
"""The room over a chart, in pixels, besides rows of words."""

FOOT = 30
"""The room for periods under a chart, in pixels."""

ROW = 19
"""The height of a row of words, in pixels."""

ROWS = 3
"""How many rows of words there may be above a chart, to say where its limits begin again."""

CROWD = 150
"""The number of points from which usual ones are not drawn, only the curve through them."""


@dataclass(frozen=True)
class Tick:
    """A number on the scale."""

    y: str
    text: str


@dataclass(frozen=True)
class Line:
    """A level line. kind: "mean", "limit", "near" or "target"."""

    kind: str
    x1: str
    x2: str
    y: str


@dataclass(frozen=True)
class Dot:
    """A point. kind: "usual", "improvement", "concern" or "neutral"; way: "", "up" or "down"."""

    kind: str
    way: str
    x: str
    y: str
    is_last: bool


@dataclass(frozen=True)
class Label:
    """Words at a place. anchor: "start", "middle" or "end"."""

    x: str
    y: str
    anchor: str
    text: str


@dataclass(frozen=True)
class Break:
    """Where the limits begin again: a line down from `y`, and its words or None."""

    x: str
    y: str
    label: Label | None


@dataclass(frozen=True)
class Writing:
    """The words along the edges for a page of one width: "wide" or "narrow".

    periods: Labels under the plot. breaks: what stands over it.
    """

    page: str
    periods: tuple[Label, ...]
    breaks: tuple[Break, ...]


@dataclass(frozen=True)
class KeyItem:
    """A shape of the chart and what it stands for."""

    kind: str
    way: str
    words: str


@dataclass(frozen=True)
class Drawing:
    """Everything that a template needs, as text; every x is a per cent of the width.

    curves: the `points` of a polyline for each segment, in a box `view_box` that is stretched.
    is_broken: limits begin again somewhere. is_crowded: usual points are not drawn. tags: names
    and values of today's lines, for the right edge. writings: the other words, of which a page
    shows those of its width. figures: (kind, words) of today's lines, for the key. gutter: letters
    in the longest number on the scale. bottom: where the plot ends.
    """

    height: int
    bottom: int
    lines: tuple[Line, ...]
    curves: tuple[str, ...]
    dots: tuple[Dot, ...]
    key: tuple[KeyItem, ...]
    is_broken: bool
    is_crowded: bool
    ticks: tuple[Tick, ...] = ()
    tags: tuple[Label, ...] = ()
    writings: tuple[Writing, ...] = ()
    figures: tuple[tuple[str, str], ...] = ()
    gutter: int = 0

    @property
    def view_box(self):
        return f"0 0 {ACROSS} {self.height}"

    @property
    def notch(self):
        """Return where the short line from the plot to the words of a period ends."""
        return self.bottom + 5


def draw(analysis, target=None, *, labels, frequency="month", width=400, narrow=220, height=280):
    """Return the Drawing of an Analysis with a scale, periods and words.

    target: a number to draw a line at, or None. labels: the words of each period, as many as there
    are points. width and narrow: the least room, in pixels, that the plot has on a wide page and on
    a narrow one, which decide how many labels there are. height: of the plot alone, in pixels.
    Returns None where there are no points.
    """
    if not analysis.points:
        return None
    rooms = {"wide": width, "narrow": narrow}
    rows = {page: _rows(analysis, labels, room) for page, room in rooms.items()}
    most = max((row + 1 for _, row in chain(*rows.values()) if row is not None), default=0)
    plot = _plot(analysis, target, top=TOP + ROW * most, height=height)
    ticks = [(plot.y(value), plot.axis.write(value)) for value in plot.axis.ticks]
    return replace(
        plot.drawing(foot=FOOT),
        ticks=tuple(Tick(y, text) for y, text in ticks),
        tags=plot.tags(),
        writings=tuple(
            Writing(
                page, _periods(plot, labels, room, frequency), _breaks(plot, labels, rows[page])
            )
            for page, room in rooms.items()
        ),
        figures=plot.figures(),
        gutter=max(len(text) for _, text in ticks),
    )


def draw_small(analysis, target=None, *, height=52):
    """Return the Drawing of an Analysis for a row of a scorecard: no scale and no words.

    Only marked points and the last are drawn upon the curve. Returns None where there are none.
    """
    if not analysis.points:
        return None
    plot = _plot(analysis, target, top=8, height=height - 16, most=20)
    whole = plot.drawing(foot=8)
    return replace(
        whole,
        lines=tuple(line for line in whole.lines if line.kind != "near"),
        dots=tuple(dot for dot in whole.dots if dot.way or dot.is_last),
    )


def _plot(analysis, target, *, top, height, most=5):
    target = None if target is None else Fraction(target)
    limits = [level for each in analysis.segments for level in (each.upper, each.lower)]
    levels = [*(point.value for point in analysis.points), *limits, target]
    axis = axis_of([level for level in levels if level is not None], most)
    return Plot(analysis, target, axis, top, height)


@dataclass(frozen=True)
class Plot:
    """Where the points and lines of an Analysis lie, between `top` and `top` + `height`."""

    analysis: Analysis
    target: Fraction | None
    axis: Axis
    top: int
    height: int

    @property
    def bottom(self):
        return self.top + self.height

    def drawing(self, foot):
        """Return the Drawing without any words, with room under the plot in pixels."""
        return Drawing(
            height=self.bottom + foot,
            bottom=self.bottom,
            lines=self.lines(),
            curves=self.curves(),
            dots=self.dots(),
            key=_key(self.analysis),
            is_broken=len(self.analysis.segments) > 1,
            is_crowded=len(self.analysis.points) >= CROWD,
        )

    def y(self, value):
        return written(self.top + float((1 - self.axis.share(value)) * self.height))

    def x(self, index):
        """Return the share of the width at which a point stands, in the middle of its period."""
        return (index + 0.5) / len(self.analysis.points)

    def edge(self, index):
        """Return, as text, where the period of a point begins."""
        return percent(index / len(self.analysis.points))

    def lines(self):
        drawn = [line for segment in self.analysis.segments for line in self._segment(segment)]
        if self.target is not None:
            drawn.append(Line("target", "0%", "100%", self.y(self.target)))
        return tuple(drawn)

    def _segment(self, segment):
        levels = [("mean", segment.mean)]
        if segment.has_limits:
            levels += [("limit", segment.upper), ("limit", segment.lower)]
            levels += [("near", segment.near_upper), ("near", segment.near_lower)]
        ends = self.edge(segment.start), self.edge(segment.stop)
        return [Line(kind, *ends, self.y(level)) for kind, level in levels]

    def curves(self):
        return tuple(
            " ".join(
                f"{written(self.x(i) * ACROSS)},{self.y(self.analysis.points[i].value)}"
                for i in range(segment.start, segment.stop)
            )
            for segment in self.analysis.segments
        )

    def dots(self):
        """Return the Dots, the usual ones first, so that none hides one that is marked."""
        points = self.analysis.points
        dots = [self._dot(index, point) for index, point in enumerate(points)]
        usual = [dot for dot in dots if not dot.way and (len(dots) < CROWD or dot.is_last)]
        return tuple(usual + [dot for dot in dots if dot.way])

    def _dot(self, index, point):
        is_last = index == len(self.analysis.points) - 1
        return Dot(*_shape(point.mark), percent(self.x(index)), self.y(point.value), is_last)

    def tags(self):
        """Return the names and values of today's lines, moved apart where they would overlap."""
        named = sorted(self._named(), key=lambda pair: pair[1], reverse=True)
        places = apart([float(self.y(level)) for _, level in named], ROW - 2, self.bottom)
        return tuple(
            Label("100%", written(place), "start", f"{name} {self.axis.write(level)}")
            for (name, level), place in zip(named, places, strict=True)
        )

    def _named(self):
        """Return [(words, level)] of the lines of the last segment, and of the target."""
        now = self.analysis.current
        levels = [
            ("Upper limit", now.upper),
            ("Mean", now.mean),
            ("Lower limit", now.lower),
            ("Target", self.target),
        ]
        return [(words, level) for words, level in levels if level is not None]

    def figures(self):
        """Return (kind, words) of each line for the key, its value that of the last segment.

        Lines of earlier segments alone have no value that is true of today.
        """
        write, now = self.axis.write, self.analysis.current
        figures = [("mean", f"Mean {write(now.mean)}")]
        if now.has_limits:
            figures.append(("limit", f"Limits {write(now.lower)} to {write(now.upper)}"))
        elif self.analysis.has_ever_limits:
            figures.append(("limit", "Limits of earlier values"))
        if self.analysis.has_ever_limits:
            figures.append(("near", "Two thirds of the way to a limit"))
        if self.target is not None:
            figures.append(("target", f"Target {write(self.target)}"))
        return tuple(figures)


def _shape(mark):
    """Return (kind, way) of a point with this mark, or with none."""
    if mark is None:
        return "usual", ""
    return mark.meaning.split()[0], "up" if mark.is_up else "down"


def _key(analysis):
    """Return a KeyItem for each shape that a chart shows, in the order of first appearance."""
    found = {_shape(None): USUAL if analysis.has_ever_limits else NO_LIMITS}
    for point in analysis.points:
        if point.mark:
            found[_shape(point.mark)] = key_words(point.mark.meaning, point.mark.is_up)
    return tuple(KeyItem(kind, way, words) for (kind, way), words in found.items())


# --- Words along the edges ----------------------------------------------------------------------
def _periods(plot, labels, width, frequency):
    """Return the Labels of as many periods as a chart of this width has room for."""
    places = [plot.x(index) * width for index in range(len(labels))]
    y = written(plot.bottom + ROW + 2)
    return tuple(
        Label(percent(plot.x(index)), y, anchor, labels[index])
        for index, anchor in evenly(places, labels, width, frequency)
    )


def _rows(analysis, labels, width):
    """Return (anchor, row) of the words over each break, the row None where there is no room."""
    starts = [segment.start for segment in analysis.segments[1:]]
    places = [start / len(labels) * width for start in starts]
    return stacked(places, [_since(labels[start]) for start in starts], width, ROWS)


def _breaks(plot, labels, rows):
    """Return the Breaks of a plot, their words in the rows that were found for them."""
    starts = [segment.start for segment in plot.analysis.segments[1:]]
    return tuple(
        _break(plot, plot.edge(start), _since(labels[start]), anchor, row)
        for start, (anchor, row) in zip(starts, rows, strict=True)
    )


def _break(plot, x, text, anchor, row):
    if row is None:
        return Break(x, written(plot.top), None)
    y = plot.top - 10 - ROW * row
    return Break(x, written(y + 5), Label(x, written(y), anchor, text))


def _since(label):
    return f"From {label}"


def percent(share):
    """Return a share of the width as the text of an SVG length: 0.125 is "12.5%"."""
    return f"{round(share * 100, 3):g}%"


def written(number):
    """Return a number of pixels as text, to a tenth."""
    return f"{round(number, 1):g}"
