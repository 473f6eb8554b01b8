"""What holds of the XmR chart of any series at all."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from plans.xmr import FIRM, Better, analyse, as_plain, from_plain

values = st.decimals(min_value=-1000, max_value=1000, places=2)
waves = st.integers(min_value=0, max_value=9).map(Decimal)
series = st.lists(values | waves, max_size=60)
steady = st.lists(st.sampled_from([0, 1, 2, 3]), min_size=10, max_size=40)
runs = st.builds(lambda before, after: before + after, steady, st.permutations(range(8)))
rising = st.builds(
    lambda before, least: [*before, *range(least, least + 9)], steady, waves.map(int)
)
any_series = series | runs | rising
breaks = st.lists(st.integers(min_value=-5, max_value=70), max_size=4)
betters = st.sampled_from(Better)
screens = st.booleans()

LEVELS = ("mean", "upper", "lower", "near_upper", "near_lower")
OTHER_SIDE = {"high": "low", "low": "high", "rising": "falling", "falling": "rising"}
OTHER_WAY = {
    Better.HIGHER: Better.LOWER,
    Better.LOWER: Better.HIGHER,
    Better.NEITHER: Better.NEITHER,
}


def marks(analysis):
    return [point.mark for point in analysis.points]


def levels(analysis, change=lambda level: level):
    """Return the lines of each segment, each of them changed by a function."""
    return [
        [None if getattr(each, name) is None else change(getattr(each, name)) for name in LEVELS]
        for each in analysis.segments
    ]


@given(any_series, breaks, screens, betters, values)
def test_shifting_every_value_shifts_every_line_and_keeps_the_marks(
    numbers, at, screen, better, by
):
    before = analyse(numbers, breaks=at, screen=screen, better=better)

    after = analyse([each + by for each in numbers], breaks=at, screen=screen, better=better)

    assert levels(after) == levels(before, lambda level: level + Fraction(by))
    assert marks(after) == marks(before)


@given(any_series, breaks, screens, betters, st.decimals(min_value="0.01", max_value=99, places=2))
def test_scaling_every_value_scales_every_line_and_keeps_the_marks(numbers, at, screen, better, by):
    before = analyse(numbers, breaks=at, screen=screen, better=better)

    after = analyse([each * by for each in numbers], breaks=at, screen=screen, better=better)

    assert levels(after) == levels(before, lambda level: level * Fraction(by))
    assert marks(after) == marks(before)


@given(any_series, breaks, screens, betters, values)
def test_turning_a_series_over_turns_its_lines_marks_and_better_way_over(
    numbers, at, screen, better, target
):
    before = analyse(numbers, breaks=at, screen=screen, better=better, target=target)

    after = analyse(
        [-each for each in numbers],
        breaks=at,
        screen=screen,
        better=OTHER_WAY[better],
        target=-target,
    )

    over = [
        [
            None if level is None else -level
            for level in (mean, lower, upper, near_lower, near_upper)
        ]
        for mean, upper, lower, near_upper, near_lower in levels(before)
    ]
    assert levels(after) == over
    assert [mark and turned(mark) for mark in marks(before)] == marks(after)
    assert after.assurance == before.assurance


def turned(mark):
    neutral = {"neutral high": "neutral low", "neutral low": "neutral high"}
    return replace(
        mark,
        side=OTHER_SIDE[mark.side],
        meaning=neutral.get(mark.meaning, mark.meaning),
    )


@given(values, st.integers(min_value=1, max_value=50), breaks, screens)
def test_no_rule_speaks_of_a_constant_series(value, size, at, screen):
    analysis = analyse([value] * size, breaks=at, screen=screen, better="higher")

    assert marks(analysis) == [None] * size
    assert all(each.mean == Fraction(value) for each in analysis.segments)


@given(any_series, any_series, screens, betters)
def test_a_break_makes_the_segments_on_either_side_independent(first, second, screen, better):
    alone = [analyse(each, screen=screen, better=better) for each in (first, second)]

    joined = analyse([*first, *second], breaks=[len(first)], screen=screen, better=better)

    assert joined.points == alone[0].points + alone[1].points
    assert levels(joined) == levels(alone[0]) + levels(alone[1])


@given(any_series, breaks)
def test_segments_follow_one_another_from_end_to_end(numbers, at):
    segments = analyse(numbers, breaks=at).segments

    ends = [0, *(each.stop for each in segments)]
    assert [each.start for each in segments] == ends[:-1]
    assert ends[-1] == len(numbers)
    assert all(each.is_trial == (each.stop - each.start < FIRM) for each in segments)


@given(any_series, screens)
def test_a_point_is_marked_as_outside_exactly_where_it_is(numbers, screen):
    analysis = analyse(numbers, screen=screen)

    for point in analysis.points:
        now = analysis.current
        is_outside = now.has_limits and not now.lower <= point.value <= now.upper
        assert is_outside == bool(point.mark and point.mark.rule == "outside")


@given(any_series)
def test_the_screen_never_widens_the_limits(numbers):
    screened, unscreened = analyse(numbers), analyse(numbers, screen=False)

    for one, other in zip(screened.segments, unscreened.segments, strict=True):
        assert (one.moving_range or 0) <= (other.moving_range or 0)


@given(any_series, breaks, screens, betters, values)
def test_an_analysis_that_was_written_down_reads_back_the_same(numbers, at, screen, better, target):
    analysis = analyse(numbers, breaks=at, screen=screen, better=better, target=target)

    assert from_plain(json.loads(json.dumps(as_plain(analysis)))) == analysis


def test_a_thousand_points_are_analysed():
    numbers = [Decimal(index * 7919 % 1000) / 10 for index in range(1000)]

    analysis = analyse(numbers, breaks=[500], better="lower", target=50)

    assert len(analysis.points) == 1000
    assert from_plain(as_plain(analysis)) == analysis
