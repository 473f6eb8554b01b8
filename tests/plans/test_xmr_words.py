"""What an XmR chart shows reads as a sentence."""

import pytest

from plans.xmr import Mark, analyse
from plans.xmr_words import (
    Series,
    assurance_words,
    headline,
    key_words,
    mark_words,
    number,
    screen_words,
)

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
          "October", "November", "December")  # fmt: skip


def months(count, year=2018):
    """Return as many months from April as are asked for: "April 2018" and so on."""
    return tuple(f"{MONTHS[(3 + i) % 12]} {year + (3 + i) // 12}" for i in range(count))


def said(values, *, better="neither", frequency="month", periods=None, **kwargs):
    """Return the headline of these values."""
    series = Series(periods or months(len(values)), frequency, better)
    return headline(analyse(values, better=better, **kwargs), series)


USUAL = [1, 2] * 10
BELOW = [*[2, 12] * 8, 12, 5, 6, 5, 6, 5, 6, 5]
FALLING = [*[9, 0] * 10, 8, 7, 6, 5, 4, 3, 2]


def test_nothing_unusual_is_said_since_when():
    assert said(USUAL) == "No significant change since April 2018"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        (BELOW, "Better than usual: seven values below the mean"),
        (FALLING, "Getting better: seven values falling in a row"),
        ([5, 6] * 4, "No significant change since April 2018 (trial limits: 8 of 12 values)"),
    ],
)
def test_where_a_month_is_missing_a_run_is_one_of_values(values, sentence):
    series = Series(months(len(values)), "month", "lower", has_gaps=True)
    analysis = analyse(values, better="lower")

    assert headline(analysis, series) == sentence


def test_where_a_month_is_missing_a_row_tells_of_values():
    series = Series((), "month", "lower", has_gaps=True)

    assert mark_words(Mark("shift", "low", "improvement", 8), series) == (
        "One of eight values below the mean: better"
    )


def test_since_a_break_is_said_from_that_break():
    values = [1, 2] * 6 + [11, 12] * 6

    assert said(values, breaks=[12]) == "No significant change since April 2019"


def test_what_was_unusual_before_is_said_to_be_over():
    values = [1, 2] * 10 + [30] + [1, 2]

    assert said(values) == "No significant change now; last unusual in December 2019"


def test_what_was_unusual_before_a_break_is_not_said():
    values = [1, 2] * 6 + [30] + [1, 2] * 6

    assert said(values, breaks=[13]) == "No significant change since May 2019"


@pytest.mark.parametrize(
    ("better", "sentence"),
    [
        ("lower", "Better than usual: seven months below the mean"),
        ("higher", "Worse than usual: seven months below the mean"),
        ("neither", "Lower than usual: seven months below the mean"),
    ],
)
def test_a_shift_is_said_with_its_side_of_the_mean(better, sentence):
    assert said(BELOW, better=better) == sentence


@pytest.mark.parametrize(
    ("better", "sentence"),
    [
        ("lower", "Getting better: seven months falling in a row"),
        ("higher", "Getting worse: seven months falling in a row"),
        ("neither", "Falling: seven months in a row"),
    ],
)
def test_a_trend_is_said_with_its_direction(better, sentence):
    assert said(FALLING, better=better) == sentence


@pytest.mark.parametrize(
    ("better", "sentence"),
    [
        ("neither", "Unusually high in December 2019, above the upper limit"),
        ("higher", "Better than usual: unusually high in December 2019, above the upper limit"),
        ("lower", "Worse than usual: unusually high in December 2019, above the upper limit"),
    ],
)
def test_a_point_outside_a_limit_is_said_with_its_period(better, sentence):
    assert said([1, 2] * 10 + [30], better=better) == sentence


