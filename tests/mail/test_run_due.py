"""The command that does what time asks for, and what it keeps of each run."""

import datetime as dt
import io
import os
import signal

import pytest
from django.core.management import call_command

from opcc.office.mail import sending
from opcc.office.models import DueRun, MailPreference, OutgoingMail
from opcc.portal import due
from plans.models import DeliveryPlan
from tests.conftest import NOW
from tests.factories import LONDON, moment, said, user_in

from .conftest import put

pytestmark = pytest.mark.django_db


NOBODY_ANSWERS = "Digests: Nobody holds the post that answers for the whole plan."


def run(clock):
    """The Outcome of a run that tells nobody."""
    return due.run(clock=clock, tell=lambda sentence: None)


def test_a_run_makes_digests_sends_them_and_verifies_the_record(
    activity, finance_chief, inbox, clock
):
    outcome = run(clock)

    assert outcome.said == [
        "Digests: 1 made for 14 December 2020; 0 people have nothing due.",
        "Mail: 1 sent, 0 waiting.",
        "Record: intact, all 1 lines of all plans stand as they were written.",
    ]
    assert outcome.trouble == [NOBODY_ANSWERS]
    assert [mail["To"] for mail in inbox.mails] == [finance_chief.email]
    kept = DueRun.objects.get()
    assert (kept.started_at, kept.finished_at, kept.error) == (NOW, NOW, NOBODY_ANSWERS)
    assert kept.said == "\n".join(outcome.said)


def test_run_again_it_does_nothing_twice(activity, finance_chief, inbox, clock):
    run(clock)
    clock.wind(minutes=5)

    outcome = run(clock)

    assert outcome.said == [
        "Digests: those of 14 December 2020 were made already.",
        "Record: it was verified on 14 December 2020 already.",
        "Mail: 0 sent, 0 waiting.",
    ]
    assert len(inbox.raw) == 1


def test_a_new_day_is_told_and_verified_anew(activity, finance_chief, inbox, clock):
    run(clock)
    clock.wind(days=1)

    outcome = run(clock)

    assert outcome.said[0].startswith("Digests: 0 made for 15 December 2020")
    assert (
        outcome.said[1] == "Record: intact, all 1 lines of open plans stand as they were written."
    )


@pytest.mark.parametrize(
    ("now", "made"),
    [
        (dt.datetime(2021, 3, 27, 6, 59, tzinfo=dt.UTC), False),
        (dt.datetime(2021, 3, 27, 7, 0, tzinfo=dt.UTC), True),
        # From 28 March 2021 on, London is an hour ahead.
        (dt.datetime(2021, 3, 28, 5, 59, tzinfo=dt.UTC), False),
        (dt.datetime(2021, 3, 28, 6, 0, tzinfo=dt.UTC), True),
    ],
)
def test_digests_are_made_from_seven_in_london(activity, finance_chief, clock, now, made):
    clock.now = now

    run(clock)

    assert OutgoingMail.objects.filter(kind="digest").exists() is made


def test_mail_that_was_given_up_needs_a_person(activity, clock, office):
    put(user_in("Staff", name="Reader"))
    OutgoingMail.objects.update(state="given_up", last_error="Refused.")

    outcome = run(clock)

    given_up = "Mail: 1 given up. An administrator can try again under /health/."
    assert outcome.trouble == [NOBODY_ANSWERS, given_up]
    assert DueRun.objects.get().error == "\n".join(outcome.trouble)


def test_mail_that_waits_for_hours_needs_a_person_and_for_minutes_does_not(office, clock, outage):
    put(user_in("Staff", name="Reader"))

    soon = run(clock)
    clock.wind(hours=4, minutes=1)
    late = run(clock)

    assert soon.trouble == []
    assert late.trouble == ["Mail: the oldest has waited since 14 December 2020, 17:00."]


