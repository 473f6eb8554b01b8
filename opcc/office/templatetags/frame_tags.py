"""The parts of the frame that look the same on page after page."""

from functools import cache

from django import template
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.utils.safestring import mark_safe

from opcc.office.fragments import fragment

register = template.Library()

TOKEN = mark_safe("<!-- the token -->")
"""Stands in the kept header for the token of its form, which is never kept. Text from people is
escaped: it cannot contain this."""


@register.simple_tag
@cache
def asset(path):
    """The address of a static file. Its name says what is in it: it is looked up once."""
    return static(path)


@register.simple_tag(takes_context=True)
def page_header(context):
    """Show the head of the page: the office, who is signed in, and the way in or out."""
    request = context.get("request")
    office, user = getattr(request, "office", None), getattr(request, "user", None)
    is_known = user is not None and user.is_authenticated
    html = fragment(
        "includes/header.html",
        office_name=office.full_name if office else "",
        name=user.name if is_known else "",
        post=user.post_title if is_known else "",
        can_sign_in=user is not None and not is_known and not is_sign_in(request),
        token=TOKEN,
    )
    return mark_safe(html.replace(TOKEN, get_token(request))) if is_known else html


def is_sign_in(request):
    match = request.resolver_match
    return match is not None and match.url_name in {"account_login", "mfa_authenticate"}


@register.simple_tag
def navigation_bar(items):
    """Show the service navigation: a list of {"label", "url", "current"}."""
    shown = tuple((item["label"], item["url"], item["current"]) for item in items or ())
    return fragment("includes/navigation.html", navigation=shown)


@register.simple_tag
def page_footer(office):
    """Show the foot of the page, with the office's name where the office is known."""
    return fragment("includes/footer.html", office_name=office.full_name if office else "")
