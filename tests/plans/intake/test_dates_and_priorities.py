"""What an import does with dates, which others accept, and with priorities."""

import datetime as dt

import pytest

from plans import deciding
from plans.intake import applying
from plans.intake.errors import IntakeError
from plans.models import Activity, DeliveryPlan, Draft, Entry
from plans.record import Voice
from tests.factories import (
    PoliceAndCrimePlanFactory,
    PriorityFactory,
    holder_of,
    moment,
)
from tests.plans.intake.documents import PLAN
from tests.plans.intake.test_applying import (  # noqa: F401 (a fixture for every test)
    LATER,
    YEAR,
    changed,
    imported,
    posts,
    proposed,
)

FUNDING = {"reason_category": "funding"}
LATER_DATE = ("September 2020", "December 2020")


def test_a_later_date_is_asked_for_and_moves_when_it_is_accepted(chief_executive, administrator):
    imported()

    outcome = changed(LATER_DATE, by=Voice.of(administrator), reason_category="supplier")
    asked = Draft.objects.get()
    before = Activity.objects.get(title="Mend the fence").due_on
    deciding.approve(asked, by=chief_executive, at=moment(2020, 6, 2), today=dt.date(2020, 6, 2))

    mended = Activity.objects.get(title="Mend the fence")
    line = Entry.objects.get(kind="date_moved")
    assert str(outcome) == "1 changed, 2 unchanged, 1 date move asked for"
    assert (asked.kind, asked.author) == ("date_move", administrator)
    assert before == mended.first_due_on == dt.date(2020, 9, 30)
    assert (mended.due_on, mended.moves) == (dt.date(2020, 12, 31), 1)
    assert (line.made_by, line.written_by) == (chief_executive, administrator)
    assert (line.reason_category, line.reason) == ("supplier", "Agreed in May.")


def test_who_answers_for_the_whole_plan_moves_a_date_at_once(office):
    chief = holder_of("Chief of everything", is_accountable=True)
    imported()

    outcome = changed(LATER_DATE, by=Voice.of(chief), **FUNDING)

    assert str(outcome) == "1 changed, 2 unchanged"
    assert Entry.objects.get(kind="date_moved").made_by == chief
    assert not Draft.objects.exists()


def test_a_first_date_is_no_move_and_is_entered_at_once():
    imported()

    outcome = changed(("Paint the gate\tCFO\t", "Paint the gate\tCFO\tMay 2020"), **FUNDING)

    painted = Activity.objects.get(title="Paint the gate")
    assert str(outcome) == "1 changed, 2 unchanged"
    assert (painted.first_due_on, painted.moves) == (dt.date(2020, 5, 31), 0)


def test_a_date_changes_only_for_a_kind_of_reason():
    imported()

    with pytest.raises(IntakeError, match="Give the kind of reason: 1 date would change"):
        changed(LATER_DATE)

    assert not Draft.objects.exists()


def test_nobody_in_particular_cannot_ask_for_a_date_move():
    imported()

    with pytest.raises(IntakeError, match="Give --by"):
        changed(LATER_DATE, **FUNDING)

    assert not Draft.objects.exists()


def test_the_same_document_again_asks_for_a_move_once(administrator):
    imported()
    changed(LATER_DATE, by=Voice.of(administrator), **FUNDING)

    again = changed(LATER_DATE, by=Voice.of(administrator), **FUNDING)

    assert str(again) == "3 unchanged"
    assert "the move of 1.1 to 31 December 2020 has been asked for" in again.difference.notes[0]
    assert Draft.objects.count() == 1


def test_a_date_that_an_open_draft_would_move_is_a_problem_of_its_row(administrator):
    imported()
    changed(LATER_DATE, by=Voice.of(administrator), **FUNDING)
    proposal = proposed(PLAN.replace("September 2020", "January 2021"))

    difference = applying.compare(DeliveryPlan.objects.get(), proposal, on=YEAR)

    assert [(p.row_number, p.message) for p in difference.problems] == [
        (2, "A draft that moves a date of 1.1 is open. Have it decided or discarded first.")
    ]


PRIORITIES = PLAN.replace("Timescale", "Timescale\tPriority").replace(
    "September 2020", "September 2020\t{}"
)


@pytest.mark.parametrize(
    ("cell", "titles"),
    [
        ("1", ["Safer roads"]),
        ("Priority 2", ["Victims, witnesses and families"]),
        ("safer  roads", ["Safer roads"]),
        ("1. Safer roads", ["Safer roads"]),
        ("Victims, witnesses and families", ["Victims, witnesses and families"]),
        ("1 and 2", ["Safer roads", "Victims, witnesses and families"]),
        (
            "Safer roads; Victims, witnesses and families",
            ["Safer roads", "Victims, witnesses and families"],
        ),
        ("1, something else", ["Safer roads"]),
        ("9", []),
        ("Roads", []),
    ],
)
def test_a_priority_is_known_by_its_number_and_by_its_title(office, cell, titles):
    served = PoliceAndCrimePlanFactory()
    PriorityFactory(plan=served, number=1, title="Safer roads")
    PriorityFactory(plan=served, number=2, title="Victims, witnesses and families")

    imported(PRIORITIES.format(cell))

    mended = Activity.objects.get(title="Mend the fence")
    assert [priority.title for priority in mended.priorities.all()] == titles


def test_another_priority_is_a_change_with_the_reason(office):
    served = PoliceAndCrimePlanFactory()
    roads = PriorityFactory(plan=served, number=1, title="Safer roads")
    victims = PriorityFactory(plan=served, number=2, title="Victims")
    imported(PRIORITIES.format("1"))

    outcome = imported(PRIORITIES.format("2"), at=LATER, reason="Agreed in May.")

    line = Entry.objects.get(kind="reworded")
    assert str(outcome) == "1 changed, 2 unchanged"
    assert line.changes == {"priorities": [[roads.pk], [victims.pk]]}


def test_priorities_without_a_police_and_crime_plan_are_noted_once():
    outcome = imported(PRIORITIES.format("1"))

    assert "belongs to no Police and Crime Plan" in outcome.difference.notes[0]
