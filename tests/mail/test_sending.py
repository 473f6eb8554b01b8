"""Sending what waits: over SMTP, once, and in the end."""

import datetime as dt
import time

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, transaction

from opcc.office.mail.sending import send_waiting
from opcc.office.models import OutgoingMail
from opcc.office.models.mail import MOST_ATTEMPTS
from tests.factories import user_in

from .conftest import NOW, Clock, put

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(office):
    return user_in("Staff", name="Reader", email="reader@example.org")


def test_a_mail_arrives_with_both_parts_and_the_headers_of_a_machine(inbox, reader, clock):
    mail = put(reader)

    tally = send_waiting(clock)

    (got,) = inbox.mails
    assert tally.sent == 1
    assert (got["To"], got["Subject"]) == ("reader@example.org", "What is due")
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert got["List-Unsubscribe"].strip().startswith("<https://plan.example.org/mail/stop/")
    assert got["Message-ID"].startswith(f"<mail-{mail.pk}-")
    assert got["Message-ID"].endswith("@plan.example.org>")
    assert [part.get_content_type() for part in got.iter_parts()] == ["text/plain", "text/html"]
    assert got.get_body(["plain"]).get_content().split() == ["Words."]
    assert got.get_body(["html"]).get_content().strip() == "<p>Words.</p>"


def test_a_mail_that_nothing_stops_has_no_link_that_claims_to(inbox, reader, clock):
    put(reader, stops="", kind="returned")

    send_waiting(clock)

    assert inbox.mails[0]["List-Unsubscribe"] is None


def test_a_mail_is_sent_once_however_often_the_sender_runs(inbox, reader, clock):
    put(reader)

    tallies = [send_waiting(clock).sent for _ in range(3)]

    assert tallies == [1, 0, 0]
    assert len(inbox.raw) == 1
    assert OutgoingMail.objects.get().sent_at == NOW


def test_many_mails_go_over_one_connection(inbox, reader, clock):
    for number in range(7):
        put(reader, f"cause {number}")

    assert send_waiting(clock).sent == 7
    assert inbox.connections == 1


def test_three_outages_give_one_mail_in_the_end(reader, clock, outage, request):
    put(reader)
    for _ in range(3):
        assert send_waiting(clock).sent == 0
        clock.wind(hours=1)
    mail = OutgoingMail.objects.get()
    assert (mail.state, mail.attempts) == ("waiting", 3)
    assert mail.last_error.startswith("The mail server 127.0.0.1:")
    assert mail.last_error.endswith("could not be used: [Errno 111] Connection refused")

    inbox = request.getfixturevalue("inbox")
    sent = [send_waiting(clock).sent for _ in range(3)]

    assert sent == [1, 0, 0]
    assert len(inbox.raw) == 1


def test_an_outage_costs_one_mail_an_attempt_and_leaves_the_others(reader, clock, outage):
    for number in range(4):
        put(reader, f"cause {number}")

    tally = send_waiting(clock)

    assert tally.put_off == 1
    assert sorted(OutgoingMail.objects.values_list("attempts", flat=True)) == [0, 0, 0, 1]


def test_a_silent_server_costs_one_timeout_and_the_mail_is_tried_again(reader, clock, silent):
    put(reader)
    put(reader, "another")
    began = time.monotonic()

    tally = send_waiting(clock)

    assert 0.9 < time.monotonic() - began < 2.5
    assert tally.trouble.endswith("did not answer within 1 seconds.")
    mail = OutgoingMail.objects.get(attempts=1)
    assert mail.next_attempt_at == NOW + dt.timedelta(minutes=2)


