"""The second step: who needs one, by whatever door they come, and what it takes."""

import re
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse

from opcc.office.models import AccessKey, User
from plans.models import Draft
from tests.factories import PASSWORD, user_in
from tests.sign_in.doing import (
    kinds_of,
    link_in,
    mails_to,
    set_up_app,
    sign_in,
    who_is_in,
    with_app,
)

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


# --- Taking one away ----------------------------------------------------------------------------
def test_removing_the_app_asks_and_leads_to_setting_up_another(client, required, colleague):
    sign_in(client, colleague)
    set_up_app(client)
    url = reverse("mfa_deactivate_totp")
    asked = client.get(url).content.decode()
    assert kinds_of(colleague) == ["recovery_codes", "totp"]

    client.post(url)

    assert "Remove the app?" in asked
    assert kinds_of(colleague) == []
    assert client.get("/plans/").url == INDEX


def test_new_recovery_codes_take_the_place_of_the_old_ones(client, colleague):
    sign_in(client, colleague)
    set_up_app(client)
    before = client.get(reverse("mfa_download_recovery_codes")).content

    asked = client.get(reverse("mfa_generate_recovery_codes")).content.decode()
    client.post(reverse("mfa_generate_recovery_codes"))

    assert "The 10 that are left stop working." in asked
    assert client.get(reverse("mfa_download_recovery_codes")).content != before


def test_recovery_codes_are_shown_to_who_has_confirmed_alone(client, colleague):
    sign_in(client, colleague)
    set_up_app(client)
    other = Client()
    other.force_login(colleague)

    answers = [
        other.get(reverse(name)).url.partition("?")[0]
        for name in ("mfa_view_recovery_codes", "mfa_download_recovery_codes")
    ]

    assert answers == ["/confirm/", "/confirm/"]


def test_each_change_is_told_by_mail(client, colleague, django_capture_on_commit_callbacks):
    sign_in(client, colleague)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_app(client)
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_generate_recovery_codes"))

    client.post(reverse("mfa_deactivate_totp"))

    assert [mail.subject.partition(": ")[2] for mail in mails_to(colleague)] == [
        "An app was set up as your second step",
        "New recovery codes were made",
        "The app of your second step was removed",
    ]


def test_an_app_knows_the_office_by_its_name(client, colleague):
    sign_in(client, colleague)

    page = client.get(reverse("mfa_activate_totp")).content.decode()

    assert "issuer=Delivery%20plan%2C%20OPCC" in page
    assert "data:image" not in page
    drawing = page.partition("<svg")[2].partition("</svg>")[0]
    assert "<path" in drawing
    assert "style=" not in drawing


def test_who_may_have_one_and_has_none_is_told_that_they_need_none(client, panel_member):
    user = user_in("Panel")
    client.force_login(user)

    page = client.get(INDEX).content.decode()

    assert "You may set one up; you need none" in page
    assert kinds_of(user) == []
