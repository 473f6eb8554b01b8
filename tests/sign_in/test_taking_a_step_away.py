"""Taking a second step away, new recovery codes, and what is told of it."""

from django.test import Client
from django.urls import reverse

from tests.factories import user_in
from tests.sign_in.doing import (
    kinds_of,
    mails_to,
    set_up_app,
    sign_in,
)
from tests.sign_in.people import grow_old

INDEX, STEP = "/account/second-step/", "/sign-in/second-step/"


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
    grow_old(other)

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
