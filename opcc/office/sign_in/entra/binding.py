"""Connecting a Microsoft account with a person here: by an invitation, or from one's own page.

Both show which Microsoft account was found before anything is written.
"""

from django.conf import settings
from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_GET
from django.views.generic import TemplateView

from ...models import AlreadyBound, MicrosoftAccount
from .. import notices
from ..confirming import AsksAgain, confirm_first
from ..inviting.opened import forget, gone, opened
from . import asking
from .asking import logger
from .views import Words, go, refuse, where_configured

TAKEN = Words(
    heading="That Microsoft account cannot be connected",
    advice="It signs somebody else in here, or this person has another one already. An "
    "administrator can take that one off on the page of the account.",
)


@transaction.atomic
def bind(request, user, identity):
    """Connect them, tell the person, and note it in the log and in the account's history.

    Raises AlreadyBound.
    """
    account = MicrosoftAccount.objects.bind(user, identity, at=request.now)
    notices.tell_of_own("microsoft_connected", user, request)
    words = f"Connected a Microsoft account: {account.known_as} ({account.object_id})."
    LogEntry.objects.log_actions(user.pk, [user], CHANGE, words, single_object=True)
    # To be seen at the usual level of logs, though nothing is wrong.
    logger.warning("Microsoft account %s now signs in user %s", account.object_id, user.pk)


@transaction.atomic
def take_off(account, *, at):
    """Let it sign nobody in any more, sign its person out everywhere, and tell them."""
    account.delete()
    account.user.end_sessions()
    notices.tell("microsoft_taken_off", account.user, at=at)
    logger.warning("The Microsoft account of user %s was taken off", account.user_id)


class Found(View):
    """Shows which Microsoft account was found for whom; connects them when that is confirmed."""

    purpose = ""
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request, *args, **kwargs):
        context = {"identity": self.identity, "person": self.person, "again": self.again}
        return render(request, "entra/bind.html", context)

    def post(self, request, *args, **kwargs):
        try:
            return self.settle()
        except AlreadyBound:
            return refuse(request, TAKEN, "one of the two is connected already", status=409)

    @property
    def identity(self):
        return asking.found(self.request, self.purpose)


# --- By an invitation -----------------------------------------------------------------------------
@where_configured
@login_not_required
@require_GET
def accept_go(request):
    """Go to Microsoft with an invitation that was opened in this browser."""
    invitation = opened(request)
    if invitation is None or not invitation.is_first:
        return gone(request)
    return go(request, asking.ACCEPT)


@method_decorator([where_configured, login_not_required], name="dispatch")
class Accept(Found):
    purpose, again = asking.ACCEPT, "invitation_microsoft"

    def dispatch(self, request, *args, **kwargs):
        self.invitation = opened(request)
        if self.invitation is None or not self.invitation.is_first or self.identity is None:
            return gone(request)
        self.person = self.invitation.user
        return super().dispatch(request, *args, **kwargs)

    def settle(self):
        with transaction.atomic():
            if not self.invitation.accept(at=self.request.now):
                return gone(self.request)
            bind(self.request, self.person, self.identity)
        forget(self.request)
        return asking.let_in(self.request, self.person, self.identity)


# --- From one's own page --------------------------------------------------------------------------
class OwnAccount(AsksAgain):
    """For a page about the reader's own Microsoft account, which is not there twice."""

    def dispatch(self, request, *args, **kwargs):
        if not settings.ENTRA:
            raise Http404
        if MicrosoftAccount.objects.filter(user=request.user).exists():
            messages.info(request, "A Microsoft account is connected already.")
            return redirect("portal:account")
        return super().dispatch(request, *args, **kwargs)


class Connect(OwnAccount, TemplateView):
    """Says what connecting does, with a link to Microsoft."""

    http_method_names = ["get", "head", "options"]
    template_name = "entra/connect.html"


@where_configured
@require_GET
def connect_go(request):
    return confirm_first(request) or go(request, asking.CONNECT)


class Bind(OwnAccount, Found):
    purpose, again = asking.CONNECT, "microsoft_connect_go"

    @property
    def person(self):
        return self.request.user

    def get(self, request, *args, **kwargs):
        return super().get(request, *args, **kwargs) if self.identity else self.begin_again()

    def post(self, request, *args, **kwargs):
        return super().post(request, *args, **kwargs) if self.identity else self.begin_again()

    def begin_again(self):
        return redirect("microsoft_account")

    def settle(self):
        bind(self.request, self.person, self.identity)
        self.request.session.pop(asking.FOUND, None)
        messages.success(
            self.request, "Your Microsoft account is connected. You can sign in by it."
        )
        return redirect("portal:account")