def test_a_record_that_was_forced_needs_a_person(activity, clock):
    said(activity, "on_track", on=dt.date(2020, 12, 1))
    DeliveryPlan.objects.update(record_length=7)

    outcomes = [run(clock), run(clock)]
    DeliveryPlan.objects.update(record_length=2)
    mended = run(clock)

    for outcome in outcomes:
        assert any(said.startswith("Record: The end of the record of") for said in outcome.trouble)
    assert DueRun.objects.order_by("pk").first().findings != ""
    assert mended.trouble == []


def test_a_closed_plan_is_verified_once_a_week(activity, clock):
    DeliveryPlan.objects.update(state="closed")
    run(clock)
    DeliveryPlan.objects.update(record_length=7)

    found = []
    for _ in range(8):
        clock.wind(days=1)
        found += [clock().date().isoformat()] * bool(run(clock).trouble)

    assert found == ["2020-12-21", "2020-12-22"]


def test_a_digest_that_cannot_be_written_keeps_nobody_else_from_theirs(
    activity, finance_chief, finance_officer, chief_executive, clock, monkeypatch
):
    choose = due.composing.choose

    def fail_for_one(user, this):
        if user == finance_chief:
            raise RuntimeError("words that may hold a secret")
        return choose(user, this)

    monkeypatch.setattr(due.composing, "choose", fail_for_one)
    outcome = run(clock)

    assert outcome.trouble == ["Digests: 1 digest could not be written. The log says why."]
    told = OutgoingMail.objects.filter(kind="digest")
    assert {mail.user for mail in told} == {finance_officer, chief_executive}


@pytest.mark.parametrize(
    ("runs_before", "expected"),
    [([11, 13, 14], False), ([11, 13], True), ([], True), ([7, 11, 30], True)],
)
def test_who_wants_a_digest_a_week_gets_it_on_monday_or_the_first_day_after(
    activity, finance_chief, clock, runs_before, expected
):
    MailPreference.objects.choose(finance_chief, reminders="weekly")
    for day in runs_before:
        at = moment(2020, 12, day)
        DueRun.objects.begin(at).finish(at, digests_of=at.date())

    clock.wind(days=1)
    run(clock)

    assert OutgoingMail.objects.filter(user=finance_chief, kind="digest").exists() is expected


def test_mail_goes_before_files_are_read_which_may_take_longer_than_a_run_is_given(
    activity, finance_chief, inbox, clock, monkeypatch
):
    def ended_by_the_machine(*args, **kwargs):
        raise SystemExit

    monkeypatch.setattr(due, "verify_whole", ended_by_the_machine)
    with pytest.raises(SystemExit):
        run(clock)

    assert len(inbox.raw) == 1


def test_a_verification_ends_between_two_plans_where_it_is_told_and_begins_anew(
    activity, inbox, clock
):
    stopped = due.run(clock=clock, tell=lambda sentence: None, is_stopped=lambda: True)
    again = run(clock)

    assert stopped.said[-1] == "Record: not verified to its end. The next run begins anew."
    assert again.said[-1].startswith("Record: intact")


def test_a_run_that_is_asked_to_end_leaves_the_rest_for_the_next(office, inbox, clock):
    reader = user_in("Staff", name="Reader")
    for number in range(3):
        put(reader, f"cause {number}")

    due.run(clock=clock, tell=lambda sentence: None, is_stopped=lambda: len(inbox.raw) == 1)

    assert len(inbox.raw) == 1
    assert OutgoingMail.objects.waiting().count() == 2


def test_the_command_ends_after_the_mail_in_hand_where_the_machine_asks_it_to(
    office, inbox, monkeypatch
):
    reader = user_in("Staff", name="Reader")
    for number in range(3):
        put(reader, f"cause {number}")
    attempt = sending.attempt

    def attempt_and_be_asked(mail, connection):
        os.kill(os.getpid(), signal.SIGTERM)
        return attempt(mail, connection)

    monkeypatch.setattr(sending, "attempt", attempt_and_be_asked)
    call_command("run_due", stdout=io.StringIO())

    assert len(inbox.raw) == 1
    assert OutgoingMail.objects.filter(state="sent").count() == 1


