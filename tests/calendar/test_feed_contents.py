"""What a calendar holds: meetings, dates of the plan, what is asked, and the panel's own."""

import datetime as dt

import pytest

from governance.models import Action, ScrutinyItem
from plans import record
from tests.calendar.reading import by_name, texts
from tests.conftest import NOW
from tests.factories import moment, post, promised_activity, said, user_in, voice
from tests.governance.factories import (
    ActionFactory,
    MeetingFactory,
    PublicationDutyFactory,
    RiskFactory,
    ScrutinyItemFactory,
    the_panel,
)
from tests.governance.packs import draft_for, force, published


def calendar_of(feed, user, *, whole=False):
    return by_name(feed(user, whole=whole).content)


def move(activity, to):
    return record.move_date(
        activity, to=to, reason="The supplier was late.", reason_category="supplier",
        by=voice("Chief Executive"), at=moment(2020, 12, 10),
    )  # fmt: skip


# --- Meetings -----------------------------------------------------------------------------------
def test_a_meeting_stands_with_its_time_place_body_and_papers(feed, finance_chief):
    meeting = MeetingFactory(
        on=dt.date(2021, 7, 1), starts_at=dt.time(10), place="County Hall, Room 2",
        papers_due_on=dt.date(2021, 6, 24),
    )  # fmt: skip

    found = calendar_of(feed, finance_chief)

    held, papers = found[f"meeting-{meeting.pk}"], found[f"papers-{meeting.pk}"]
    assert held["SUMMARY"] == "Joint Audit Committee"
    assert held["DTSTART"] == "20210701T090000Z"
    assert held["LOCATION"] == "County Hall, Room 2"
    assert held["DESCRIPTION"] == (
        f"Papers due 24 June 2021\nhttp://127.0.0.1:8000/meetings/{meeting.pk}/"
    )
    assert papers["SUMMARY"] == "Papers due: Joint Audit Committee"
    assert papers["DTSTART"] == "20210624"


def test_a_meeting_that_is_called_off_stays_and_says_so(feed, finance_chief):
    meeting = MeetingFactory(papers_due_on=dt.date(2021, 1, 7))

    meeting.cancel(on=dt.date(2020, 12, 14))

    found = calendar_of(feed, finance_chief)
    assert found[f"meeting-{meeting.pk}"]["STATUS"] == "CANCELLED"
    assert found[f"papers-{meeting.pk}"]["STATUS"] == "CANCELLED"
    assert found[f"meeting-{meeting.pk}"]["SEQUENCE"] == "1"


def test_a_changed_meeting_keeps_its_uid_and_counts_on(feed, finance_chief):
    meeting = MeetingFactory()
    before = calendar_of(feed, finance_chief)[f"meeting-{meeting.pk}"]

    meeting.change(on=dt.date(2021, 1, 21))

    after = calendar_of(feed, finance_chief)[f"meeting-{meeting.pk}"]
    assert (before["UID"], before["SEQUENCE"]) == (after["UID"], "0")
    assert (after["DTSTART"], after["SEQUENCE"]) == ("20210121", "1")
    assert after["LAST-MODIFIED"] == after["DTSTAMP"] >= before["DTSTAMP"]


@pytest.mark.parametrize(
    ("on", "stands"),
    [
        (dt.date(2020, 6, 13), False),
        (dt.date(2020, 6, 14), True),
        (dt.date(2029, 1, 1), True),
    ],
)
def test_a_calendar_goes_back_half_a_year_and_has_no_end(feed, finance_chief, on, stands):
    meeting = MeetingFactory(on=on)

    assert (f"meeting-{meeting.pk}" in calendar_of(feed, finance_chief)) is stands


def test_papers_due_before_the_half_year_are_left_out_alone(feed, finance_chief):
    meeting = MeetingFactory(on=dt.date(2020, 6, 20), papers_due_on=dt.date(2020, 6, 13))

    assert set(calendar_of(feed, finance_chief)) == {f"meeting-{meeting.pk}"}


