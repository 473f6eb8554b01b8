"""Dates: what offices write in a timescale column."""

import datetime as dt

import pytest

from plans.intake.dates import Due, due_date, full_day

YEAR = dt.date(2020, 4, 1)


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("31 March 2021", dt.date(2021, 3, 31)),
        ("31st March 2021.", dt.date(2021, 3, 31)),
        ("Wednesday 31 March 2021", dt.date(2021, 3, 31)),
        ("31-Mar-21", dt.date(2021, 3, 31)),
        ("March 31, 2021", dt.date(2021, 3, 31)),
        ("30 September", dt.date(2020, 9, 30)),
        ("31 January", dt.date(2021, 1, 31)),
        ("31/03/2021", dt.date(2021, 3, 31)),
        ("01/02/21", dt.date(2021, 2, 1)),
        ("31.3.2021", dt.date(2021, 3, 31)),
        ("2021-03-31", dt.date(2021, 3, 31)),
        ("2021-03-31 00:00:00", dt.date(2021, 3, 31)),
        ("44286", dt.date(2021, 3, 31)),
        ("March 2021", dt.date(2021, 3, 31)),
        ("Mar-21", dt.date(2021, 3, 31)),
        ("03/2021", dt.date(2021, 3, 31)),
        ("Sept 2020", dt.date(2020, 9, 30)),
        ("February 2024", dt.date(2024, 2, 29)),
        ("by end of September", dt.date(2020, 9, 30)),
        ("By the end of Feb", dt.date(2021, 2, 28)),
        ("no later than June 2020", dt.date(2020, 6, 30)),
        ("May", dt.date(2020, 5, 31)),
        ("Q1", dt.date(2020, 6, 30)),
        ("Q4", dt.date(2021, 3, 31)),
        ("Quarter 2", dt.date(2020, 9, 30)),
        ("end of Q3", dt.date(2020, 12, 31)),
        ("Q1 2020/21", dt.date(2020, 6, 30)),
        ("Q4 2021-22", dt.date(2022, 3, 31)),
        ("2020/21", dt.date(2021, 3, 31)),
        ("2020 to 2021", dt.date(2021, 3, 31)),
        ("end of financial year", dt.date(2021, 3, 31)),
        ("April – June 2020", dt.date(2020, 6, 30)),
        ("Q1 to Q3", dt.date(2020, 12, 31)),
    ],
)
def test_a_timescale_is_its_last_day(text, on):
    assert due_date(text, YEAR) == Due(on=on)


@pytest.mark.parametrize(
    "text", ["Ongoing", "On-going", " continuing ", "N/A", "Business as usual"]
)
def test_what_goes_on_is_a_continuing_duty_without_a_date(text):
    assert due_date(text, YEAR) == Due(is_continuing=True)


@pytest.mark.parametrize("text", ["", "  ", "-", "–"])
def test_nothing_is_no_date_and_no_problem(text):
    assert due_date(text, YEAR) == Due()


@pytest.mark.parametrize(
    "text",
    [
        "TBC", "Summer 2020", "soon", "31 February 2021", "31/13/2020", "Q5", "Q4 2020", "2020/22",
        "0221-03-31", "99999", "before March", "ongoing, review in March 2021",
        "12345678901234567890",
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_read_is_a_problem_and_never_a_guess(text):
    due = due_date(text, YEAR)

    assert due.on is None
    assert due.is_continuing is False
    assert due.problem.startswith(f"The date “{text}” could not be read. Write a day")


@pytest.mark.parametrize(
    ("text", "day", "exactly"),
    [
        ("1 April 2019", dt.date(2019, 4, 1), dt.date(2019, 4, 1)),
        ("Monday 1 April 2019", dt.date(2019, 4, 1), dt.date(2019, 4, 1)),
        ("01/04/2019", dt.date(2019, 4, 1), dt.date(2019, 4, 1)),
        ("43556", dt.date(2019, 4, 1), dt.date(2019, 4, 1)),
        ("April 2019", dt.date(2019, 4, 30), None),
        ("Q4 2020/21", dt.date(2021, 3, 31), None),
        ("1 April", None, None),
        ("Q4", None, None),
        ("year end", None, None),
        ("30 February 2020", None, None),
        ("ongoing", None, None),
    ],
)
def test_a_day_outside_a_plan_needs_its_year(text, day, exactly):
    assert (full_day(text), full_day(text, exactly=True)) == (day, exactly)
