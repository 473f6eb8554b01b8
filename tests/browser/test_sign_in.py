"""Signing in as a browser does it: every page looked at, without scripts, and with a passkey."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse

from opcc.office.models import OutgoingMail
from tests.browser.watching import Watched
from tests.factories import PASSWORD
from tests.sign_in.doing import code_of, link_in, with_app

pytestmark = pytest.mark.browser

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
"""A device that keeps passkeys and knows its owner's finger."""


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.fixture
def at_door(open_page, live_server):
    """A maker of pages of a browser that is at the site's door."""

    def make(**options):
        return open_page(base_url=live_server.url, **options)

    return make


def sign_in(page, user, password=PASSWORD):
    page.goto("/sign-in/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in/"))


def give_device(page):
    """Let the page's browser have a device that keeps passkeys. Return the session that asks it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    device = session.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return session, device["authenticatorId"]


def add_passkey(page):
    page.goto(reverse("mfa_add_webauthn"))
    page.get_by_label("Name").fill("Work laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/codes/")


# --- Without scripts ----------------------------------------------------------------------------
def test_an_app_is_set_up_and_used_without_scripts(at_door, required, finance_officer):
    page = at_door(java_script_enabled=False)
    sign_in(page, finance_officer)
    page.goto("/plans/")
    page.get_by_role("button", name="Set up an app").click()
    secret = page.locator(".app-secret").inner_text().replace(" ", "")
    assert page.locator(".app-qr svg path").count() == 1

    page.get_by_label("Code that the app shows").fill(code_of(secret))
    page.get_by_role("button", name="Set up the app").click()
    assert page.locator(".app-codes li").count() == 10
    page.get_by_role("button", name="I have kept them: continue").click()
    assert page.url.endswith("/plans/")
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, finance_officer)
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: not url.endswith("/second-step/"))

    assert page.get_by_role("button", name="Sign out").is_visible()


def test_without_scripts_no_passkey_is_offered(at_door, finance_officer):
    page = at_door(java_script_enabled=False)
    page.goto("/sign-in/")
    at_sign_in = page.get_by_role("button", name="Continue with a passkey").is_visible()
    sign_in(page, finance_officer)

    page.goto(reverse("mfa_add_webauthn"))

    assert not at_sign_in
    assert page.get_by_text("This browser can make no passkey here.").is_visible()
    assert not page.get_by_role("button", name="Add a passkey").is_visible()


def test_at_an_address_that_is_a_number_no_passkey_is_offered(at_door, live_server):
    page = at_door()

    page.goto(live_server.url.replace("localhost", "127.0.0.1") + "/sign-in/")

    assert page.get_by_role("heading", name="Sign in").first.is_visible()
    assert not page.get_by_role("button", name="Continue with a passkey").is_visible()


# --- Passkeys -----------------------------------------------------------------------------------
def test_a_passkey_is_added_signs_in_by_itself_and_confirms(at_door, required, finance_officer):
    page = at_door()
    watched = Watched(page, page.url)
    watched.home = "http://localhost"
    session, device = give_device(page)
    sign_in(page, finance_officer)
    add_passkey(page)
    assert page.locator(".app-codes li").count() == 10
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")

    page.get_by_role("button", name="Continue with a passkey").click()
    page.wait_for_url(lambda url: not url.endswith("/sign-in/"))
    page.goto("/plans/")

    assert page.url.endswith("/plans/")
    (kept,) = session.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]
    assert kept["isResidentCredential"]
    assert sorted(Authenticator.objects.values_list("type", flat=True)) == [
        "recovery_codes",
        "webauthn",
    ]
    watched.judge()


def test_a_passkey_leads_on_to_the_page_that_was_asked_for(at_door, finance_officer):
    page = at_door()
    give_device(page)
    sign_in(page, finance_officer)
    add_passkey(page)
    page.get_by_role("button", name="Sign out").click()

    page.goto("/plans/?as_at=2020-12-01")
    page.get_by_role("button", name="Continue with a passkey").click()
    page.wait_for_url("**/plans/?as_at=2020-12-01")


def test_a_passkey_is_a_second_step_after_the_password(at_door, finance_officer):
    page = at_door()
    give_device(page)
    sign_in(page, finance_officer)
    add_passkey(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    sign_in(page, finance_officer)
    assert page.url.endswith("/second-step/")

    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(lambda url: not url.endswith("/second-step/"))

    assert page.get_by_role("button", name="Sign out").is_visible()


def test_a_device_that_does_not_know_its_owner_opens_nothing(at_door, finance_officer):
    page = at_door()
    session, device = give_device(page)
    sign_in(page, finance_officer)
    add_passkey(page)
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    stranger = {"authenticatorId": device, "isUserVerified": False}
    session.send("WebAuthn.setUserVerified", stranger)

    page.get_by_role("button", name="Continue with a passkey").click()
    page.get_by_text("No passkey was used.").wait_for()

    assert page.url.endswith("/sign-in/")
    assert not page.get_by_role("button", name="Sign out").is_visible()


# --- How it looks -------------------------------------------------------------------------------
def test_every_page_before_signing_in_is_sound(at_door, live_server, finance_officer):
    page = at_door()
    watched = Watched(page, live_server.url)
    page.goto("/password/")
    page.get_by_label("E-mail address").fill(finance_officer.email)
    page.get_by_role("button", name="Send the link").click()
    page.wait_for_url("**/sent/")
    watched.examine()
    link = link_in(OutgoingMail.objects.get())

    for path in ("/sign-in/", "/password/", "/password/changed/", "/sign-in/closed/", link):
        watched.open(path)
        watched.examine()
    page.get_by_label("New password", exact=True).fill("short")
    page.get_by_role("button", name="Save the new password").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    watched.examine()
    watched.open("/password/new/1-gone/")
    watched.examine()
    for _ in range(3):
        page.goto("/password/")
        page.get_by_label("E-mail address").fill(finance_officer.email)
        watched.quiet = True
        page.get_by_role("button", name="Send the link").click()
    page.get_by_role("heading", name="Too many tries").wait_for()
    watched.quiet = False
    watched.examine()

    watched.judge()


def test_every_page_of_a_second_step_is_sound(at_door, live_server, finance_officer):
    page = at_door()
    watched = Watched(page, live_server.url)
    give_device(page)
    sign_in(page, finance_officer)
    for name in ("account", "mfa_index", "mfa_activate_totp", "mfa_add_webauthn"):
        watched.open(reverse("portal:account" if name == "account" else name))
        watched.examine()
    add_passkey(page)
    watched.examine()
    with_app(finance_officer)
    passkey = Authenticator.objects.get(type="webauthn").pk
    for name, args in (
        ("mfa_index", []),
        ("mfa_deactivate_totp", []),
        ("mfa_generate_recovery_codes", []),
        ("mfa_list_webauthn", []),
        ("mfa_edit_webauthn", [passkey]),
        ("mfa_remove_webauthn", [passkey]),
        ("usersessions_list", []),
        ("account_reauthenticate", []),
        ("mfa_reauthenticate", []),
        ("mfa_reauthenticate_webauthn", []),
    ):
        watched.open(reverse(name, args=args))
        watched.examine()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    sign_in(page, finance_officer)
    watched.examine()
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    watched.examine()

    watched.judge()
    assert re.search("That code does not match", page.content())


@pytest.fixture(autouse=True)
def counted_anew():
    cache.clear()
