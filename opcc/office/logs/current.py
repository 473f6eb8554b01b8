"""Which request a line of the log belongs to, and who asked."""

from contextvars import ContextVar

CURRENT = ContextVar("request", default=None)
"""The request that is being answered here; None outside of one."""


def about_request(logger, method, event):
    """Add the ids of the request and of who asked, where there are any."""
    request = CURRENT.get()
    if request is not None:
        event["request"] = request.id
        event["user"] = user_id(request)
    return event


def user_id(request):
    """The key of who asked, where the request has found out already; None without asking.

    A page that is open to everybody leaves the session alone, and a line of the log must too.
    """
    known = vars(request)
    user = known.get("_cached_user")
    if user is None and getattr(known.get("user"), "_wrapped", None) is None:
        user = known.get("user")  # Put there as it is: by a sign-in, or by a token.
    return getattr(user, "pk", None)
