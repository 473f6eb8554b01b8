"""Files that programs look for at a fixed address: what to leave alone, and whom to tell of a hole.

Both are read by anybody, and neither says anything of what is in the database.
"""

import datetime as dt

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

OPEN = ("governance:pack-list", "api:data", "plans:statuses", "portal:accessibility")
"""What search engines may show. Names of addresses of every app: as text, since this is below."""

HOLDS_FOR = dt.timedelta(days=90)
"""How long whoever read whom to tell may rely on it (RFC 9116, 2.5.5, asks for less than a
year)."""

KEPT_SECONDS = 24 * 60 * 60


@require_safe
@login_not_required
def robots_txt(request):
    """Let search engines read what is public, and nothing else: not even where one signs in."""
    allowed = [f"Allow: {reverse(name)}" for name in OPEN]
    lines = ["User-agent: *", *allowed, f"Allow: {settings.STATIC_URL}", "Disallow: /"]
    return text(lines)


@require_safe
@login_not_required
def security_txt(request):
    """Say whom to tell of a hole (RFC 9116); nothing where the office names nobody.

    Raises Http404 then. It ends at a midnight, so that it is the same all day.
    """
    if not settings.SECURITY_CONTACT:
        raise Http404
    # A demonstration's clock may stand in another year; whoever reads this lives in ours.
    moment = request.now - request.office.clock_offset
    ends = (moment.astimezone(dt.UTC) + HOLDS_FOR).date()
    return text(
        [
            f"Contact: {as_address(settings.SECURITY_CONTACT)}",
            f"Expires: {ends.isoformat()}T00:00:00Z",
            "Preferred-Languages: en",
            f"Canonical: {settings.SITE_URL}{reverse('office:security-txt')}",
        ]
    )


def as_address(contact):
    """The contact as RFC 9116 wants it: with the scheme, which an address of mail seldom has."""
    return contact if contact.startswith(("https://", "mailto:", "tel:")) else f"mailto:{contact}"


def text(lines):
    response = HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
    patch_cache_control(response, public=True, max_age=KEPT_SECONDS)
    return response
