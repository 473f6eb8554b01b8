"""What `verify_record` says: that all is well, or the first line that is not, and every row."""

import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from plans import record
from plans.models import Activity, DeliveryPlan, Entry, Milestone, Ownership
from plans.record import triggers
from plans.record.chain import digest
from plans.record.verifying import verify
from tests.factories import (
    DeliveryPlanFactory,
    PriorityFactory,
    moment,
    post,
    promised_activity,
    said,
    voice,
)

PLAN = "Delivery Plan 2020 to 2021"
CHANGED = "its words or facts were changed after it was written"


@pytest.fixture
def told(plan, finance_chief):
    """An activity with seven lines of many kinds; other activities' lines lie between."""
    activity = promised_activity(
        plan,
        lead=post("Chief Financial Officer"),
        title="New payroll",
        joint=[post("Chief Executive")],
        contributors=[post("Head of Communications")],
        priorities=[PriorityFactory()],
        milestones=[("Tender out", dt.date(2020, 6, 1))],
    )
    other = promised_activity(plan, lead=post("Chief Executive"), objective=2)
    said(
        activity, "on_track", on=dt.date(2020, 5, 4), narrative="The tender is “nearly” out – £2m."
    )
    said(other, "on_track", on=dt.date(2020, 5, 5))
    wrong = said(activity, "complete", on=dt.date(2020, 6, 1), evidence="Report")
    record.correct(
        wrong,
        activity=activity,
        status="at_risk",
        narrative="One part is not finished.",
        reason="The supplier is late.",
        correction="It was not complete.",
        by=voice(),
        at=moment(2020, 6, 2),
    )
    record.move_date(
        activity,
        to=dt.date(2021, 6, 30),
        reason_category="supplier",
        reason="The supplier is late.",
        by=voice(),
        at=moment(2020, 6, 3),
    )
    record.meet_milestone(
        activity.milestones.get(),
        activity=activity,
        met_on=dt.date(2020, 6, 4),
        by=voice(),
        at=moment(2020, 6, 4),
    )
    record.reword(
        activity, title="New payroll system", reason="Clearer.", by=voice(), at=moment(2020, 6, 5)
    )
    return activity


def force(statement, *values):
    """Run one statement on the record behind its triggers' back."""
    triggers.drop(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, values)
    triggers.create(connection)


def outcome(*arguments):
    """Return the command's exit code and its lines."""
    out = io.StringIO()
    try:
        call_command("verify_record", *arguments, stdout=out)
    except SystemExit as stop:
        return stop.code, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def test_an_untouched_record_passes_and_says_what_was_counted_and_where_it_ends(told):
    end = Entry.objects.get(number=9).digest

    assert outcome() == (
        0,
        [
            (
                f"{PLAN}: all 9 lines stand as they were written, and all 2 activities are as "
                f"their lines say. The record ends at line 9 with the digest {end}."
            )
        ],
    )


def test_an_office_without_a_plan_has_nothing_to_verify(db):
    assert outcome() == (
        0,
        ["There is no delivery plan yet, so there is nothing to verify."],
    )


def test_one_byte_changed_in_one_line_is_found_and_the_line_named(told):
    force("UPDATE plans_entry SET narrative = %s WHERE number = 4", "Work goes on as planned!")

    assert outcome() == (
        1,
        [f"Line 4 of {PLAN} (activity 2.1, made 5 May 2020): {CHANGED}"],
    )


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("said_on", "2020-05-03"),
        ("made_at", "2020-05-04 08:00:01+00:00"),
        ("made_by_name", "Somebody else"),
        ("status", "not_started"),
        ("changes", '{"due_on": [null, null]}'),
        ("standing", "{}"),
        ("kind", "confirmed"),
    ],
)
def test_every_fact_of_a_line_is_covered(told, column, value):
    force(f"UPDATE plans_entry SET {column} = %s WHERE number = 3", value)

    assert str(verify(told.plan)[0]).startswith(f"Line 3 of {PLAN} (activity 1.1, made 4 May 2020)")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL holds no such date")
def test_a_line_that_cannot_be_read_is_named(told):
    force("UPDATE plans_entry SET said_on = '2020-05-99' WHERE number = 3")

    assert outcome() == (1, [f"Line 3 of {PLAN}: {CHANGED}; it cannot be read"])


