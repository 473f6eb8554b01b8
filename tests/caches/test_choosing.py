"""One setting says where counts, pages and sessions are."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from opcc.office.caches.choosing import caches_of, sessions_of

COUNTS = "opcc.office.caches.counting.DatabaseCounts"
MEMORY = "django.core.cache.backends.locmem.LocMemCache"
VALKEY = "opcc.office.caches.valkey.Valkey"


def backends(url):
    return {name: cache["BACKEND"] for name, cache in caches_of(url).items()}


def test_without_valkey_counts_are_in_the_database_and_pages_in_memory():
    assert backends("database") == {"default": COUNTS, "pages": MEMORY}
    assert sessions_of("database") == "opcc.office.sessions"


def test_with_valkey_all_of_it_is_there_and_the_database_holds_sessions_too():
    found = backends("valkey://valkey:6379/0")

    assert {name for name, backend in found.items() if backend == VALKEY} == {
        "default",
        "pages",
        "sessions",
    }
    assert sessions_of("valkey://valkey:6379/0") == "django.contrib.sessions.backends.cached_db"


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("valkey://:secret@valkey:6379/0", "redis://:secret@valkey:6379/0"),
        ("valkeys://valkey:6379/0", "rediss://valkey:6379/0"),
        ("redis://valkey:6379/1", "redis://valkey:6379/1"),
        ("rediss://valkey:6379/1", "rediss://valkey:6379/1"),
        ("rediscache://valkey:6379", "redis://valkey:6379"),
    ],
)
def test_the_client_is_told_the_address_in_its_own_words(url, address):
    assert caches_of(url)["default"]["LOCATION"] == address


def test_what_is_counted_kept_and_remembered_has_names_of_its_own():
    found = caches_of("valkey://valkey:6379/0")

    prefixes = [found[name]["KEY_PREFIX"] for name in ("default", "pages", "sessions")]
    assert prefixes == ["counts", "pages", "sessions"]


@pytest.mark.parametrize("url", ["", "memcache://host:11211", "valkey.example:6379", "on"])
def test_another_word_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="Set CACHE_URL to"):
        caches_of(url)
