"""What allauth asks of this office: whom it lets in, and what it says and sends."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import login

from ..kept_typing import remember_writer
from .confirming import is_fresh
from .entra.asking import way_to_confirm

BACKEND = "opcc.office.backends.RoleBackend"
NO_MATCH = (
    "That e-mail address and password do not match an active account. Check both and try again."
)


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by administrators; nobody signs up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": NO_MATCH,
        "email_password_mismatch": NO_MATCH,
    }

    def is_open_for_signup(self, request):
        return False

    def login(self, request, user):
        """Sign in by the one backend that knows roles, whichever way the person came."""
        user.backend = BACKEND
        login(request, user)

    def post_login(self, request, user, **facts):
        response = super().post_login(request, user, **facts)
        remember_writer(response, user)
        return response

    def is_reauthentication_required(self, *, app, **facts):
        """Ask again where an app of allauth would, of whoever did not prove it of late."""
        return super().is_reauthentication_required(app=app, **facts) and not is_fresh(self.request)

    def get_reauthentication_methods(self, user):
        return [*super().get_reauthentication_methods(user), *way_to_confirm(user)]

    def reauthenticate(self, user, password):
        """Whether this is the person's password. Counted as a sign-in is."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def add_message(self, *args, **kwargs):
        """Say nothing by itself: that one has signed in shows on the page."""