def test_waits_grow_to_an_hour_and_end_after_four_days_in_giving_up_with_the_reason(
    reader, clock, outage
):
    put(reader)
    waits = []

    while OutgoingMail.objects.get().state == "waiting":
        send_waiting(clock)
        mail = OutgoingMail.objects.get()
        waits.append((mail.next_attempt_at - clock.now) // dt.timedelta(minutes=1))
        clock.now = max(clock.now, mail.next_attempt_at)

    assert waits[:6] == [2, 6, 18, 54, 60, 60]
    assert set(waits[6:-1]) == {60}
    assert mail.state == "given_up"
    assert dt.timedelta(days=4) < clock.now - NOW <= dt.timedelta(days=4, hours=1)
    assert "Connection refused" in mail.last_error


def test_an_outage_of_two_days_ends_within_the_hour_after_it(reader, clock, outage, request):
    put(reader)
    for _ in range(48 * 12):
        send_waiting(clock)
        clock.wind(minutes=5)

    inbox = request.getfixturevalue("inbox")
    clock.wind(hours=1)

    assert (send_waiting(clock).sent, len(inbox.raw)) == (1, 1)


def test_an_old_mail_that_is_tried_again_by_hand_has_some_attempts(reader, clock, outage):
    put(reader, at=NOW - dt.timedelta(days=9))

    tallies = [send_waiting(clock) for _ in range(5) if not clock.wind(hours=1)]

    assert [tally.put_off for tally in tallies] == [1, 1, 1, 1, 0]
    assert [tally.given_up for tally in tallies] == [0, 0, 0, 0, 1]


def test_a_run_sends_for_eight_minutes_and_leaves_the_rest(inbox, reader):
    for number in range(20):
        put(reader, f"cause {number}")

    class Slow(Clock):
        """A minute passes whenever somebody looks."""

        def __call__(self):
            self.wind(minutes=1)
            return self.now

    tally = send_waiting(Slow(NOW))

    assert 0 < tally.sent < 8
    assert tally.states["waiting"] == 20 - tally.sent


def test_a_mail_refused_for_good_is_given_up_at_once_and_the_next_one_goes(inbox, reader, clock):
    inbox.refuse_recipients = ["550 5.1.1 No such user"]
    put(reader)
    put(reader, "another")

    tally = send_waiting(clock)

    assert (tally.given_up, tally.sent) == (1, 1)
    assert OutgoingMail.objects.get(state="given_up").last_error == (
        "The mail server refused it for good: 550 5.1.1 No such user"
    )


@pytest.mark.parametrize("place", ["refuse", "refuse_recipients"])
def test_a_mail_refused_for_now_is_put_off_and_the_next_one_goes(inbox, reader, clock, place):
    setattr(inbox, place, ["451 4.7.1 Greylisted, come back later"])
    put(reader)
    put(reader, "another")

    first = send_waiting(clock)
    clock.wind(minutes=2)
    second = send_waiting(clock)

    assert (first.put_off, first.sent, second.sent) == (1, 1, 1)
    assert len(inbox.raw) == 2


def test_leavers_get_nothing_and_their_mail_is_put_aside(inbox, reader, clock):
    put(reader)
    put(reader, "given up").__class__.objects.filter(cause="given up").update(
        state="given_up", last_error="Refused."
    )
    reader.is_active = False
    reader.save()

    tally = send_waiting(clock)

    assert (tally.sent, tally.dropped, inbox.raw) == (0, 2, [])
    assert set(OutgoingMail.objects.values_list("state", flat=True)) == {"dropped"}


def test_who_leaves_while_the_sender_runs_gets_nothing(inbox, reader, clock):
    mail = put(reader)

    class Leaving(Clock):
        """The clock is asked after leavers were looked for, and before a mail is taken."""

        def __call__(self):
            type(reader).objects.filter(pk=reader.pk).update(is_active=False)
            return self.now

    assert send_waiting(Leaving(NOW)).dropped == 1
    mail.refresh_from_db()
    assert (mail.state, inbox.raw) == ("dropped", [])


def test_who_works_here_no_more_gets_nothing_of_the_office_s_and_packs_as_a_panel_member(
    inbox, reader, clock
):
    put(reader)
    put(reader, "a pack", kind="pack", stops="packs")
    reader.groups.set([Group.objects.get_or_create(name="Panel")[0]])

    tally = send_waiting(clock)

    assert (tally.sent, tally.dropped) == (1, 1)
    assert OutgoingMail.objects.get(state="sent").cause == "a pack"


def test_a_claim_from_a_time_to_come_is_free_and_one_of_a_clock_a_little_ahead_is_not(
    inbox, reader, clock
):
    mail = put(reader, at=NOW - dt.timedelta(days=9))
    OutgoingMail.objects.claim(mail.pk, NOW + dt.timedelta(minutes=10))
    early = send_waiting(clock).sent
    OutgoingMail.objects.update(claimed_at=NOW + dt.timedelta(days=400))

    assert (early, send_waiting(clock).sent) == (0, 1)


def test_a_claim_of_a_sender_that_died_is_taken_again_and_bears_the_same_name(inbox, reader, clock):
    mail = put(reader)
    OutgoingMail.objects.claim(mail.pk, NOW)

    clock.wind(minutes=14)
    early = send_waiting(clock).sent
    clock.wind(minutes=2)
    later = send_waiting(clock).sent

    assert (early, later) == (0, 1)
    OutgoingMail.objects.update(state="waiting", sent_at=None)
    send_waiting(clock)
    first, second = inbox.mails
    assert first["Message-ID"] == second["Message-ID"]


def test_a_mail_over_which_every_sender_dies_is_given_up(inbox, reader, clock):
    mail = put(reader)
    for _ in range(MOST_ATTEMPTS):
        OutgoingMail.objects.claim(mail.pk, clock())
        clock.wind(minutes=16)

    tally = send_waiting(clock)

    assert (tally.given_up, inbox.raw) == (1, [])


def test_who_lost_a_claim_changes_nothing_any_more(reader):
    mail = put(reader)
    slow = OutgoingMail.objects.claim(mail.pk, NOW)
    quick = OutgoingMail.objects.claim(mail.pk, NOW + dt.timedelta(minutes=20))

    assert quick.note_sent(NOW + dt.timedelta(minutes=21))
    assert not slow.put_off("It was slow.", NOW + dt.timedelta(minutes=22))

    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == ("sent", "")


def test_an_error_never_repeats_the_password(inbox, reader, clock, settings):
    inbox.refuse = ["554 5.7.1 user swordfish is not welcome"]
    put(reader)
    settings.EMAIL_HOST_PASSWORD = "swordfish"

    send_waiting(clock)

    assert OutgoingMail.objects.get().last_error == (
        "The mail server refused it for good: 554 5.7.1 user … is not welcome"
    )


def test_what_was_given_up_can_be_tried_again(inbox, reader, clock):
    inbox.refuse_recipients = ["550 No such user"]
    put(reader)
    send_waiting(clock)

    count = OutgoingMail.objects.try_again(clock())

    assert (count, send_waiting(clock).sent) == (1, 1)


@pytest.mark.parametrize(
    "values",
    [
        {"state": "sent"},
        {"state": "given_up"},
        {"state": "lost"},
        {"claimed_at": NOW},
        {"stops": "everything"},
        {"sent_at": NOW},
    ],
    ids=str,
)
def test_the_database_refuses_a_mail_that_contradicts_itself(reader, values):
    put(reader)

    with pytest.raises(IntegrityError), transaction.atomic():
        OutgoingMail.objects.update(**values)