def test_only_the_first_bad_line_is_named(told):
    force("UPDATE plans_entry SET reason = 'Better words.' WHERE number IN (6, 7)")

    assert [str(finding) for finding in verify(told.plan)] == [
        f"Line 6 of {PLAN} (activity 1.1, made 2 June 2020): {CHANGED}"
    ]


def test_a_line_taken_out_of_the_middle_is_missed(told):
    force("DELETE FROM plans_entry WHERE number = 4")

    assert str(verify(told.plan)[0]) == (
        f"Line 4 of {PLAN}: it is missing; the next that stands is line 5"
    )


def test_a_line_cut_off_the_end_is_missed_and_the_row_says_more_than_the_record(told):
    force("DELETE FROM plans_entry WHERE number = 9")

    assert [str(finding) for finding in verify(told.plan)] == [
        f"The end of the record of {PLAN}: it has 8 lines, and 9 were written",
        (
            f"Activity 1.1 of {PLAN}: title: the record says “New payroll”, the row “New payroll "
            "system”"
        ),
        f"Activity 1.1 of {PLAN}: version: the record says “6”, the row “7”",
    ]


def test_a_last_line_written_anew_with_a_digest_of_its_own_is_found(told):
    line = Entry.objects.get(number=9)
    line.reason = "Other words."
    force(
        "UPDATE plans_entry SET reason = %s, digest = %s WHERE number = 9",
        line.reason,
        digest(line),
    )

    assert [str(finding) for finding in verify(told.plan)] == [
        f"The end of the record of {PLAN}: line 9 is not the one that was written last"
    ]


def test_a_line_written_anew_in_the_middle_breaks_the_chain_after_it(told):
    line = Entry.objects.get(number=4)
    line.narrative = "Other words."
    force(
        "UPDATE plans_entry SET narrative = %s, digest = %s WHERE number = 4",
        line.narrative,
        digest(line),
    )

    assert str(verify(told.plan)[0]) == (
        f"Line 4 of {PLAN} (activity 2.1, made 5 May 2020): what it says now stands does not "
        "follow from it"
    )


def test_a_standing_that_its_line_does_not_lead_to_is_found(told):
    line = Entry.objects.get(number=9)
    line.standing = {**line.standing, "status": "complete"}
    line.digest = digest(line)
    force("UPDATE plans_entry SET digest = %s WHERE number = 9", line.digest)
    triggers.drop(connection)
    Entry.objects.filter(number=9).update(standing=line.standing)
    triggers.create(connection)
    DeliveryPlan.objects.update(record_digest=line.digest)

    assert [str(finding) for finding in verify(told.plan)] == [
        (
            f"Line 9 of {PLAN} (activity 1.1, made 5 June 2020): what it says now stands does not "
            "follow from it"
        ),
        f"Activity 1.1 of {PLAN}: status: the record says “complete”, the row “at_risk”",
    ]


def test_another_moment_at_the_end_of_the_record_is_found(told):
    DeliveryPlan.objects.update(record_at=moment(2020, 6, 4))

    assert [str(finding) for finding in verify(told.plan)] == [
        f"The end of the record of {PLAN}: the plan has another moment for line 9"
    ]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (
            {"due_on": dt.date(2021, 7, 31)},
            "due_on: the record says “2021-06-30”, the row “2021-07-31”",
        ),
        ({"moves": 0}, "moves: the record says “1”, the row “0”"),
        ({"status": "on_track"}, "status: the record says “at_risk”, the row “on_track”"),
        ({"said_on": None}, "said_on: the record says “2020-06-01”, the row nothing"),
        ({"detail": "More."}, "detail: the record says nothing, the row “More.”"),
        ({"version": 8}, "version: the record says “7”, the row “8”"),
    ],
)
def test_an_activity_changed_past_its_record_is_listed(told, values, words):
    Activity.objects.filter(pk=told.pk).update(**values)

    assert outcome() == (1, [f"Activity 1.1 of {PLAN}: {words}"])


def test_every_fact_that_differs_is_listed(told):
    lead = post("Head of Communications")
    Activity.objects.filter(pk=told.pk).update(title="Payroll", lead=lead)

    assert [finding.what.partition(":")[0] for finding in verify(told.plan)] == ["title", "lead"]


