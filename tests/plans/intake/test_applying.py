"""Applying a proposal: what is new is promised, what differs changes with a reason."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from opcc.office.models import Post
from plans import record
from plans.intake import applying
from plans.intake.columns import guess
from plans.intake.errors import IntakeError
from plans.intake.reading import read_pasted
from plans.models import Activity, DeliveryPlan, Entry
from plans.record.verifying import verify
from tests.factories import (
    moment,
    post,
    said,
    voice,
)
from tests.plans.intake.documents import PLAN, long_plan

TITLE = "Delivery Plan 2020 to 2021"
YEAR = dt.date(2020, 4, 1)
AT = moment(2020, 4, 2)
LATER = moment(2020, 6, 1)


@pytest.fixture(autouse=True)
def posts(db):
    post("Chief Executive", aliases=["CEO"])
    post("Chief Financial Officer", aliases=["CFO"])


def proposed(words, **options):
    table = read_pasted(words)
    return applying.interpret_here(table, guess(table), YEAR, **options)


def imported(words=PLAN, *, at=AT, title=TITLE, starts_on=YEAR, owners=None, **options):
    proposal = proposed(words, owners=owners)
    said = {"title": title, "starts_on": starts_on, "by": voice("Ann Admin"), "at": at}
    return applying.apply(proposal, owners=owners, **said | options)


def changed(*pairs, at=LATER, reason="Agreed in May.", **options):
    """The outcome of the same plan with some of its words replaced."""
    words = PLAN
    for old, new in pairs:
        words = words.replace(old, new)
    return imported(words, at=at, reason=reason, **options)


def kinds():
    return list(Entry.objects.order_by("number").values_list("kind", flat=True))


def test_a_first_import_promises_every_activity_with_one_line_each():
    outcome = imported()

    mended = Activity.objects.get(title="Mend the fence")
    trained = Activity.objects.get(title="Train everyone")
    assert str(outcome.difference) == "3 new"
    assert kinds() == ["promised"] * 3
    assert (mended.reference, mended.lead.title, mended.due_on) == (
        "1.1",
        "Chief Executive",
        dt.date(2020, 9, 30),
    )
    assert [o.post.title for o in mended.ownerships.all()] == ["Chief Financial Officer"]
    assert (trained.reference, trained.kind) == ("2.1", "duty")
    assert verify(outcome.plan) == []


def test_a_plan_of_a_year_to_come_is_being_prepared():
    outcome = imported(starts_on=dt.date(2021, 4, 1), title="Delivery Plan 2021 to 2022")

    assert outcome.plan.state == "preparing"


def test_a_second_import_of_the_same_document_writes_nothing():
    imported()

    outcome = imported(at=LATER)

    assert str(outcome.difference) == "3 unchanged"
    assert kinds() == ["promised"] * 3


def test_one_changed_owner_is_one_line_that_says_who_and_why():
    imported()

    outcome = changed(("Paint the gate\tCFO", "Paint the gate\tCEO"))

    line = Entry.objects.get(kind="owner_changed")
    assert str(outcome.difference) == "1 changed, 2 unchanged"
    assert (line.activity.title, line.made_by_name, line.reason) == (
        "Paint the gate",
        "Ann Admin",
        "Agreed in May.",
    )
    assert line.activity.lead.title == "Chief Executive"
    assert Entry.objects.count() == 4


def test_a_joint_owner_taken_away_is_one_change_and_the_lead_stays():
    imported()

    changed(("CEO & CFO", "CEO"))

    mended = Activity.objects.get(title="Mend the fence")
    assert kinds()[3:] == ["owner_changed"]
    assert mended.lead.title == "Chief Executive"
    assert mended.ownerships.count() == 0


def test_a_document_that_says_no_date_moves_none():
    imported()

    outcome = changed(("September 2020", ""))

    assert str(outcome.difference) == "3 unchanged"


def test_a_title_in_other_words_is_the_same_activity_reworded():
    imported()

    outcome = changed(("Mend the fence", "Mend the old fence"))

    line = Entry.objects.get(kind="reworded")
    assert str(outcome.difference) == "1 changed, 2 unchanged"
    assert line.changes == {"title": ["Mend the fence", "Mend the old fence"]}


def test_a_title_that_is_nothing_alike_is_a_new_activity_and_the_old_one_stays():
    imported()

    outcome = changed(("Paint the gate", "Open a library"))

    assert str(outcome.difference) == "1 new, 2 unchanged"
    assert [a.title for a in outcome.difference.missing] == ["Paint the gate"]
    assert Activity.objects.get(title="Paint the gate").status == "not_started"
    assert Activity.objects.get(title="Open a library").reference == "1.3"


def test_an_activity_that_was_spoken_about_meanwhile_is_changed_all_the_same():
    imported()
    said(Activity.objects.get(title="Paint the gate"), on=dt.date(2020, 5, 4))

    outcome = changed(("Paint the gate\tCFO", "Paint the gate\tCEO"))

    painted = Activity.objects.get(title="Paint the gate")
    assert (painted.status, painted.version) == ("on_track", 3)
    assert verify(outcome.plan) == []


def test_an_activity_that_has_ended_is_left_as_it_is_and_noted():
    imported()
    painted = Activity.objects.get(title="Paint the gate")
    record.withdraw(painted, reason="No gate.", by=voice(), at=moment(2020, 5, 1))

    outcome = changed(("Paint the gate\tCFO", "Paint the gate\tCEO"))

    assert str(outcome.difference) == "3 unchanged"
    assert "1.2 is withdrawn" in outcome.difference.notes[0]


def test_nothing_changes_without_a_reason():
    imported()

    with pytest.raises(IntakeError, match="Give the reason: 1 activity would change"):
        changed(("Paint the gate\tCFO", "Paint the gate\tCEO"), reason=" ")

    assert kinds() == ["promised"] * 3


def test_an_objective_is_known_by_its_title_and_a_new_one_gets_a_number_that_is_free():
    imported()
    words = "\n".join(
        [
            "Objectives\tCore activities\tELT owner",
            "1. Be a good employer\tTrain everyone\tCEO",
            "2. Open doors\tOpen a library\tCEO",
        ]
    )

    outcome = imported(words, at=LATER)

    assert str(outcome.difference) == "1 new, 1 unchanged"
    assert Activity.objects.get(title="Train everyone").reference == "2.1"
    assert Activity.objects.get(title="Open a library").reference == "3.1"


def test_an_owner_is_made_a_post_or_matched_to_one_whose_other_name_is_then_known():
    words = PLAN.replace("Paint the gate\tCFO", "Paint the gate\tTreasurer").replace(
        "Train everyone\tCEO", "Train everyone\tHead of Training"
    )
    treasurer = Post.objects.get(title="Chief Financial Officer")
    owners = {"Treasurer": str(treasurer.pk), "Head of Training": "new"}

    outcome = imported(words, owners=owners)
    again = imported(words)

    treasurer.refresh_from_db()
    assert [made.title for made in outcome.posts] == ["Head of Training"]
    assert treasurer.aliases == ["CFO", "Treasurer"]
    assert Activity.objects.get(title="Paint the gate").lead == treasurer
    assert str(again.difference) == "3 unchanged"


def test_an_owner_that_nobody_decided_about_stops_everything():
    with pytest.raises(IntakeError, match="The document has problems"):
        imported(PLAN.replace("CFO", "Treasurer"))

    assert not DeliveryPlan.objects.exists()


def test_a_post_that_was_abolished_takes_nothing_on():
    Post.objects.filter(title="Chief Financial Officer").update(abolished_on="2020-03-31")
    proposal = proposed(PLAN)

    difference = applying.compare(None, proposal, on=dt.date(2020, 4, 2))

    assert [(p.row_number, p.field) for p in difference.problems] == [(2, "owner"), (3, "owner")]


def test_a_date_before_the_activity_starts_is_a_problem_of_its_row():
    imported()
    mended = Activity.objects.get(title="Mend the fence")
    starts_on = dt.date(2020, 7, 1)
    record.reword(mended, starts_on=starts_on, reason="Later.", by=voice(), at=moment(2020, 5, 1))
    proposal = proposed(PLAN.replace("September 2020", "May 2020"))

    difference = applying.compare(mended.plan, proposal, on=dt.date(2020, 6, 1))

    assert [p.row_number for p in difference.problems] == [2]


@pytest.mark.parametrize(
    ("title", "starts_on", "message"),
    [
        (TITLE, dt.date(2021, 4, 1), "is the plan of the year from 1 April 2020"),
        ("Another title", YEAR, "is called “Delivery Plan 2020 to 2021”"),
    ],
)
def test_a_title_or_a_year_of_another_plan_is_refused(title, starts_on, message):
    imported()

    with pytest.raises(IntakeError, match=message):
        imported(title=title, starts_on=starts_on)


def test_a_plan_that_is_closed_takes_no_import():
    imported()
    DeliveryPlan.objects.update(state="closed")

    with pytest.raises(IntakeError, match="is closed"):
        imported()


def test_what_is_no_longer_what_was_checked_is_not_imported():
    imported()
    words = PLAN.replace("Paint the gate\tCFO", "Paint the gate\tCEO")
    plan = DeliveryPlan.objects.get()
    expected = applying.compare(plan, proposed(words), on=YEAR).fingerprint
    changed(("Mend the fence", "Mend the old fence"))

    with pytest.raises(IntakeError, match="The plan was changed"):
        imported(words, at=LATER, reason="Agreed in May.", expected=expected)

    assert not Entry.objects.filter(kind="owner_changed").exists()


def test_what_fails_after_the_twentieth_row_leaves_nothing(monkeypatch):
    promise, calls = record.promise, []

    def fail_after_20(*args, **details):
        calls.append(details["title"])
        if len(calls) > 20:
            raise RuntimeError("The lights went out.")
        return promise(*args, **details)

    monkeypatch.setattr(record, "promise", fail_after_20)
    with pytest.raises(RuntimeError):
        imported(long_plan(48), owners={})

    assert not DeliveryPlan.objects.exists()
    assert not Activity.objects.exists()
    assert not Entry.objects.exists()


def test_an_activity_more_costs_the_same_queries_as_the_one_before():
    counts = []
    for year, rows in ((2020, 2), (2021, 3), (2022, 4)):
        with CaptureQueriesContext(connection) as queries:
            imported(long_plan(rows), title=f"Plan of {year}", starts_on=dt.date(year, 4, 1))
        counts.append(len(queries))

    assert counts[2] - counts[1] == counts[1] - counts[0]


def test_comparing_takes_the_same_queries_for_2_and_for_40_activities(
    django_assert_max_num_queries,
):
    for year, rows in ((2020, 2), (2021, 40)):
        words = long_plan(rows)
        outcome = imported(words, title=f"Plan of {year}", starts_on=dt.date(year, 4, 1))
        proposal = proposed(words)

        with django_assert_max_num_queries(4):
            applying.compare(outcome.plan, proposal, on=YEAR)
