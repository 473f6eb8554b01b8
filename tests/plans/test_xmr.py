"""Limits and rules of XmR charts, against figures that NHSRplotthedots has published."""

import json
from decimal import Decimal
from fractions import Fraction

import pytest

from plans.xmr import Analysis, Better, Mark, analyse, as_plain, from_plain

ONE_SPIKE = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]

DRAWN_AT_RANDOM = [
    Decimal("-0.56047565"),
    Decimal("-0.23017749"),
    Decimal("1.55870831"),
    Decimal("0.07050839"),
    Decimal("0.12928774"),
    Decimal("1.71506499"),
    Decimal("0.46091621"),
    Decimal("-1.26506123"),
    Decimal("-0.68685285"),
    Decimal("-0.44566197"),
    Decimal("1.22408180"),
    Decimal("0.35981383"),
    Decimal("0.40077145"),
    Decimal("0.11068272"),
    Decimal("-0.55584113"),
    Decimal("1.78691314"),
    Decimal("0.49785048"),
    Decimal("-1.96661716"),
    Decimal("0.70135590"),
    Decimal("-0.47279141"),
]
"""Twenty values of the normal distribution: rnorm(20) in R, after set.seed(123)."""


ON_THE_LIMIT = [0, 0, 3, 0, 34]
"""Mean 7.4, mean moving range 10: the upper limit is 34 exactly."""


def lines(analysis):
    """Return (lower limit, mean, upper limit) of the last segment, to two decimal places."""
    now = analysis.current
    return tuple(round(float(level), 2) for level in (now.lower, now.mean, now.upper))


def marks(values, **kwargs):
    """Return "rule side" of each point, or "" where it is not marked."""
    points = analyse(values, **kwargs).points
    return [f"{point.mark.rule} {point.mark.side}" if point.mark else "" for point in points]


# --- Figures published elsewhere ----------------------------------------------------------------
def test_limits_of_a_series_with_a_spike_leave_its_moving_ranges_out():
    """Published in the vignette *Deviations from Excel defaults* of NHSRplotthedots 0.2.2."""
    analysis = analyse(ONE_SPIKE)

    assert lines(analysis) == (-0.72, 1.94, 4.60)
    assert analysis.current.dropped == 2


def test_limits_without_the_screen_are_those_of_the_excel_tool():
    """Published in the same vignette, with screen_outliers = FALSE."""
    analysis = analyse(ONE_SPIKE, screen=False)

    assert lines(analysis) == (-3.06, 1.94, 6.95)
    assert analysis.dropped == 0


@pytest.mark.parametrize("screen", [True, False])
def test_only_the_spike_itself_is_marked(screen):
    """Published in the same vignette, as the description of its two pictures."""
    found = marks(ONE_SPIKE, screen=screen)

    assert found == [""] * 4 + ["outside high"] + [""] * 13


@pytest.mark.parametrize(
    ("values", "mean", "lower", "upper"),
    [
        (DRAWN_AT_RANDOM, "0.142", "-3.01", "3.29"),
        (DRAWN_AT_RANDOM[:10], "0.0746", "-2.60", "2.75"),
        (DRAWN_AT_RANDOM[10:], "0.209", "-3.28", "3.70"),
    ],
)
def test_lines_through_random_values_are_those_published(values, mean, lower, upper):
    """Published in the summaries that the package's own tests compare with (ptd_spc.md)."""
    now = analyse(values).current

    assert (f"{float(now.mean):.3g}", f"{float(now.lower):.2f}", f"{float(now.upper):.2f}") == (
        mean,
        lower,
        upper,
    )
    assert marks(values) == [""] * len(values)


def test_all_points_of_a_rising_trend_of_eight_are_marked():
    """The first series of report 167 in the package's list of faults, where all are marked."""
    assert marks(range(8)) == ["outside low", *["trend rising"] * 6, "outside high"]


def test_all_points_of_a_falling_trend_of_eight_are_marked():
    """The second series of report 167, where none were marked and all should have been."""
    assert marks(range(0, -8, -1)) == ["outside high", *["trend falling"] * 6, "outside low"]


# --- The lines ----------------------------------------------------------------------------------
def test_lines_are_exact_fractions():
    now = analyse([Decimal("0.1"), Decimal("0.2"), Decimal("0.3")]).current

    assert (now.mean, now.moving_range) == (Fraction(1, 5), Fraction(1, 10))
    assert (now.upper, now.lower) == (Fraction("0.466"), Fraction("-0.066"))
    assert now.near_upper - now.mean == (now.upper - now.mean) * 2 / 3


