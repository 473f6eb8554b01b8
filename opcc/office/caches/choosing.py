"""Which caches and sessions one setting, CACHE_URL, comes to. Read by the settings alone.

`default` holds what must be counted by all processes together: limits of sign-in and of the data
interface. `pages` holds what was rendered once, under the name of everything it shows, so that it
makes no difference who keeps it.
"""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

DATABASE = "database"
"""CACHE_URL of an office without Valkey: nothing more has to run."""

VALKEY = {"valkey": "redis", "valkeys": "rediss", "redis": "redis", "rediss": "rediss",
          "rediscache": "redis"}  # fmt: skip
"""{scheme of CACHE_URL: the same for the client}. Valkey and Redis answer alike."""

BY_ITSELF = {
    "locmemcache": "django.core.cache.backends.locmem.LocMemCache",
    "dummycache": "django.core.cache.backends.dummy.DummyCache",
}
"""Each process counts and keeps for itself: for tests and for measuring, never for an office."""

SESSION_SECONDS = 60
"""For so long Valkey remembers a session that the database holds: one that was ended while Valkey
could not be reached stays open no longer than this."""

MOST_COUNTS = 100_000
"""Rows of counts before those that are over are thrown out. `run_due` does so anyway."""

IN_MEMORY = {"BACKEND": BY_ITSELF["locmemcache"], "LOCATION": "pages"}
IN_DATABASE = {
    "BACKEND": "opcc.office.caches.counting.DatabaseCounts",
    "LOCATION": "office_sharedcount",
    "OPTIONS": {"MAX_ENTRIES": MOST_COUNTS},
}


def caches_of(url):
    """Return CACHES for a CACHE_URL. Raises ImproperlyConfigured for one that is none of ours."""
    scheme = scheme_of(url)
    if scheme in BY_ITSELF:
        each = {"BACKEND": BY_ITSELF[scheme]}
        return {"default": each, "pages": each}
    if scheme in VALKEY:
        return in_valkey(VALKEY[scheme] + url[len(scheme) :])
    return {"default": IN_DATABASE, "pages": IN_MEMORY}


def sessions_of(url):
    """Return SESSION_ENGINE for a CACHE_URL. The database holds every session in either case."""
    in_valkey_too = "django.contrib.sessions.backends.cached_db"
    return in_valkey_too if scheme_of(url) in VALKEY else "opcc.office.sessions"


def scheme_of(url):
    scheme = urlsplit(url).scheme
    if url != DATABASE and scheme not in {*BY_ITSELF, *VALKEY}:
        raise ImproperlyConfigured('Set CACHE_URL to "database" or to valkey://host:6379/0.')
    return scheme


def in_valkey(address):
    """Valkey for all of it, and beside it what takes its place while it cannot be reached."""
    nothing = {"BACKEND": BY_ITSELF["dummycache"]}
    return {
        "default": one_in_valkey(address, "counts", stands_in="counts in the database"),
        "pages": one_in_valkey(address, "pages", stands_in="pages in memory"),
        "sessions": one_in_valkey(
            address, "sessions", stands_in="nothing", longest=SESSION_SECONDS
        ),
        "counts in the database": IN_DATABASE,
        "pages in memory": IN_MEMORY,
        "nothing": nothing,
    }


def one_in_valkey(address, prefix, *, stands_in, longest=None):
    """longest: seconds after which everything is forgotten, whatever was asked for."""
    return {
        "BACKEND": "opcc.office.caches.valkey.Valkey",
        "LOCATION": address,
        "KEY_PREFIX": prefix,
        "STANDS_IN": stands_in,
        "LONGEST": longest,
    }
