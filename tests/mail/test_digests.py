"""The digest: who gets one, what it says, and when it says it again."""

import datetime as dt

import pytest

from opcc.office.models import Handover, MailPreference, OutgoingMail, Reminder
from opcc.portal.digest import composing
from opcc.portal.digest.moments import moment_of
from opcc.portal.work import Desk
from plans import record
from plans.models import DeliveryPlan, Draft
from plans.telling import tell_receivers
from tests.access.conftest import CANARY, cast, things  # noqa: F401
from tests.factories import (
    LONDON,
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

pytestmark = pytest.mark.django_db

MONDAY = dt.date(2020, 12, 14)


TUESDAY = dt.date(2020, 12, 15)


def on(day, hour=9):
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=LONDON)


def digest_of(user, day):
    """The text of the digest that a run of that day makes for a user and sends, or None."""
    text = unsent_digest_of(user, day)
    OutgoingMail.objects.waiting().update(state="sent", sent_at=on(day))
    return text


def unsent_digest_of(user, day):
    """The same while no mail leaves the house."""
    composing.make(now=on(day), is_weekly=day.weekday() == 0)
    mail = OutgoingMail.objects.filter(cause=f"digest {user.pk} {day}").first()
    return mail and mail.text


def headings(text):
    """The headings of a digest's parts."""
    return [line for line in (text or "").splitlines() if line.endswith(")") and line[:2].isupper()]


@pytest.fixture
def quiet(activity):
    """The activity in a plan that asks for no words, so that its date alone counts."""
    DeliveryPlan.objects.update(update_every=1000)
    activity.plan.refresh_from_db()
    return activity


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
@pytest.fixture
def submitted(quiet, finance_officer):
    return Draft.objects.create(
        activity=quiet,
        kind="update",
        author=finance_officer,
        proposal={"narrative": ["words that stay inside"]},
        internal_note="words that stay inside",
        state="submitted",
        activity_version=quiet.version,
        saved_at=moment(2020, 12, 10),
        submitted_at=moment(2020, 12, 10),
    )


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


# --- What they want -------------------------------------------------------------------------------
WEEK = [dt.date(2020, 12, 14) + dt.timedelta(days=number) for number in range(8)]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [("daily", WEEK), ("weekly", [WEEK[0], WEEK[7]]), ("off", [WEEK[0]])],
)
def test_what_waits_comes_as_often_as_a_person_wants(submitted, finance_chief, wanted, expected):
    MailPreference.objects.choose(finance_chief, reminders=wanted)

    got = [day for day in WEEK if digest_of(finance_chief, day)]

    assert got == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ("daily", [dt.date(2021, 3, 17), dt.date(2021, 3, 28), dt.date(2021, 4, 1)]),
        ("weekly", [dt.date(2021, 3, 22), dt.date(2021, 3, 29), dt.date(2021, 4, 5)]),
        ("off", []),
    ],
)
def test_what_is_due_comes_as_a_person_wants(quiet, finance_chief, wanted, expected):
    MailPreference.objects.choose(finance_chief, reminders=wanted)
    days = [dt.date(2021, 3, 10) + dt.timedelta(days=number) for number in range(40)]

    got = [day for day in days if digest_of(finance_chief, day)]

    assert got == expected


def test_who_wants_only_what_nobody_else_can_do_reads_nothing_else_and_no_link_to_stop_it(
    submitted, finance_chief
):
    ActionFactory(title="Write it down", due_on=dt.date(2020, 12, 13))
    MailPreference.objects.choose(finance_chief, reminders="off")

    text = digest_of(finance_chief, MONDAY)

    assert headings(text) == ["WAITS FOR YOUR WORD (1)"]
    assert "Stop this mail" not in text
    assert OutgoingMail.objects.get(user=finance_chief).stops == ""


@pytest.mark.parametrize("wanted", ["weekly", "off"])
def test_what_begins_to_wait_on_a_tuesday_is_said_that_day_to_who_wants_few_mails(
    quiet, finance_chief, finance_officer, wanted
):
    MailPreference.objects.choose(finance_chief, reminders=wanted)
    ActionFactory(title="Write it down", due_on=dt.date(2020, 12, 28))
    digest_of(finance_chief, MONDAY)
    Draft.objects.create(
        activity=quiet, kind="update", author=finance_officer, state="submitted",
        activity_version=quiet.version, saved_at=on(MONDAY, 18), submitted_at=on(MONDAY, 18),
    )  # fmt: skip
    ActionFactory(title="Another", due_on=dt.date(2020, 12, 17))

    told = {day: headings(digest_of(finance_chief, day)) for day in WEEK[1:7]}

    assert {day: said for day, said in told.items() if said} == {
        TUESDAY: ["WAITS FOR YOUR WORD (1)"]
    }


def test_a_weekly_reader_is_told_why_a_mail_comes_on_another_day(submitted, finance_chief):
    MailPreference.objects.choose(finance_chief, reminders="weekly")

    text = digest_of(finance_chief, TUESDAY)

    assert "What nobody else can do for you does not wait for Monday." in text
    assert "Stop this mail" not in text


