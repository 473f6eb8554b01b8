"""A tenant of Entra ID of this machine: real keys, real tokens, and whatever lies a test asks for.

It stands in the place of the network: everything above the socket is the program's own.
"""

import base64
import io
import json
import time
import uuid
from hashlib import sha256
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from django.urls import reverse
from requests.adapters import BaseAdapter
from urllib3 import HTTPResponse

from opcc.office.sign_in.entra.configuration import AUTHORITY, configured

TENANT = "11111111-2222-3333-4444-555555555555"
OTHER_TENANT = "99999999-8888-7777-6666-555555555555"
CLIENT, SECRET = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "the-secret-of-this-site"
ISSUER = f"{AUTHORITY}/{TENANT}/v2.0"
BACK = "https://plan.example.org/sign-in/microsoft/back/"
ANNA = "0a0a0a0a-1111-2222-3333-444444444444"
BEN = "0b0b0b0b-1111-2222-3333-444444444444"

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGE_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def tenant(**facts):
    """The settings of this site's registration in the tenant."""
    facts = {"does_second_factor": False} | facts
    return configured(tenant=TENANT, client_id=CLIENT, client_secret=SECRET, **facts)


def public_part(key=KEY, kid="first"):
    part = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(key.public_key()))
    return part | {"kid": kid, "use": "sig"}


class FakeEntra(BaseAdapter):
    """Answers for login.microsoftonline.com, and plays the person in front of the browser.

    lie: (claims) -> claims of the next tokens. sign: (claims) -> token. broken: what is raised
    where a test lets the network fail. asked: the requests that came.
    """

    def __init__(self):
        super().__init__()
        self.codes, self.asked, self.timeouts = {}, [], []
        self.lie, self.sign, self.broken = dict, self.signed, None
        self.keys, self.token_status = [public_part()], 200
        self.discovery = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{AUTHORITY}/{TENANT}/oauth2/v2.0/authorize",
            "token_endpoint": f"{AUTHORITY}/{TENANT}/oauth2/v2.0/token",
            "jwks_uri": f"{AUTHORITY}/{TENANT}/discovery/v2.0/keys",
        }

    # --- The network ------------------------------------------------------------------------
    def session(self):
        client = requests.Session()
        client.mount("https://", self)
        return client

    def send(self, request, timeout=None, **facts):
        self.asked.append(request)
        self.timeouts.append(timeout)
        if self.broken and self.broken[0] in request.url:
            raise self.broken[1]
        status, answer = self.answer(request)
        response = requests.Response()
        response.status_code, response.url, response.request = status, request.url, request
        body = io.BytesIO(answer if isinstance(answer, bytes) else json.dumps(answer).encode())
        response.raw = HTTPResponse(body=body, status=status, preload_content=False)
        return response

    def close(self):
        """There is nothing to close."""

    def answer(self, request):
        if request.url.endswith("/.well-known/openid-configuration"):
            return 200, self.discovery
        if request.url.endswith("/keys"):
            return 200, {"keys": self.keys}
        return self.answer_token(dict(parse_qsl(request.body)))

    def answer_token(self, sent):
        """Give the token of a code, once, to the client and the browser that it was made for."""
        if self.token_status != 200:
            return self.token_status, {"error": "temporarily_unavailable"}
        made_for = self.codes.pop(sent.get("code"), None)
        proved = base64.urlsafe_b64encode(sha256(sent.get("code_verifier", "").encode()).digest())
        if (
            made_for is None
            or (sent["client_id"], sent["client_secret"]) != (made_for["client_id"], SECRET)
            or sent["redirect_uri"] != made_for["redirect_uri"]
            or proved.rstrip(b"=").decode() != made_for["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        return 200, {"token_type": "Bearer", "id_token": self.sign(self.lie(made_for["claims"]))}

    # --- The person at Microsoft's page -----------------------------------------------------
    def code_for(self, address, oid=ANNA, **claims):
        """Sign in there as the person of that object id; return what the browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        now = int(time.time())
        code = uuid.uuid4().hex
        self.codes[code] = asked | {
            "claims": {
                "iss": ISSUER,
                "aud": asked["client_id"],
                "tid": TENANT,
                "oid": oid,
                "sub": f"sub-{oid}",
                "iat": now,
                "nbf": now,
                "exp": now + 3600,
                "nonce": asked["nonce"],
                "name": "Anna Example",
                "preferred_username": "anna@example.org",
                "ver": "2.0",
                **({"auth_time": now} if asked.get("prompt") == "login" else {}),
                **claims,
            }
        }
        return {"code": code, "state": asked["state"]}

    @staticmethod
    def signed(claims, *, key=KEY, algorithm="RS256", kid="first"):
        return jwt.encode(claims, key, algorithm=algorithm, headers={"kid": kid})


def come_back(client, brought):
    """The browser follows Microsoft back, with what it was given."""
    return client.get(f"{reverse('microsoft_callback')}?{urlencode(brought)}")


def sign_in(client, entra, oid=ANNA, *, path="", **claims):
    """Press the link, sign in at Microsoft as that person, and come back."""
    begun = client.get(reverse("microsoft_sign_in"), {"next": path} if path else {})
    return come_back(client, entra.code_for(begun.url, oid, **claims))
