"""The digest: who gets one, what it says, and when it says it again."""

import datetime as dt

import pytest

from opcc.office.models import Handover, OutgoingMail, Reminder
from opcc.portal.digest import composing
from opcc.portal.digest.moments import moment_of
from opcc.portal.work import Desk
from plans import record
from plans.models import DeliveryPlan, Draft
from tests.access.conftest import CANARY, cast, things  # noqa: F401  (fixtures of the access tests)
from tests.factories import (
    deputy_of,
    holder_of,
    moment,
    post,
    promised_activity,
    said,
    voice,
)
from tests.governance.factories import ActionFactory, RiskFactory, ScrutinyItemFactory
from tests.plans.measures import MeasureFactory, observed

from .digests import MONDAY, TUESDAY, digest_of, headings, on

pytestmark = pytest.mark.django_db


# --- Moments --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (dt.date(2021, 3, 16), None),
        (dt.date(2021, 3, 17), "ahead"),
        (dt.date(2021, 3, 27), "ahead"),
        (dt.date(2021, 3, 28), "soon"),
        (dt.date(2021, 3, 31), "soon"),
        (dt.date(2021, 4, 1), "late"),
        (dt.date(2022, 4, 1), "late"),
    ],
)
def test_due_on_the_31st_is_said_14_days_and_3_days_before_and_is_overdue_on_the_1st(day, expected):
    assert moment_of(dt.date(2021, 3, 31), day) == expected


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        # The clocks went forward on 28 March 2021 at 01:00.
        (dt.datetime(2021, 3, 27, 23, 59, tzinfo=dt.UTC), "DUE WITHIN 14 DAYS (1)"),
        (dt.datetime(2021, 3, 28, 0, 0, tzinfo=dt.UTC), "DUE WITHIN 3 DAYS (1)"),
        (dt.datetime(2021, 3, 31, 22, 59, tzinfo=dt.UTC), "DUE WITHIN 3 DAYS (1)"),
        (dt.datetime(2021, 3, 31, 23, 0, tzinfo=dt.UTC), "OVERDUE (1)"),
    ],
)
def test_days_are_london_days(quiet, finance_chief, now, expected):
    composing.make(now=now, is_weekly=True)

    mail = OutgoingMail.objects.get(user=finance_chief)
    assert headings(mail.text) == [expected]


def test_each_moment_is_said_once_whatever_the_days_on_which_runs_come(quiet, finance_chief):
    days = [dt.date(2021, 3, 10) + dt.timedelta(days=number) for number in range(40)]

    told = {day: headings(digest_of(finance_chief, day)) for day in days}

    assert {day: parts for day, parts in told.items() if parts} == {
        dt.date(2021, 3, 17): ["DUE WITHIN 14 DAYS (1)"],
        dt.date(2021, 3, 28): ["DUE WITHIN 3 DAYS (1)"],
        dt.date(2021, 4, 1): ["OVERDUE (1)"],
    }


def test_after_a_pause_the_moment_that_has_come_is_said_alone(quiet, finance_chief):
    assert headings(digest_of(finance_chief, dt.date(2021, 3, 30))) == ["DUE WITHIN 3 DAYS (1)"]
    assert headings(digest_of(finance_chief, dt.date(2021, 5, 30))) == ["OVERDUE (1)"]


def test_a_date_that_moves_begins_anew(quiet, finance_chief):
    digest_of(finance_chief, dt.date(2021, 3, 30))
    record.move_date(
        quiet, to=dt.date(2021, 5, 1), reason="Late.", reason_category="supplier", by=voice(),
        at=moment(2021, 3, 30),
    )  # fmt: skip

    assert digest_of(finance_chief, dt.date(2021, 4, 2)) is None
    assert headings(digest_of(finance_chief, dt.date(2021, 4, 18))) == ["DUE WITHIN 14 DAYS (1)"]


def test_milestones_and_rows_of_registers_are_said_by_their_own_days(quiet, finance_chief):
    record.add_milestone(
        quiet, title="Half of it", due_on=dt.date(2020, 12, 16), by=voice(), at=moment(2020, 4, 2)
    )
    ActionFactory(title="Write it down", due_on=dt.date(2020, 12, 13))
    ScrutinyItemFactory(title="Waiting times", due_on=dt.date(2020, 12, 28))

    text = digest_of(finance_chief, MONDAY)

    assert headings(text) == ["OVERDUE (1)", "DUE WITHIN 3 DAYS (1)", "DUE WITHIN 14 DAYS (1)"]
    assert ": Write it down\n  To do, due 13 December 2020" in text
    assert "- Half of it, milestone of 1.1 Activity 1.1\n  due 16 December 2020" in text
    assert ": Waiting times\n  To answer, due 28 December 2020" in text