@pytest.mark.parametrize(("spike", "dropped"), [(3267, 1), (3266, 0)])
def test_a_moving_range_exactly_on_the_screen_is_left_out(spike, dropped):
    # The moving ranges add up to 4,000, so their mean is 1,000.
    now = analyse([0, spike, 4000, 4000, 4000]).current

    assert now.dropped == dropped


def test_the_screen_is_used_once():
    values = [0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 10, 0, 100]

    assert analyse(values).current.dropped == 1


def test_a_constant_series_keeps_its_moving_ranges_and_has_limits_on_its_mean():
    now = analyse([7] * 20).current

    assert (now.lower, now.mean, now.upper, now.dropped) == (7, 7, 7, 0)


def test_no_values_have_no_segments():
    assert analyse([]) == Analysis((), (), None, True)


def test_one_value_has_a_mean_and_no_limits():
    analysis = analyse([5], better="higher", target=4)

    now = analysis.current
    assert (now.mean, now.moving_range, now.upper, now.near_lower) == (5, None, None, None)
    assert not now.has_limits
    assert analysis.assurance is None


@pytest.mark.parametrize(("size", "is_trial"), [(11, True), (12, False)])
def test_limits_are_on_trial_below_twelve_points(size, is_trial):
    assert analyse([1, 2] * (size // 2) + [1] * (size % 2)).current.is_trial == is_trial


# --- Segments -----------------------------------------------------------------------------------
def test_breaks_are_put_in_order_and_those_outside_are_ignored():
    segments = analyse(range(10), breaks=[7, 3, 3, 0, -2, 10, 99]).segments

    assert [(each.start, each.stop) for each in segments] == [(0, 3), (3, 7), (7, 10)]


def test_a_trend_does_not_run_across_a_break():
    assert marks(range(12), breaks=[6]) == [""] * 12


def test_the_change_at_a_break_is_no_moving_range():
    now = analyse([1, 1, 50, 50], breaks=[2]).segments

    assert [each.moving_range for each in now] == [0, 0]


# --- The rules ----------------------------------------------------------------------------------
def test_a_point_on_the_limit_is_not_outside_it():
    now = analyse(ON_THE_LIMIT, screen=False).current

    assert now.upper == ON_THE_LIMIT[-1]
    assert marks(ON_THE_LIMIT, screen=False)[-1] == ""


def test_seven_points_in_a_row_above_the_mean_are_a_shift():
    found = marks([1, 2, 1, 2, 1, 2, 1, 2, 4, 3, 4, 3, 4, 3, 4])

    assert found == [*["shift low"] * 8, *["shift high"] * 7]


def test_six_points_in_a_row_are_no_shift():
    assert marks([1, 2, 1, 2, 1, 2, 4, 3, 4, 3, 4, 3]) == [""] * 12


def test_a_point_on_the_mean_breaks_a_shift():
    values = [2, 3, 2, 3, 2, 3, 2, 5, 4, 5, Fraction(10, 3), 5, 4, 5, 4]
    values[10] = sum(each for i, each in enumerate(values) if i != 10) / Fraction(14)
    assert analyse(values).current.mean == values[10]

    assert "shift high" not in marks(values)


def test_a_tie_breaks_a_trend():
    assert not any("trend" in mark for mark in marks([1, 2, 3, 3, 4, 5, 6]))


def test_six_points_rising_are_no_trend():
    assert marks([1, 2, 3, 4, 5, 6]) == [""] * 6


def test_a_point_where_a_trend_turns_belongs_to_the_later():
    """The series of report 200 in the package's list of questions, between usual values."""
    points = analyse([0, 9] * 20 + [1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1]).points

    turned = [point.mark.side for point in points[-13:]]
    assert turned == ["rising"] * 6 + ["falling"] * 7
    assert points[-7].mark.length == 7


def test_two_of_three_marks_only_the_points_near_the_limit():
    values = [0, 1] * 20 + [3, 1, 3, 0, 1, 0]
    now = analyse(values).current
    assert now.mean < 1 < now.near_upper < 3 <= now.upper

    found = marks(values)

    assert found[40:43] == ["two_of_three high", "", "two_of_three high"]
    assert not any(found[:40] + found[43:])


def test_two_of_three_says_how_many_of_the_three_are_near():
    points = analyse([0, 1] * 20 + [3, 1, 3, 3, 3, 0]).points

    assert [point.mark and point.mark.length for point in points[40:]] == [2, None, 3, 3, 3, None]


def test_two_of_three_asks_all_three_to_be_on_one_side_of_the_mean():
    """What version 0.2.2 of the package put right, after report 143."""
    values = [0, 1] * 20 + [3, 0, 3, 0, 1, 0]
    now = analyse(values).current
    assert 0 < now.mean < now.near_upper < 3 <= now.upper

    assert marks(values) == [""] * 46


def test_points_outside_a_limit_do_not_count_as_near_it():
    """Two beyond the limit, then one near it: report 153 in the package's list of questions."""
    values = [0, 1] * 20 + [5, 5, 3]
    now = analyse(values).current
    assert now.near_upper < 3 <= now.upper < 5

    assert marks(values)[-3:] == ["outside high", "outside high", ""]


def test_one_beyond_the_limit_and_two_near_it_are_all_marked():
    """The other half of report 153."""
    values = [0, 1] * 20 + [5, 3, 3]
    now = analyse(values).current
    assert now.near_upper < 3 <= now.upper < 5

    assert marks(values)[-3:] == ["outside high", "two_of_three high", "two_of_three high"]


def test_a_point_outside_a_limit_is_told_of_that_before_the_trend_it_ends():
    values = [0, 1] * 20 + [2, 3, 4, 5, 6, 7]

    found = marks(values)

    assert found[-1] == "outside high"
    assert "trend rising" in found


def test_a_trend_is_told_before_the_shift_that_it_lies_in():
    values = [0, 9] * 10 + [5, 6, 7, 8, 9, 10, 11]

    assert marks(values)[-7:] == ["trend rising"] * 7


# --- What it means ------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("better", "meaning"),
    [("higher", "improvement"), ("lower", "concern"), ("neither", "neutral high")],
)
def test_a_high_point_means_what_the_measure_says(better, meaning):
    point = analyse(ONE_SPIKE, better=better).points[4]

    assert point.mark == Mark("outside", "high", meaning, 1)


@pytest.mark.parametrize(
    ("better", "meaning"),
    [("higher", "concern"), ("lower", "improvement"), ("neither", "neutral low")],
)
def test_a_falling_trend_above_the_mean_means_what_its_direction_does(better, meaning):
    """The fault of report 171 in the package's list: the side of the mean does not matter."""
    analysis = analyse([0, 20] * 20 + [18, 17, 16, 15, 14, 13, 12], better=better)
    assert analysis.current.mean < 12

    assert analysis.latest == Mark("trend", "falling", meaning, 8)


def test_the_latest_finding_says_how_long_its_run_is():
    latest = analyse([1, 2, 1, 2, 1, 2, 1, 2, 4, 3, 4, 3, 4, 3, 4, 3]).latest

    assert (latest.rule, latest.length) == ("shift", 8)


def test_a_usual_last_point_has_no_finding():
    assert analyse(ONE_SPIKE).latest is None
    assert analyse([]).latest is None


@pytest.mark.parametrize(
    ("target", "better", "assurance"),
    [
        (5, "higher", "fail"),
        (5, "lower", "pass"),
        (-1, "higher", "pass"),
        (-1, "lower", "fail"),
        (Decimal("4.5"), "higher", "hit_and_miss"),
        (5, "neither", None),
        (None, "higher", None),
    ],
)
def test_assurance_compares_a_target_with_the_limits(target, better, assurance):
    assert analyse(ONE_SPIKE, better=better, target=target).assurance == assurance


def test_assurance_uses_the_limits_of_the_last_segment():
    """The fault of report 172 in the package's list."""
    values = [1, 2] * 6 + [11, 12] * 6

    assert analyse(values, breaks=[12], better="higher", target=7).assurance == "pass"


def test_a_target_on_a_limit_is_hit_and_missed():
    limit = analyse(ONE_SPIKE).current.upper

    assert analyse(ONE_SPIKE, better=Better.HIGHER, target=limit).assurance == "hit_and_miss"


def test_a_better_way_that_is_none_is_refused():
    with pytest.raises(ValueError, match="sideways"):
        analyse([1, 2], better="sideways")


# --- Freezing -----------------------------------------------------------------------------------
def test_an_analysis_survives_being_written_down():
    analysis = analyse([*ONE_SPIKE, 5], breaks=[18], better="lower", target=3)

    written = json.loads(json.dumps(as_plain(analysis)))

    assert from_plain(written) == analysis
    assert written["segments"][0]["mean"] == "35/18"
    assert written["segments"][1]["upper"] is None


def test_what_is_no_analysis_is_refused():
    with pytest.raises(KeyError):
        from_plain({"points": []})