# --- Dates of the plan --------------------------------------------------------------------------
def test_an_activity_of_my_post_stands_with_its_date_and_open_milestones(feed, finance_chief, plan):
    activity = promised_activity(
        plan, lead=post("Chief Financial Officer"), title="Open a library",
        due_on=dt.date(2021, 2, 1), milestones=[("Builder chosen", dt.date(2020, 12, 20))],
    )  # fmt: skip

    found = calendar_of(feed, finance_chief)

    milestone = activity.milestones.get()
    assert set(found) == {f"activity-{activity.pk}", f"milestone-{milestone.pk}"}
    assert found[f"activity-{activity.pk}"]["SUMMARY"] == "Due: 1.1 Open a library"
    assert found[f"activity-{activity.pk}"]["DTSTART"] == "20210201"
    assert found[f"activity-{activity.pk}"]["DTSTAMP"] == "20200401T080000Z"
    assert found[f"activity-{activity.pk}"]["DESCRIPTION"] == (
        "Lead: Chief Financial Officer\nDelivery Plan 2020 to 2021\n"
        f"http://127.0.0.1:8000/activities/{activity.pk}/"
    )
    assert found[f"milestone-{milestone.pk}"]["SUMMARY"] == (
        "Milestone: Builder chosen (1.1 Open a library)"
    )


def test_a_duty_has_a_review_point(feed, finance_chief, plan):
    promised_activity(plan, lead=post("Chief Financial Officer"), kind="duty", title="Answer")

    [found] = calendar_of(feed, finance_chief).values()

    assert found["SUMMARY"] == "Review point: 1.1 Answer"


def test_a_date_that_moved_says_what_was_said_first(feed, finance_chief, activity):
    move(activity, dt.date(2021, 6, 30))

    found = calendar_of(feed, finance_chief)[f"activity-{activity.pk}"]

    assert found["DTSTART"] == "20210630"
    assert found["DESCRIPTION"].startswith("First said 31 March 2021, moved once\n")
    assert found["SEQUENCE"] == "1"
    assert found["DTSTAMP"] == "20201210T090000Z"


def test_a_milestone_moved_there_and_back_counts_on(feed, finance_chief, panel_member, plan):
    activity = promised_activity(
        plan, lead=post("Chief Financial Officer"), milestones=[("Half way", dt.date(2021, 1, 5))]
    )
    milestone, found = activity.milestones.get(), []

    for day, to in ((8, 9), (9, 12), (10, 5)):
        move_milestone(activity, milestone, dt.date(2021, 1, to), at=moment(2020, 12, day))
        found.append(calendar_of(feed, finance_chief)[f"milestone-{milestone.pk}"]["SEQUENCE"])
    published(plan)
    in_pack = calendar_of(feed, panel_member, whole=True)[f"milestone-{milestone.pk}"]

    assert found == ["1", "2", "3"]
    assert (in_pack["DTSTART"], in_pack["SEQUENCE"]) == ("20210105", "3")


def move_milestone(activity, milestone, to, *, at):
    record.move_date(
        activity, milestone=milestone, to=to, reason="Slow.", reason_category="supplier",
        by=voice("Chief Executive"), at=at,
    )  # fmt: skip


def test_what_is_complete_has_no_date_to_keep(feed, finance_chief, activity):
    said(activity, "complete", on=dt.date(2020, 12, 10), evidence="https://example.org/")

    assert calendar_of(feed, finance_chief) == {}


def test_the_dates_of_other_posts_come_by_choice(feed, finance_chief, plan):
    others = promised_activity(plan, lead=post("Chief Executive", is_accountable=True))
    shared = promised_activity(
        plan, lead=post("Chief Executive"), contributors=[post("Chief Financial Officer")]
    )

    mine = calendar_of(feed, finance_chief)
    whole = calendar_of(feed, finance_chief, whole=True)

    assert set(mine) == {f"activity-{shared.pk}"}
    assert set(whole) == {f"activity-{shared.pk}", f"activity-{others.pk}"}


def test_a_plan_that_is_closed_has_no_dates_to_keep(feed, finance_chief, activity, plan):
    plan.state = "closed"
    plan.save()

    assert calendar_of(feed, finance_chief, whole=True) == {}