def test_what_has_ended_or_is_met_is_not_said(quiet, finance_chief):
    milestone = record.add_milestone(
        quiet, title="Half of it", due_on=dt.date(2020, 12, 16), by=voice(), at=moment(2020, 4, 2)
    )
    record.meet_milestone(
        milestone, activity=quiet, met_on=dt.date(2020, 12, 1), by=voice(), at=moment(2020, 12, 1)
    )
    ended = promised_activity(
        quiet.plan, lead=post("Chief Financial Officer"), due_on=dt.date(2020, 12, 16)
    )
    said(ended, "complete", on=dt.date(2020, 12, 2))

    assert digest_of(finance_chief, MONDAY) is None


def test_a_risk_without_a_score_is_late_without_a_day(quiet, finance_chief):
    RiskFactory(title="Money runs out")

    first, second = (digest_of(finance_chief, day) for day in (MONDAY, TUESDAY))

    assert headings(first) == ["OVERDUE (1)"]
    assert ": Money runs out\n  To look at again. No current score yet" in first
    assert second is None


def test_a_measure_to_enter_needs_a_word_and_is_not_overdue_as_on_my_work(quiet, finance_chief):
    measure = MeasureFactory(title="Calls answered", owner=post("Chief Financial Officer"))
    observed(measure, 3, since=dt.date(2020, 11, 1))
    first, over = dt.date(2021, 1, 1), dt.date(2021, 1, 2)

    told = {day: digest_of(finance_chief, day) for day in (dt.date(2020, 12, 31), first, over)}

    assert [headings(text) for text in told.values()] == [[], ["NEEDS A WORD FROM YOU (1)"], []]
    assert "- Calls answered\n  To enter, since 1 January 2021" in told[first]


# --- Silence --------------------------------------------------------------------------------------
def test_silence_is_said_once_for_each_interval_and_after_two_to_the_accountable_post_too(
    activity, finance_chief, chief_executive
):
    said(activity, "on_track", on=dt.date(2020, 11, 2))
    days = [dt.date(2020, 11, 2) + dt.timedelta(days=number) for number in range(46)]

    owner, accountable = {}, {}
    for day in days:
        owner[day] = headings(digest_of(finance_chief, day))
        accountable[day] = headings(digest_of(chief_executive, day))

    assert {(day - days[0]).days: parts for day, parts in owner.items() if parts} == {
        14: ["NEEDS A WORD FROM YOU (1)"],
        28: ["NEEDS A WORD FROM YOU (1)"],
        42: ["NEEDS A WORD FROM YOU (1)"],
    }
    assert {(day - days[0]).days: parts for day, parts in accountable.items() if parts} == {
        28: ["SILENT FOR TWO INTERVALS OR MORE, IN THE PLAN THAT YOU ANSWER FOR (1)"],
        42: ["SILENT FOR TWO INTERVALS OR MORE, IN THE PLAN THAT YOU ANSWER FOR (1)"],
    }


def test_nobody_but_the_accountable_post_hears_of_others_silence(activity, outsider):
    assert digest_of(outsider, MONDAY) is None


def test_a_closed_plan_asks_for_nothing(activity, finance_chief):
    DeliveryPlan.objects.update(state="closed")

    assert digest_of(finance_chief, MONDAY) is None


# --- What waits -----------------------------------------------------------------------------------
def test_what_waits_for_a_decision_is_said_each_day_to_who_decides(
    submitted, finance_chief, finance_officer, outsider
):
    days = [MONDAY, dt.date(2020, 12, 15), dt.date(2020, 12, 16)]

    texts = [digest_of(finance_chief, day) for day in days]

    assert [headings(text) for text in texts] == [["WAITS FOR YOUR WORD (1)"]] * 3
    assert "- Update: 1.1 Activity 1.1\n  from Chief Financial Officer (support)" in texts[0]
    assert not any("words that stay inside" in text for text in texts)
    assert {mail.user for mail in OutgoingMail.objects.all()} == {finance_chief}


def test_a_returned_draft_and_a_post_to_accept_are_said_until_they_are_dealt_with(
    submitted, finance_chief, finance_officer
):
    submitted.send_back(comment="Say more.", by=finance_chief, at=on(MONDAY))
    Handover.objects.create(
        post=post("Solicitor"), to_user=finance_officer, on=dt.date(2020, 12, 1), note="New."
    )

    text = digest_of(finance_officer, MONDAY)

    assert headings(text) == ["PASSES TO YOU (1)", "RETURNED TO YOU (1)"]
    assert "- Solicitor\n  from a vacant post, 1 December 2020" in text
    assert "returned by Chief Financial Officer (holder), 14 December 2020" in text


def test_a_digest_and_my_work_name_the_same(client, submitted, finance_chief):
    Draft.objects.update(kind="confirm")
    DeliveryPlan.objects.update(update_every=14)
    ActionFactory(title="Write it down", due_on=dt.date(2020, 12, 13))
    client.force_login(finance_chief)

    page = client.get("/").context
    work = Desk.read([finance_chief], now=on(MONDAY)).work_of(finance_chief)
    text = digest_of(finance_chief, MONDAY)

    assert page["decisions"] == work.decisions
    assert [row.pk for row in page["to_update"]] == [s.pk for s in work.to_update]
    assert page["asked"] == work.asked
    assert headings(text) == [
        "WAITS FOR YOUR WORD (1)",
        "OVERDUE (1)",
        "NEEDS A WORD FROM YOU (1)",
    ]


