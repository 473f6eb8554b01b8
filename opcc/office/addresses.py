"""Whole addresses of pages, for what is read outside the site: mails and calendars.

They begin with SITE_URL, and never with what a visitor's Host header says.
"""

from urllib.parse import urlsplit

from django.conf import settings


def absolute(path):
    """The whole address of a page. path: from "/" on."""
    return f"{settings.SITE_URL}{path}"


def host():
    """The name of the site's machine: what tells its mails and events from those of others."""
    return urlsplit(settings.SITE_URL).hostname or "localhost"
