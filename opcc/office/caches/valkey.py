"""Valkey (or Redis), without which every page is still answered."""

import logging
from time import monotonic

from django.core.cache import caches
from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

ANSWER_SECONDS = 0.5
"""A page waits no longer for Valkey than this, twice."""

REST_SECONDS = 5
"""For so long a server that could not be reached is left alone."""

logger = logging.getLogger(__name__)
resting = {}
"""{server: the monotonic second until which this process leaves it alone}"""


def or_stand_in(name):
    """A method that asks the cache named in STANDS_IN while the server cannot be reached."""
    usual = getattr(RedisCache, name)

    def ask(self, *args, **kwargs):
        if not self.rests():
            try:
                return usual(self, *args, **kwargs)
            except (RedisError, OSError) as trouble:
                self.let_rest(trouble)
        return getattr(caches[self.stands_in], name)(*args, **kwargs)

    ask.__name__ = name
    return ask


class Valkey(RedisCache):
    """A cache whose every question has an answer. What it says of trouble names no key and no
    value."""

    def __init__(self, server, params):
        once_more = Retry(NoBackoff(), 1)  # A connection that a restart has closed costs nothing.
        options = {"socket_timeout": ANSWER_SECONDS, "socket_connect_timeout": ANSWER_SECONDS}
        super().__init__(server, params | {"OPTIONS": options | {"retry": once_more}})
        self.stands_in, self.longest = params["STANDS_IN"], params["LONGEST"]

    def rests(self):
        return monotonic() < resting.get(self.server, 0)

    @property
    def server(self):
        return self._servers[0]

    def let_rest(self, trouble):
        resting[self.server] = monotonic() + REST_SECONDS
        logger.error(
            "Valkey cannot be reached (%s); %s stands in for %d seconds.",
            type(trouble).__name__,
            self.stands_in,
            REST_SECONDS,
        )

    def get_backend_timeout(self, timeout=DEFAULT_TIMEOUT):
        seconds = super().get_backend_timeout(timeout)
        if self.longest is None:
            return seconds
        return self.longest if seconds is None else min(seconds, self.longest)

    add = or_stand_in("add")
    get = or_stand_in("get")
    set = or_stand_in("set")
    touch = or_stand_in("touch")
    delete = or_stand_in("delete")
    get_many = or_stand_in("get_many")
    has_key = or_stand_in("has_key")
    incr = or_stand_in("incr")
    set_many = or_stand_in("set_many")
    delete_many = or_stand_in("delete_many")
    clear = or_stand_in("clear")
