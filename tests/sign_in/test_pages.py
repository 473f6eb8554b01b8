"""Every page of signing in: in the site's look, in its words, and safe to be sent to."""

import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

from opcc.office.sign_in.urls import urlpatterns
from tests.sign_in.doing import sign_in, who_is_in

OURS = Path(settings.BASE_DIR) / "templates"
FORGED = json.dumps(
    {
        "id": "AAAA",
        "rawId": "AAAA",
        "type": "public-key",
        "response": {
            "clientDataJSON": "e30",
            "authenticatorData": "AAAA",
            "signature": "AAAA",
            "userHandle": "MQ",
        },
    }
)
PAGES = sorted(
    {
        name
        for pattern in urlpatterns
        # Signing out leads on, and shows nothing.
        if pattern.name != "account_logout"
        and (name := getattr(getattr(pattern.callback, "view_class", None), "template_name", None))
    }
    | {"usersessions/usersession_list.html"}
)
"""Template of every page that stands at an address of signing in."""


def test_the_pages_are_those_that_people_meet():
    assert len(PAGES) == 23


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_of_ours_and_in_the_sites_frame(name):
    template = get_template(name).template

    assert Path(template.origin.name).is_relative_to(OURS)
    if name.endswith(".html"):
        assert template.source.startswith('{% extends "base.html" %}')


def test_nobody_signs_up_and_nobody_adds_an_address():
    mounted = {pattern.name for pattern in urlpatterns}

    assert mounted & {"account_signup", "account_email", "account_request_login_code"} == set()


@pytest.mark.parametrize("wanted", ["//evil.example/", "https://evil.example/", "javascript:a()"])
def test_signing_in_leads_to_no_other_site(client, colleague, wanted):
    answer = sign_in(client, colleague, next=wanted)

    assert answer.url == "/"
    assert who_is_in(client) == colleague.pk


def test_nor_to_another_name_that_this_site_answers_to(client, colleague, settings):
    settings.ALLOWED_HOSTS = ["testserver", ".example.org"]

    assert sign_in(client, colleague, next="https://evil.example.org/").url == "/"


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("account_login", {"login": "username", "password": "current-password"}),
        ("account_reset_password", {"email": "username"}),
    ],
)
def test_password_managers_know_the_fields(client, office, name, fields):
    page = client.get(reverse(name)).content.decode()

    found = {
        field: re.search(rf'<input[^>]*name="{field}"[^>]*autocomplete="([^"]+)"', page)[1]
        for field in fields
    }
    assert found == fields
    assert "onpaste" not in page


def test_new_passwords_are_known_for_such(client, colleague):
    client.force_login(colleague)

    page = client.get(reverse("account_change_password")).content.decode()

    assert page.count('autocomplete="new-password"') == 2
    assert page.count('autocomplete="current-password"') == 1


def test_a_passkey_is_offered_only_where_a_script_says_that_it_works(client, office):
    page = client.get("/sign-in/").content.decode()

    assert re.search(r"<div data-passkeys hidden>.*Continue with a passkey", page, re.DOTALL)


@pytest.mark.parametrize(
    "credential",
    ["", "x", "[]", "{}", '{"response": []}', '{"id": 1}', FORGED, FORGED.replace("MQ", "_w")],
)
def test_a_passkey_that_is_none_is_refused_in_words(client, office, credential):
    answer = client.post("/sign-in/passkey/", {"credential": credential}, follow=True)

    page = answer.content.decode()
    assert answer.redirect_chain[-1] == ("/sign-in/", 302)
    assert "govuk-notification-banner" in page
    assert who_is_in(client) is None


def test_your_account_leads_to_all_of_it(client, colleague):
    client.force_login(colleague)

    page = client.get("/account/").content.decode()

    for name in ("account_change_password", "mfa_index", "usersessions_list"):
        assert f'href="{reverse(name)}"' in page
    assert "Set up an app or a passkey" in page