# --- Who ------------------------------------------------------------------------------------------
def test_who_has_nothing_due_gets_nothing_and_is_counted(quiet, finance_chief, outsider):
    assert composing.make(now=on(MONDAY), is_weekly=True)[:2] == (0, 2)
    assert not OutgoingMail.objects.exists()


def test_leavers_and_members_of_the_panel_get_no_digest(activity, finance_chief, panel_member):
    Handover.objects.create(
        post=activity.lead, to_user=panel_member, on=MONDAY, note="Entered wrongly."
    )
    finance_chief.is_active = False
    finance_chief.save()

    assert composing.make(now=on(MONDAY), is_weekly=True)[:2] == (0, 0)


def test_a_deputy_and_a_holder_get_one_each(activity, finance_chief):
    deputy = deputy_of("Chief Financial Officer")

    composing.make(now=on(MONDAY), is_weekly=True)

    mails = OutgoingMail.objects.filter(kind="digest").order_by("user_id")
    assert [mail.user for mail in mails] == [finance_chief, deputy]


# --- How much -------------------------------------------------------------------------------------
def test_what_a_digest_has_no_room_for_comes_in_the_next(quiet, finance_chief):
    for number in range(composing.SHOWN_AT_MOST + 5):
        ActionFactory(title=f"Action {number}", due_on=dt.date(2020, 12, 1))

    texts = [digest_of(finance_chief, MONDAY + dt.timedelta(days=number)) for number in range(3)]

    assert [headings(text) for text in texts] == [["OVERDUE (45)"], ["OVERDUE (5)"], []]
    assert "OVERDUE (45)\n40 of 45; the rest under My work\n" in texts[0]
    subjects = OutgoingMail.objects.order_by("pk").values_list("subject", flat=True)
    assert [subject.rpartition(": ")[2] for subject in subjects] == ["45 overdue", "5 overdue"]


def test_the_subject_counts_and_says_that_it_is_a_demonstration(quiet, finance_chief):
    ActionFactory(due_on=dt.date(2020, 12, 1))
    ActionFactory(due_on=dt.date(2020, 12, 20))

    digest_of(finance_chief, MONDAY)

    mail = OutgoingMail.objects.get()
    assert mail.subject == "Demonstration: Delivery plan: 1 overdue, 1 due within 14 days"
    assert "Demonstration: the progress, people and dates in it are invented." in mail.text


def test_an_office_in_earnest_says_nothing_of_a_demonstration(office, quiet, finance_chief):
    office.is_demonstration, office.clock_offset = False, dt.timedelta(0)
    office.save()
    ActionFactory(due_on=dt.date(2020, 12, 1))

    digest_of(finance_chief, MONDAY)

    mail = OutgoingMail.objects.get()
    assert mail.subject == "Delivery plan: 1 overdue"
    assert "emonstration" not in mail.text + mail.html


def test_no_digest_holds_words_of_drafts_notes_and_narratives(things, now):  # noqa: F811  (the fixture, by its name)
    composing.make(now=now, is_weekly=True)

    mails = OutgoingMail.objects.all()
    assert {mail.kind for mail in mails} == {"digest", "invitation", "pack"}
    words = [(mail.user, mail.subject + mail.text + mail.html) for mail in mails]
    # The title of a measure is no secret inside the office.
    title = f"{CANARY} in a measure that no pack shows"
    assert [user for user, text in words if CANARY in text.replace(title, "")] == []
    assert [user for user, text in words if CANARY in text and user.is_panel] == []
    assert any("1.1 Activity 1.1" in text for _, text in words)


# --- How many queries -----------------------------------------------------------------------------
@pytest.mark.parametrize(("people", "activities"), [(1, 1), (1, 12), (5, 12)])
def test_reading_and_keeping_every_digest_takes_23_queries(
    plan, finance_chief, django_assert_num_queries, people, activities
):
    for number in range(people):
        holder = holder_of(f"Post {number}")
        for _ in range(activities):
            activity = promised_activity(plan, lead=post(f"Post {number}"))
        ActionFactory(owner=post(f"Post {number}"), due_on=dt.date(2020, 12, 1))
        Handover.objects.create(post=post("Solicitor"), to_user=holder, on=MONDAY, note="New.")
        for kind, state in [("update", "submitted"), ("reword", "returned")]:
            Draft.objects.create(
                activity=activity, kind=kind, author=holder, state=state, activity_version=1,
                saved_at=on(MONDAY), submitted_at=on(MONDAY), returned_comment="More.",
                returned_by=finance_chief,
            )  # fmt: skip

    with django_assert_num_queries(23):
        made = composing.make(now=on(MONDAY), is_weekly=True)

    assert made.new == people
    assert Reminder.objects.count() == people * (activities + 4)
