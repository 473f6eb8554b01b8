"""A stranger's scan of headers finds nothing missing, at any address and whatever it answers."""

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from opcc.office.headers import PERMISSIONS, content_policy
from tests.access.addresses import GET, OPEN_TO_STRANGERS, walk
from tests.access.conftest import path_of
from tests.access.test_matrix import ADMIN_NAMES

POLICY = (
    "base-uri 'none'; connect-src 'self'; default-src 'none'; form-action 'self'; "
    "frame-ancestors 'none'; img-src 'self'; script-src 'self'; style-src 'self'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
NOT_THE_READERS = {"portal:calendar-feed", "office:robots-txt"}
"""The same whoever is signed in: opened by a key in its address, or by everybody."""

KEPT_BY_THE_READER = {"no-store", "private"}


STRICTER = {"plans:evidence-file": {"Content-Security-Policy"}}
"""What an address says in its own way, more strictly: a file that somebody brought runs nothing."""


def asked(client, name, things):
    """The answer of an address, read to its end."""
    response = client.get(path_of(name, things))
    response.getvalue()
    return response


def lacks(response):
    """The headers that an answer lacks, or that say something else than they should."""
    found = response.headers
    wrong = {name for name, value in ALWAYS.items() if found.get(name) != value}
    wrong |= {name for name in ("X-Request-ID", "Cache-Control") if not found.get(name)}
    if "geolocation=()" not in found.get("Permissions-Policy", ""):
        wrong.add("Permissions-Policy")
    return wrong


def cache_rules(response):
    return {rule.strip() for rule in response.headers["Cache-Control"].split(",")}


def is_of_the_interface(name):
    """Whether a session is nothing to the address: programs read it, as strangers do."""
    return name.startswith("api:") and not name.startswith(("api:data", "api:dictionary"))


@pytest.mark.parametrize("role", ["anonymous", "panel", "administrator"])
def test_no_address_lacks_a_header(client, cast, things, role):
    if role != "anonymous":
        client.force_login(cast[role])

    lacking = {name: lacks(asked(client, name, things)) for name in [*GET, *ADMIN_NAMES]}

    assert {n: headers for n, headers in lacking.items() if headers - STRICTER.get(n, set())} == {}


@pytest.mark.parametrize("role", ["panel", "owner", "administrator"])
def test_nothing_that_somebody_reads_who_signed_in_is_kept(client, cast, things, role):
    client.force_login(cast[role])
    names = [n for n in [*GET, *ADMIN_NAMES] if not is_of_the_interface(n)]

    kept = {
        name: rules
        for name in names
        if name not in NOT_THE_READERS
        and not (rules := cache_rules(asked(client, name, things))) >= KEPT_BY_THE_READER
    }

    assert kept == {}


def test_a_page_that_refuses_a_stranger_is_not_kept_either(client, things):
    names = [name for name in GET if name not in OPEN_TO_STRANGERS]
    names = [name for name in names if not is_of_the_interface(name)]

    kept = [n for n in names if "no-store" not in cache_rules(asked(client, n, things))]

    assert kept == []


@pytest.mark.parametrize("path", ["/static/build/app.css", "/static/images/favicon.svg"])
def test_a_style_sheet_and_a_picture_have_them_too(client, office, path):
    response = client.get(path)
    response.close()

    assert response.status_code == 200
    assert lacks(response) == set()
    assert "public" in cache_rules(response)


@pytest.mark.parametrize(
    ("method", "path", "extra", "status"),
    [
        ("get", "/nothing/here/", {}, 404),
        ("get", "/static/nothing.css", {}, 404),
        ("delete", "/sign-in/", {}, 405),
        ("get", "/", {"headers": {"host": "evil.example"}}, 400),
        ("post", "/sign-in/", {}, 403),
        ("get", "/admin", {}, 301),
    ],
)
def test_refusals_have_them_too(office, method, path, extra, status):
    response = getattr(Client(enforce_csrf_checks=True), method)(path, **extra)

    assert response.status_code == status
    assert lacks(response) == set()
    assert "no-store" in cache_rules(response)


@pytest.mark.parametrize(("method", "path"), [("delete", "/sign-in/"), ("get", "/sign-out/")])
def test_a_page_that_is_opened_the_wrong_way_says_so(client, office, method, path):
    response = getattr(client, method)(path)

    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
    assert "This page is not opened that way" in response.text


def test_over_https_browsers_are_told_to_stay_there(client, office, settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_SSL_REDIRECT = 31_536_000, True
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_HSTS_PRELOAD = True
    settings.CONTENT_SECURITY_POLICY = content_policy(https=True)

    response = Client().get("/sign-in/", secure=True)
    redirect = Client().get("/sign-in/")

    hsts = response.headers["Strict-Transport-Security"]
    assert hsts == "max-age=31536000; includeSubDomains; preload"
    policy = response.headers["Content-Security-Policy"]
    assert policy == f"{POLICY}; upgrade-insecure-requests"
    assert (redirect.status_code, redirect.url) == (301, "https://testserver/sign-in/")
    # Theirs says more than the policy without HTTPS that `lacks` compares with.
    assert lacks(response) == lacks(redirect) == {"Content-Security-Policy"}


def test_a_page_may_ask_the_browser_for_a_passkey_and_for_nothing_else():
    allowed = {feature: who for feature, who in PERMISSIONS.items() if who}

    assert allowed == {
        "publickey-credentials-create": ["self"],
        "publickey-credentials-get": ["self"],
    }
    assert len(PERMISSIONS) > 30


def test_all_processes_send_one_policy(client, office):
    found = client.get(reverse("account_login")).headers["Content-Security-Policy"].split("; ")

    assert found == sorted(found)


def test_what_a_view_says_of_keeping_its_answer_stands(client, office):
    response = client.get(reverse("governance:pack-list"))

    assert response.headers["Cache-Control"] == "public, no-cache"


def test_every_address_was_looked_at():
    assert {name for name, _ in walk()} - {"admin:None"} == {*GET, *ADMIN_NAMES}
    assert ALWAYS["Referrer-Policy"] == configured.SECURE_REFERRER_POLICY


# --- Where a visitor is led ---------------------------------------------------------------------
@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example/", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"],
)
def test_signing_in_leads_to_no_other_site(client, finance_chief, elsewhere):
    typed = {"login": finance_chief.email, "password": "a-password-for-tests"}

    response = client.post(f"{reverse('account_login')}?next={elsewhere}", typed)

    assert (response.status_code, response.url) == (302, "/")


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver@evil.example"]
)
@pytest.mark.parametrize("path", ["/", "/sign-in/", "/api/v1/packs", "/admin/"])
def test_a_name_that_is_not_ours_is_refused(client, office, host, path):
    response = client.get(path, headers={"host": host})

    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()
