"""Nobody who works here goes on without a second step, whichever door they came by."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.shortcuts import redirect
from django.urls import reverse

from .entra.asking import brought_second_step

ENROLLING = {
    "account_change_password",
    "account_logout",
    "account_reauthenticate",
    "account_set_password",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_index",
    "microsoft_reauthenticate",
    "microsoft_reauthenticate_go",
}
"""What is open to who has no second step yet: setting one up, and leaving."""


class SecondFactorMiddleware:
    """Lead whoever works here and has no second step to the page that sets one up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not settings.SECOND_FACTOR_REQUIRED or not getattr(view_func, "login_required", True):
            return None
        if not lacks_second_factor(request):
            return None
        if request.resolver_match.view_name in ENROLLING:
            return None
        wanted = {REDIRECT_FIELD_NAME: request.get_full_path()} if request.method == "GET" else {}
        return redirect(f"{reverse('mfa_index')}?{urlencode(wanted)}")


def lacks_second_factor(request):
    """Whether the reader has to have a second step and has none. Costs no query."""
    user = request.user
    if not user.is_authenticated or not user.needs_second_factor:
        return False
    return not user.has_second_factor and not brought_second_step(request)
