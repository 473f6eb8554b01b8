"""When the next publication is due, by its interval and what was published last."""

import datetime as dt

import pytest

from governance.publishing_dates import Interval, explanation, next_due

APRIL = dt.date(2020, 4, 1)


@pytest.mark.parametrize(
    ("interval", "last_until", "due_on"),
    [
        ("monthly", None, dt.date(2020, 5, 31)),
        ("monthly", dt.date(2020, 10, 31), dt.date(2020, 12, 31)),
        ("monthly", dt.date(2020, 11, 15), dt.date(2020, 12, 31)),
        ("monthly", dt.date(2020, 12, 31), dt.date(2021, 3, 3)),
        ("monthly", dt.date(2024, 1, 31), dt.date(2024, 3, 31)),
        ("quarterly", None, dt.date(2020, 7, 31)),
        ("quarterly", dt.date(2020, 9, 30), dt.date(2021, 1, 31)),
        ("quarterly", dt.date(2020, 11, 15), dt.date(2021, 1, 31)),
        ("quarterly", dt.date(2020, 12, 31), dt.date(2021, 5, 1)),
        ("yearly", None, dt.date(2021, 5, 1)),
        ("yearly", dt.date(2020, 3, 31), dt.date(2021, 5, 1)),
        ("yearly", dt.date(2020, 12, 31), dt.date(2022, 1, 31)),
        ("before_year", None, dt.date(2021, 3, 31)),
        ("before_year", dt.date(2020, 3, 31), dt.date(2020, 3, 31)),
        ("before_year", dt.date(2021, 3, 31), dt.date(2021, 3, 31)),
        ("before_year", dt.date(2022, 3, 31), dt.date(2022, 3, 31)),
        ("on_event", None, None),
        ("current", dt.date(2020, 12, 1), None),
        ("unknown", None, None),
    ],
)
def test_the_next_date_follows_from_the_interval_and_the_last_publication(
    interval, last_until, due_on
):
    assert next_due(interval, APRIL, last_until) == due_on


def test_an_account_that_begins_within_a_quarter_ends_it_with_the_quarter():
    assert next_due("quarterly", dt.date(2020, 11, 10), None) == dt.date(2021, 1, 31)


@pytest.mark.parametrize("interval", Interval.values)
def test_every_interval_says_where_its_date_comes_from(interval):
    assert explanation(interval).endswith(".")


@pytest.mark.parametrize("interval", ["monthly", "quarterly", "yearly"])
def test_an_allowance_of_days_is_never_called_law(interval):
    assert "an allowance of this service, not of the law" in explanation(interval)


def test_an_interval_that_was_not_verified_is_called_that():
    assert "has not been verified" in explanation("unknown")
