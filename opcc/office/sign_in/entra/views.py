"""Going to Microsoft to sign in or to confirm, and coming back. Every refusal is said in words."""

from functools import wraps
from typing import NamedTuple

from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.views.decorators.http import require_GET

from ...models import MicrosoftAccount
from .. import rates
from . import asking
from .asking import logger
from .provider import SKEW_SECONDS, Refused, Unreachable, identity_by


class Words(NamedTuple):
    """What a refusal says: what is the matter, and what to do."""

    heading: str
    advice: str


UNKNOWN = Words(
    heading="Your Microsoft account is not known here",
    advice="Ask an administrator of the delivery plan to invite you, or to check which Microsoft "
    "account you connected. Nothing was changed.",
)
CLOSED = Words(
    heading="Your account here is closed",
    advice="Ask an administrator of the delivery plan if you should have one.",
)
LOST = Words(
    heading="This sign-in was not begun here, or too long ago",
    advice="Begin again from the sign-in page.",
)
LEFT = Words(
    heading="You came back from Microsoft without signing in",
    advice="Begin again when you are ready.",
)
NOT_BELIEVED = Words(
    heading="What came back from Microsoft is no proof of who you are",
    advice="You are not signed in by it. Begin again; if it happens twice, tell an administrator.",
)
SILENT = Words(
    heading="Microsoft does not answer at the moment",
    advice="Try again in some minutes, or use your password here if you have one.",
)
SOMEBODY_ELSE = Words(
    heading="That is another Microsoft account than yours here",
    advice="Nothing was confirmed. Try again with the account that you sign in by.",
)
NOT_ANEW = Words(
    heading="Microsoft did not say that you confirmed who you are just now",
    advice="Nothing was confirmed. Tell an administrator: the registration of this site at Entra "
    "ID has to give the optional claim auth_time.",
)


def where_configured(view):
    """The same view, with nothing at its address while no tenant is set."""

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        if not settings.ENTRA:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


def refuse(request, words, why, *, status=403):
    """Say in words that nothing came of it, and note why, without what came."""
    logger.warning("Sign-in by Microsoft refused: %s", why)
    return render(request, "entra/refused.html", {"words": words}, status=status)


def go(request, purpose):
    """Send the browser to Microsoft, or say that Microsoft does not answer."""
    try:
        return redirect(asking.ask(request, purpose))
    except Unreachable as trouble:
        return refuse(request, SILENT, f"no answer, {trouble}", status=503)


@where_configured
@login_not_required
@require_GET
@ratelimit.decorator(
    app="allauth.account", action="microsoft_sign_in", config=rates.OF_MICROSOFT, limit_get=True
)
def begin(request):
    """Go to Microsoft to sign in. Another site's page cannot send anybody there from here."""
    if request.user.is_authenticated:
        return redirect(asking.wanted(request) or settings.LOGIN_REDIRECT_URL)
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        return redirect("account_login")
    return go(request, asking.SIGN_IN)


@where_configured
@login_not_required
@require_GET
def callback(request):
    """Take what Microsoft sent the browser back with, and do what it was asked for."""
    question = asking.take_question(request)
    if question is None:
        return refuse(request, LOST, "no question of this browser waits for that state")
    if "code" not in request.GET:
        return refuse(request, LEFT, "it came back without a code")
    try:
        identity = identity_by(
            request.GET["code"],
            settings.ENTRA,
            nonce=question.nonce,
            verifier=question.verifier,
            back=asking.back(),
        )
    except Refused as refusal:
        return refuse(request, NOT_BELIEVED, refusal)
    except Unreachable as trouble:
        return refuse(request, SILENT, f"no answer, {trouble}", status=503)
    return ANSWERS[question.purpose](request, question, identity)


def sign_in(request, question, identity):
    account = MicrosoftAccount.objects.of(identity)
    if account is None:
        return refuse(request, UNKNOWN, f"object {identity.object_id} is nobody's here")
    if not account.user.is_active:
        return refuse(request, CLOSED, f"the account of user {account.user_id} is closed")
    return asking.let_in(request, account.user, identity, path=question.wanted)


def to_be_accepted(request, question, identity):
    asking.keep_found(request, identity, asking.ACCEPT)
    return redirect("invitation_microsoft_bind")


def to_be_connected(request, question, identity):
    asking.keep_found(request, identity, asking.CONNECT)
    return redirect("microsoft_bind")


def confirmed(request, question, identity):
    """Go on where the reader was asked, if it is they, and if they showed it just now."""
    account = MicrosoftAccount.objects.of(identity)
    if account is None or account.user_id != request.user.pk:
        return refuse(request, SOMEBODY_ELSE, f"object {identity.object_id} confirms for another")
    if (identity.proved_at or 0) < question.asked_at - SKEW_SECONDS:
        return refuse(request, NOT_ANEW, "the token does not say that it was proved anew")
    asking.note_proof(request)
    return redirect(question.wanted or settings.LOGIN_REDIRECT_URL)


ANSWERS = {
    asking.SIGN_IN: sign_in,
    asking.ACCEPT: to_be_accepted,
    asking.CONNECT: to_be_connected,
    asking.CONFIRM: confirmed,
}


# --- Confirming -----------------------------------------------------------------------------------
@where_configured
@require_GET
def confirm(request):
    """Say why the reader goes to Microsoft once more, with a link there."""
    if not asking.way_to_confirm(request.user):
        raise Http404
    query = {"next": asking.wanted(request) or resolve_url(settings.LOGIN_REDIRECT_URL)}
    context = {"url": reverse("microsoft_reauthenticate_go", query=query)}
    return render(request, "entra/confirm.html", context)


@where_configured
@require_GET
def confirm_go(request):
    if not asking.way_to_confirm(request.user):
        raise Http404
    return go(request, asking.CONFIRM)
