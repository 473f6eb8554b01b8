"""Pages of signing in that allauth does not have as this office needs them."""

from functools import wraps

from allauth.account.internal.stagekit import clear_login, get_pending_stage
from allauth.account.views import PasswordSetView
from allauth.core.internal import ratelimit
from allauth.mfa import app_settings as second_step
from allauth.mfa.base.views import AuthenticateView, IndexView
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import (
    AddWebAuthnView,
    LoginWebAuthnView,
    ReauthenticateWebAuthnView,
)
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from ..faults import too_many_requests
from ..kept_typing import WRITER
from . import devices, rates, words
from .confirming import AsksAgain
from .second_factor import WANTED, lacks_second_factor
from .sessions import forget, lasting
from .waiting import begin_again


@method_decorator(login_not_required, name="dispatch")
class SignOut(auth_views.LogoutView):
    """Signs out; or gives up the second step of a sign-in, to begin it anew as somebody else."""

    def post(self, request, *args, **kwargs):
        if not request.user.is_authenticated:
            clear_login(request)
            return redirect("account_login")
        forget(request.session.session_key)
        response = super().post(request, *args, **kwargs)
        response.delete_cookie(WRITER)
        # Browsers may keep pages that change seldom; none stays for the next person at the tablet.
        response["Clear-Site-Data"] = '"cache"'
        return response


def too_many(request):
    """Say how long to wait to whoever tries too often."""
    seconds = rates.WAITS.get(request.resolver_match.view_name, rates.SHORT_WAIT)
    return too_many_requests(request, seconds=seconds)


class SetPassword(AsksAgain, PasswordSetView):
    """For who has no password yet. Asks before anything is typed."""

    def asks_again(self):
        return not self.request.user.has_usable_password()


# --- Second steps -------------------------------------------------------------------------------
@method_decorator([never_cache, login_not_required], name="dispatch")
class AskSecondStep(AuthenticateView):
    """Asks whoever is signing in; or leads them back where there is none left to be asked for."""

    def dispatch(self, request, *args, **kwargs):
        stage = get_pending_stage(request)
        if stage and not (stage.login.user and stage.login.user.has_second_factor):
            return begin_again(request)
        return super().dispatch(request, *args, **kwargs)


class SignInByPasskey(LoginWebAuthnView):
    """Takes a passkey for both steps."""

    def get(self, request, *args, **kwargs):
        """Ask the browser for one. Counted as an answer is: what is asked is kept in a session."""
        refusal = ratelimit.consume_or_429(
            request, app="allauth.mfa", action="webauthn_login", limit_get=True
        )
        return refusal or super().get(request, *args, **kwargs)


class SecondStep(IndexView):
    """What is set up, what could be, and on to the page that was asked for once enough is."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        user, codes = self.request.user, context["authenticators"].get("recovery_codes")
        is_lacking = lacks_second_factor(self.request, user)
        return context | {
            "passkeys": context["authenticators"].get("webauthn", []),
            "codes_left": codes_left(codes) if codes else None,
            "is_needed": user.needs_second_factor and settings.SECOND_FACTOR_REQUIRED,
            "wanted": None if is_lacking else self.request.session.pop(WANTED, None),
        }


def codes_left(codes):
    """How many recovery codes are unused. Opens none of them."""
    return second_step.RECOVERY_CODE_COUNT - codes.instance.data["used_mask"].bit_count()


def can_be_opened(view):
    """Lead back, with what to do, where the site's key is not the one that sealed the codes."""

    @wraps(view)
    def opening(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except ValidationError as fault:
            messages.error(request, " ".join(fault.messages))
            return redirect("mfa_index")

    return opening


class RecoveryCodes(ViewRecoveryCodesView):
    """The codes, in fours, and on to the page that was asked for before they were made."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        codes = [f"{code[:4]} {code[4:]}" for code in context["unused_codes"]]
        return context | {"codes": codes, "wanted": self.request.session.pop(WANTED, None)}


class EndsOthers:
    """For a page that sets up a second step: whoever came in before without one is out again.

    Otherwise a session that a password alone had opened would be let on by another's step.
    """

    def form_valid(self, form):
        response = super().form_valid(form)
        self.request.user.end_sessions(but=self.request.session.session_key)
        return response


class SetUpApp(EndsOthers, ActivateTOTPView):
    pass


class AddPasskey(EndsOthers, AddWebAuthnView):
    """Asks the browser for a passkey that can sign in by itself."""

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        options = begin_registration(self.request.user, passwordless=True)
        return context | {"js_data": {"creation_options": options}}


class ConfirmByPasskey(ReauthenticateWebAuthnView):
    def form_invalid(self, form):
        for said in form.errors.get("credential", []):
            messages.error(self.request, said)
        return redirect(self.passthrough_next_url(reverse("mfa_reauthenticate_webauthn")))


# --- Sessions -----------------------------------------------------------------------------------
def sessions(request):
    """Where the reader is signed in; ends all of it but here."""
    own = request.session.session_key
    if request.method == "POST":
        request.user.end_sessions(but=own)
        messages.success(request, words.SIGNED_OUT_ELSEWHERE)
        return redirect("usersessions_list")
    found = [
        (session, devices.in_words(session.user_agent), session.session_key == own)
        for session in lasting(request.user)
    ]
    context = {"sessions": found, "others": sum(not is_own for *_, is_own in found)}
    return render(request, "usersessions/usersession_list.html", context)
