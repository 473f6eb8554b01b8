"""What allauth asks of this office: whom it lets in, and what it says and sends."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth import login

from ..kept_typing import remember_writer

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

    def reauthenticate(self, user, password):
        """Whether this is the person's password. Counted as a sign-in is."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def add_message(self, *args, **kwargs):
        """Say nothing by itself: that one has signed in shows on the page."""
