"""What a person wants of digests, and what of those that never left is said again."""

import datetime as dt

import pytest

from opcc.office.models import MailPreference, OutgoingMail, Reminder
from plans.models import Draft
from plans.telling import tell_receivers
from tests.access.conftest import CANARY, cast, things  # noqa: F401  (fixtures of the access tests)
from tests.factories import (
    deputy_of,
    post,
)
from tests.governance.factories import ActionFactory

from .digests import MONDAY, TUESDAY, digest_of, headings, on, unsent_digest_of

pytestmark = pytest.mark.django_db

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
