"""Clocks: by when an answer is due, and where the date comes from."""

import datetime as dt

import pytest

from governance import clocks

PUBLISHED = dt.date(2021, 3, 1)


def test_the_day_of_publication_is_day_1_of_the_56():
    due = clocks.due_on("inspectorate", PUBLISHED)

    assert due == dt.date(2021, 4, 25)


@pytest.mark.parametrize(
    ("published", "due"),
    [
        (dt.date(2020, 2, 1), dt.date(2020, 3, 27)),
        (dt.date(2021, 2, 1), dt.date(2021, 3, 28)),
        (dt.date(2020, 12, 14), dt.date(2021, 2, 7)),
    ],
)
def test_the_56_days_run_over_leap_days_and_years(published, due):
    assert clocks.due_on("inspectorate", published) == due


@pytest.mark.parametrize(("days", "due"), [(1, dt.date(2021, 3, 2)), (28, dt.date(2021, 3, 29))])
def test_a_period_counts_from_the_day_after_it_was_asked(days, due):
    assert clocks.due_on("period", PUBLISHED, period_days=days) == due


@pytest.mark.parametrize("days", [None, 0])
def test_a_period_without_its_days_has_no_date(days):
    with pytest.raises(ValueError, match="number of days"):
        clocks.due_on("period", PUBLISHED, period_days=days)


def test_an_agreed_date_is_the_date():
    agreed_on = dt.date(2021, 9, 30)

    assert clocks.due_on("agreed", PUBLISHED, agreed_on=agreed_on) == agreed_on


def test_without_a_clock_there_is_no_date():
    assert clocks.due_on("none", PUBLISHED, agreed_on=dt.date(2021, 9, 30)) is None


def test_the_56_days_name_their_law_and_how_they_are_counted():
    assert clocks.explanation("inspectorate", PUBLISHED) == (
        "The report was published on 1 March 2021. Comments on it must be published within "
        "56 days, counting the day of publication as day 1, so by 25 April 2021 "
        "(Police Act 1996, section 55(5A) and (5B))."
    )


def test_a_period_of_the_panel_names_its_law():
    assert clocks.explanation("period", PUBLISHED, period_days=20, by_panel=True) == (
        "Asked on 1 March 2021, to be answered within 20 days after that day, so by 21 March 2021. "
        "The panel may ask for an answer in writing within a reasonable period that it sets "
        "(Police Reform and Social Responsibility Act 2011, section 29)."
    )


def test_a_period_of_anybody_else_rests_on_no_law():
    assert clocks.explanation("period", PUBLISHED, period_days=1) == (
        "Asked on 1 March 2021, to be answered within 1 day after that day, so by 2 March 2021."
    )


def test_an_agreed_date_is_explained_by_the_first_that_was_said():
    assert clocks.explanation("agreed", PUBLISHED, first_due_on=dt.date(2021, 9, 30)) == (
        "Raised on 1 March 2021. It was agreed that the work would be done by 30 September 2021."
    )


def test_a_date_that_was_set_later_is_explained_as_such():
    assert clocks.explanation("none", PUBLISHED, first_due_on=dt.date(2021, 9, 30)) == (
        "Raised on 1 March 2021 without a date. Later, 30 September 2021 was set."
    )


def test_where_there_is_no_date_the_page_says_so():
    assert clocks.explanation("none", PUBLISHED) == "Raised on 1 March 2021. No date was set."