def test_points_outside_a_limit_in_a_row_are_counted():
    sentence = said([1, 2] * 10 + [-9, -9])

    assert sentence == "Unusually low in January 2020, below the lower limit for two months"


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        ([3, 1, 3], "Higher than usual: two of the last three months near the upper limit"),
        ([3, 3, 3], "Higher than usual: all of the last three months near the upper limit"),
    ],
)
def test_points_near_a_limit_are_said_out_of_three(last, sentence):
    assert said([0, 1] * 20 + last) == sentence


def test_long_runs_are_counted_in_figures():
    values = [*[2, 20] * 12, 20, *[5, 6] * 7]

    assert said(values, better="lower") == "Better than usual: 14 months below the mean"


def test_quarters_and_years_are_called_so():
    quarters = tuple(f"Quarter {number}" for number in range(1, 25))

    assert "seven quarters below" in said(BELOW, frequency="quarter", periods=quarters)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [([], "Too few values to say: none so far"), ([4], "Too few values to say: 1 so far")],
)
def test_fewer_than_two_values_say_nothing(values, sentence):
    assert said(values) == sentence


def test_one_value_since_a_break_says_nothing_yet():
    sentence = said([1, 2] * 6 + [9], breaks=[12])

    assert sentence == "Too few values to say since April 2019: 1 so far"


def test_limits_on_trial_are_said_at_the_end():
    assert said([1, 2] * 4) == (
        "No significant change since April 2018 (trial limits: 8 of 12 months)"
    )
    assert said([5, 7], frequency="year", periods=("2018 to 2019", "2019 to 2020")) == (
        "No significant change since 2018 to 2019 (trial limits: 2 of 12 years)"
    )


@pytest.mark.parametrize(
    ("target", "ending"),
    [
        (1, "will be met only by chance: it lies between the limits"),
        (99, "will be missed as things stand: the whole usual range misses it"),
        (-99, "is met as things stand: the whole usual range meets it"),
    ],
)
def test_a_target_is_said_to_be_met_or_missed(target, ending):
    analysis = analyse(USUAL, better="higher", target=target)

    assert assurance_words(analysis, "80 per cent") == f"The target of 80 per cent {ending}"


def test_nothing_is_said_of_no_target():
    assert assurance_words(analyse(USUAL, better="higher"), "") == ""


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        (Mark("outside", "high", "concern", 1), "Above the upper limit: worse"),
        (Mark("outside", "low", "neutral low", 1), "Below the lower limit"),
        (Mark("trend", "rising", "improvement", 7), "One of seven months rising: better"),
        (
            Mark("two_of_three", "high", "neutral high", 2),
            "Near the upper limit, two of three",
        ),
        (Mark("shift", "low", "concern", 9), "One of nine months below the mean: worse"),
        (None, "Nothing unusual"),
    ],
)
def test_the_row_of_a_point_says_why_it_is_marked(mark, words):
    assert mark_words(mark, Series(months(9))) == words


def test_the_key_says_what_a_shape_stands_for():
    assert key_words("concern", is_up=True) == "Unusually high or rising: worse"
    assert key_words("neutral low", is_up=False) == "Unusually low or falling"


@pytest.mark.parametrize(
    ("values", "screen", "sentence"),
    [
        ([*USUAL, 30], True, "Outlying moving ranges are left out of the limits: 1 left out."),
        (USUAL, True, "Outlying moving ranges are left out of the limits: none left out."),
        (USUAL, False, "All moving ranges count towards the limits."),
    ],
)
def test_what_the_screen_left_out_is_printed(values, screen, sentence):
    assert screen_words(analyse(values, screen=screen)) == sentence


def test_numbers_are_words_from_one_to_twelve():
    assert [number(count) for count in (1, 7, 12, 13)] == ["one", "seven", "twelve", "13"]


@pytest.mark.parametrize(("values", "breaks"), [([], []), ([5], []), ([5, 6], [1])])
def test_without_limits_nothing_is_said_of_what_they_leave_out(values, breaks):
    assert screen_words(analyse(values, breaks=breaks)) == ""
