"""What a fake tenant, and who forges what comes from it, tries in order to be somebody else."""

import base64
import json
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives import serialization
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from opcc.office.models import MicrosoftAccount, User
from opcc.office.sign_in.entra.provider import SECONDS
from tests.admin_pages import words
from tests.factories import user_in
from tests.sign_in.entra_provider import (
    ANNA,
    BEN,
    CLIENT,
    KEY,
    OTHER_TENANT,
    STRANGE_KEY,
    FakeEntra,
    come_back,
    public_part,
    sign_in,
)
from tests.sign_in.people import bound, is_signed_in

NO_PROOF = "What came back from Microsoft is no proof of who you are"


@pytest.fixture
def anna(office):
    """Whom the Microsoft account of ANNA signs in."""
    user = user_in("Staff", name="Anna Example", email="anna@example.org")
    bound(user)
    return user


def nobody_is_signed_in(client):
    return SESSION_KEY not in client.session


def the_one_line(caplog):
    """The one line that the log has of a refusal, which holds nothing that came."""
    lines = [r.getMessage() for r in caplog.records if r.name == "opcc.sign_in"]
    assert len(lines) == 1
    assert "eyJ" not in lines[0]
    return lines[0]


def by_hmac_of_the_public_key(claims):
    """A token signed with the tenant's public key as if it were a shared secret."""
    public = KEY.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    header = encoded({"alg": "HS256", "typ": "JWT", "kid": "first"})
    signed = f"{header}.{encoded(claims)}"
    algorithm = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    mark = base64.urlsafe_b64encode(algorithm.sign(signed.encode(), public)).rstrip(b"=")
    return f"{signed}.{mark.decode()}"


def encoded(part):
    return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()


def unsigned(claims):
    return f"{encoded({'alg': 'none', 'typ': 'JWT', 'kid': 'first'})}.{encoded(claims)}."


FORGED = {
    "by a strange key under the tenant's name": lambda c: FakeEntra.signed(c, key=STRANGE_KEY),
    "by a key that the tenant lacks": lambda c: FakeEntra.signed(c, key=STRANGE_KEY, kid="other"),
    "by no key at all": unsigned,
    "by the public key as a secret": by_hmac_of_the_public_key,
    "by another algorithm": lambda c: FakeEntra.signed(c, algorithm="RS512"),
    "not at all a token": lambda c: "not.a.token",
    "nothing": lambda c: "",
}

LIES = {
    "another tenant": {"tid": OTHER_TENANT},
    "another issuer": {"iss": f"https://login.microsoftonline.com/{OTHER_TENANT}/v2.0"},
    "an issuer of another machine": {"iss": "https://login.example.org/v2.0"},
    "the issuer of old tokens": {"iss": "https://sts.windows.net/11111111/"},
    "another site": {"aud": "ffffffff-0000-0000-0000-000000000000"},
    "this site among others": {"aud": [CLIENT, "ffffffff-0000-0000-0000-000000000000"]},
    "a time that is over": {"exp": int(time.time()) - 3600},
    "a time that is to come": {"nbf": int(time.time()) + 3600},
    "the answer to another question": {"nonce": "another"},
    "no object id of the kind": {"oid": "anna@example.org"},
}


@pytest.mark.parametrize("how", FORGED)
def test_a_token_that_the_tenant_did_not_sign_is_refused(client, anna, entra, caplog, how):
    entra.sign = FORGED[how]

    page = sign_in(client, entra)

    assert page.status_code == 403
    assert NO_PROOF in words(page)
    assert nobody_is_signed_in(client)
    assert the_one_line(caplog).startswith("Sign-in by Microsoft refused: ")


@pytest.mark.parametrize("what", LIES)
def test_a_token_that_speaks_of_another_is_refused(client, anna, entra, caplog, what):
    entra.lie = lambda claims: claims | LIES[what]

    page = sign_in(client, entra)

    assert page.status_code == 403
    assert NO_PROOF in words(page)
    assert nobody_is_signed_in(client)
    assert the_one_line(caplog)


