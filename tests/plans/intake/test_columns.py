"""Columns: the header is found, and a person may say otherwise."""

import pytest

from plans.intake.columns import Mapping, guess, named
from plans.intake.errors import IntakeError
from plans.intake.reading import read_pasted


def guessed(*lines):
    mapping = guess(read_pasted("\n".join(lines)))
    return mapping.header_row, dict(mapping.columns)


@pytest.mark.parametrize(
    ("header", "columns"),
    [
        ("Objectives\tCore Activities\tELT owner", {"objective": 0, "activity": 1, "owner": 2}),
        (
            "Ref\tTheme\tAction\tLead officer\tTimescale\tCurrent status",
            {"reference": 0, "objective": 1, "activity": 2, "owner": 3, "due": 4, "status": 5},
        ),
        (
            "No.\tPriority area\tDeliverable\tSponsor\tBy when?\tRAG",
            {"reference": 0, "objective": 1, "activity": 2, "owner": 3, "due": 4, "status": 5},
        ),
        (
            "Strategic objective\tTask\tResponsible officer\tTarget date\tProgress",
            {"objective": 0, "activity": 1, "owner": 2, "due": 3, "status": 4},
        ),
        (
            "Outcome\tActivity\tLead\tDeadline\tPriority\tKey milestones\tDetail",
            {"objective": 0, "activity": 1, "owner": 2, "due": 3, "priority": 4}
            | {"milestone": 5, "detail": 6},
        ),
        ("Action(s)\tOwner(s)\tDue date", {"activity": 0, "owner": 1, "due": 2}),
        ("Lead officer / team\tActions\tDue", {"owner": 0, "activity": 1, "due": 2}),
    ],
)
def test_the_columns_of_other_offices_are_known(header, columns):
    assert guessed(header) == (1, columns)


def test_the_likelier_of_two_names_for_a_field_wins():
    header = "Deliverable\tAction\tSponsor\tLead officer"

    assert guessed(header) == (1, {"activity": 1, "owner": 3})


def test_a_description_is_the_activity_only_where_nothing_else_is():
    assert guessed("Ref\tDescription\tOwner") == (1, {"reference": 0, "activity": 1, "owner": 2})
    assert guessed("Action\tDescription\tOwner") == (1, {"activity": 0, "detail": 1, "owner": 2})


def test_the_header_stands_below_other_lines():
    header = guessed("Our plan\t2020", "Contents\t3", "", "Objective\tAction\tOwner", "A\tB\tCEO")

    assert header == (4, {"objective": 0, "activity": 1, "owner": 2})


def test_an_activity_that_speaks_of_actions_is_no_header():
    assert guessed("Develop an action plan\tCEO", "Update the lead\tCFO") == (None, {})


def test_a_person_may_say_which_column_is_which():
    mapping = Mapping.from_choices("3", {"objective": "", "activity": "1", "owner": 0, "due": None})

    assert mapping.header_row == 3
    assert dict(mapping.columns) == {"activity": 1, "owner": 0}
    assert mapping.is_usable


def test_a_table_may_have_no_header():
    assert Mapping.from_choices("", {"activity": "0"}).header_row is None


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"owner": "1"}, "Say which column holds the activities"),
        ({"activity": "1", "owner": "1"}, "Each column can be chosen once"),
        ({"activity": "-1"}, "told by its number"),
        ({"activity": "x"}, "told by its number"),
        ({"activity": "1", "colour": "2"}, "no field called colour"),
    ],
)
def test_a_choice_that_cannot_be_is_refused(choices, words):
    with pytest.raises(IntakeError, match=words):
        Mapping.from_choices(1, choices)


def test_columns_are_named_by_their_headings_in_any_case_and_the_rest_is_guessed():
    table = read_pasted("Objective\tWork to do\tOwner\n1. Town\tMend the fence\tCEO")

    mapping = named(table, {"activity": "work  TO do"})

    assert mapping.header_row == 1
    assert dict(mapping.columns) == {"objective": 0, "owner": 2, "activity": 1}


def test_a_heading_that_is_nowhere_is_refused():
    table = read_pasted("Objective\tActivity\n1. Town\tMend the fence")

    with pytest.raises(IntakeError, match="No row names the column “Boss”"):
        named(table, {"owner": "Boss"})
