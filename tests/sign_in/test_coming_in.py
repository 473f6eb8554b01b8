"""Coming in with a second step: what a code opens, once, and what it leads on to."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD
from tests.sign_in.doing import code_of, set_up_app, sign_in, who_is_in, with_app

INDEX, STEP = "/account/second-step/", "/sign-in/second-step/"


def test_a_password_alone_does_not_let_in_who_has_one(client, colleague):
    with_app(colleague)

    answer = sign_in(client, colleague, next="/plans/")

    assert answer.url == STEP
    assert who_is_in(client) is None
    assert client.get("/plans/").url.startswith("/sign-in/")


def test_the_code_of_the_app_lets_in_and_leads_on(client, colleague):
    with_app(colleague)
    sign_in(client, colleague, next="/plans/?as_at=2020-12-01")

    answer = client.post(STEP, {"code": code_of()})

    assert answer.url == "/plans/?as_at=2020-12-01"
    assert who_is_in(client) == colleague.pk


def test_a_code_may_be_pasted_with_spaces(client, colleague):
    with_app(colleague)
    sign_in(client, colleague)
    code = code_of()

    client.post(STEP, {"code": f" {code[:3]} {code[3:]} "})

    assert who_is_in(client) == colleague.pk


@pytest.mark.parametrize(("later", "lets_in"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_clocks_may_differ_by_half_a_minute(client, colleague, later, lets_in, monkeypatch):
    # Far from the end of a half minute, whenever the test runs.
    monkeypatch.setattr("time.time", lambda: 1_700_000_010.0)
    with_app(colleague)
    sign_in(client, colleague)

    client.post(STEP, {"code": code_of(later=later)})

    assert (who_is_in(client) == colleague.pk) == lets_in


def test_a_code_is_good_once(client, colleague, monkeypatch):
    monkeypatch.setattr("time.time", lambda: 1_700_000_010.0)
    with_app(colleague)
    for browser in (client, other := Client()):
        sign_in(browser, colleague)
        browser.post(STEP, {"code": code_of()})

    assert who_is_in(client) == colleague.pk
    assert who_is_in(other) is None


def test_a_code_is_good_once_in_all_processes_that_share_the_cache(client, colleague):
    with_app(colleague)
    sign_in(client, colleague)
    code = code_of()
    cache.set(f"allauth.mfa.totp.used?user={colleague.pk}&code={code}", "y", 90)

    answer = client.post(STEP, {"code": code}).content.decode()

    assert "That code does not match" in answer


def test_a_recovery_code_lets_in_once_in_the_same_field(client, colleague):
    sign_in(client, colleague)
    answer, _ = set_up_app(client)
    text = client.get(reverse("mfa_download_recovery_codes")).content.decode()
    code = next(line for line in text.splitlines() if line[:1].isdigit())
    entered = []
    for browser in (Client(), Client()):
        sign_in(browser, colleague)
        browser.post(STEP, {"code": code})
        entered.append(who_is_in(browser))

    assert answer.url == "/account/second-step/codes/"
    assert entered == [colleague.pk, None]
    assert "<strong>9 left.</strong>" in client.get(INDEX).content.decode()


def test_somebody_else_can_begin_anew_at_the_second_step(client, colleague, outsider):
    with_app(colleague)
    sign_in(client, colleague)
    assert client.get("/sign-in/").url == STEP

    client.post(reverse("account_logout"))
    sign_in(client, outsider)

    assert who_is_in(client) == outsider.pk


def test_what_was_typed_when_the_session_ended_is_back_after_both_steps(
    client, required, activity, finance_officer
):
    with_app(finance_officer)
    sign_in(client, finance_officer)
    client.post(STEP, {"code": code_of()})
    form = reverse("plans:activity-update", args=[activity.pk])
    client.cookies.pop("sessionid")

    led = client.post(form, {"narrative": "Long and careful words."})
    client.post(led.url, {"login": finance_officer.email, "password": PASSWORD})
    answer = client.post(STEP, {"code": code_of(later=1)})

    assert answer.url == form
    assert "Long and careful words." in client.get(form).content.decode()


def test_a_code_that_one_typed_is_never_kept(client, colleague):
    client.cookies["writer"] = sign_in(client, colleague).cookies["writer"].value
    client.cookies.pop("sessionid")

    client.post(reverse("mfa_activate_totp"), {"code": "123456", "credential": "{}"})

    assert "123456" not in str(dict(client.session))