@pytest.mark.parametrize("claim", ["iss", "aud", "exp", "iat", "nonce", "tid", "oid"])
def test_a_token_that_does_not_say_it_is_refused(client, anna, entra, claim):
    entra.lie = lambda claims: {name: value for name, value in claims.items() if name != claim}

    page = sign_in(client, entra)

    assert page.status_code == 403
    assert nobody_is_signed_in(client)


@pytest.mark.parametrize(
    "told", [{}, {"email": "anna@example.org", "email_verified": True}, {"upn": "anna@example.org"}]
)
def test_the_address_of_another_person_signs_nobody_in(client, anna, entra, caplog, told):
    people = User.objects.count()

    page = sign_in(client, entra, BEN, preferred_username="anna@example.org", **told)

    assert page.status_code == 403
    assert "Your Microsoft account is not known here Ask an administrator" in words(page)
    assert nobody_is_signed_in(client)
    assert (User.objects.count(), MicrosoftAccount.objects.count()) == (people, 1)
    assert the_one_line(caplog).endswith(f"object {BEN} is nobody's here")


def test_the_same_object_of_another_tenant_is_somebody_else(client, anna, entra):
    MicrosoftAccount.objects.update(tenant=OTHER_TENANT)

    page = sign_in(client, entra)

    assert page.status_code == 403
    assert nobody_is_signed_in(client)


def test_an_answer_is_taken_once(client, anna, entra, caplog):
    begun = client.get(reverse("microsoft_sign_in"))
    brought = entra.code_for(begun.url)
    come_back(client, brought)
    client.post(reverse("account_logout"))

    page = come_back(client, brought)

    assert page.status_code == 403
    assert "This sign-in was not begun here" in words(page)
    assert nobody_is_signed_in(client)
    assert the_one_line(caplog)


def test_an_answer_to_another_browser_is_not_taken(client, anna, entra):
    begun = Client().get(reverse("microsoft_sign_in"))

    page = come_back(client, entra.code_for(begun.url))

    assert page.status_code == 403
    assert nobody_is_signed_in(client)


def test_a_code_of_another_browser_in_ones_own_question_is_refused(client, anna, entra):
    """The attacker's own state with a code that was made for somebody else."""
    stolen = entra.code_for(Client().get(reverse("microsoft_sign_in")).url)
    own = entra.code_for(client.get(reverse("microsoft_sign_in")).url, BEN)

    page = come_back(client, {"code": stolen["code"], "state": own["state"]})

    assert page.status_code == 403
    assert NO_PROOF in words(page)
    assert nobody_is_signed_in(client)


def test_a_code_for_another_registration_is_refused(client, anna, entra, caplog):
    begun = client.get(reverse("microsoft_sign_in"))
    brought = entra.code_for(begun.url)
    entra.codes[brought["code"]]["client_id"] = "ffffffff-0000-0000-0000-000000000000"

    page = come_back(client, brought)

    assert page.status_code == 403
    assert the_one_line(caplog).endswith("the tenant took no such code: invalid_grant")


@pytest.mark.parametrize("brought", [{}, {"state": "x"}, {"code": "x"}, {"code": "x", "state": ""}])
def test_who_comes_back_without_having_gone_is_refused(client, office, entra, brought):
    page = come_back(client, brought)

    assert page.status_code == 403
    assert "This sign-in was not begun here" in words(page)


def test_who_leaves_microsofts_page_is_told_so(client, anna, entra):
    state = parse_qs(urlsplit(client.get(reverse("microsoft_sign_in")).url).query)["state"][0]

    page = come_back(client, {"state": state, "error": "access_denied", "error_description": "<b>"})

    assert page.status_code == 403
    assert "You came back from Microsoft without signing in" in words(page)


@pytest.mark.parametrize(
    "broken",
    [
        ("/token", requests.ConnectTimeout()),
        ("/token", requests.ReadTimeout()),
        ("/keys", requests.ConnectionError()),
    ],
)
def test_a_tenant_that_does_not_answer_is_said_in_words(client, anna, entra, caplog, broken):
    entra.broken = broken

    page = sign_in(client, entra)

    assert page.status_code == 503
    assert "Microsoft does not answer at the moment" in words(page)
    assert nobody_is_signed_in(client)
    assert the_one_line(caplog).endswith(type(broken[1]).__name__)


