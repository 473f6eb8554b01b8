"""Confirming at Microsoft who one is: for people who have no password here."""

import datetime as dt
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests.admin_pages import words
from tests.factories import holder_of, said, user_in
from tests.governance.packs import draft_for
from tests.sign_in.doing import code_of, kinds_of, set_up_app, with_app
from tests.sign_in.entra_provider import ANNA, BEN, come_back, sign_in, tenant
from tests.sign_in.people import bound, grow_old


@pytest.fixture
def accountable(entra, settings, plan, activity):
    """The Chief Executive, who comes by Microsoft alone."""
    settings.ENTRA = tenant(does_second_factor=True)
    user = holder_of("Chief Executive", is_accountable=True, is_elt=True)
    user.set_unusable_password()
    user.save()
    bound(user)
    return user


@pytest.fixture
def publisher(client, entra, accountable):
    """A browser in which the Chief Executive came by Microsoft, some time ago."""
    sign_in(client, entra)
    grow_old(client)
    return client


@pytest.fixture
def check(plan, activity):
    said(activity, on=dt.date(2020, 12, 1))
    return reverse("governance:packdraft-check", args=[draft_for(plan).pk])


def gone_to_microsoft(client, check):
    """Be asked, read the page that says why, and follow its link."""
    asked = client.get(client.get(check).url)
    assert "Microsoft asks you to sign in once more" in words(asked)
    link = asked.context["url"]
    assert link in asked.content.decode().replace("&amp;", "&")
    return client.get(link)


def test_who_has_no_password_confirms_at_microsoft_and_goes_on(publisher, check, entra):
    begun = gone_to_microsoft(publisher, check)

    landed = come_back(publisher, entra.code_for(begun.url))

    asked = parse_qs(urlsplit(begun.url).query)
    assert (asked["prompt"], asked["max_age"]) == (["login"], ["0"])
    assert landed.url == check
    assert publisher.get(check).status_code == 200


@pytest.mark.parametrize("proved", [{}, {"auth_time": int(time.time()) - 3600}])
def test_coming_by_microsoft_proves_nothing_where_it_asked_nothing_of_late(
    client, accountable, check, entra, proved
):
    sign_in(client, entra, **proved)

    asked = client.get(check)

    assert asked.url.startswith(reverse("microsoft_reauthenticate"))
    assert come_back(client, entra.code_for(gone_to_microsoft(client, check).url)).url == check


def test_whoever_showed_microsoft_just_now_who_they_are_is_not_asked_again(
    client, accountable, check, entra
):
    sign_in(client, entra, auth_time=int(time.time()))

    assert client.get(check).status_code == 200


def test_whoever_took_their_second_step_here_just_now_is_not_asked_again(
    client, accountable, check, entra, settings
):
    settings.ENTRA = tenant(does_second_factor=False)
    with_app(accountable)
    sign_in(client, entra)
    client.post(reverse("mfa_authenticate"), {"code": code_of()})

    assert client.get(check).status_code == 200


@pytest.mark.parametrize(
    "proved", [{"auth_time": int(time.time()) - 3600}, {"auth_time": None}, {}]
)
def test_a_token_that_was_not_proved_anew_confirms_nothing(publisher, check, entra, proved):
    begun = gone_to_microsoft(publisher, check)
    without = begun.url.replace("prompt=login", "prompt=none")

    page = come_back(publisher, entra.code_for(without, **proved))

    assert page.status_code == 403
    assert "Microsoft did not say that you confirmed who you are just now" in words(page)
    assert publisher.get(check).status_code == 302


def test_another_persons_account_confirms_nothing(publisher, check, entra):
    bound(holder_of("Solicitor"), BEN)
    begun = gone_to_microsoft(publisher, check)

    page = come_back(publisher, entra.code_for(begun.url, BEN))

    assert page.status_code == 403
    assert "That is another Microsoft account than yours here" in words(page)
    assert publisher.get(check).status_code == 302


def test_a_plain_sign_in_does_not_pass_for_a_confirmation(publisher, check, entra):
    """The answer to one question is no answer to another: each has a nonce of its own."""
    begun = gone_to_microsoft(publisher, check)
    brought = entra.code_for(begun.url)
    entra.codes[brought["code"]]["claims"]["nonce"] = "of another question"

    page = come_back(publisher, brought)

    assert page.status_code == 403
    assert publisher.get(check).status_code == 302


def test_what_was_typed_is_there_after_microsoft(publisher, check, entra):
    asked = publisher.post(check, {"public_from_0": "29", "has_read": "on"})
    begun = publisher.get(publisher.get(asked.url).context["url"])

    landed = come_back(publisher, entra.code_for(begun.url))

    assert 'value="29"' in publisher.get(landed.url).content.decode()


def test_who_has_nothing_to_confirm_by_is_told_so(publisher, check, settings):
    settings.ENTRA = None

    assert publisher.get(check).status_code == 403


def test_who_connected_no_account_has_no_such_page(client, office, chief_executive, entra):
    client.force_login(chief_executive)

    assert client.get(reverse("microsoft_reauthenticate")).status_code == 404
    assert client.get(reverse("microsoft_reauthenticate_go")).status_code == 404
    assert ANNA not in str(entra.asked)


def test_who_came_by_microsoft_confirms_there_while_setting_up_a_second_step(
    client, office, entra, required
):
    anna = user_in("Staff", name="Anna Example", email="anna@example.org")
    anna.set_unusable_password()
    anna.save()
    bound(anna)
    sign_in(client, entra)
    grow_old(client)
    url = reverse("mfa_activate_totp")
    asked = client.get(client.get(url).url)
    begun = client.get(asked.context["url"])

    landed = come_back(client, entra.code_for(begun.url))
    set_up_app(client)

    assert landed.url == url
    assert kinds_of(anna) == ["recovery_codes", "totp"]


def test_who_came_by_microsoft_and_lacks_a_second_step_is_not_sent_there_again(
    client, office, entra, required
):
    bound(user_in("Staff", name="Anna Example", email="anna@example.org"))
    sign_in(client, entra)

    again = client.get(reverse("microsoft_sign_in"), {"next": "/plans/"})

    assert again.url == "/plans/"
    assert client.get("/plans/").url == reverse("mfa_index")
