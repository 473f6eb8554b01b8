"""What is done to many activities at once: all of it or nothing, a line each."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from opcc.office.models import Handover
from plans import operations, record
from plans.models import DeliveryPlan, Entry
from plans.record import Refused, Stale
from plans.record.verifying import verify
from tests.factories import (
    PriorityFactory,
    deputy_of,
    moment,
    post,
    promised_activity,
    said,
    user_in,
    voice,
)

ON = dt.date(2020, 12, 1)
AT = moment(2020, 12, 14)


def hand_over(activity, to, **words):
    words = {"on": ON, "reason": "She has retired.", "by": voice(), "at": AT, **words}
    return operations.hand_over_post(activity.lead, to=to, **words)


def transfer(activities, to):
    return operations.transfer_activities(
        activities, to=to, reason="The team moved.", by=voice(), at=AT
    )


def roll(plan, title="Delivery Plan 2021 to 2022", **words):
    return operations.roll_forward(plan, title=title, by=voice(), at=AT, **words)


def test_handing_over_a_post_is_a_line_on_each_open_activity_it_leads(activity, finance_chief):
    finished = promised_activity(activity.plan, lead=activity.lead)
    said(finished, "complete", on=dt.date(2020, 6, 1), evidence="Report")
    successor = user_in("Staff", name="New finance chief")

    hand_over(activity, successor)

    line = activity.entries.last()
    assert (line.kind, line.reason, line.said_on) == ("owner_changed", "She has retired.", ON)
    assert line.changes == {"holder": [finance_chief.name, "New finance chief"]}
    assert finished.entries.count() == 2
    assert activity.lead.holder_on(ON) == successor
    assert activity.lead.holder_on(dt.date(2020, 11, 30)) == finance_chief


def test_a_post_can_be_left_vacant_and_keeps_its_activities(activity):
    deputy_of("Chief Financial Officer")

    hand_over(activity, None)

    activity.refresh_from_db()
    assert activity.lead.title == "Chief Financial Officer"
    assert activity.entries.last().changes["holder"][1] == ""
    assert activity.lead.held_by_words(ON).startswith("Vacant (Chief Financial Officer (deputy)")


def test_a_vacant_post_is_filled_by_a_hand_over(plan):
    activity = promised_activity(plan, lead=post("Head of Data"))

    hand_over(activity, user_in("Staff", name="First head of data"))

    assert activity.entries.last().changes == {"holder": ["", "First head of data"]}


def test_a_vacant_post_cannot_be_vacated(plan):
    activity = promised_activity(plan, lead=post("Head of Data"))

    with pytest.raises(ValidationError, match="is vacant already"):
        hand_over(activity, None)

    assert not Handover.objects.exists()


@pytest.mark.parametrize(
    ("group", "active", "answer"),
    [("Panel", True, "is on the panel"), ("Staff", False, "is deactivated")],
)
def test_a_post_goes_only_to_somebody_who_works_here(activity, group, active, answer):
    person = user_in(group, is_active=active)

    with pytest.raises(ValidationError, match=answer):
        hand_over(activity, person)

    assert activity.entries.count() == 1


def test_an_activity_of_a_closed_plan_gets_no_line_when_its_post_is_handed_over(activity):
    DeliveryPlan.objects.update(state="closed")

    hand_over(activity, user_in("Staff"))

    assert activity.entries.count() == 1


def test_a_hand_over_that_fails_half_way_leaves_nothing(activity, finance_chief):
    with pytest.raises(Refused, match="cannot be dated before"):
        hand_over(activity, user_in("Staff"), at=moment(2020, 3, 1))

    assert activity.lead.holder_on(ON) == finance_chief
    assert not Handover.objects.exists()


def test_a_transfer_is_one_line_for_each_activity(activity):
    second = promised_activity(activity.plan, lead=activity.lead)
    to = post("Chief Executive")

    count = transfer([activity, second], to)

    assert count == 2
    for moved in (activity, second):
        moved.refresh_from_db()
        assert moved.lead == to
        assert moved.entries.last().reason == "The team moved."


def test_a_transfer_is_all_or_nothing(activity):
    second = promised_activity(activity.plan, lead=activity.lead)
    early = type(second).objects.get(pk=second.pk)
    said(second, "on_track", on=dt.date(2020, 5, 4))

    with pytest.raises(Stale) as late:
        transfer([activity, early], post("Chief Executive"))

    activity.refresh_from_db()
    assert late.value.args == (second,)
    assert activity.lead.title == "Chief Financial Officer"
    assert activity.entries.count() == 1


def test_a_transfer_to_the_post_that_leads_already_is_refused_by_name(activity):
    with pytest.raises(Refused, match=r"leads 1\.1 Activity 1\.1 already"):
        transfer([activity], activity.lead)


def test_nothing_is_transferred_to_a_post_that_was_abolished(activity):
    gone = post("Head of Fax", abolished_on=dt.date(2020, 10, 1))

    with pytest.raises(Refused, match="was abolished"):
        transfer([activity], gone)


def test_nothing_of_a_closed_plan_is_transferred(activity):
    DeliveryPlan.objects.update(state="closed")
    activity.plan.refresh_from_db()

    with pytest.raises(Refused, match="is closed"):
        transfer([activity], post("Chief Executive"))


def test_rolling_forward_carries_what_is_unfinished_and_nothing_else(plan):
    lead, partner, helper = post("Head of Data"), post("Chief Executive"), post("Solicitor")
    priority = PriorityFactory(plan=plan.police_and_crime_plan)
    kept = promised_activity(
        plan,
        lead=lead,
        number=3,
        title="New payroll",
        detail="All staff.",
        joint=[partner],
        contributors=[helper],
        priorities=[priority],
        milestones=[("Tender out", dt.date(2020, 9, 1)), ("Live", dt.date(2021, 5, 1))],
    )
    met = kept.milestones.get(title="Tender out")
    record.meet_milestone(
        met, activity=kept, met_on=dt.date(2020, 9, 1), by=voice(), at=moment(2020, 9, 1)
    )
    done = promised_activity(plan, lead=lead, number=1)
    dropped = promised_activity(plan, lead=lead, number=2)
    said(done, "complete", on=dt.date(2020, 10, 1), evidence="Report")
    record.withdraw(dropped, reason="No grant.", by=voice(), at=moment(2020, 10, 2))

    following = roll(plan, reason="Still wanted.")

    carried = following.activities.get()
    assert carried.carried_from == kept
    assert (carried.reference, carried.title, carried.detail) == (
        "1.3",
        "New payroll",
        "All staff.",
    )
    assert carried.lead == lead
    assert {(o.post, o.role) for o in carried.ownerships.all()} == {
        (partner, "joint"),
        (helper, "contributor"),
    }
    assert list(carried.priorities.all()) == [priority]
    assert [m.title for m in carried.milestones.all()] == ["Live"]
    line = carried.entries.get()
    assert line.kind == "promised"
    assert line.reason == ("Carried forward from 1.3 of Delivery Plan 2020 to 2021. Still wanted.")


def test_a_plan_rolled_forward_is_for_the_next_year_and_points_back(plan, activity):
    following = roll(plan)

    assert following.starts_on == dt.date(2021, 4, 1)
    assert following.previous == plan
    assert following.state == "preparing"
    assert [o.title for o in following.objectives.all()] == [o.title for o in plan.objectives.all()]


@pytest.mark.parametrize(
    ("due_on", "carried"),
    [(dt.date(2021, 3, 31), None), (dt.date(2021, 9, 30), dt.date(2021, 9, 30)), (None, None)],
)
def test_a_due_date_is_carried_only_where_it_still_lies_ahead(plan, due_on, carried):
    promised_activity(plan, lead=post("Head of Data"), due_on=due_on)

    activity = roll(plan).activities.get()

    assert (activity.due_on, activity.first_due_on) == (carried, due_on)
    assert activity.entries.get().standing["first_due_on"] == (due_on and due_on.isoformat())


def test_a_milestone_that_is_late_goes_on_being_late(plan):
    late = ("Tender out", dt.date(2020, 9, 1))
    promised_activity(plan, lead=post("Head of Data"), milestones=[late])

    milestone = roll(plan).activities.get().milestones.get()

    assert milestone.due_on == milestone.first_due_on == dt.date(2020, 9, 1)


def test_a_new_year_forgets_no_move_and_no_first_date(plan):
    kept = promised_activity(
        plan,
        lead=post("Head of Data"),
        due_on=dt.date(2020, 12, 31),
        milestones=[("Tender out", dt.date(2020, 9, 1))],
    )
    moved = {"reason_category": "supplier", "reason": "Late.", "by": voice()}
    tender = kept.milestones.get()
    record.move_date(kept, to=dt.date(2021, 6, 30), at=moment(2020, 8, 1), **moved)
    record.move_date(
        kept, milestone=tender, to=dt.date(2020, 10, 1), at=moment(2020, 8, 1), **moved
    )

    carried = roll(plan).activities.get()

    assert (carried.due_on, carried.first_due_on, carried.moves) == (
        dt.date(2021, 6, 30),
        dt.date(2020, 12, 31),
        1,
    )
    milestone = carried.milestones.get()
    assert (milestone.due_on, milestone.first_due_on) == (
        dt.date(2020, 10, 1),
        dt.date(2020, 9, 1),
    )
    assert verify(carried.plan) == []


def test_a_date_promised_anew_after_a_new_year_is_a_move(plan):
    promised_activity(plan, lead=post("Head of Data"), due_on=dt.date(2020, 12, 31))
    carried = roll(plan).activities.get()

    record.move_date(
        carried,
        to=dt.date(2021, 9, 30),
        reason_category="supplier",
        reason="Late.",
        by=voice(),
        at=moment(2021, 4, 2),
    )

    assert (carried.first_due_on, carried.moves) == (dt.date(2020, 12, 31), 1)


def test_the_old_plan_is_closed_only_if_asked(plan, activity):
    roll(plan)
    plan.refresh_from_db()
    assert plan.state == "current"

    roll(plan.next, title="Delivery Plan 2022 to 2023", close=True)

    plan.next.refresh_from_db()
    assert plan.next.state == "closed"


def test_a_plan_is_rolled_forward_once(plan, activity):
    roll(plan)

    with pytest.raises(Refused, match="has been rolled forward already"):
        roll(plan, title="Another title")


def test_a_plan_is_not_rolled_forward_under_a_title_that_is_taken(plan, activity):
    with pytest.raises(ValidationError):
        roll(plan, title=plan.title)

    assert DeliveryPlan.objects.get() == plan
    assert Entry.objects.count() == 1


def test_an_activity_of_a_vacant_post_is_carried_with_its_post(plan):
    promised_activity(plan, lead=post("Head of Data"))

    carried = roll(plan).activities.get()

    assert carried.lead.title == "Head of Data"
    assert carried.lead.held_by_words(ON) == "Vacant"
