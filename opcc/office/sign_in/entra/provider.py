"""Talking to the tenant: where it lives, its keys, its tokens; and believing none unchecked."""

import json
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlencode

import jwt
import requests
from django.core.cache import cache
from urllib3.exceptions import HTTPError

from ...mail.letters import one_line
from .configuration import AUTHORITY, is_guid

SECONDS = (4, 6)
"""To connect, and between two parts of an answer: a page waits on it."""

LONGEST_ANSWER = 200_000
"""Bytes of an answer: keys and tokens are a few thousand."""

KEPT_SECONDS = 60 * 60
"""How long the tenant's addresses and keys are kept; a key that is not among them is asked for."""

ASKED_AGAIN_SECONDS = 60
"""Keys are asked for anew no more often than this, whatever keys tokens claim to be signed by."""

SKEW_SECONDS = 60
"""How far the clocks of the tenant and of this machine may differ."""

ALGORITHMS = ["RS256"]
NEEDED = ["iss", "aud", "exp", "iat", "nonce", "tid", "oid"]
ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class Unreachable(Exception):
    """Microsoft did not answer, or not as it should. Nothing is known of who came."""


class Refused(Exception):
    """What came is not a proof of who somebody is. The words are for the log, without secrets."""


class Identity(NamedTuple):
    """Who somebody is at Entra ID. known_as: a name to show, which matches nobody.

    proved_at: seconds since 1970 of when they last typed or showed something there, or None.
    """

    issuer: str
    tenant: str
    object_id: str
    known_as: str
    proved_at: int | None = None


# --- What is asked --------------------------------------------------------------------------------
def session():
    """A client of the tenant. Tests mount their own in its place."""
    return requests.Session()


def answer_of(method, url, **facts):
    """Return (status, JSON object) that the tenant answers; raises Unreachable."""
    try:
        with (
            session() as client,
            client.request(
                method, url, timeout=SECONDS, allow_redirects=False, stream=True, **facts
            ) as response,
        ):
            body = response.raw.read(LONGEST_ANSWER + 1, decode_content=True)
            if len(body) > LONGEST_ANSWER:
                raise Unreachable("its answer is too long")
            answer = json.loads(body)
    except (requests.RequestException, HTTPError, ValueError, OSError) as trouble:
        raise Unreachable(type(trouble).__name__) from trouble
    if not isinstance(answer, dict):
        raise Unreachable("its answer is no object")
    return response.status_code, answer


def read(url):
    status, answer = answer_of("GET", url)
    if status != requests.codes.ok:
        raise Unreachable(f"it answered {status}")
    return answer


def addresses(entra):
    """{name: address} of where the tenant is asked. Raises Unreachable where they are not its."""
    key = f"entra-addresses:{entra.tenant}"
    if found := cache.get(key):
        return found
    answer = read(entra.discovery)
    found = {name: str(answer.get(name, "")) for name in ENDPOINTS}
    if answer.get("issuer") != entra.issuer:
        raise Unreachable("it names another issuer")
    if not all(address.startswith(f"{AUTHORITY}/") for address in found.values()):
        raise Unreachable("it names addresses elsewhere")
    cache.set(key, found, KEPT_SECONDS)
    return found


def keys(entra, *, anew=False):
    """{kid: key} by which the tenant signs. anew: ask it, unless it was asked a moment ago."""
    key = f"entra-keys:{entra.tenant}"
    if anew and not cache.add(f"{key}:asked", True, ASKED_AGAIN_SECONDS):
        anew = False
    found = None if anew else cache.get(key)
    if found is None:
        found = read(addresses(entra)["jwks_uri"])
        cache.set(key, found, KEPT_SECONDS)
    return {
        each["kid"]: jwt.PyJWK(each, algorithm="RS256")
        for each in found.get("keys", [])
        if each.get("kty") == "RSA" and each.get("use", "sig") == "sig" and each.get("kid")
    }


def key_for(token, entra):
    """The tenant's key that the token names; raises Refused where it has none of that name."""
    header = jwt.get_unverified_header(token)
    name = header.get("kid")
    found = keys(entra).get(name) or keys(entra, anew=True).get(name)
    if found is None:
        raise Refused("it is signed by a key that the tenant does not have")
    return found


# --- The way there and back -----------------------------------------------------------------------
def new_secret():
    return secrets.token_urlsafe(32)


def address_to_ask(entra, *, state, nonce, verifier, back, proves_anew=False):
    """Where to send the browser. proves_anew: the person shows anew who they are."""
    challenge = urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    asked = {
        "client_id": entra.client_id,
        "response_type": "code",
        "response_mode": "query",
        "redirect_uri": back,
        "scope": "openid profile",
        "state": state,
        "nonce": nonce,
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    if proves_anew:
        asked |= {"prompt": "login", "max_age": "0"}
    return f"{addresses(entra)['authorization_endpoint']}?{urlencode(asked)}"


def identity_by(code, entra, *, nonce, verifier, back):
    """Return the Identity that the code stands for. Raises Refused or Unreachable."""
    sent = {
        "client_id": entra.client_id,
        "client_secret": entra.client_secret,
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "code_verifier": verifier,
    }
    status, answer = answer_of("POST", addresses(entra)["token_endpoint"], data=sent)
    if status >= requests.codes.server_error:
        raise Unreachable(f"it answered {status}")
    if status != requests.codes.ok:
        raise Refused(f"the tenant took no such code: {one_line(answer.get('error', status), 40)}")
    return identity_of(str(answer.get("id_token", "")), entra, nonce=nonce)


def identity_of(token, entra, *, nonce):
    """Return the Identity that an id_token proves, to whom it was meant for. Raises Refused."""
    try:
        claims = jwt.decode(
            token,
            key_for(token, entra),
            algorithms=ALGORITHMS,
            audience=entra.client_id,
            issuer=entra.issuer,
            leeway=SKEW_SECONDS,
            options={"require": NEEDED, "strict_aud": True},
        )
    except jwt.PyJWTError as fault:
        raise Refused(f"the token does not hold: {type(fault).__name__}") from fault
    if claims["tid"] != entra.tenant:
        raise Refused("the token is of another tenant")
    if not secrets.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise Refused("the token answers another question")
    if not is_guid(claims["oid"]):
        raise Refused("the token names nobody")
    return Identity(
        issuer=claims["iss"],
        tenant=claims["tid"],
        object_id=claims["oid"].lower(),
        known_as=known_as(claims),
        proved_at=claims["auth_time"] if isinstance(claims.get("auth_time"), int) else None,
    )


def known_as(claims):
    """What to call the account on a page: anybody may have written it."""
    names = [claims.get(name) for name in ("name", "preferred_username")]
    shown = [one_line(name, 90) for name in names if isinstance(name, str) and name.strip()]
    return ", ".join(shown) or "a Microsoft account without a name"
