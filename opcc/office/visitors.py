"""Where a visitor comes from: one answer, for who signs in, for limits and for the log."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings


def client_address(request):
    """The visitor's address as the outermost of our own proxies saw it; "" where nobody says.

    What stands further to the left in X-Forwarded-For is whatever the visitor wrote there. Where
    fewer have passed the request on than stand in front of us, all of it may be: then it is the
    machine that asked.
    """
    proxies = settings.PROXIES
    passed_on = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    seen = passed_on[-proxies] if 0 < proxies <= len(passed_on) else ""
    asked_from = request.META.get("REMOTE_ADDR", "")
    return plain(seen) or plain(asked_from) or asked_from


def plain(text):
    """The address in a part of X-Forwarded-For, to which some proxies add a port; "" for others.

    An address of IPv4 that is written as one of IPv6, as a machine does that listens to both, is
    the one of IPv4: otherwise all of them would be one network.
    """
    for candidate in (text.strip(), host_of(text.strip())):
        try:
            found = ip_address(candidate)
        except ValueError:
            continue
        return str(getattr(found, "ipv4_mapped", None) or found)
    return ""


def host_of(text):
    """What stands before the port."""
    try:
        return urlsplit(f"//{text}").hostname or ""
    except ValueError:
        return ""
