"""Sign-ins in the log: who came in, who left, and which account somebody tried in vain.

Django says so of every door, whichever package made it, and only by its signals. Nothing is written
here but a line of the log (tests/test_house_rules.py names this exception).
"""

import logging

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from .requests import origin

logger = logging.getLogger(__name__)


def listen():
    user_logged_in.connect(tell_signed_in, dispatch_uid="tell_signed_in")
    user_logged_out.connect(tell_signed_out, dispatch_uid="tell_signed_out")
    user_login_failed.connect(tell_failed, dispatch_uid="tell_failed")


def tell_signed_in(request, user, **kwargs):
    logger.info("signed in", extra={"account": user.pk, **came_from(request)})


def tell_signed_out(request, user, **kwargs):
    logger.info("signed out", extra={"account": user.pk if user else None})


def tell_failed(credentials, request=None, **kwargs):
    """Name the account by its key, or none where there is no such account: an address of mail
    belongs in no log, and neither does a password that was typed in its place."""
    logger.warning("sign-in failed", extra={"account": account(credentials), **came_from(request)})


def account(credentials):
    typed = credentials.get("username") or credentials.get("email") or ""
    found = get_user_model().objects.filter(email__iexact=str(typed).strip())
    return found.values_list("pk", flat=True).first()


def came_from(request):
    return origin(request) if request is not None else {}
