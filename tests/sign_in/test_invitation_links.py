"""The link of an invitation: whom it lets in, once, and everything that makes it open nothing."""

import datetime as dt
import threading

import pytest
from django.core import signing
from django.db import connections
from django.test import Client
from django.urls import reverse

from opcc.office.logs import formatter
from opcc.office.models import Invitation
from tests.admin_pages import words
from tests.conftest import NOW
from tests.factories import user_in
from tests.sign_in.doing import mails_to, sign_in
from tests.sign_in.people import is_signed_in

PASSWORD = "three words apart: kettle"
CHOSEN = {"password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "https://plan.example.org"


@pytest.fixture
def invited(office):
    user = user_in("Staff", name="Invited Person", email="invited@example.org")
    user.set_unusable_password()
    user.save()
    return user


@pytest.fixture
def invitation(invited, administrator):
    return Invitation.objects.make(invited, by=administrator, at=NOW)


def path_of(invitation):
    return invitation.url.removeprefix("https://plan.example.org")


def opens(invitation):
    """Whether the link leads on to the choice, in a new browser."""
    return Client().get(path_of(invitation)).status_code == 302


def test_a_link_opens_after_a_key_was_changed_while_the_old_one_is_named(invitation, settings):
    path = path_of(invitation)
    old, settings.SECRET_KEY = settings.SECRET_KEY, "another " * 8
    without = Client().get(path).status_code
    settings.SECRET_KEY_FALLBACKS = [old]

    assert (without, Client().get(path).status_code) == (404, 302)


def test_an_invited_person_chooses_a_password_and_is_signed_in(client, invitation, invited):
    opened = client.get(path_of(invitation))
    page = client.get(opened.url)
    assert "This is the account of Invited Person, invited@example.org." in words(page)

    done = client.post(opened.url, CHOSEN)

    invited.refresh_from_db()
    invitation.refresh_from_db()
    assert done.url == "/"
    assert is_signed_in(client, invited)
    assert invited.check_password(PASSWORD)
    assert invitation.accepted_at is not None


def test_who_works_here_is_led_on_to_a_second_step(client, invitation, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client.get(path_of(invitation))
    client.post(reverse("invitation"), CHOSEN)

    assert client.get("/plans/").url.startswith(reverse("mfa_index"))


def test_the_link_leaves_the_address_at_once(client, invitation):
    opened = client.get(path_of(invitation))

    assert opened.url == "/invitation/"
    assert opened.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in opened.headers["Cache-Control"]


def test_the_session_of_whoever_opened_it_holds_no_link(client, invitation):
    client.get(path_of(invitation))

    token = path_of(invitation).split("/")[2]
    kept = str(dict(client.session))
    assert token not in kept
    assert token.rpartition(".")[2] not in kept
    assert client.get(reverse("invitation")).status_code == 200


def test_opening_the_link_uses_nothing_up(client, invitation):
    for _ in range(3):
        assert opens(invitation)


def test_a_link_works_once(client, invitation, invited):
    client.get(path_of(invitation))
    second = Client()
    second.get(path_of(invitation))
    client.post(reverse("invitation"), CHOSEN)

    late = second.post(reverse("invitation"), dict.fromkeys(CHOSEN, "another password: no"))

    invited.refresh_from_db()
    assert late.status_code == 404
    assert "This link does not work any more" in words(late)
    assert invited.check_password(PASSWORD)
    assert not opens(invitation)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_is_let_in(invitation):
    start, took = threading.Barrier(2), []

    def accept():
        start.wait()
        took.append(Invitation.objects.get(pk=invitation.pk).accept(at=NOW))
        connections.close_all()

    both = [threading.Thread(target=accept) for _ in range(2)]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    invitation.refresh_from_db()
    assert sorted(took) == [False, True]
    assert invitation.accepted_at == NOW


def deactivate(invitation):
    invitation.user.is_active = False
    invitation.user.save()


def deactivate_and_open_again(invitation):
    deactivate(invitation)
    invitation.user.is_active = True
    invitation.user.save()


def change_address(invitation):
    invitation.user.email = "another@example.org"
    invitation.user.save()


def set_password(invitation):
    invitation.user.set_password("by another way: teapot")
    invitation.user.save()


def withdraw(invitation):
    Invitation.objects.filter(user=invitation.user).withdraw(at=NOW)


def send_another(invitation):
    Invitation.objects.make(invitation.user, by=invitation.made_by, at=NOW)


def let_it_run_out(invitation):
    made_at = NOW - dt.timedelta(days=7, seconds=1)
    Invitation.objects.update(made_at=made_at, expires_at=made_at + dt.timedelta(days=7))


ENDS = [
    *(deactivate, deactivate_and_open_again, change_address, set_password, withdraw),
    *(send_another, let_it_run_out),
]


@pytest.mark.parametrize("end", ENDS)
def test_what_ends_a_link(client, invitation, end):
    client.get(path_of(invitation))
    assert client.get(reverse("invitation")).status_code == 200

    end(invitation)

    assert not opens(invitation)
    assert client.get(reverse("invitation")).status_code == 404
    assert client.post(reverse("invitation"), CHOSEN).status_code == 404


def test_a_link_lasts_seven_days(invitation):
    assert invitation.expires_at - invitation.made_at == dt.timedelta(days=7)
    assert Invitation.objects.get().is_open(NOW + dt.timedelta(days=7, seconds=-1))
    assert not Invitation.objects.get().is_open(NOW + dt.timedelta(days=7))


def forged(invitation):
    sign = signing.Signer(salt="opcc.office.invitation", sep=".", key="another key").sign_object
    token = path_of(invitation).split("/")[2]
    return [
        "x",
        "1.2",
        token[:-1],
        token.swapcase(),
        sign([invitation.pk, str(invitation.nonce)]),
        signing.Signer(salt="opcc.office.mail.stop", sep=".").sign_object([invitation.pk, "x"]),
        signing.Signer(salt="opcc.office.invitation", sep=".").sign_object([invitation.pk, "0"]),
        signing.Signer(salt="opcc.office.invitation", sep=".").sign_object("words"),
        signing.Signer(salt="opcc.office.invitation", sep=".").sign_object({"a": 1, "b": 2}),
    ]


def test_a_forged_link_opens_nothing_and_says_no_more_than_an_old_one(client, invitation):
    withdrawn = client.get("/invitation/1.2/").content

    for token in forged(invitation):
        page = client.get(reverse("invitation_open", args=[token]))
        assert page.status_code == 404
        assert page.content == withdrawn


def test_a_weak_password_is_refused_in_words_and_uses_nothing_up(client, invitation):
    client.get(path_of(invitation))

    short = client.post(reverse("invitation"), dict.fromkeys(CHOSEN, "short"))
    like = client.post(reverse("invitation"), dict.fromkeys(CHOSEN, "invited@example.org"))
    other = client.post(reverse("invitation"), CHOSEN | {"password2": "something else 1"})

    assert "at least 12 characters" in words(short)
    assert "too similar to the e-mail address" in words(like)
    assert "Enter the same password in both fields" in words(other)
    assert all(PASSWORD not in page.content.decode() for page in (short, like, other))
    assert opens(invitation)


def test_who_is_signed_in_signs_out_first(client, invitation, administrator):
    client.get(path_of(invitation))
    client.force_login(administrator)
    client.get(path_of(invitation))

    page = client.get(reverse("invitation"))

    assert page.status_code == 409
    assert "Sign out, then open the link again." in words(page)
    assert client.post(reverse("invitation"), CHOSEN).status_code == 409


def test_nobody_chooses_without_a_link(client, office):
    assert client.get(reverse("invitation")).status_code == 404
    assert client.post(reverse("invitation"), CHOSEN).status_code == 404


def test_a_link_for_a_new_password_says_so_and_leaves_the_old_one_until_then(
    client, administrator, office
):
    user = user_in("Staff", name="Forgetful")
    invitation = Invitation.objects.make(user, by=administrator, at=NOW)
    client.get(path_of(invitation))

    page = client.get(reverse("invitation"))

    assert "Choose a new password" in words(page)
    assert Client().login(username=user.email, password="a-password-for-tests")


def test_a_new_password_signs_the_person_out_everywhere_else(client, administrator, office):
    user = user_in("Staff", name="Forgetful")
    elsewhere = Client()
    elsewhere.force_login(user)
    client.get(path_of(Invitation.objects.make(user, by=administrator, at=NOW)))

    client.post(reverse("invitation"), CHOSEN)

    assert is_signed_in(client, user)
    assert elsewhere.get("/plans/").status_code == 302


def test_a_new_password_is_told_by_mail_and_forgets_what_was_typed_wrongly(
    client, administrator, office
):
    user = user_in("Staff", name="Forgetful")
    for _ in range(6):
        sign_in(Client(), user, "wrong")
    invitation = Invitation.objects.make(user, by=administrator, at=NOW)
    client.get(path_of(invitation))

    client.post(reverse("invitation"), CHOSEN)
    again = Client()
    sign_in(again, user, PASSWORD)

    told = mails_to(user)[-1]
    assert told.subject == "Demonstration: Your password was changed"
    assert "by a link that an administrator made for you" in told.text
    assert is_signed_in(again, user)


def test_a_first_password_is_told_by_mail_too(client, invitation, invited):
    client.get(path_of(invitation))

    client.post(reverse("invitation"), CHOSEN)

    assert [mail.subject for mail in mails_to(invited)] == [
        "Demonstration: Your account for the delivery plan",
        "Demonstration: A password was set",
    ]


def test_the_link_is_in_no_log(client, invitation, caplog):
    caplog.set_level("DEBUG", "opcc")
    caplog.handler.setFormatter(formatter("json"))
    token = path_of(invitation).split("/")[2]

    client.get(path_of(invitation))
    client.post(reverse("invitation"), CHOSEN)
    Client().get(path_of(invitation))

    assert caplog.text.count('"route": "invitation_open"') == 2
    assert f"User {invitation.user.pk} chose a password by a link" in caplog.text
    assert token not in caplog.text
    assert token.rpartition(".")[0] not in caplog.text
