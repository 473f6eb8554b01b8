"""Opening the link of an invitation, and choosing a password by it."""

import logging

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe
from django.views.generic import FormView

from ...models import Invitation
from .. import notices
from .forms import ChoosePasswordForm
from .opened import forget, gone, opened, remember

logger = logging.getLogger("opcc.sign_in")

NEW_PASSWORD = "password_by_administrators_link"


@login_not_required
@require_safe
def open_invitation(request, token):
    """Take the link out of the address, where others might read it, and go on.

    Opening uses nothing up: programs that look into mail open every link.
    """
    invitation = Invitation.objects.opened_by(token, request.now)
    if invitation is None:
        return gone(request)
    remember(request, invitation)
    return redirect("invitation")


@method_decorator([login_not_required, sensitive_post_parameters()], name="dispatch")
class Choose(FormView):
    """Choose how to sign in: by a password, or by Microsoft where that is set up."""

    form_class = ChoosePasswordForm
    template_name = "inviting/choose.html"

    def dispatch(self, request, *args, **kwargs):
        self.invitation = opened(request)
        if self.invitation is None:
            return gone(request)
        if request.user.is_authenticated:
            return render(request, "inviting/sign_out_first.html", self.facts(), status=409)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.invitation.user}

    def form_valid(self, form):
        with transaction.atomic():
            if not self.invitation.accept(at=self.request.now):
                return gone(self.request)
            form.save()
            self.tell()
        user = form.user
        forget(self.request)
        logger.info("User %s chose a password by a link", user.pk)
        record_authentication(self.request, user, "password")
        return perform_login(self.request, Login(user=user))

    def tell(self):
        """Tell by mail of a first password, too: it may have been somebody else who chose it."""
        what = "account/email/password_set" if self.invitation.is_first else NEW_PASSWORD
        notices.tell_of_own(what, self.invitation.user, self.request)

    def facts(self):
        by_microsoft = settings.ENTRA and self.invitation.is_first
        return {"invitation": self.invitation, "by_microsoft": bool(by_microsoft)}

    def get_context_data(self, **kwargs):
        return super().get_context_data(**self.facts(), **kwargs)
