"""The second step: who needs one, by whatever door they come, and what it takes."""

import re
from urllib.parse import unquote

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from opcc.office.models import AccessKey, User
from plans.models import Draft
from tests.factories import PASSWORD
from tests.sign_in.doing import (
    code_of,
    kinds_of,
    link_in,
    mails_to,
    set_up_app,
    sign_in,
    who_is_in,
    with_app,
)
from tests.sign_in.people import grow_old

INDEX, STEP = "/account/second-step/", "/sign-in/second-step/"


# --- Whatever the door --------------------------------------------------------------------------
@pytest.mark.parametrize("path", ["/", "/plans/", "/account/", "/account/password/", "/search/"])
def test_who_works_here_and_has_none_is_led_to_setting_one_up(client, required, colleague, path):
    signed_in = sign_in(client, colleague)

    answer = client.get(path)

    assert signed_in.url == "/"
    assert (answer.status_code, answer.url) == (302, INDEX)


def test_it_is_no_other_after_a_new_password_by_a_link(client, required, colleague):
    client.post("/password/", {"email": colleague.email})
    page = client.get(link_in(mails_to(colleague)[0]), follow=True)
    typed = {"password1": "three words at random", "password2": "three words at random"}
    client.post(page.request["PATH_INFO"], typed)
    assert client.get("/plans/").url.startswith("/sign-in/")

    sign_in(client, colleague, "three words at random")

    assert client.get("/plans/").url == INDEX


def test_nor_by_the_address_of_the_administration(client, required, administrator):
    led = client.get("/admin/", follow=True)
    assert led.redirect_chain[-1][0].startswith("/sign-in/?next=")
    client.post("/admin/login/", {"username": administrator.email, "password": PASSWORD})
    assert who_is_in(client) is None

    sign_in(client, administrator, next="/admin/")

    assert client.get("/admin/").url == INDEX
    assert client.get("/admin/office/user/").url == INDEX


def test_whoever_needs_one_and_has_it_goes_on(client, required, colleague):
    client.force_login(with_app(colleague))

    assert client.get("/plans/").status_code == 200


def test_a_panel_member_may_have_one_and_needs_none(client, required, panel_member):
    sign_in(client, panel_member)

    assert client.get("/").status_code == 200
    assert client.get(INDEX).status_code == 200


def test_with_the_switch_off_nobody_is_led_there(client, colleague):
    sign_in(client, colleague)

    assert client.get("/plans/").status_code == 200


def test_with_the_switch_off_the_page_does_not_say_that_one_is_needed(client, colleague):
    client.force_login(colleague)

    page = client.get(reverse("mfa_index")).text

    assert "You have none yet" in page
    assert "needs one of them" not in page


def test_to_a_page_that_is_open_to_everybody_they_are_a_stranger(client, required, colleague):
    for_stranger = client.get("/packs/").content.decode()
    sign_in(client, colleague)

    for_them = client.get("/packs/").content.decode()
    with_app(colleague)
    with_step = client.get("/packs/").content.decode()

    assert colleague.name not in for_them
    assert "Sign in</a>" in for_stranger
    assert "Sign in</a>" in for_them
    assert colleague.name in with_step


def test_where_an_address_leads_nowhere_they_are_a_stranger_too(client, required, administrator):
    sign_in(client, administrator)

    for_them = client.get("/nothing/").text
    with_app(administrator)
    with_step = client.get("/nothing/").text

    assert administrator.name not in for_them
    assert reverse("admin:index") not in for_them
    assert administrator.name in with_step
    assert reverse("admin:index") in with_step


def test_machines_words_are_all_that_they_are_told_of_the_site(client, required, administrator):
    sign_in(client, administrator)

    without_step = client.get("/health/ready")
    with_app(administrator)
    with_step = client.get("/health/ready")

    assert without_step.headers["Content-Type"] == "text/plain"
    assert "checks" in with_step.json()


def test_what_they_typed_into_a_form_that_had_run_out_is_kept(client, required, colleague):
    strict = Client(enforce_csrf_checks=True)
    sign_in(client, colleague)
    strict.cookies = client.cookies
    words = {"narrative": "The steel has come."}

    page = strict.post("/plans/", words, headers={"origin": "http://testserver"})

    assert page.status_code == 403
    assert "What you typed is kept" in page.text
    assert colleague.name not in page.text
    assert client.session["kept_typing"]["fields"] == {"narrative": ["The steel has come."]}


