"""How the running of the site stands: a page for administrators, and answers for machines."""

from importlib import import_module

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from opcc.office.keys import is_key
from opcc.office.models import OutgoingMail, User
from opcc.office.sign_in.second_factor import lacks_second_factor

from .. import health as standing
from .. import readiness
from ..readiness import FAILING, WARNING, named


def health(request):
    refuse_others(request)
    context = standing.health(request.now) | {"checks": readiness.checks()}
    return render(request, "portal/health.html", context)


# --- For machines -------------------------------------------------------------------------------
@login_not_required
@never_cache
@require_safe
def live(request):
    """Say that this process answers. Nothing is asked: not even whether there is a database."""
    return HttpResponse("live\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def ready(request):
    """Say whether this copy of the site can answer people: 200 or 503.

    Strangers learn no more than that; an administrator's browser is told what fails.
    """
    found = readiness.watch.look()
    status = 503 if named(found, FAILING) else 200
    if is_administrator(request):
        return JsonResponse(told(found), status=status)
    word = "not ready" if status == 503 else "ready"
    return HttpResponse(f"{word}\n", status=status, content_type="text/plain")


def told(found):
    return {
        "ready": not named(found, FAILING),
        "failing": named(found, FAILING),
        "warnings": named(found, WARNING),
        "checks": {check.name: {"word": check.word, "says": check.says} for check in found},
    }


def is_administrator(request):
    """Whether the session is an administrator's: asked here, since nothing asked before.

    False where that cannot be known, because what knows it may be what is failing. Under Valkey a
    session may come from there; where that is away, it comes from the database.
    """
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    try:
        return bool(key) and opens_administration(request, session_of(key))
    except Exception:
        return False


def session_of(key):
    return import_module(settings.SESSION_ENGINE).SessionStore(key)


def opens_administration(request, session):
    user = User.objects.filter(pk=session.get(SESSION_KEY), is_active=True).first()
    if user is None or not user.is_staff:
        return False
    if not constant_time_compare(session[HASH_SESSION_KEY], user.get_session_auth_hash()):
        return False
    request.session, request.user = session, user
    return not lacks_second_factor(request, user)


# --- Mail ---------------------------------------------------------------------------------------
def try_again(request):
    """Let mails that were given up wait to be sent again: one that is named, or all."""
    refuse_others(request)
    if request.method == "POST":
        named = request.POST.get("mail", "")
        keys = [int(named)] if is_key(named) else None if named == "all" else []
        count = OutgoingMail.objects.try_again(request.now, keys)
        say_how_many(request, count)
    return redirect("portal:health")


def say_how_many(request, count):
    if count:
        mails = "1 mail waits" if count == 1 else f"{count} mails wait"
        messages.success(request, f"{mails} to be sent by the next run.")
    else:
        messages.info(request, "Nothing was waiting for that: it may have been tried already.")


def refuse_others(request):
    """Raise Http404 for whoever does not administer the office."""
    if not request.user.is_staff:
        raise Http404
