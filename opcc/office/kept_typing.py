"""What a person had typed when their session ended, given back after they sign in again.

A signed cookie remembers who signed in last on this browser. Typing is kept only for them, and
given back to nobody else who shares the machine.
"""

from django.conf import settings
from django.http import QueryDict

WRITER = "writer"
SESSION_KEY = "kept_typing"
LONGEST = 60_000
"""Characters kept at most: enough for any form here, too little to fill a disk with."""

REMEMBERED_SECONDS = 14 * 24 * 60 * 60
NEVER_KEPT = {
    *("csrfmiddlewaretoken", "secret"),
    *("password", "oldpassword", "password1", "password2"),
    *("old_password", "new_password1", "new_password2", "code", "credential"),
}


def remember_writer(response, user):
    """Note on this browser, signed, who signed in."""
    response.set_signed_cookie(
        WRITER,
        user.pk,
        max_age=REMEMBERED_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def keep_typing(request):
    """Put the posted fields into the visitor's session, for this address and its writer.

    Return whether they were put there.
    """
    writer = writer_of(request)
    fields = {name: values for name, values in request.POST.lists() if name not in NEVER_KEPT}
    length = sum(len(value) for values in fields.values() for value in values)
    if not writer or length > LONGEST:
        return False
    request.session[SESSION_KEY] = {"path": request.path, "fields": fields, "writer": writer}
    return True


def writer_of(request):
    """The key, as text, of whoever is signed in or was last on this browser; None without any."""
    if request.user.is_authenticated:
        return str(request.user.pk)
    return request.get_signed_cookie(WRITER, default=None, max_age=REMEMBERED_SECONDS)


def as_posted(fields):
    """What a browser would post of kept fields."""
    data = QueryDict(mutable=True)
    for name, values in fields.items():
        data.setlist(name, values)
    return data


def take_kept_typing(request):
    """Return {field: [values]} kept for this address and reader, once; None without any."""
    kept = request.session.get(SESSION_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    return kept["fields"] if kept["writer"] == str(request.user.pk) else None


def sent_by_this_site(request):
    """Whether the browser says that the form was ours: another site's words are not kept."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
