"""What people read when something fails, or is refused that somebody had typed.

Pages of faults need no database and no session, and show the id under which the log has the rest.
They give back what was typed, wherever it could be read: the browser keeps no page of ours, so its
Back button asks for the form anew, which may fail as well or be empty. What was too large to be
read is lost, and its page (413) says so.
"""

import logging
import sys
from http import HTTPStatus

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import IntegrityError, InterfaceError, OperationalError
from django.http import HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string

from .headers import NOT_KEPT
from .kept_typing import NEVER_KEPT, sent_by_this_site

logger = logging.getLogger(__name__)

TRY_AGAIN_SECONDS = 60
LONGEST = 20_000
"""Characters given back at most of one field."""

UNIQUE_VIOLATION = "23505"
"""PostgreSQL's name for a second row where there may be one; SQLite says it in words."""

BARE = (
    "There is a problem with the service. Nothing was saved that you have not seen saved. Tell the "
    "person who looks after it when it happened, and this number: "
)


def server_error(request):
    """Answer an exception that nobody caught: Django calls it while the exception is at hand."""
    error = sys.exc_info()[1]
    request.fault = error
    if is_out_of_reach(error):
        return unavailable(request)
    if is_clash(error):
        return fault_page(request, HTTPStatus.CONFLICT)
    return fault_page(request, HTTPStatus.INTERNAL_SERVER_ERROR)


def unavailable(request):
    """Say that what the site needs cannot be reached just now, and when to come back."""
    response = fault_page(request, HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = TRY_AGAIN_SECONDS
    return response


def too_many_requests(request, exception=None, *, seconds=TRY_AGAIN_SECONDS):
    """Say that something was tried too often, and how long to wait (429).

    `handler429` of opcc.urls, which allauth calls; whoever counts something else calls it too.
    """
    response = fault_page(request, HTTPStatus.TOO_MANY_REQUESTS, minutes=-(-seconds // 60))
    response["Retry-After"] = seconds
    return response


def refused(request, exception=None):
    """Say that something is for someone else to do (403), and give back what was typed."""
    return render(request, "403.html", {"typed": typed(request)}, status=HTTPStatus.FORBIDDEN)


def not_found(request, exception=None):
    """Say that nothing is there for this reader (404), and give back what was typed."""
    return render(request, "404.html", {"typed": typed(request)}, status=HTTPStatus.NOT_FOUND)


def is_out_of_reach(error):
    """Whether the database, or the cache that processes share, was away, full or too slow.

    A statement that took too long, a lock that could not be had and a pool without a free
    connection are OperationalErrors as well.
    """
    is_of_cache = type(error).__module__ == "redis.exceptions"
    return is_of_cache or isinstance(error, OperationalError | InterfaceError)


def is_clash(error):
    """Whether two people made the same thing at the same moment, and this was the second."""
    if not isinstance(error, IntegrityError):
        return False
    state = getattr(error.__cause__, "sqlstate", None)
    return state == UNIQUE_VIOLATION or "UNIQUE constraint failed" in str(error)


def fault_page(request, status, **more):
    """Return the page of a status, drawn without a request, and so without asking for anything.

    Where even that fails, for want of the list of style sheets say, plain words are left.
    """
    number = getattr(request, "id", "")
    try:
        context = {"request_id": number, "typed": typed(request), **more}
        content, media_type = render_to_string(f"{status:d}.html", context), "text/html"
    except Exception:
        logger.exception("The page of a fault could not be drawn")
        content, media_type = f"{BARE}{number}\n", "text/plain"
    return HttpResponse(
        content,
        status=status,
        content_type=f"{media_type}; charset=utf-8",
        headers={"Cache-Control": NOT_KEPT},
    )


def typed(request):
    """[(name of the field, words)] that a form of ours brought: texts, and nothing that is quickly
    chosen again. Another site's words are not shown under our name."""
    try:
        is_ours = request.method == "POST" and sent_by_this_site(request)
        fields = request.POST.lists() if is_ours else []
    except (BadRequest, SuspiciousOperation, UnreadablePostError):
        return []
    return [
        (name.replace("_", " ").capitalize(), value[:LONGEST])
        for name, values in fields
        for value in values
        if name not in NEVER_KEPT and " " in value.strip()
    ]
