"""How often one may ask: an address without a token, or a token wherever it is used.

Counts live in the cache, so workers that share one count together.
"""

import hashlib

from django.conf import settings
from rest_framework.throttling import SimpleRateThrottle


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
        return None if request.auth else self.key_of(self.get_ident(request))


class TokenThrottle(Throttle):
    scope = "token"

    def get_cache_key(self, request, view):
        return self.key_of(request.auth.pk) if request.auth else None
