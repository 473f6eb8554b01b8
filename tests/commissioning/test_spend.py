"""The chart of spend against time: even spreads, where things stand, and what is said of them."""

import datetime as dt
from decimal import Decimal

import pytest

from commissioning import spend

YEAR = spend.Term(dt.date(2020, 4, 1), dt.date(2021, 4, 1), Decimal(36_500))
"""365 days, £100 on each."""

TODAY = dt.date(2020, 12, 14)


def one(day, amount):
    return spend.points(YEAR, [(day, Decimal(amount))])


@pytest.mark.parametrize(
    ("day", "pounds"),
    [
        (dt.date(2020, 3, 1), 0),
        (dt.date(2020, 4, 1), 0),
        (dt.date(2020, 4, 11), 1_000),
        (dt.date(2021, 4, 1), 36_500),
        (dt.date(2021, 9, 1), 36_500),
    ],
)
def test_an_even_spread_grows_by_the_day_and_stops_at_the_ends_of_the_term(day, pounds):
    assert YEAR.even(day) == Decimal(pounds)


def test_a_term_of_one_day_is_spent_on_it():
    term = spend.Term(TODAY, TODAY, Decimal(500))

    assert term.even(TODAY) == Decimal(500)
    assert spend.draw(term, spend.points(term, [(TODAY, Decimal(0))]), today=TODAY)


def test_points_come_in_the_order_of_their_days_beside_an_even_spread():
    found = spend.points(
        YEAR, [(dt.date(2020, 4, 21), Decimal(1_500)), (dt.date(2020, 4, 11), Decimal(1_200))]
    )

    assert [(p.day.day, p.ahead, p.ahead_words) for p in found] == [
        (11, Decimal(200), "£200 more"),
        (21, Decimal(-500), "£500 less"),
    ]


def test_a_share_is_in_whole_per_cent_of_a_value_above_nought():
    assert spend.share(Decimal(12_345), Decimal(36_500)) == 34
    assert spend.share(Decimal(100), Decimal(0)) is None


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (1_200, "That is £200 more than an even spread over the term would be by then"),
        (900, "That is £100 less than an even spread over the term would be by then"),
        (1_000, "That is as much as an even spread over the term would be by then"),
    ],
)
def test_the_sentence_compares_the_last_point_with_an_even_spread(amount, said):
    words = spend.in_words(YEAR, one(dt.date(2020, 4, 11), amount))

    assert words.startswith(f"£{amount:,} of £36,500 was spent by 11 April 2020.")
    assert said in words
    assert words.endswith("which is £1,000.")


@pytest.mark.parametrize(("spent", "above"), [(99, 0), (100, 0), (102, 2)])
def test_only_spend_above_the_value_is_over_it(spent, above):
    assert spend.over(Decimal(100), Decimal(spent)) == Decimal(above)


def test_the_value_on_a_day_is_the_one_before_the_next_variation():
    changes = [(dt.date(2020, 6, 1), Decimal(100)), (dt.date(2020, 3, 1), Decimal(80))]

    found = [
        spend.value_then(dt.date(2020, month, 1), Decimal(120), changes) for month in (2, 3, 5, 6)
    ]

    assert found == [Decimal(80), Decimal(100), Decimal(100), Decimal(120)]


def test_nothing_spent_is_not_drawn():
    assert spend.draw(YEAR, [], today=TODAY) is None


def test_the_even_line_runs_from_nought_on_the_first_day_to_the_value_on_the_last():
    drawing = spend.draw(YEAR, one(dt.date(2020, 4, 11), 1_000), today=TODAY)

    first, last = drawing.even.split()
    assert first == f"0,{drawing.bottom}"
    assert last.startswith("1000,")
    assert drawing.ticks[0] == (str(drawing.bottom), "£0")
    assert drawing.agreed == ""


def test_what_was_first_agreed_is_a_line_of_its_own_where_it_differs():
    shorter = spend.Term(YEAR.starts_on, dt.date(2020, 10, 1), Decimal(20_000))

    drawing = spend.draw(YEAR, one(dt.date(2020, 4, 11), 1_000), agreed=shorter, today=TODAY)

    assert drawing.agreed.split()[1].startswith("501.4,")


def test_spend_over_the_value_and_after_the_last_day_stays_on_the_plot():
    found = one(dt.date(2021, 9, 1), 60_000)

    drawing = spend.draw(YEAR, found, today=TODAY)

    ((x, y),) = drawing.dots
    assert x == "100%"
    assert drawing.top <= float(y) < drawing.bottom
    assert drawing.labels[-1].text == "1 September 2021"


def test_today_is_marked_within_the_term_alone():
    found = one(dt.date(2020, 4, 11), 1_000)

    assert spend.draw(YEAR, found, today=TODAY).today == ("70.41%", "start")
    assert spend.draw(YEAR, found, today=dt.date(2021, 3, 1)).today == ("91.51%", "end")
    assert spend.draw(YEAR, found, today=dt.date(2021, 4, 2)).today is None


def test_under_a_long_chart_stand_as_many_aprils_as_there_is_room_for():
    term = spend.Term(dt.date(2016, 4, 1), dt.date(2026, 3, 31), Decimal(100))

    labels = spend.draw(term, spend.points(term, [(TODAY, Decimal(50))]), today=TODAY).labels

    assert [(label.text, label.anchor, label.is_wide) for label in labels] == [
        ("1 April 2016", "start", False),
        ("April 2019", "middle", True),
        ("April 2021", "middle", True),
        ("April 2023", "middle", True),
        ("31 March 2026", "end", False),
    ]


def test_nothing_is_spent_evenly_before_a_term_of_one_day():
    day = dt.date(2022, 3, 31)

    assert spend.Term(day, day, Decimal(90_000)).even(dt.date(2020, 10, 5)) == 0


def test_of_two_variations_on_one_day_the_first_says_what_stood_before():
    day = dt.date(2020, 12, 1)
    changes = [(day, Decimal(120)), (day, Decimal(100))]

    assert spend.value_then(dt.date(2020, 11, 30), Decimal(150), changes) == 120
