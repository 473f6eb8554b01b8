"""Several runs at once, on either database: one digest, and every mail sent once."""

import collections

import pytest
from django.core import mail as django_mail

from opcc.office.mail.sending import send_waiting
from opcc.office.models import OutgoingMail, Reminder
from opcc.portal.digest import composing
from tests.conftest import NOW
from tests.factories import user_in
from tests.plans.test_races import WRITERS, race

from .conftest import Clock, put

pytestmark = pytest.mark.django_db(transaction=True)


def test_eight_senders_send_each_mail_once(office, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    readers = [user_in("Staff", name=f"Reader {number}") for number in range(12)]
    causes = [put(reader, f"cause {reader.pk}").cause for reader in readers]

    sent = race(lambda number: None, lambda *held: send_all(), rounds=1)

    assert sent == [WRITERS]
    got = collections.Counter(tuple(message.to) for message in django_mail.outbox)
    assert got == {(reader.email,): 1 for reader in readers}
    assert OutgoingMail.objects.filter(cause__in=causes, state="sent", attempts=1).count() == 12


def send_all():
    send_waiting(Clock(NOW))
    return True


def test_of_eight_claims_of_a_mail_one_holds(office):
    reader = user_in("Staff", name="Reader")
    keys = [put(reader, f"cause {number}").pk for number in range(20)]

    def write(held, number, place):
        return OutgoingMail.objects.claim(keys[number], NOW)

    assert race(lambda number: None, write) == [1] * 20


def test_of_eight_runs_each_person_gets_one_digest_and_hears_of_each_moment_once(
    activity, finance_officer, finance_chief, chief_executive
):
    def write(held, number, place):
        return composing.make(now=NOW, is_weekly=True)[0]

    made = race(lambda number: None, write, rounds=3)

    people = [finance_chief.pk, finance_officer.pk, chief_executive.pk]
    got = OutgoingMail.objects.filter(kind="digest").values_list("user_id", flat=True)
    assert sorted(got) == sorted(people)
    assert made[1:] == [0, 0]
    said = Reminder.objects.filter(thing=f"words {activity.pk}")
    assert sorted(said.values_list("user_id", flat=True)) == sorted(people[:2])


def test_where_another_run_was_quicker_with_one_digest_the_others_are_kept(
    activity, finance_chief, finance_officer
):
    put(finance_chief, f"digest {finance_chief.pk} 2020-12-14")

    made = composing.make(now=NOW, is_weekly=True)

    assert made.new == 1
    assert set(Reminder.objects.values_list("user_id", flat=True)) == {finance_officer.pk}
