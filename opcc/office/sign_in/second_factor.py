"""Nobody who works here goes on without a second step, whichever door they came by."""

from functools import partial

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject

from ..kept_typing import keep_typing
from .entra.asking import brought_second_step

ENROLLING = {
    "account_login",
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "microsoft_callback",
    "microsoft_reauthenticate",
    "microsoft_reauthenticate_go",
    "microsoft_sign_in",
}
"""What is open to who has no second step yet: setting one up, and leaving."""

WANTED = "wanted_before_second_step"


class SecondFactorMiddleware:
    """Lead whoever works here and has no second step to the page that sets one up.

    Where a page is open to everybody they are a stranger to it, so that none shows them more.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not settings.SECOND_FACTOR_REQUIRED or request.resolver_match.view_name in ENROLLING:
            return None
        if not getattr(view_func, "login_required", True):
            # Asked only where the page asks who is there: most of these ask nothing of a session.
            request.user = SimpleLazyObject(partial(proven, request, request.user))
            return None
        if not lacks_second_factor(request, request.user):
            return None
        return lead_to_second_step(request)


def lead_to_second_step(request):
    """Keep what was typed and where it was meant for, and go and set one up."""
    if request.method == "POST":
        keep_typing(request)
    request.session[WANTED] = request.get_full_path()
    return redirect("mfa_index")


def lacks_second_factor(request, user):
    """Whether this person has to have a second step and has none. Costs no query."""
    if not user.is_authenticated or not user.needs_second_factor:
        return False
    return not user.has_second_factor and not brought_second_step(request)


def proven(request, user):
    """The User, or a stranger in the place of one who has not proven who they are."""
    return AnonymousUser() if lacks_second_factor(request, user) else user
