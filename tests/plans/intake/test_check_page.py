"""The check page: columns that stay behind, priorities, and dates that others accept."""

import pytest

from plans.models import Activity, Draft, Entry, Intake
from tests.factories import PriorityFactory, holder_of
from tests.plans.intake.documents import PLAN
from tests.plans.intake.test_intake_pages import begun, choices, do_import, text


@pytest.mark.parametrize("column", ["Status", "Milestones"])
def test_a_column_that_is_not_imported_is_noted_and_not_offered(signed_in, column):
    words = "\n".join(
        f"{row}\t{cell}" for row, cell in zip(PLAN.splitlines(), [column, "x", "", ""], strict=True)
    )
    intake, check = begun(signed_in, words)

    choices(signed_in, intake)
    again = signed_in.get(intake.get_absolute_url())

    assert {"status", "milestone"} & set(check.context["reading_form"].fields) == set()
    assert "in the document are not imported" in text(check)
    assert "in the document are not imported" in text(again)


def test_a_priority_is_shown_and_linked_and_a_strange_one_noted(signed_in, plan):
    first = PriorityFactory(plan=plan.police_and_crime_plan, number=1, title="Safer roads")
    plan.delete()
    cells = ["Priority", "Safer roads", "Priority 9", ""]
    words = "\n".join(f"{row}\t{cell}" for row, cell in zip(PLAN.splitlines(), cells, strict=True))
    intake, check = begun(signed_in, words)

    do_import(signed_in, intake)

    assert "Priority: 1. Safer roads" in text(check)
    assert "Row 3: “Priority 9” is no priority of Police and Crime Plan 2017 to 2021" in text(check)
    assert list(Activity.objects.get(title="Mend the fence").priorities.all()) == [first]
    assert not Activity.objects.get(title="Paint the gate").priorities.exists()


@pytest.fixture
def later_date(signed_in):
    """An imported plan, and a document in which one of its dates is another."""
    first, _ = begun(signed_in)
    do_import(signed_in, first)
    Intake.objects.all().delete()
    return PLAN.replace("September 2020", "December 2020")


def test_an_administrator_asks_for_a_date_move_and_says_what_kind_of_reason(
    signed_in, administrator, later_date
):
    intake, check = begun(signed_in, later_date)

    unsaid = do_import(signed_in, intake, reason="The tender was late.")
    done = do_import(signed_in, intake, reason="The tender was late.", reason_category="supplier")

    draft = Draft.objects.get()
    assert "Ask for 1 date move" in check.content.decode()
    assert "1 promised date stays as it is until the move is accepted." in text(check)
    assert '<a href="#id_reason_category_1">Select the kind of' in unsaid.content.decode()
    assert "1 date move asked for" in text(signed_in.get(done.url))
    assert (draft.kind, draft.state, draft.author) == ("date_move", "submitted", administrator)
    assert draft.activity.due_on.isoformat() == "2020-09-30"


def test_who_answers_for_the_plan_moves_the_date_at_once(client, signed_in, later_date):
    chief = holder_of("Chief of everything", is_accountable=True)
    client.force_login(chief)
    intake, check = begun(client, later_date)

    do_import(client, intake, reason="The tender was late.", reason_category="supplier")

    assert "Change 1 activity" in check.content.decode()
    assert "1 promised date will move at once, in your name." in text(check)
    assert Entry.objects.get(kind="date_moved").made_by == chief
    assert not Draft.objects.exists()
