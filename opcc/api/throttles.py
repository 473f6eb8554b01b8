"""How often one may ask: an address without a token, or a token wherever it is used.

Counts live in the cache, so processes that share one count together. A cache in memory, as there is
without CACHE_URL, belongs to one process: then each counts for itself.
"""

import hashlib
from ipaddress import ip_address, ip_network

from django.conf import settings
from rest_framework.throttling import SimpleRateThrottle

PREFIX = 64
"""Bits of an IPv6 address that tell one visitor from another: the rest is theirs to choose."""


class Throttle(SimpleRateThrottle):
    """Counts under a name that no visitor can make longer or stranger than it is."""

    def get_rate(self):
        return settings.API_RATES[self.scope]

    def key_of(self, who):
        ident = hashlib.sha256(str(who).encode()).hexdigest()
        return self.cache_format % {"scope": self.scope, "ident": ident}


class AddressThrottle(Throttle):
    """Whoever sends no token that holds, by the address behind the known number of proxies."""

    scope = "address"

    def get_cache_key(self, request, view):
        return None if request.auth else self.key_of(whose(self.get_ident(request)))


def whose(address):
    """Return the network that one visitor may have for themselves: of IPv6, 64 bits of it."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return found.ipv4_mapped or ip_network((int(found), PREFIX), strict=False)


def counts_are_shared():
    """Whether all processes of the service count together."""
    return "locmem" not in settings.CACHES["default"]["BACKEND"]


class TokenThrottle(Throttle):
    scope = "token"

    def get_cache_key(self, request, view):
        return self.key_of(request.auth.pk) if request.auth else None
