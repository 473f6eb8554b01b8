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
        """Whatever is answered without a view, as where an address leads nowhere, sees a stranger.

        Asked only where somebody asks who is there: most answers to strangers ask no session.
        """
        request.whoever_came = request.user
        request.user = SimpleLazyObject(partial(proven, request, request.user))
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        may_enrol = request.resolver_match.view_name in ENROLLING
        if not may_enrol and not getattr(view_func, "login_required", True):
            return None
        request.user = request.whoever_came
        if may_enrol or not lacks_second_factor(request, request.user):
            return None
        return lead_to_second_step(request)


def lead_to_second_step(request):
    """Keep what was typed and where it was meant for, and go and set one up."""
    if request.method == "POST":
        keep_typing(request)
    request.session[WANTED] = request.get_full_path()
    return redirect("mfa_index")


def lacks_second_factor(request, user):
    """Whether this person has to have a second step and has none. Costs no query for who signed
    in."""
    if not settings.SECOND_FACTOR_REQUIRED or not user.is_authenticated:
        return False
    if not user.needs_second_factor:
        return False
    return not user.has_second_factor and not brought_second_step(request, user)


def proven(request, user):
    """The User, or a stranger in the place of one who has not proven who they are."""
    return AnonymousUser() if lacks_second_factor(request, user) else user
