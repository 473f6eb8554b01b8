"""The main part of a page, kept until anything that it shows changes.

What is kept is the same for every reader: the template gets the address asked for and nothing
else of the request, so no name, message or token can be kept for somebody else.
"""

import hashlib
from typing import NamedTuple

from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import mark_safe

from opcc.office.caches.pages import pages
from opcc.office.release import RELEASE

from ..templatetags.plan_tags import moment

KEPT_SECONDS = 3600
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
    asked = Asked(stand.request.path, stand.request.GET)
    html = kept(
        template_name,
        shown_from(stand),
        lambda: {**context(), "request": asked, "clock": CLOCK},
    )
    return mark_safe(html.replace(CLOCK, escape(moment(stand.shown_at))))


def kept(template_name, shown, context, lay_out=None, may_keep=lambda: True):
    """Return the HTML of a template, rendered once for each value of `shown`.

    shown: plain values that name everything that the template shows. context: function that
    returns the template's context. lay_out: what is done to the HTML before it is kept, which
    leaves out the template's indentation unless something else is asked for. may_keep: asked once
    the HTML is there.
    """
    key = key_of(template_name, shown)
    html = None if settings.DEBUG else pages.get(key)
    if html is None:
        html = (lay_out or unindented)(render_to_string(template_name, context()))
        if may_keep():
            pages.set(key, html, KEPT_SECONDS)
    return mark_safe(html)


def unindented(html):
    """Leave out the spaces that only lay templates out: a third of what is compressed and sent."""
    return "\n".join(filter(None, map(str.strip, html.splitlines())))


def shown_from(stand):
    """Values that name everything shown: the plan's row with the end of its record, every name,
    the drafts that wait, the day, and the address asked for."""
    request, plan = stand.request, stand.plan
    row = [getattr(plan, field.attname) for field in plan._meta.concrete_fields]
    asked = (request.path, request.GET.urlencode())
    return row, stand.names.rows, request.today, asked


def key_of(template_name, shown):
    text = repr((RELEASE, template_name, shown))
    return f"content-{hashlib.sha256(text.encode()).hexdigest()}"
