"""The way to Microsoft and back: what a browser went to ask, kept in its session, answered once."""

import logging
from typing import NamedTuple

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.stages import LoginStageController
from allauth.mfa.stages import AuthenticateStage
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.urls import reverse

from ...addresses import absolute
from ...models import MicrosoftAccount, machine_now
from . import provider

SIGN_IN, ACCEPT, CONNECT, CONFIRM = "sign in", "accept", "connect", "confirm"
"""What for: to sign in, to accept an invitation, to connect one's own account, to confirm."""

QUESTIONS, FOUND = "entra_questions", "entra_found"
AT_MOST = 5
"""Questions of one browser at a time: one a tab."""

OPEN_SECONDS = 15 * 60
"""How long an answer is waited for, and how long what was found waits to be confirmed."""

METHOD = "microsoft"
logger = logging.getLogger("opcc.sign_in")


class Question(NamedTuple):
    """What a browser went to ask. user: who was signed in, or None. asked_at: since 1970."""

    purpose: str
    nonce: str
    verifier: str
    wanted: str
    user: int | None
    asked_at: float

    def is_open(self):
        return abs(machine_now().timestamp() - self.asked_at) < OPEN_SECONDS

    def was_asked_by(self, user):
        return self.user == (user.pk if user.is_authenticated else None)


def back():
    """The address that Entra ID sends browsers back to, as it is registered there."""
    return absolute(reverse("microsoft_callback"))


def ask(request, purpose):
    """Return the address to send the browser to. Raises provider.Unreachable."""
    state, nonce, verifier = (provider.new_secret() for _ in range(3))
    user = request.user.pk if request.user.is_authenticated else None
    question = Question(purpose, nonce, verifier, wanted(request), user, machine_now().timestamp())
    address = provider.address_to_ask(
        settings.ENTRA,
        state=state,
        nonce=nonce,
        verifier=verifier,
        back=back(),
        proves_anew=purpose == CONFIRM,
    )
    waiting = list(request.session.get(QUESTIONS, {}).items())[-AT_MOST + 1 :]
    request.session[QUESTIONS] = dict([*waiting, (state, question)])
    return address


def wanted(request):
    """The page of this site that the reader is on the way to; an empty text for any other."""
    path = request.GET.get(REDIRECT_FIELD_NAME, "")
    return path if get_adapter(request).is_safe_url(path) else ""


def take_question(request):
    """Return the Question that this answer's state belongs to, once; None for any other."""
    waiting = dict(request.session.get(QUESTIONS, {}))
    kept = waiting.pop(request.GET.get("state", ""), None)
    if kept is None:
        return None
    request.session[QUESTIONS] = waiting
    question = Question(*kept)
    return question if question.is_open() and question.was_asked_by(request.user) else None


# --- What was found, until its person confirms it -------------------------------------------------
def keep_found(request, identity, purpose):
    at = machine_now().timestamp()
    request.session[FOUND] = {"identity": identity, "purpose": purpose, "at": at}


def found(request, purpose):
    """Return the Identity that this browser brought for that purpose, or None."""
    kept = request.session.get(FOUND)
    if not kept or kept["purpose"] != purpose:
        return None
    age = machine_now().timestamp() - kept["at"]
    return provider.Identity(*kept["identity"]) if abs(age) < OPEN_SECONDS else None


# --- Once it is known who came --------------------------------------------------------------------
def let_in(request, user, identity, *, path=""):
    """Sign the person in by way of allauth's further steps; return the response.

    It proves who they are as of when they showed Microsoft something, and of no day where the token
    does not say when: Microsoft lets in at once whoever is still signed in at the machine.
    """
    record_authentication(request, user, METHOD, at=identity.proved_at or 0)
    login = Login(user=user, redirect_url=path or None)
    if settings.ENTRA.does_second_factor:
        LoginStageController(request, login).set_handled(AuthenticateStage.key)
    return perform_login(request, login)


def note_proof(request):
    """Remember that the reader has just confirmed, at Microsoft, who they are."""
    record_authentication(request, request.user, METHOD, reauthenticated=True)


def brought_second_step(request, user):
    """Whether this reader came by Entra ID, where the office says that a second step is asked."""
    if not settings.ENTRA or not settings.ENTRA.does_second_factor:
        return False
    return came_by_microsoft(request, user)


def came_by_microsoft(request, user):
    """Whether Microsoft said, in this session, that it is they: to sign them in or to confirm."""
    records = get_authentication_records(request, user)
    return any(record["method"] == METHOD for record in records)


def way_to_confirm(user):
    """The ways, one or none, by which this person confirms at Microsoft who they are."""
    if not settings.ENTRA or not user.is_authenticated:
        return []
    if not MicrosoftAccount.objects.filter(user=user).exists():
        return []
    return [
        {
            "id": METHOD,
            "description": "Use your Microsoft account",
            "url": reverse("microsoft_reauthenticate"),
        }
    ]
