"""Every address of the site, and who gets what there.

An address that is not listed here fails the tests: whoever adds one says who may open it.
"""

from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.governance_addresses import GET as GOVERNANCE

ROLES = ("anonymous", "panel", "staff", "owner", "accountable", "administrator")

SIGN_IN, OK, MOVED, NO, NONE, METHOD = "sign in", 200, 302, 403, 404, 405


def same(anonymous, panel, office):
    return dict(zip(ROLES, [anonymous, panel, *[office] * 4], strict=True))


OFFICE_ONLY = same(SIGN_IN, NONE, OK)
OFFICE_MOVED = same(SIGN_IN, NONE, MOVED)
EVERYBODY_SIGNED_IN = same(SIGN_IN, OK, OK)
WRITERS = dict(zip(ROLES, [SIGN_IN, NONE, NO, OK, OK, NO], strict=True))
UPDATERS = WRITERS | {"accountable": MOVED}
"""A colleague's update waits for the owner's word: another writer is led to it."""

DECIDERS = dict(zip(ROLES, [SIGN_IN, NONE, NO, OK, NO, NO], strict=True))
"""An update of the owner's activity that waits: the owner's word, and nobody else's."""

IMPORTERS = dict(zip(ROLES, [SIGN_IN, NONE, NO, NO, OK, OK], strict=True))
WHO_BROUGHT_IT = dict(zip(ROLES, [SIGN_IN, NONE, NO, NO, NONE, OK], strict=True))
"""A document being imported is for the administrator who brought it, and for no one else."""

GET = {
    "office:sign-in": dict(zip(ROLES, [OK, *[MOVED] * 5], strict=True)),
    "office:sign-out": dict(zip(ROLES, [SIGN_IN, *[METHOD] * 5], strict=True)),
    "office:password-change": EVERYBODY_SIGNED_IN,
    "office:handover-accept": OFFICE_MOVED,
    "portal:home": EVERYBODY_SIGNED_IN,
    "portal:elt": OFFICE_ONLY,
    "portal:search": OFFICE_ONLY,
    "portal:accessibility": same(OK, OK, OK),
    "plans:plan-list": OFFICE_ONLY,
    "plans:current": OFFICE_MOVED,
    "plans:plan-detail": OFFICE_ONLY,
    "plans:activity-list": OFFICE_ONLY,
    "plans:plan-timeline": OFFICE_ONLY,
    "plans:plan-changes": OFFICE_ONLY,
    "plans:activity-detail": OFFICE_ONLY,
    "plans:activity-update": UPDATERS,
    "plans:activity-confirm": WRITERS,
    "plans:activity-move-date": WRITERS,
    "plans:activity-reword": WRITERS,
    "plans:activity-withdraw": WRITERS,
    "plans:activity-hand-over": WRITERS,
    "plans:entry-correct": WRITERS,
    "plans:draft-detail": OFFICE_ONLY,
    "plans:draft-approve": OFFICE_MOVED,
    "plans:draft-return": OFFICE_ONLY,
    "plans:draft-discard": DECIDERS,
    "plans:approval-list": OFFICE_ONLY,
    "plans:decide-many": OFFICE_ONLY,
    "plans:owner-list": OFFICE_ONLY,
    "plans:owner-detail": OFFICE_ONLY,
    "plans:priority-list": OFFICE_ONLY,
    "plans:priority-detail": OFFICE_ONLY,
    "plans:intake-start": IMPORTERS,
    "plans:intake-detail": WHO_BROUGHT_IT,
    "plans:intake-columns": WHO_BROUGHT_IT,
    "plans:intake-import": WHO_BROUGHT_IT,
    "plans:intake-discard": WHO_BROUGHT_IT,
    "plans:statuses": same(OK, OK, OK),
    **GOVERNANCE,
}
"""{name: {role: what a GET answers}} for every address outside Django admin."""

OPEN_TO_STRANGERS = {
    "office:sign-in",
    "portal:accessibility",
    "plans:statuses",
    "governance:pack-list",
    "governance:pack-compare",
}
"""The only addresses that do not ask to sign in."""


def walk(patterns=None, namespace="", route=""):
    """Yield (name, route) of every address the resolver knows."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, inner, path)
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}", path
