"""An id for each request, and one line of the log when it has been answered."""

import logging
import re
import secrets
from time import perf_counter

from django.conf import settings

from ..visitors import client_address
from .current import CURRENT

logger = logging.getLogger(__name__)

SANE = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""What a proxy may call a request: nothing that ends a line, or that fills one."""

REFUSALS = {401, 403, 429}
AGENT_AT_MOST = 200


class RequestLineMiddleware:
    """Give each request an id, put it into the answer, and log the answer in one line.

    Outermost, so that no answer is without. What Django says of a failure or a refusal is
    switched off (QUIET): this line says it with who and how long. It names the route and not the
    address, in which secrets and names stand.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.id = id_of(request)
        began, token = perf_counter(), CURRENT.set(request)
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = request.id
            tell(request, response, perf_counter() - began)
        finally:
            CURRENT.reset(token)
        return response


def id_of(request):
    """What the proxy called the request, where there is one and it is sane; else a new id."""
    given = request.META.get("HTTP_X_REQUEST_ID", "") if settings.BEHIND_PROXY else ""
    return given if SANE.fullmatch(given) else secrets.token_hex(8)


def tell(request, response, seconds):
    """Log an answer: a refusal with where it came from, a failure with what failed."""
    event, level = gravity(response.status_code)
    if not logger.isEnabledFor(level) or is_static(request, response):
        return
    facts = {
        "method": request.method,
        **place(request),
        "status": response.status_code,
        "ms": round(seconds * 1000, 1),
    }
    if event == "refused":
        why = getattr(request, "refused_because", "")
        facts |= origin(request) | ({"reason": why} if why else {})
    fault = getattr(request, "fault", None)
    logger.log(level, event, extra=facts, exc_info=fault)


def gravity(status):
    """(what happened, how grave that is)."""
    if status >= 500:
        return "failed", logging.ERROR
    return ("refused", logging.WARNING) if status in REFUSALS else ("answered", logging.INFO)


def place(request):
    """The route's name, and the numbers in the address: which plan, which activity.

    Other parts of an address may be secrets, and one that leads nowhere may be one that was typed
    wrongly by a letter.
    """
    match = request.resolver_match
    if match is None:
        return {"route": None}
    about = {name: key for name, key in match.kwargs.items() if isinstance(key, int)}
    return {"route": match.view_name or "unnamed", **({"about": about} if about else {})}


def origin(request):
    """From where a refused request came, and with what: for whoever looks into an attack."""
    return {
        "address": client_address(request),
        "agent": request.META.get("HTTP_USER_AGENT", "")[:AGENT_AT_MOST],
    }


def is_static(request, response):
    """Whether it was a style sheet or the like, of which each page has several."""
    return (
        request.resolver_match is None
        and response.status_code < 400
        and request.path_info.startswith(settings.STATIC_URL)
    )
