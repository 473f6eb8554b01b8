"""What changed between two days."""

import datetime as dt

from django.urls import reverse

from plans import record
from plans.changes import changes
from plans.position import position
from tests.factories import PriorityFactory, moment, post, promised_activity, said, voice


def kinds(plan, start, end):
    found = changes(position(plan, start), position(plan, end))
    return {kind: [change.standing.reference for change in each] for kind, each in found.items()}


def test_nothing_changed_between_two_days_without_a_line(activity):
    assert kinds(activity.plan, moment(2020, 4, 2), moment(2020, 4, 3)) == {}


def test_each_kind_of_change_is_told_apart(plan):
    lead, other = post("Chief Financial Officer"), post("Chief Executive")
    moved, dated, done, gone, handed, worded = (
        promised_activity(plan, lead=lead) for _ in range(6)
    )
    for activity in (moved, dated, done, gone, handed, worded):
        said(activity, "on_track", on=dt.date(2020, 5, 1))
    at = moment(2020, 5, 3)
    said(moved, "at_risk", on=dt.date(2020, 5, 3), reason="Slow.")
    record.move_date(
        dated,
        to=dt.date(2021, 6, 30),
        reason_category="other",
        reason="Later.",
        by=voice(),
        at=at,
    )
    said(done, "complete", on=dt.date(2020, 5, 3), evidence="Report")
    record.withdraw(gone, reason="No grant.", by=voice(), at=at)
    record.hand_over(handed, to=other, reason="Moved.", by=voice(), at=at)
    record.reword(worded, title="Clearer", reason="Plain.", by=voice(), at=at)
    promised_activity(plan, lead=lead, at=at)

    assert kinds(plan, moment(2020, 5, 2), moment(2020, 5, 4)) == {
        "status": ["1.1"],
        "date": ["1.2"],
        "completed": ["1.3"],
        "withdrawn": ["1.4"],
        "owner": ["1.5"],
        "reworded": ["1.6"],
        "new": ["1.7"],
    }


def test_falling_silent_and_being_heard_again_are_changes(activity):
    said(activity, "on_track", on=dt.date(2020, 5, 1))
    plan = activity.plan

    assert kinds(plan, moment(2020, 5, 2), moment(2020, 5, 20)) == {"silent": ["1.1"]}
    said(activity, "on_track", on=dt.date(2020, 5, 21))
    assert kinds(plan, moment(2020, 5, 20), moment(2020, 5, 22)) == {"heard": ["1.1"]}


def test_a_moved_milestone_is_a_moved_date(plan):
    activity = promised_activity(
        plan, lead=post("Chief Executive"), milestones=[("Site open", dt.date(2020, 9, 1))]
    )
    record.move_date(
        activity,
        milestone=activity.milestones.get(),
        to=dt.date(2020, 10, 1),
        reason_category="supplier",
        reason="Late.",
        by=voice(),
        at=moment(2020, 5, 3),
    )

    assert kinds(plan, moment(2020, 4, 5), moment(2020, 5, 4)) == {
        "silent": ["1.1"],
        "date": ["1.1"],
    }


def test_the_page_shows_the_move_with_its_reason(client, activity, outsider):
    record.move_date(
        activity,
        to=dt.date(2021, 6, 30),
        reason_category="supplier",
        reason="The supplier left.",
        by=voice(),
        at=moment(2020, 12, 10),
    )
    client.force_login(outsider)

    page = client.get(reverse("plans:plan-changes", args=[activity.plan_id])).content.decode()

    assert "The supplier left." in page
    assert "30 June 2021" in page
    assert "31 March 2021" in page


def test_a_second_day_before_the_first_is_refused_in_words(client, plan, outsider):
    client.force_login(outsider)

    page = client.get(
        reverse("plans:plan-changes", args=[plan.pk]), {"start": "2020-12-02", "end": "2020-12-01"}
    ).content.decode()

    assert "Enter a day after the first" in page


def test_a_promise_put_in_other_words_is_not_hearing_from_anybody(plan):
    activity = promised_activity(
        plan, lead=post("Chief Executive"), starts_on=dt.date(2020, 4, 1), number=1
    )
    record.reword(
        activity,
        starts_on=dt.date(2020, 9, 1),
        reason="It begins later.",
        by=voice(),
        at=moment(2020, 6, 1),
    )

    assert kinds(plan, moment(2020, 5, 20), moment(2020, 6, 2)) == {"date": ["1.1"]}


def test_other_priorities_are_a_rewording(plan, activity):
    record.reword(
        activity,
        priorities=[PriorityFactory(plan=plan.police_and_crime_plan)],
        reason="It serves another aim.",
        by=voice(),
        at=moment(2020, 4, 4),
    )

    assert kinds(plan, moment(2020, 4, 3), moment(2020, 4, 5)) == {"reworded": ["1.1"]}


def test_milestones_met_and_added_are_listed_with_their_days(client, chief_executive, plan):
    activity = promised_activity(
        plan, lead=post("Chief Executive"), milestones=[("Site open", dt.date(2020, 9, 1))]
    )
    record.meet_milestone(
        activity.milestones.get(),
        activity=activity,
        met_on=dt.date(2020, 4, 4),
        by=voice(),
        at=moment(2020, 4, 4),
    )
    record.add_milestone(
        activity,
        title="Staff moved",
        due_on=dt.date(2020, 10, 1),
        by=voice(),
        at=moment(2020, 4, 5),
    )
    client.force_login(chief_executive)

    page = client.get(
        reverse("plans:plan-changes", args=[plan.pk]), {"start": "2020-04-03", "end": "2020-04-06"}
    )

    assert kinds(plan, moment(2020, 4, 3), moment(2020, 4, 6)) == {"milestone": ["1.1"]}
    text = " ".join(page.content.decode().split())
    assert "Milestones met or added" in text
    assert 'Site open<span class="app-was">met 4 April 2020</span>' in text
    assert 'Staff moved<span class="app-was">not met yet, due 1 October 2020</span>' in text


def test_a_start_that_moved_is_said_on_the_page(client, chief_executive, plan):
    activity = promised_activity(plan, lead=post("Chief Executive"), starts_on=dt.date(2020, 5, 1))
    record.reword(
        activity,
        starts_on=dt.date(2020, 9, 1),
        reason="It begins later.",
        by=voice(),
        at=moment(2020, 4, 4),
    )
    client.force_login(chief_executive)

    page = client.get(
        reverse("plans:plan-changes", args=[plan.pk]), {"start": "2020-04-03", "end": "2020-04-06"}
    )

    text = " ".join(page.content.decode().split())
    assert "Start: from 1 May 2020 to <b>1 September 2020</b>" in text