def test_a_milestone_changed_past_its_record_is_listed(told):
    milestone = Milestone.objects.get()
    Milestone.objects.update(met_on=None)

    assert [str(finding) for finding in verify(told.plan)] == [
        (
            f"Activity 1.1 of {PLAN}: milestone {milestone.pk} met_on: the record says "
            "“2020-06-04”, the row nothing"
        )
    ]


def test_a_milestone_that_no_line_promised_is_listed(told):
    Milestone.objects.create(
        activity=told,
        title="Slipped in",
        due_on=dt.date(2020, 12, 1),
        first_due_on=dt.date(2020, 12, 1),
    )

    assert len(verify(told.plan)) == 3


def test_a_shared_owner_changed_past_the_record_is_listed(told):
    partner, contributor = post("Chief Executive"), post("Head of Communications")
    Ownership.objects.filter(post=partner).update(role="contributor")

    assert [finding.what for finding in verify(told.plan)] == [
        f"joint: the record says “[{partner.pk}]”, the row nothing",
        (
            f"contributors: the record says “[{contributor.pk}]”, the row "
            f"“{sorted([partner.pk, contributor.pk])}”"
        ),
    ]


def test_a_priority_changed_past_the_record_is_listed(told):
    priority = told.priorities.get()
    told.priorities.clear()

    assert [finding.what for finding in verify(told.plan)] == [
        f"priorities: the record says “[{priority.pk}]”, the row nothing"
    ]


def test_an_activity_that_no_line_promised_is_listed(told):
    Activity.objects.create(
        plan=told.plan,
        objective=told.objective,
        number=9,
        title="Slipped in",
        lead=told.lead,
    )

    assert [str(finding) for finding in verify(told.plan)] == [
        f"Activity 1.9 of {PLAN}: the record has no line about it"
    ]


def test_an_activity_moved_to_another_plan_is_listed(told):
    elsewhere = DeliveryPlanFactory(
        title="Delivery Plan 2021 to 2022", starts_on=dt.date(2021, 4, 1)
    )
    Activity.objects.filter(pk=told.pk).update(plan=elsewhere)

    assert outcome() == (
        1,
        [
            (
                f"Activity with the key {told.pk} of {PLAN}: the plan's record has it, and the "
                "plan does not"
            ),
            "Activity 1.1 of Delivery Plan 2021 to 2022: the record has no line about it",
        ],
    )


def test_missing_triggers_are_named(told):
    triggers.drop(connection)
    code, lines = outcome()
    triggers.create(connection)

    names = sorted(triggers.wanted(connection))
    assert code == 1
    assert lines[: len(names)] == [
        f"Trigger {name}: it is missing or switched off, so lines can be changed" for name in names
    ]


def test_one_plan_can_be_asked_for_alone(told):
    broken = DeliveryPlanFactory(
        title="Delivery Plan 2021 to 2022", starts_on=dt.date(2021, 4, 1), record_length=3
    )

    assert outcome("--plan", str(told.plan_id))[0] == 0
    assert outcome("--plan", str(broken.pk)) == (
        1,
        ["The end of the record of Delivery Plan 2021 to 2022: it has 0 lines, and 3 were written"],
    )


def test_a_plan_that_is_not_there_is_refused(told):
    with pytest.raises(CommandError, match="no delivery plan with the key 999999"):
        call_command("verify_record", "--plan", "999999")


@pytest.mark.parametrize("activities", [1, 12])
def test_the_record_is_verified_in_six_queries_at_any_length(
    plan, finance_chief, activities, django_assert_num_queries
):
    for _ in range(activities):
        promised_activity(plan, lead=post("Chief Financial Officer"))

    with django_assert_num_queries(6):
        assert verify(plan) == []


def test_an_activity_that_points_back_elsewhere_than_its_record_says_is_listed(told):
    other = Activity.objects.get(objective__number=2)
    Activity.objects.filter(pk=told.pk).update(carried_from=other)

    assert [finding.what for finding in verify(told.plan)] == [
        f"carried_from: the record says nothing, the row “{other.pk}”"
    ]
