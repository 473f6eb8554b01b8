"""The main part of a plan's page, kept until anything that it shows changes.

What is kept is the same for every reader: the template gets the address asked for and nothing
else of the request, so no name, message or token can be kept for somebody else.
"""

import hashlib
import uuid
from typing import NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe

from ..templatetags.plan_tags import moment

KEPT_SECONDS = 3600
THIS_PROCESS = uuid.uuid4().hex
"""Nothing kept outlives the program and the templates that made it."""

CLOCK = mark_safe("<!-- the moment shown -->")
"""Stands in kept content for what changes by the minute. Text from people is escaped: it cannot
contain this."""


class Asked(NamedTuple):
    """All that kept content may know of a request."""

    path: str
    GET: QueryDict


def kept_content(template_name, stand, context):
    """Return the HTML of a template, rendered only where something that it shows has changed.

    stand: the Standpoint. context: function that returns the template's context.
    """
    key = key_of(template_name, stand)
    html = None if settings.DEBUG else cache.get(key)
    if html is None:
        asked = Asked(stand.request.path, stand.request.GET)
        html = unindented(
            render_to_string(template_name, {**context(), "request": asked, "clock": CLOCK})
        )
        cache.set(key, html, KEPT_SECONDS)
    return mark_safe(html.replace(CLOCK, escape(moment(stand.shown_at))))


def unindented(html):
    """Leave out the spaces that only lay templates out: a third of what is compressed and sent."""
    return "\n".join(filter(None, map(str.strip, html.splitlines())))


def key_of(template_name, stand):
    """A key that names everything shown: the plan's row with the end of its record, every name,
    the drafts that wait, the day, and the address asked for."""
    request, plan = stand.request, stand.plan
    row = [getattr(plan, field.attname) for field in plan._meta.concrete_fields]
    shown = (template_name, row, stand.names.rows, request.today)
    asked = (request.path, request.GET.urlencode())
    text = repr((THIS_PROCESS, shown, asked))
    return f"content-{hashlib.sha256(text.encode()).hexdigest()}"
