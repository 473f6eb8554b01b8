"""The geometry of an XmR chart keeps to its box, and no words of it overlap."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from plans.xmr import analyse
from plans.xmr_axis import axis_of
from plans.xmr_chart import CROWD, draw, draw_small
from plans.xmr_labels import LETTER, apart, stacked

ONE_SPIKE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]

numbers = st.fractions(min_value=-(10**12), max_value=10**12, max_denominator=10**6)
series = st.lists(st.integers(min_value=-50, max_value=50), min_size=1, max_size=80)
breaks = st.lists(st.integers(min_value=1, max_value=80), max_size=5)
targets = st.none() | st.integers(min_value=-90, max_value=90)
widths = st.sampled_from([220, 400, 700])
MONTHS = ("April", "May", "June", "July", "August", "September", "October", "November",
          "December", "January", "February", "March")  # fmt: skip


def months(count):
    """Return as many months from April 2018 as are asked for."""
    return tuple(f"{MONTHS[i % 12]} {2018 + (i + 3) // 12}" for i in range(count))


def drawn(values, target=None, *, breaks=(), better="neither", **kwargs):
    return draw(
        analyse(values, breaks=breaks, better=better), target, labels=months(len(values)), **kwargs
    )


def kinds(drawing):
    return {(dot.kind, dot.way) for dot in drawing.dots}


def words(drawing, page):
    return next(writing for writing in drawing.writings if writing.page == page)


def share(x):
    return float(x.removesuffix("%")) / 100


def span(label, width):
    """Return (left, right) of a label on a chart of this width, in pixels."""
    place, length = share(label.x) * width, len(label.text) * LETTER
    before = {"start": 0, "middle": length / 2, "end": length}[label.anchor]
    return place - before, place - before + length


# --- The scale ----------------------------------------------------------------------------------
@given(st.lists(numbers, min_size=1, max_size=20))
def test_a_scale_takes_in_every_value_in_a_few_round_steps(values):
    axis = axis_of(values)

    assert axis.low <= min(values)
    assert max(values) <= axis.high
    assert 2 <= len(axis.ticks) <= 8
    assert {later - earlier for earlier, later in pairwise(axis.ticks)} == {axis.step}


@given(st.lists(numbers, min_size=1, max_size=20))
def test_no_two_numbers_of_a_scale_are_written_alike(values):
    axis = axis_of(values)

    written = [axis.write(tick) for tick in axis.ticks]
    assert len(set(written)) == len(written)


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ([0, 10], ["0", "2", "4", "6", "8", "10"]),
        ([Fraction(-7, 10), 10], ["−2.5", "0", "2.5", "5", "7.5", "10"]),
        ([0, 4000], ["0", "1,000", "2,000", "3,000", "4,000"]),
        ([10**9, 3 * 10**9], ["1bn", "1.5bn", "2bn", "2.5bn", "3bn"]),
        ([0, Fraction(4, 1000)], ["0", "0.001", "0.002", "0.003", "0.004"]),
        ([0, Fraction(4, 10**8)], ["0", "1 × 10⁻⁸", "2 × 10⁻⁸", "3 × 10⁻⁸", "4 × 10⁻⁸"]),
        ([7, 7], ["6", "6.5", "7", "7.5", "8"]),
        ([0, 0], ["−1", "−0.5", "0", "0.5", "1"]),
    ],
)
def test_a_scale_is_written_in_round_numbers(values, written):
    axis = axis_of([Fraction(value) for value in values])

    assert [axis.write(tick) for tick in axis.ticks] == written


def test_a_value_is_written_to_two_figures_beyond_the_step():
    axis = axis_of([Fraction(0), Fraction(10)])

    assert axis.write(Fraction(35, 18)) == "1.94"
    assert axis.write(Fraction(-1, 1000)) == "0"


# --- Where things stand -------------------------------------------------------------------------
@given(series, breaks, targets)
def test_everything_stays_within_the_plot(values, at, target):
    drawing = drawn(values, target, breaks=at)

    top = float(drawing.ticks[-1].y)
    heights = [float(each.y) for each in (*drawing.lines, *drawing.dots)]
    assert all(top <= height <= drawing.bottom < drawing.height for height in heights)
    assert all(0 <= share(dot.x) <= 1 for dot in drawing.dots)


def test_a_higher_value_stands_higher():
    low, high = drawn([1, 2]).dots

    assert float(high.y) < float(low.y)
    assert (low.x, high.x) == ("25%", "75%")


def test_lines_and_curves_break_where_limits_begin_again():
    drawing = drawn([1, 2, 1, 2, 11, 12, 11, 12, 11, 12], breaks=[4])

    means = [(line.x1, line.x2) for line in drawing.lines if line.kind == "mean"]
    assert means == [("0%", "40%"), ("40%", "100%")]
    assert [len(curve.split()) for curve in drawing.curves] == [4, 6]
    assert drawing.is_broken


def test_a_break_is_named_after_its_period():
    drawing = drawn([1, 2] * 12, breaks=[12])

    (wide,) = words(drawing, "wide").breaks
    assert (wide.x, wide.label.text, wide.label.anchor) == ("50%", "From April 2019", "middle")
    assert float(wide.label.y) < float(wide.y) < drawing.bottom


def test_limits_below_nought_are_not_cut_off():
    drawing = drawn(ONE_SPIKE)

    lowest = max(float(line.y) for line in drawing.lines if line.kind == "limit")
    nought = next(float(tick.y) for tick in drawing.ticks if tick.text == "0")
    assert nought < lowest < drawing.bottom


def test_one_point_has_a_mean_and_no_limits():
    drawing = drawn([5])

    assert [line.kind for line in drawing.lines] == ["mean"]
    assert [tag.text for tag in drawing.tags] == ["Mean 5"]


def test_no_points_have_no_drawing():
    assert drawn([]) is None
    assert draw_small(analyse([])) is None


def test_a_target_is_a_line_from_edge_to_edge():
    drawing = drawn(ONE_SPIKE, Decimal("3.5"))

    (line,) = [line for line in drawing.lines if line.kind == "target"]
    assert (line.x1, line.x2) == ("0%", "100%")
    assert ("target", "Target 3.5") in drawing.figures


def test_the_values_of_the_lines_are_given_in_words():
    drawing = drawn(ONE_SPIKE)

    assert [tag.text for tag in drawing.tags] == [
        "Upper limit 4.6",
        "Mean 1.94",
        "Lower limit −0.72",
    ]
    assert drawing.figures[:2] == (("mean", "Mean 1.94"), ("limit", "Limits −0.72 to 4.6"))


# --- Shapes -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("better", "kind", "meaning"),
    [
        ("higher", "improvement", "Unusually high or rising: better"),
        ("lower", "concern", "Unusually high or rising: worse"),
        ("neither", "neutral", "Unusually high or rising"),
    ],
)
def test_a_marked_point_has_a_shape_that_the_key_explains(better, kind, meaning):
    drawing = drawn(ONE_SPIKE, better=better)

    assert kinds(drawing) == {("usual", ""), (kind, "up")}
    assert [(item.kind, item.way, item.words) for item in drawing.key] == [
        ("usual", "", "Nothing unusual"),
        (kind, "up", meaning),
    ]


def test_a_low_point_points_down():
    assert ("concern", "down") in kinds(drawn([1, 2] * 8 + [-9], better="higher"))


def test_marked_points_are_drawn_over_usual_ones():
    dots = drawn(ONE_SPIKE).dots

    assert dots[-1].way == "up"
    assert [dot.is_last for dot in dots].index(True) == len(dots) - 2


def test_a_crowd_of_usual_points_is_drawn_as_a_curve_alone():
    values = [1, 2] * (CROWD // 2) + [1]

    drawing = drawn(values)

    assert [dot.is_last for dot in drawing.dots] == [True]
    assert len(drawing.curves[0].split()) == len(values)


def test_the_small_chart_has_no_words_and_only_the_points_that_matter():
    drawing = draw_small(analyse(ONE_SPIKE), 3)

    assert (drawing.ticks, drawing.writings, drawing.tags) == ((), (), ())
    assert {line.kind for line in drawing.lines} == {"mean", "limit", "target"}
    assert [(dot.kind, dot.is_last) for dot in drawing.dots] == [
        ("usual", True),
        ("neutral", False),
    ]


# --- Words along the edges ----------------------------------------------------------------------
@given(st.integers(min_value=1, max_value=400), widths, st.sampled_from(["month", "quarter"]))
def test_periods_never_overlap(count, width, frequency):
    drawing = drawn([1] * count, width=width, frequency=frequency)

    spans = sorted(span(label, width) for label in words(drawing, "wide").periods)
    assert spans
    assert all(later[0] > earlier[1] for earlier, later in pairwise(spans))


def test_twelve_months_are_named_evenly_apart():
    drawing = drawn([1, 2] * 12)

    named = [label.text for label in words(drawing, "wide").periods]
    assert named == ["April 2018", "October 2018", "April 2019", "October 2019"]
    assert [label.text for label in words(drawing, "narrow").periods] == [
        "April 2018",
        "April 2019",
    ]


@given(series, breaks, widths)
def test_the_words_of_breaks_never_overlap(values, at, width):
    drawing = drawn(values, breaks=at, width=width)

    labels = [each.label for each in words(drawing, "wide").breaks if each.label]
    for row in {label.y for label in labels}:
        spans = sorted(span(label, width) for label in labels if label.y == row)
        assert all(later[0] > earlier[1] for earlier, later in pairwise(spans))
    assert all(float(label.y) > 10 for label in labels)


def test_a_break_that_has_no_room_for_words_keeps_its_line():
    rows = stacked([50, 51, 52], ["From April 2018"] * 3, 220, most=2)

    assert [row for _, row in rows] == [0, 1, None]


@given(st.lists(st.integers(min_value=0, max_value=300), min_size=1, max_size=5).map(sorted))
def test_the_names_of_lines_are_moved_apart(places):
    moved = apart(places, 17, 300)

    assert all(later - earlier >= 17 for earlier, later in pairwise(moved))
    assert moved[-1] <= 300


# --- Templates ----------------------------------------------------------------------------------
@pytest.mark.parametrize("unit", ["", "calls"])
def test_the_chart_is_well_formed_with_its_title_and_no_style_of_its_own(unit):
    page = render_to_string(
        "plans/includes/xmr_chart.html",
        {
            "drawing": drawn([*ONE_SPIKE, 5], 3, breaks=[18], better="lower"),
            "id": "calls",
            "title": "Calls <answered>",
            "description": "18 months",
            "unit": unit,
            "screen": "All moving ranges count towards the limits.",
        },
    )

    figure = ElementTree.fromstring(page.strip())
    chart = figure.find("svg")
    assert chart.get("role") == "img"
    assert chart.get("aria-labelledby") == "calls-title calls-description"
    assert chart.find("title").text == "Calls <answered>"
    assert "style" not in {name for element in figure.iter() for name in element.attrib}
    assert "Unusually high or rising: worse" in page
    assert "All moving ranges count" in page


def test_the_small_chart_without_a_title_is_left_to_the_words_beside_it():
    small = {"drawing": draw_small(analyse(ONE_SPIKE))}

    alone = render_to_string("plans/includes/xmr_small.html", small)
    named = render_to_string("plans/includes/xmr_small.html", {**small, "id": "m1", "title": "Up"})

    assert ElementTree.fromstring(alone.strip()).get("aria-hidden") == "true"
    assert ElementTree.fromstring(named.strip()).find("title").text == "Up"


# --- Too few values -----------------------------------------------------------------------------
def test_a_value_without_limits_is_not_called_usual():
    drawing = draw(analyse([5]), labels=("April 2019",))

    assert [item.words for item in drawing.key] == ["Value, with too few to say what is usual"]
    assert drawing.figures == (("mean", "Mean 5"),)


def test_limits_of_earlier_values_alone_are_in_the_key_without_a_figure():
    drawing = draw(analyse([*ONE_SPIKE, 5], breaks=[18]), labels=tuple(map(str, range(19))))

    assert ("limit", "Limits of earlier values") in drawing.figures
    assert ("near", "Two thirds of the way to a limit") in drawing.figures
