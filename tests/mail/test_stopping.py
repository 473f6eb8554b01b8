"""The link that stops mail: for whoever has it, for one kind of mail, without signing in."""

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from opcc.office.mail import stopping
from opcc.office.models import MailPreference, OutgoingMail
from tests.factories import UserFactory, user_in

from .conftest import put

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(office):
    return user_in("Staff", name="Jo Reader", email="jo.reader@example.org")


def link(user, what):
    return reverse("office:mail-stop", args=[stopping.token(user, what)])


def wanted(user):
    preference = MailPreference.objects.of(user)
    return preference.reminders, preference.packs


def test_opening_the_link_asks_and_stops_nothing(client, reader):
    response = client.get(link(reader, "reminders"))

    assert response.status_code == 200
    assert "Stop reminders of what is due from you?" in response.content.decode()
    assert wanted(reader) == ("daily", True)
    assert not MailPreference.objects.exists()


@pytest.mark.parametrize(
    ("what", "expected"), [("reminders", ("off", True)), ("packs", ("daily", False))]
)
def test_sending_the_form_stops_what_the_mail_was_about_and_nothing_else(
    client, reader, what, expected
):
    other = UserFactory()

    response = client.post(link(reader, what))

    assert response.status_code == 200
    assert '<h1 class="app-heading">Stopped</h1>' in response.content.decode()
    assert wanted(reader) == expected
    assert wanted(other) == ("daily", True)


def test_a_mail_program_stops_it_with_one_click_without_a_cookie_or_a_redirect(reader):
    program = Client(enforce_csrf_checks=True)

    response = program.post(
        link(reader, "reminders"),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )

    assert response.status_code == 200
    assert wanted(reader) == ("off", True)


@pytest.mark.parametrize("what", ["reminders", "packs"])
def test_what_waits_of_a_kind_that_is_stopped_is_not_sent(client, reader, what):
    for stops in ("reminders", "packs", ""):
        put(reader, f"cause {stops}", stops=stops)
    put(user_in("Staff", name="Another"), "another", stops=what)

    client.post(link(reader, what))

    dropped = OutgoingMail.objects.filter(state="dropped")
    assert [mail.cause for mail in dropped] == [f"cause {what}"]


def test_sending_it_twice_is_the_same_as_once(client, reader):
    for _ in range(2):
        assert client.post(link(reader, "packs")).status_code == 200

    assert wanted(reader) == ("daily", False)


def test_a_weekly_reader_of_reminders_keeps_what_they_chose_of_packs(client, reader):
    MailPreference.objects.choose(reader, reminders="weekly", packs=False)

    client.post(link(reader, "reminders"))

    assert wanted(reader) == ("off", False)


@pytest.mark.parametrize("method", ["get", "post"])
def test_it_reveals_nothing_about_the_person(client, reader, method):
    page = getattr(client, method)(link(reader, "reminders")).content.decode()

    assert "Jo" not in page
    assert "jo.reader" not in page
    gone = stopping.signer().sign_object([9_999_999, "reminders"])
    other = getattr(client, method)(reverse("office:mail-stop", args=[gone]))
    assert other.status_code == 200
    assert other.content.decode() == page


def forged(user):
    good = stopping.token(user, "reminders")
    payload, signature = good.split(".")
    return {
        "changed payload": f"{payload[:-2]}AA.{signature}",
        "changed signature": f"{payload}.{signature[:-4]}AAAA",
        "no signature": payload,
        "empty signature": f"{payload}.",
        "cut": good[:-1],
        "another salt": signing.Signer(salt="other", sep=".").sign_object([user.pk, "reminders"]),
        "another purpose": stopping.signer().sign_object([user.pk, "everything"]),
        "another shape": stopping.signer().sign_object({"user": user.pk}),
        "no list": stopping.signer().sign_object(7),
        "nonsense": "x",
    }


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_not_signed_by_us_for_this_stops_nothing_and_says_so(client, reader, method):
    for name, token in forged(reader).items():
        response = getattr(client, method)(reverse("office:mail-stop", args=[token]))

        assert response.status_code == 404, name
        assert "This link is not complete" in response.content.decode(), name
    assert not MailPreference.objects.exists()
