"""How often one may ask: an address without a token, or a token wherever it is used.

All processes count together, in what CACHE_URL names: the database, or Valkey.
"""

import hashlib
from ipaddress import ip_address, ip_network

from django.conf import settings
from rest_framework.throttling import SimpleRateThrottle

from opcc.office.visitors import client_address, plain

PREFIX = 64
"""Bits of an IPv6 address that tell one visitor from another: the rest is theirs to choose."""


class Throttle(SimpleRateThrottle):
    """Counts by the minute (or whatever the rate names) on the clock, under a name that no visitor
    can make longer or stranger than it is. Two that ask at the same moment are both counted."""

    def get_rate(self):
        return settings.API_RATES[self.scope]

    def get_ident(self, request):
        return client_address(request)

    def key_of(self, who):
        ident = hashlib.sha256(str(who).encode()).hexdigest()
        return self.cache_format % {"scope": self.scope, "ident": ident}

    def allow_request(self, request, view):
        key = self.get_cache_key(request, view)
        if key is None:
            return True
        window, gone = divmod(self.timer(), self.duration)
        self.left = self.duration - gone
        return self.counted(f"{key}_{window:.0f}") <= self.num_requests

    def counted(self, key):
        """Return how often was asked under a key, this time included."""
        try:
            return self.cache.incr(key)
        except ValueError:
            # Whoever comes second to a new key adds to the first one's number.
            return 1 if self.cache.add(key, 1, self.duration) else self.cache.incr(key)

    def wait(self):
        """Seconds until the next count begins."""
        return self.left


class AddressThrottle(Throttle):
    """Whoever sends no token that holds, by the address behind the known number of proxies."""

    scope = "address"

    def get_cache_key(self, request, view):
        return None if request.auth else self.key_of(whose(self.get_ident(request)))


def whose(address):
    """Return the network that one visitor may have for themselves: of IPv6, 64 bits of it."""
    known = plain(address)
    if ":" not in known:
        return known or address
    return ip_network((int(ip_address(known)), PREFIX), strict=False)


class TokenThrottle(Throttle):
    scope = "token"

    def get_cache_key(self, request, view):
        return self.key_of(request.auth.pk) if request.auth else None