def test_a_step_that_fails_keeps_no_other_from_being_done(
    activity, finance_chief, inbox, clock, monkeypatch
):
    put(finance_chief)

    def fail(*, now, is_weekly):
        raise RuntimeError("words that may hold a secret")

    monkeypatch.setattr(due.composing, "make", fail)
    outcome = run(clock)

    assert outcome.trouble == ["Digests: failed with RuntimeError. The log says where."]
    assert outcome.said[0] == "Mail: 1 sent, 0 waiting."
    assert not DueRun.objects.made_digests_of(dt.date(2020, 12, 14))


def test_where_no_server_is_named_mail_is_printed_and_nothing_leaves(
    activity, finance_chief, chief_executive, settings, capsys
):
    settings.EMAIL_BACKEND = "opcc.office.mail.printing.EmailBackend"
    settings.SENDS_MAIL = False

    call_command("run_due")

    printed = capsys.readouterr().out
    assert f"To: {finance_chief.email}" in printed
    assert "Subject: Demonstration: Delivery plan: 1 to report on" in printed
    assert "1.1 Activity 1.1" in printed
    assert "<html" not in printed
    assert "Mail: 2 printed above. Nothing leaves this machine: EMAIL_URL names no" in printed


def test_where_no_server_is_named_an_office_in_earnest_keeps_its_mail_and_needs_a_person(
    in_earnest, finance_chief, clock, capsys
):
    mail = put(finance_chief)

    outcome = run(clock)

    mail.refresh_from_db()
    assert (mail.state, mail.attempts, capsys.readouterr().out) == ("waiting", 0, "")
    assert outcome.trouble == ["Mail: 1 waiting. EMAIL_URL names no mail server."]


def test_an_office_without_a_mail_server_needs_nobody_while_nothing_waits(in_earnest, clock):
    outcome = run(clock)

    assert outcome.trouble == []


def test_a_developer_s_own_machine_prints_mail(in_earnest, finance_chief, settings, clock):
    settings.DEVELOPMENT = True
    put(finance_chief)

    outcome = run(clock)

    assert outcome.trouble == []
    assert OutgoingMail.objects.get().state == "sent"


def test_the_command_ends_with_1_where_something_needs_a_person(office):
    put(user_in("Staff", name="Reader"))
    OutgoingMail.objects.update(state="given_up", last_error="Refused.")

    with pytest.raises(SystemExit) as ended:
        call_command("run_due", stdout=io.StringIO())

    assert ended.value.code == 1


def test_old_runs_and_mails_are_forgotten_but_for_the_last_verification(office, clock):
    reader = user_in("Staff", name="Reader")
    for cause, state in [("sent", "sent"), ("waits", "waiting")]:
        put(reader, cause, at=moment(2020, 9, 1))
        sent_at = NOW if state == "sent" else None
        OutgoingMail.objects.filter(cause=cause).update(
            state=state, sent_at=sent_at, next_attempt_at=dt.datetime(2030, 1, 1, tzinfo=LONDON)
        )
    for day in (1, 2):
        verified = moment(2020, 9, 1) if day == 1 else None
        DueRun.objects.begin(moment(2020, 9, day)).finish(
            moment(2020, 9, day), verified_at=verified
        )

    due.tidy(due.Outcome(print), clock)

    assert [mail.cause for mail in OutgoingMail.objects.all()] == ["waits"]
    assert [run.started_at.day for run in DueRun.objects.all()] == [1]


def test_papers_that_nobody_used_are_cleared_out_and_told(office, settings, tmp_path, clock):
    settings.PAPERS_ROOT = tmp_path
    leftover = tmp_path / ".begun.abcd"
    leftover.write_bytes(b"half")
    os.utime(leftover, (0, 0))
    said = []

    due.clear_papers(due.Outcome(said.append), clock)

    assert said == ["Papers: 1 kept files that nobody used, or leftovers, removed."]
    assert not leftover.exists()
