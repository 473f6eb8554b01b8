"""What allauth asks of this office: whom it lets in, and what it says and sends."""

import unicodedata

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.http import url_has_allowed_host_and_scheme

from ..kept_typing import remember_writer
from ..visitors import client_address
from . import notices, rates, words
from .confirming import is_fresh
from .counting import count_attempt, too_many
from .entra.asking import way_to_confirm
from .sessions import fix_the_end, forget
from .waiting import BEGUN, begin_again, note_beginning, still_stands

BACKEND = "opcc.office.backends.RoleBackend"


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | words.ERRORS

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        """Whether to lead there: to this site alone, under the name by which it was asked."""
        return url_has_allowed_host_and_scheme(
            url, {self.request.get_host()}, require_https=self.request.is_secure()
        )

    # --- Coming in ------------------------------------------------------------------------------
    def pre_login(self, request, user, **facts):
        note_beginning(request, user)
        return super().pre_login(request, user, **facts)

    def login(self, request, user):
        """Sign in by the one backend that knows roles, whichever way the person came; but begin
        again where the account was changed while their second step was waited for."""
        if not still_stands(request, user):
            raise ImmediateHttpResponse(begin_again(request))
        del request.session[BEGUN]
        user.backend = BACKEND
        login(request, user)
        request.session.set_expiry(settings.SESSION_COOKIE_AGE)
        fix_the_end(request.session)
        for record in get_authentication_records(request, user)[-1:]:
            # Who has signed in just now has confirmed who they are, for as long as that lasts. Of
            # Microsoft's word allauth takes none: is_fresh looks at how old the proof is.
            record["reauthenticated"] = True

    def post_login(self, request, user, **facts):
        response = super().post_login(request, user, **facts)
        remember_writer(response, user)
        return response

    def reauthenticate(self, user, password):
        """Whether this is the person's password. Counted for them alone: what strangers try at the
        page of signing in keeps nobody from confirming who they are."""
        attempt = ratelimit.consume(self.request, app=rates.APP, action="confirm_failed", user=user)
        if attempt is None:
            raise too_many(self.request, "too_many_login_attempts")
        found = authenticate(self.request, email=user.email, password=password)
        is_theirs = found is not None and found.pk == user.pk
        if is_theirs:
            attempt.rollback()
        return is_theirs

    def is_reauthentication_required(self, *, app, **facts):
        """Ask again where an app of allauth would, of whoever did not prove it of late; but nobody
        by what they have not got: who signs in elsewhere sets a first second step up at once."""
        if app == "allauth.mfa" and not self.get_reauthentication_methods(self.request.user):
            return False
        return super().is_reauthentication_required(app=app, **facts) and not is_fresh(self.request)

    def set_password(self, user, password):
        """Set it, sign the person out everywhere else, and forget what was typed wrongly."""
        super().set_password(user, password)
        own = self.request.session.session_key
        user.end_sessions(but=own)
        # The session gets another key now, under which it is listed anew.
        forget(own)
        key = self._get_login_attempts_cache_key(self.request, email=user.email)
        ratelimit.clear(self.request, app=rates.APP, action="login_failed", key=key)
        ratelimit.clear(self.request, app=rates.APP, action="confirm_failed", user=user)

    def get_reauthentication_methods(self, user):
        """The ways to confirm who one is, each described in our words."""
        methods = super().get_reauthentication_methods(user)
        for way in methods:
            way["description"] = words.CONFIRM_BY.get(way["id"], way["description"])
        return [*methods, *way_to_confirm(user)]

    # --- Counting -------------------------------------------------------------------------------
    def get_client_ip(self, request):
        """Where the visitor comes from. Raises PermissionDenied where nobody says."""
        if address := client_address(request):
            return address
        raise PermissionDenied("Nobody says from which address this came.")

    def _get_login_attempts_cache_key(self, request, **credentials):
        """What wrong passwords are counted by: the address, however it is typed and whatever name
        of the site it was typed at."""
        return as_compared(credentials.get("email") or credentials.get("username") or "")

    def authenticate(self, request, **credentials):
        """Whose password this is, or None, which is counted for account and network address."""
        attempt = count_attempt(request)
        try:
            found = super().authenticate(request, **credentials)
        except ValidationError as refusal:
            attempt.rollback()
            raise too_many(request, refusal.code) from refusal
        if found:
            attempt.rollback()
        return found

    # --- Saying and sending ---------------------------------------------------------------------
    def add_message(self, request, level, message_template=None, *args, message=None, **kwargs):
        """Say it in our words. That one has signed in shows on the page."""
        said = message or words.DONE.get(message_template)
        if said:
            messages.add_message(request, level, said)

    def send_mail(self, template_prefix, email, context):
        raise NotImplementedError(f"No page here sends {template_prefix} to an address.")

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """Let a mail wait that tells the person what was done to their account."""
        notices.tell_of_own(template_prefix, user, self.request)


def as_compared(address):
    """The address as a database may compare it that minds no case.

    Upper case first: the long s and the i without a dot are letters of their own until then.
    """
    return unicodedata.normalize("NFKC", address.strip()).upper().lower()
