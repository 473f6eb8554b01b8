"""Which database a question goes to, where the office has a copy of its database to read from.

Pages that only read ask the copy for what they show: plans, registers, posts. Who asks and what
they may do is always asked of the primary, and so are packs, everything in a transaction, in a form
that is sent, and in any page that wrote. Without DATABASE_REPLICA_URL none of this is there.
"""

from contextvars import ContextVar
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import DEFAULT_DB_ALIAS, connections

from .replica import REPLICA, replica

SHOWN = {"plans", "governance", "commissioning"}
"""Apps whose rows pages show."""

SHOWN_OF_OFFICE = {"office.post", "office.department"}
"""Of this app only names. Accounts, holdings, keys, mail and runs decide what may be done."""

PUBLISHED = {"governance.pack", "governance.packpart", "governance.packopening"}
"""Of those apps what the panel saw, and who may read it. A pack is closed at once, so that this is
asked of the primary; a copy that has not yet what was found there would call it forged. Texts stay
in memory, so that it costs little."""

WROTE = "wrote"
"""A cookie of this name says that its reader wrote a moment ago. It ends by itself, and whoever
forges it only asks the primary."""

READING = ("GET", "HEAD")
ASKING = (*READING, "OPTIONS")
"""Methods that write nothing."""

ADMIN = "/admin/"


def replica_settings(primary, address):
    """Return the settings of the copy: those of the primary with another address, reading only.

    primary, address: as in DATABASES.
    """
    options = primary.get("OPTIONS", {})
    if "sqlite" in address["ENGINE"]:
        return {**primary, **address, "OPTIONS": options, "TEST": {"MIRROR": DEFAULT_DB_ALIAS}}
    only_reads = f"{options.get('options', '')} -c default_transaction_read_only=on".strip()
    given = {"connect_timeout": 2, **address.get("OPTIONS", {})}
    return {
        **primary,
        **address,
        "ENGINE": primary["ENGINE"],
        "OPTIONS": {**options, **given, "options": only_reads},
        "TEST": {"MIRROR": DEFAULT_DB_ALIAS},
    }


@dataclass
class Reading:
    """A request that reads from the copy, until it writes."""

    wrote: bool = False


current = ContextVar("reading", default=None)


def reading_from():
    """The alias of the database from which what pages show is read at this moment."""
    reading = current.get()
    if reading is None or reading.wrote or connections[DEFAULT_DB_ALIAS].in_atomic_block:
        return DEFAULT_DB_ALIAS
    return REPLICA


def is_shown(model):
    """Whether pages may take rows of this model from the copy."""
    app, name = model._meta.app_label, model._meta.label_lower
    return (app in SHOWN and name not in PUBLISHED) or name in SHOWN_OF_OFFICE


class Router:
    """Django asks it where each question goes."""

    def db_for_read(self, model, **hints):
        return reading_from() if is_shown(model) else DEFAULT_DB_ALIAS

    def db_for_write(self, model, **hints):
        reading = current.get()
        if reading is not None and is_shown(model):
            reading.wrote = True
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return False if db == REPLICA else None


class ReplicaMiddleware:
    """Let pages that only read ask the copy, but for readers who wrote a moment ago."""

    def __init__(self, get_response):
        if REPLICA not in connections:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request):
        if not self.may_read_a_copy(request) or not replica.is_fit():
            return self.remember(request.method not in ASKING, self.get_response(request))
        reading = Reading()
        token = current.set(reading)
        try:
            response = self.get_response(request)
        finally:
            current.reset(token)
        return self.remember(reading.wrote, response)

    def may_read_a_copy(self, request):
        return (
            request.method in READING
            and not request.path.startswith(ADMIN)
            and WROTE not in request.COOKIES
        )

    def remember(self, wrote, response):
        """Let whoever wrote see what they wrote: until the copy has it, they read the primary."""
        if wrote:
            response.set_cookie(
                WROTE,
                "1",
                max_age=settings.REPLICA_LAG_SECONDS,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return response