# --- What registers ask -------------------------------------------------------------------------
def test_what_is_asked_of_my_posts_stands_on_its_day(feed, finance_chief):
    own = {"owner": post("Chief Financial Officer")}
    ActionFactory(**own, title="Send the letters")
    ScrutinyItemFactory(**own, title="How long do victims wait?")
    PublicationDutyFactory(**own, title="Spend over £500", starts_on=dt.date(2020, 10, 1))
    RiskFactory(owner=post("Chief Executive", is_accountable=True))

    content = feed(finance_chief).content

    action, question = Action.objects.get(), ScrutinyItem.objects.get()
    assert texts(content) == [
        f"To do: Action {action.pk}: Send the letters",
        "To publish: Spend over £500",
        f"To answer: Question {question.pk}: How long do victims wait?",
    ]


def test_an_action_that_moved_says_what_was_said_first(feed, finance_chief):
    action = ActionFactory(
        owner=post("Chief Financial Officer"), due_on=dt.date(2021, 1, 15), moves=1
    )

    [found] = calendar_of(feed, finance_chief).values()

    assert found["UID"] == f"governance-action-{action.pk}@127.0.0.1"
    assert found["DTSTART"] == "20210115"
    assert found["DESCRIPTION"] == (
        f"First said 1 December 2020\nhttp://127.0.0.1:8000/actions/{action.pk}/"
    )


def test_an_action_moved_there_and_back_counts_on(feed, finance_chief):
    action = ActionFactory(owner=post("Chief Financial Officer"), due_on=dt.date(2021, 1, 15))
    found = [calendar_of(feed, finance_chief)[f"governance-action-{action.pk}"]]

    for day in (20, 15):
        action.due_on = dt.date(2021, 1, day)
        action.save()
        found.append(calendar_of(feed, finance_chief)[f"governance-action-{action.pk}"])

    assert [event["SEQUENCE"] for event in found] == ["0", "1", "2"]
    assert found[2]["DTSTART"] == found[0]["DTSTART"] == "20210115"


def test_what_is_done_is_asked_no_more(feed, finance_chief):
    action = ActionFactory(owner=post("Chief Financial Officer"))

    action.finish(words="Done.", said_on=NOW.date(), by=voice(), at=NOW)

    assert calendar_of(feed, finance_chief) == {}


# --- Panel members ------------------------------------------------------------------------------
def test_a_panel_member_has_the_panel_meetings_and_no_others(feed, panel_member, activity):
    panel = MeetingFactory(body=the_panel(), papers_due_on=dt.date(2021, 1, 7))
    MeetingFactory()
    ScrutinyItemFactory()

    found = calendar_of(feed, panel_member)

    assert set(found) == {f"meeting-{panel.pk}", f"papers-{panel.pk}"}


def test_a_panel_member_may_have_the_dates_of_the_newest_pack_as_they_were(
    feed, panel_member, activity, plan
):
    pack = published(plan)
    move_after(activity, dt.date(2021, 6, 30))

    found = calendar_of(feed, panel_member, whole=True)[f"activity-{activity.pk}"]

    assert found["DTSTART"] == "20210331"
    assert found["DESCRIPTION"] == (
        "Lead: Chief Financial Officer\nAs the pack for 17 December 2020 says\n"
        f"http://127.0.0.1:8000/packs/{pack.pk}/activities/{activity.pk}/"
    )
    assert found["DTSTAMP"] == "20201212T100000Z"


def move_after(activity, to):
    return record.move_date(
        activity, to=to, reason="The supplier was late.", reason_category="supplier",
        by=voice("Chief Executive"), at=moment(2020, 12, 13),
    )  # fmt: skip


def test_a_pack_that_is_being_prepared_gives_the_panel_no_dates(feed, panel_member, activity, plan):
    draft_for(plan)

    assert not any("activity" in name for name in calendar_of(feed, panel_member, whole=True))


def test_a_pack_that_was_tampered_with_gives_no_dates(feed, panel_member, activity, plan):
    pack = published(plan)
    force(type(pack), frozen=pack.frozen.replace("2021-03-31", "2021-03-30"))

    assert not any("activity" in name for name in calendar_of(feed, panel_member, whole=True))


def test_whoever_has_no_role_has_an_empty_calendar(feed, activity):
    MeetingFactory(body=the_panel())
    nobody = user_in("Staff")
    nobody.groups.clear()

    assert calendar_of(feed, nobody, whole=True) == {}