def test_an_offer_of_which_no_mail_told_is_news_to_who_wants_little(
    submitted, finance_chief, finance_officer
):
    MailPreference.objects.choose(finance_chief, reminders="off")
    Draft.objects.update(kind="hand_over", proposal={"to": [str(post("Solicitor").pk)]})
    deputy = deputy_of("Solicitor")
    MailPreference.objects.choose(deputy, reminders="off")

    assert headings(digest_of(deputy, MONDAY)) == ["WAITS FOR YOUR WORD (1)"]


def test_an_offer_of_which_a_mail_told_is_no_news_to_who_wants_little(submitted):
    Draft.objects.update(kind="hand_over", proposal={"to": [str(post("Solicitor").pk)]})
    deputy = deputy_of("Solicitor")
    MailPreference.objects.choose(deputy, reminders="off")
    submitted.refresh_from_db()
    tell_receivers(submitted, by=submitted.author, at=on(MONDAY, 8))

    assert digest_of(deputy, MONDAY) is None


# --- What never left ------------------------------------------------------------------------------
def test_a_digest_takes_the_place_of_one_that_never_left_and_says_what_it_said(
    quiet, finance_chief
):
    ActionFactory(title="Said on Monday", due_on=dt.date(2020, 12, 1))
    unsent_digest_of(finance_chief, MONDAY)

    text = unsent_digest_of(finance_chief, TUESDAY)

    assert "Said on Monday" in text
    states = OutgoingMail.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["dropped", "waiting"]
    assert Reminder.objects.count() == 1


def test_a_digest_that_was_given_up_is_said_again_and_one_in_a_sender_s_hands_is_not(
    quiet, finance_chief
):
    ActionFactory(title="Said on Monday", due_on=dt.date(2020, 12, 1))
    unsent_digest_of(finance_chief, MONDAY)
    mail = OutgoingMail.objects.get()
    OutgoingMail.objects.claim(mail.pk, on(TUESDAY, 8))

    assert unsent_digest_of(finance_chief, TUESDAY) is None

    OutgoingMail.objects.update(
        state="given_up", last_error="Refused.", claim=None, claimed_at=None
    )
    assert "Said on Monday" in unsent_digest_of(finance_chief, dt.date(2020, 12, 16))


def test_a_weekly_digest_that_never_left_comes_whole_on_the_next_day(quiet, finance_chief):
    MailPreference.objects.choose(finance_chief, reminders="weekly")
    ActionFactory(title="Said on Monday", due_on=dt.date(2020, 12, 1))
    unsent_digest_of(finance_chief, MONDAY)

    assert "Said on Monday" in unsent_digest_of(finance_chief, TUESDAY)


def test_what_only_a_stopped_digest_told_is_told_to_who_wants_digests_again(quiet, finance_chief):
    ActionFactory(title="Said on Monday", due_on=dt.date(2020, 12, 1))
    unsent_digest_of(finance_chief, MONDAY)

    MailPreference.objects.choose(finance_chief, reminders="off")
    MailPreference.objects.choose(finance_chief, reminders="daily")

    assert "Said on Monday" in unsent_digest_of(finance_chief, TUESDAY)


def test_what_is_gone_is_forgotten_after_a_year_and_what_is_not_done_is_never_said_again(
    quiet, finance_chief
):
    done = ActionFactory(title="Done", due_on=dt.date(2020, 12, 1))
    ActionFactory(title="Never done", due_on=dt.date(2020, 12, 1))
    digest_of(finance_chief, MONDAY)
    done.done_on = TUESDAY
    done.save()

    # The activity is overdue by now, too.
    told = digest_of(finance_chief, dt.date(2021, 12, 2))

    assert "Never done" not in told
    assert not Reminder.objects.filter(thing=f"governance:action {done.pk}").exists()
    assert Reminder.objects.filter(due_on=dt.date(2020, 12, 1)).count() == 1


# --- The record -----------------------------------------------------------------------------------
def test_once_a_week_who_answers_for_the_plan_reads_where_its_record_ends(
    activity, chief_executive, finance_chief
):
    ActionFactory(owner=post("Chief Executive"), due_on=dt.date(2020, 12, 16))
    ActionFactory(owner=post("Chief Executive"), due_on=dt.date(2020, 12, 29))
    plan = activity.plan
    plan.refresh_from_db()

    monday, tuesday = (digest_of(chief_executive, day) for day in (MONDAY, TUESDAY))

    words = f"has 1 lines and ends with the digest {plan.record_digest}."
    assert words in monday
    assert headings(tuesday) == ["DUE WITHIN 14 DAYS (1)"]
    assert "ends with the digest" not in tuesday
    owners = OutgoingMail.objects.get(user=finance_chief)
    assert "ends with the digest" not in owners.text + owners.html


def test_a_draft_sent_again_is_news_to_who_wants_little(submitted, finance_chief):
    MailPreference.objects.choose(finance_chief, reminders="off")
    digest_of(finance_chief, MONDAY)

    submitted.send_back(comment="Say more.", by=finance_chief, at=on(MONDAY))
    submitted.submit(by=submitted.author, at=on(dt.date(2020, 12, 15)))

    days = [dt.date(2020, 12, 15), dt.date(2020, 12, 16)]
    assert [bool(digest_of(finance_chief, day)) for day in days] == [True, False]


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


def test_no_digest_holds_words_of_drafts_notes_and_narratives(things, now):  # noqa: F811
    composing.make(now=now, is_weekly=True)

    mails = OutgoingMail.objects.all()
    assert {mail.kind for mail in mails} == {"digest", "pack"}
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