def test_the_same_page_costs_what_it_cost(client, required, colleague, django_assert_num_queries):
    client.force_login(with_app(colleague))
    client.get("/account/")
    required.SECOND_FACTOR_REQUIRED = False
    with django_assert_num_queries(3):
        client.get("/account/")

    required.SECOND_FACTOR_REQUIRED = True
    with django_assert_num_queries(3):
        client.get("/account/")


def test_keys_of_programs_and_calendars_are_no_sessions(client, required, colleague, now):
    _, token = AccessKey.objects.issue(colleague, "data", name="Sheet", at=now)
    _, secret = AccessKey.objects.issue(colleague, "calendar", name="Phone", at=now)

    read = client.get("/api/v1/plans", headers={"Authorization": f"Bearer {token}"})
    calendar = client.get(reverse("portal:calendar-feed", args=[secret]))

    assert (read.status_code, calendar.status_code) == (200, 200)


def test_the_first_administrator_sets_one_up_and_administers(client, required, office):
    root = User.objects.create_superuser("root@example.org", PASSWORD, name="Root")
    sign_in(client, root, next="/admin/")
    assert client.get("/admin/").url == INDEX

    answer, _ = set_up_app(client)

    assert 'href="/admin/"' in client.get(answer.url).content.decode()
    assert client.get("/admin/").status_code == 200


# --- Setting one up -----------------------------------------------------------------------------
def test_after_setting_it_up_one_sees_the_recovery_codes_and_is_led_on(client, required, colleague):
    sign_in(client, colleague, next="/plans/")
    client.get("/plans/?as_at=2020-12-01")

    answer, _ = set_up_app(client)
    page = client.get(answer.url).content.decode()

    assert answer.url == "/account/second-step/codes/"
    assert len(re.findall(r"<li>\d{4} \d{4}</li>", page)) == 10
    assert 'href="/plans/?as_at=2020-12-01"' in page
    assert "I have kept them: continue" in page
    assert client.get("/plans/").status_code == 200
    assert kinds_of(colleague) == ["recovery_codes", "totp"]


def test_a_wrong_first_code_sets_nothing_up_and_keeps_the_key(client, required, colleague):
    sign_in(client, colleague)
    url = reverse("mfa_activate_totp")
    page = client.get(url).content.decode()

    again = client.post(url, {"code": "000000"}).content.decode()

    shown = page.partition('class="app-secret"')[2].partition("<")[0]
    assert "Enter the code that the app shows now." in again
    assert "recovery code" not in again
    assert shown in again
    assert kinds_of(colleague) == []


def test_setting_one_up_ends_what_a_password_alone_had_opened(client, required, colleague):
    elsewhere = Client()
    sign_in(elsewhere, colleague)
    sign_in(client, colleague)

    set_up_app(client)

    assert client.get("/plans/").status_code == 200
    assert elsewhere.get("/plans/").url.startswith("/sign-in/")


def test_a_person_without_a_password_sets_one_up(client, required, colleague):
    colleague.set_unusable_password()
    colleague.save()
    client.force_login(colleague)

    answer, _ = set_up_app(client)

    assert answer.url == "/account/second-step/codes/"
    assert kinds_of(colleague) == ["recovery_codes", "totp"]


def test_long_after_signing_in_one_is_asked_to_confirm_first(client, colleague):
    client.force_login(colleague)
    grow_old(client)
    url = reverse("mfa_activate_totp")

    led = client.get(url)
    wrong = client.post(led.url, {"password": "wrong"}).content.decode()
    right = client.post(led.url, {"password": PASSWORD})

    assert unquote(led.url) == f"/confirm/?next={url}"
    assert "That is not your password. Check it and try again." in wrong
    assert right.url == url


def test_what_was_typed_is_kept_while_one_is_set_up(client, required, activity, finance_officer):
    form = reverse("plans:activity-update", args=[activity.pk])
    with_app(finance_officer)
    client.force_login(finance_officer)
    client.post(reverse("account_logout"))
    finance_officer.authenticator_set.all().delete()
    sign_in(client, finance_officer)

    led = client.post(form, {"narrative": "Long and careful words.", "base": "2.1"})
    answer, _ = set_up_app(client)

    assert led.url == INDEX
    assert f'href="{form}"' in client.get(answer.url).content.decode()
    assert "Long and careful words." in client.get(form).content.decode()
    assert Draft.objects.count() == 0


# --- Coming in with one -------------------------------------------------------------------------
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
