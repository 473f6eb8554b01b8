"""Answering with a calendar."""

import hashlib

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.text import slugify

CONTENT_TYPE = "text/calendar; charset=utf-8"


def as_file(events, *, title):
    """Answer with a file of these Events to keep, named after its title."""
    # The library of calendars is loaded with the first one.
    from .writing import write

    name = f"{slugify(title)[:60].strip('-') or 'calendar'}.ics"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(events, title=title), content_type=CONTENT_TYPE, headers=headers)


def as_feed(request, events, *, title):
    """Answer with a calendar to look at again and again, or that it is still the same (304).

    The file has a name of its own: the end of its address is a secret.
    """
    from .writing import write

    content = write(events, title=title, is_feed=True)
    tag = f'"{hashlib.sha256(content).hexdigest()}"'
    response = get_conditional_response(request, etag=tag) or HttpResponse(
        content,
        content_type=CONTENT_TYPE,
        headers={"Content-Disposition": 'inline; filename="delivery-plan.ics"'},
    )
    response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    return response