def test_a_tenant_that_is_ill_is_said_in_words(client, anna, entra):
    entra.token_status = 500

    page = sign_in(client, entra)

    assert page.status_code == 503


def test_a_tenant_that_does_not_answer_at_the_beginning_is_said_in_words(client, office, entra):
    entra.broken = ("openid-configuration", requests.ConnectTimeout())

    page = client.get(reverse("microsoft_sign_in"))

    assert page.status_code == 503


def test_no_request_waits_for_ever(client, anna, entra):
    sign_in(client, entra)

    assert len(entra.timeouts) == 3
    assert set(entra.timeouts) == {SECONDS}


def test_an_answer_without_end_is_not_read(client, anna, entra, monkeypatch):
    monkeypatch.setattr(entra, "answer_token", lambda sent: (200, b"{" + b" " * 300_000))

    page = sign_in(client, entra)

    assert page.status_code == 503


@pytest.mark.parametrize(
    "named",
    [
        {"issuer": "https://login.example.org/v2.0"},
        {"token_endpoint": "https://login.example.org/token"},
        {"jwks_uri": "http://login.microsoftonline.com/keys"},
    ],
)
def test_a_tenant_that_names_another_machine_is_not_asked(client, office, entra, named):
    entra.discovery |= named

    page = client.get(reverse("microsoft_sign_in"))

    assert page.status_code == 503
    assert len(entra.asked) == 1


def test_a_new_key_of_the_tenant_is_fetched_and_strange_names_do_not_fetch_again(
    client,
    anna,
    entra,
):
    sign_in(client, entra)
    client.post(reverse("account_logout"))
    entra.keys = [public_part(STRANGE_KEY, "second")]
    entra.sign = lambda claims: FakeEntra.signed(claims, key=STRANGE_KEY, kid="second")
    sign_in(client, entra)
    assert is_signed_in(client, anna)
    client.post(reverse("account_logout"))
    before = [request.url for request in entra.asked].count(entra.discovery["jwks_uri"])

    entra.sign = lambda claims: FakeEntra.signed(claims, key=STRANGE_KEY, kid="third")
    sign_in(client, entra)

    after = [request.url for request in entra.asked].count(entra.discovery["jwks_uri"])
    assert nobody_is_signed_in(client)
    assert after == before == 2


@pytest.mark.parametrize(
    "path", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_nobody_is_led_to_another_site(client, anna, entra, path):
    page = sign_in(client, entra, path=path)

    assert is_signed_in(client, anna)
    assert page.url == "/"


def test_another_sites_page_sends_nobody_to_microsoft(client, office, entra):
    page = client.get(reverse("microsoft_sign_in"), headers={"Sec-Fetch-Site": "cross-site"})

    assert page.url == reverse("account_login")
    assert entra.asked == []


def test_what_is_asked_is_bound_to_this_browser_and_to_nothing_in_the_address(
    client,
    office,
    entra,
):
    begun = client.get(
        reverse("microsoft_sign_in"), {"scope": "Mail.Read", "prompt": "none", "tenant": "common"}
    )

    asked = {name: values[0] for name, values in parse_qs(urlsplit(begun.url).query).items()}
    assert asked["scope"] == "openid profile"
    assert asked["redirect_uri"] == "https://plan.example.org/sign-in/microsoft/back/"
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43
    assert len({asked[name] for name in ("state", "nonce", "code_challenge")}) == 3
    assert set(asked) == {
        *("client_id", "response_type", "response_mode", "redirect_uri", "scope", "state"),
        *("nonce", "code_challenge", "code_challenge_method"),
    }


def test_the_secret_of_the_site_goes_to_the_token_endpoint_alone(client, anna, entra):
    sign_in(client, entra)

    with_secret = [r.url for r in entra.asked if "the-secret-of-this-site" in f"{r.url} {r.body}"]
    assert with_secret == [entra.discovery["token_endpoint"]]
    assert ANNA not in repr(with_secret)
