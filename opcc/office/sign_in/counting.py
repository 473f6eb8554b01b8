"""What is tried in vain, counted for the network address that it came from.

Under a name of its own: once a code is right, allauth forgets all that it counts as "login_failed",
and anybody with an account could have everybody's wrong guesses forgotten.
"""

import logging
from contextlib import contextmanager

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.core.exceptions import ValidationError

from . import rates

logger = logging.getLogger(__name__)


def count_attempt(request):
    """Count it before it is known whether it is right; return the count, to be taken back.

    Raises ValidationError where too much was wrong from that address.
    """
    attempt = ratelimit.consume(request, app=rates.APP, action="wrong_from_address")
    if attempt is None:
        raise too_many(request, "too_many_from_address")
    return attempt


@contextmanager
def counted_if_wrong(request):
    """Count what is tried within, but for what is right or what is refused unseen."""
    attempt = count_attempt(request)
    try:
        yield
    except ValidationError as refusal:
        if refusal.code == "too_many_login_attempts":
            attempt.rollback()
        raise
    attempt.rollback()


def too_many(request, error):
    """Note that somebody tries too often; return the refusal to raise."""
    adapter = get_adapter(request)
    logger.warning("Too many wrong attempts from %s", adapter.get_client_ip(request))
    return adapter.validation_error(error)
