"""Months, quarters and years: where they begin, how they are called, and how people write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import periods
from plans.periods import Frequency, Unreadable, read

FREQUENCIES = st.sampled_from(list(Frequency))
DAYS = st.dates(min_value=dt.date(1901, 1, 1), max_value=dt.date(2099, 12, 31))


@given(FREQUENCIES, DAYS)
def test_a_day_lies_in_the_period_that_it_begins(frequency, day):
    period = periods.begins(frequency, day)

    assert period <= day <= periods.last_day(frequency, period)
    assert period.day == 1


@given(FREQUENCIES, DAYS)
def test_every_day_of_a_period_leads_to_its_first(frequency, day):
    period = periods.begins(frequency, day)

    assert periods.begins(frequency, periods.last_day(frequency, period)) == period


@given(FREQUENCIES, DAYS)
def test_periods_follow_one_another_without_a_gap(frequency, day):
    period = periods.begins(frequency, day)
    after = periods.following(frequency, period)

    assert after - periods.last_day(frequency, period) == dt.timedelta(days=1)
    assert periods.begins(frequency, after) == after


@given(FREQUENCIES, DAYS)
def test_the_words_for_a_period_are_read_as_that_period(frequency, day):
    period = periods.begins(frequency, day)

    assert read(frequency, periods.in_words(frequency, period)) == period
    assert read(frequency, period.isoformat()) == period


@given(FREQUENCIES, st.text() | st.from_regex(r"[a-z0-9 /-]{0,16}", fullmatch=True))
def test_whatever_is_written_is_a_period_or_unreadable(frequency, text):
    try:
        period = read(frequency, text)
    except Unreadable:
        return

    assert periods.begins(frequency, period) == period


@pytest.mark.parametrize(
    ("frequency", "day", "words"),
    [
        ("month", dt.date(2019, 4, 1), "April 2019"),
        ("quarter", dt.date(2019, 4, 1), "April to June 2019"),
        ("quarter", dt.date(2020, 1, 1), "January to March 2020"),
        ("year", dt.date(2019, 4, 1), "2019 to 2020"),
    ],
)
def test_periods_are_called_as_people_call_them(frequency, day, words):
    assert periods.in_words(frequency, day) == words


@pytest.mark.parametrize(
    "text",
    [
        "April 2019",
        " april  2019 ",
        "Apr 2019",
        "Apr-2019",
        "Apr-19",
        "1 April 2019",
        "April, 2019",
        "2019-04",
        "2019-4",
        "2019-04-01",
        "04/2019",
        "4/2019",
        "01/04/2019",
        "1/4/2019",
    ],
)
def test_a_month_is_read_however_it_is_written(text):
    assert read("month", text) == dt.date(2019, 4, 1)


def test_september_has_a_short_name_of_four_letters_too():
    assert read("month", "Sept 2019") == dt.date(2019, 9, 1)


@pytest.mark.parametrize(
    "text",
    [
        "January to March 2020",
        "Jan-Mar 2020",
        "Jan – Mar 2020",
        "January 2020 to March 2020",
        "Q4 2019/20",
        "q4 2019-20",
        "Quarter 4 2019 to 2020",
        "Q4, 2019/2020",
        "2019/20 Q4",
        "January 2020",
        "2020-01-01",
    ],
)
def test_a_quarter_is_read_however_it_is_written(text):
    assert read("quarter", text) == dt.date(2020, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "2019/20",
        "2019-20",
        "2019–20",
        "2019/2020",
        "2019 to 2020",
        "April 2019 to March 2020",
        "April 2019",
    ],
)
def test_a_year_is_read_however_it_is_written(text):
    assert read("year", text) == dt.date(2019, 4, 1)


def test_the_frequency_tells_a_month_from_a_year_that_is_written_alike():
    assert read("month", "2010-11") == dt.date(2010, 11, 1)
    assert read("year", "2010-11") == dt.date(2010, 4, 1)


@pytest.mark.parametrize(
    ("frequency", "text"),
    [
        ("month", ""),
        ("month", "2019"),
        ("month", "Aprill 2019"),
        ("month", "2019-13"),
        ("month", "2019-00"),
        ("month", "0000-01"),
        ("month", "15/04/2019"),
        ("month", "April to June 2019"),
        ("month", "April 2019 to June 2019"),
        ("month", "2019/20"),
        ("month", "Q1 2019/20"),
        ("quarter", "May 2019"),
        ("quarter", "April to July 2019"),
        ("quarter", "April to nowhere 2019"),
        ("quarter", "October to March 2020"),
        ("quarter", "Q5 2019/20"),
        ("quarter", "Q1 2019/21"),
        ("quarter", "Q4 9999/00"),
        ("quarter", "2019/20"),
        ("year", "2019"),
        ("year", "2019/21"),
        ("year", "2019/1920"),
        ("year", "Q1 2019/20"),
        ("year", "May 2019"),
        ("year", "9999/00"),
    ],
)
def test_what_names_no_period_of_that_length_is_unreadable(frequency, text):
    with pytest.raises(Unreadable):
        read(frequency, text)
