"""A sign-in that waits for its second step, while an administrator or its person changes things."""

import pytest
from django.test import Client
from django.urls import reverse

from opcc.office.models import User
from opcc.office.sign_in import steps
from opcc.office.sign_in.entra.binding import take_off
from tests.conftest import NOW
from tests.factories import PASSWORD
from tests.sign_in import entra_provider
from tests.sign_in.doing import code_of, sign_in, who_is_in, with_app
from tests.sign_in.people import bound

STEP = "/sign-in/second-step/"
AGAIN = "Sign in again: your account was changed while you were signing in."


def test_whose_second_step_was_reset_meanwhile_signs_in_again(client, colleague):
    sign_in(client, with_app(colleague))
    steps.reset(colleague, at=NOW)

    page = client.get("/sign-in/", follow=True)

    assert page.redirect_chain == [(STEP, 302), ("/sign-in/", 302)]
    assert AGAIN in page.text
    sign_in(client, colleague)
    assert who_is_in(client) == colleague.pk


def test_an_account_that_is_there_no_more_waits_for_nothing(client, colleague):
    sign_in(client, with_app(colleague))
    colleague.delete()

    page = client.get(STEP, follow=True)

    assert page.redirect_chain == [("/sign-in/", 302)]


def test_an_account_with_a_second_step_is_asked_for_it_as_before(client, colleague):
    sign_in(client, with_app(colleague))

    page = client.get(STEP)

    assert "Now show that it is you who typed it." in page.text
    assert "no-store" in page.headers["Cache-Control"]


# --- What it was begun by has to stand when it goes on --------------------------------------------
def gets_another_password(user):
    user.set_password("three words at random")
    user.save()


def is_closed(user):
    User.objects.filter(pk=user.pk).update(is_active=False)


def is_closed_and_opened_again(user):
    for is_active in (False, True):
        user.is_active = is_active
        user.save()


@pytest.mark.parametrize("change", [gets_another_password, is_closed, is_closed_and_opened_again])
def test_an_account_that_was_changed_meanwhile_is_not_entered_by_what_was_typed_before(
    client, colleague, change
):
    sign_in(client, with_app(colleague))
    change(colleague)

    answer = client.post(STEP, {"code": code_of()})

    assert answer.url == "/sign-in/"
    assert who_is_in(client) is None
    assert client.get("/sign-in/").status_code == 200


def test_closing_an_account_ends_no_sign_in_of_anybody_else(client, colleague, outsider):
    sign_in(client, with_app(outsider))
    is_closed_and_opened_again(colleague)

    client.post(STEP, {"code": code_of()})

    assert who_is_in(client) == outsider.pk


@pytest.mark.parametrize("is_connected_anew", [False, True])
def test_a_microsoft_account_that_was_taken_off_meanwhile_lets_nobody_in(
    client, colleague, entra, is_connected_anew
):
    account = bound(with_app(colleague))
    assert entra_provider.sign_in(client, entra).url == STEP
    take_off(account, at=NOW)
    if is_connected_anew:
        bound(colleague)

    answer = client.post(STEP, {"code": code_of()})

    assert answer.url == "/sign-in/"
    assert who_is_in(client) is None


def test_who_began_by_a_password_goes_on_whatever_became_of_the_microsoft_account(
    client, colleague, entra
):
    account = bound(with_app(colleague))
    sign_in(client, colleague)
    take_off(account, at=NOW)

    client.post(STEP, {"code": code_of()})

    assert who_is_in(client) == colleague.pk


def test_a_changed_password_ends_what_waits_in_another_browser(client, colleague):
    elsewhere = Client()
    sign_in(elsewhere, with_app(colleague))
    client.force_login(colleague)
    new = {"password1": "three words at random", "password2": "three words at random"}
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, **new})

    elsewhere.post(STEP, {"code": code_of()})

    assert who_is_in(elsewhere) is None
