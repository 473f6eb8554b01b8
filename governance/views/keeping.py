"""Answers that browsers and proxies may keep, because what they show of a pack stays."""

import gzip
import hashlib
from functools import lru_cache
from http import HTTPStatus

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.middleware.gzip import re_accepts_gzip
from django.templatetags.static import static
from django.utils.cache import get_conditional_response, patch_cache_control, patch_vary_headers

from opcc.office.caches.pages import pages
from opcc.office.release import RELEASE

KEPT_SECONDS = 300
"""For so long a stranger's page is kept here, under all that it shows."""


def answer(request, shown, make):
    """Return what `make()` returns, or that the reader's copy is still right (304).

    shown: plain values that name everything in the page, but for the reader and the frame.
    """
    if settings.DEBUG or len(get_messages(request)):
        # A copy that holds a message must not be shown again, so nobody is told to keep it.
        return make()
    tag = tag_of(request, shown)
    response = get_conditional_response(request, etag=tag) or answered(request, tag, make)
    if response.status_code == HTTPStatus.SERVICE_UNAVAILABLE or is_kept_nowhere(response):
        return response  # It says what is wrong now, not what was asked for.
    response["ETag"] = tag
    return keep(request, response)


def answered(request, tag, make):
    """Return what `make()` returns. For strangers, who differ in nothing, it is made once."""
    if not is_stranger(request):
        return make()
    is_packed = bool(re_accepts_gzip.search(request.headers.get("Accept-Encoding", "")))
    key = f"{tag}-packed" if is_packed else tag
    if content := pages.get(key):
        return page_of(content, is_packed)
    response = make()
    if not may_keep(response):
        return response
    # Nothing in a stranger's page is secret, so that packing it tells nobody anything.
    content = gzip.compress(response.content, mtime=0) if is_packed else response.content
    pages.set(key, content, KEPT_SECONDS)
    return page_of(content, is_packed)


def may_keep(response):
    is_page = response["Content-Type"].startswith("text/html")
    return is_page and response.status_code == HTTPStatus.OK and not is_kept_nowhere(response)


def page_of(content, is_packed):
    return HttpResponse(content, headers={"Content-Encoding": "gzip"} if is_packed else {})


def keep(request, response):
    """Let everybody keep what strangers read, and ask each time whether it is still right: a pack
    that is closed is closed at once. Where PACK_CACHE_SECONDS says so, caches that many readers
    share ask only that often. What somebody reads who signed in stays in no browser.
    """
    seconds = settings.PACK_CACHE_SECONDS
    if not is_stranger(request):
        patch_cache_control(response, private=True, no_store=True)
    elif seconds:
        shared = {"s_maxage": seconds, "stale_while_revalidate": seconds}
        patch_cache_control(response, public=True, max_age=0, **shared)
    else:
        patch_cache_control(response, public=True, no_cache=True)
    # A reader who signed in must not be shown the stranger's copy at the same address.
    patch_vary_headers(response, ["Cookie", "Accept-Encoding"])
    return response


def keep_nowhere(response):
    """Let nobody keep a text that was tampered with: it must not be shown once it is set right."""
    response["Cache-Control"] = "no-store"
    return response


def is_kept_nowhere(response):
    return response.get("Cache-Control") == "no-store"


def is_stranger(request):
    """Whether nothing in the request tells one reader from another."""
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return not has_session and not request.user.is_authenticated


def tag_of(request, shown):
    asked = request.get_full_path()
    named = (RELEASE, style_and_script(), frame(request), reader(request), asked, shown)
    # Weak: two answers that say the same may differ in a form's token and in how they are packed.
    return f'W/"{hashlib.sha256(repr(named).encode()).hexdigest()}"'


@lru_cache(1)
def style_and_script():
    """Their addresses name what is in them, once they are collected."""
    return static("build/app.css"), static("build/app.js")


def frame(request):
    """What stands round the page. A demonstration's banner names the day."""
    office = request.office
    return office.full_name, office.short_name, office.is_demonstration, str(request.today)


def reader(request):
    """Who reads, and what they may do. The session's key is in no header, so neither is it here."""
    user = request.user
    if not user.is_authenticated:
        return ()
    session = hashlib.sha256((request.session.session_key or "").encode()).hexdigest()
    holdings = [(holding.post_id, holding.kind) for holding in user.current_holdings]
    return user.pk, session, user.name, user.post_title, sorted(user.roles), holdings
