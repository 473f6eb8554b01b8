"""A sign-in that waits for its second step: what it was begun by has to stand when it goes on."""

from allauth.account.internal.stagekit import clear_login
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from ..models import MicrosoftAccount, machine_now
from . import words
from .entra.asking import came_by_microsoft

BEGUN = "sign_in_begun"


def note_beginning(request, user):
    request.session[BEGUN] = [machine_now().timestamp(), stamp_of(request, user)]


def still_stands(request, user):
    """Whether the account was open ever since, and what it was begun by is still the person's."""
    at, stamp = request.session.get(BEGUN, (0, ""))
    is_open = user.is_active and not user.was_closed_since(at)
    return is_open and constant_time_compare(stamp, stamp_of(request, user))


def stamp_of(request, user):
    """What changes with the password, and with the Microsoft account of whoever came by that."""
    accounts = MicrosoftAccount.objects.filter(user=user).values_list("pk", flat=True)
    account = accounts.first() if came_by_microsoft(request, user) else ""
    return f"{user.get_session_auth_hash()} {account}"


def begin_again(request):
    """Give the sign-in up, and lead to where one begins, with the reason."""
    clear_login(request)
    request.session.pop(BEGUN, None)
    messages.error(request, words.BEGIN_AGAIN)
    return redirect("account_login")
