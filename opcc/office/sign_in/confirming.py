"""Steps that ask again who is at the keyboard: a session may have been left open.

Whoever signed in, or confirmed who they are, within the last CONFIRM_SECONDS is not asked. Coming
by Microsoft counts from when something was typed or shown there, where its token says so. The
form opens after the question, and a form that was open for longer asks before anything is done:
what was typed is kept, and nothing is sent a second time by itself.
"""

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from ..kept_typing import keep_typing
from ..models import machine_now


def is_fresh(request):
    """Whether the reader proved who they are of late, by signing in or by confirming."""
    proofs = [record["at"] for record in get_authentication_records(request, request.user)]
    age = machine_now().timestamp() - max(proofs, default=0)
    # A proof of a time to come was made by a clock that went wrong.
    return abs(age) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def confirm_first(request):
    """None for whoever proved of late who they are; for others the way to do so, and back here.

    Raises PermissionDenied for whoever has nothing to prove it by.
    """
    if is_fresh(request):
        return None
    ways = ways_of(request.user)
    if request.method == "POST":
        keep_typing(request)
    return question(request, ways)


def ways_of(user):
    """The ways to confirm who one is. Raises PermissionDenied for whoever has none."""
    ways = get_adapter().get_reauthentication_methods(user)
    if not ways:
        raise PermissionDenied("This account has no way to confirm who is at the keyboard.")
    return ways


def question(request, ways):
    back = urlencode({REDIRECT_FIELD_NAME: request.get_full_path()})
    return redirect(f"{ways[0]['url']}?{back}")


class AsksAgain:
    """For a view: comes after what says who may do it, so that nobody else is asked."""

    def asks_again(self):
        """Whether this reader could do it at all."""
        return True

    def dispatch(self, request, *args, **kwargs):
        if self.asks_again() and (question := confirm_first(request)):
            return question
        return super().dispatch(request, *args, **kwargs)


class AskingMiddleware:
    """Asks where a page of allauth would, and keeps nothing of what was sent to it.

    allauth would keep the whole request in the session, a new password or a code included, to send
    it once more by itself. Here its form opens again, empty.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, ReauthenticationRequired) and request.user.is_authenticated:
            return question(request, ways_of(request.user))
        return None
