"""Every address of the site, and who gets what there.

An address that is not listed here fails the tests: whoever adds one says who may open it.
"""

from django.urls import URLPattern, URLResolver, get_resolver

from tests.access.commissioning_addresses import GET as COMMISSIONING
from tests.access.data_addresses import GET as DATA
from tests.access.governance_addresses import GET as GOVERNANCE
from tests.access.measure_addresses import GET as MEASURES
from tests.access.people_addresses import GET as PEOPLE
from tests.access.roles import (
    CHANGERS,
    EVERYBODY,
    MOVED,
    NO,
    NOBODY,
    NONE,
    OFFICE_MOVED,
    OFFICE_ONLY,
    OK,
    PANEL_TOO,
    SIGN_IN,
    roles,
)
from tests.access.sign_in_addresses import GET as SIGNING_IN
from tests.access.sign_in_addresses import OPEN_TO_STRANGERS as DOOR

UPDATERS = CHANGERS | {"accountable": MOVED}
"""A colleague's update waits for the owner's word: another writer is led to it."""

DECIDERS = roles(SIGN_IN, NONE, NO, OK, NO, NO)
"""An update of the owner's activity that waits: the owner's word, and nobody else's."""

IMPORTERS = roles(SIGN_IN, NONE, NO, NO, OK, OK)
ADMINISTRATORS_ONLY = roles(SIGN_IN, NONE, NONE, NONE, NONE, OK)
"""How the site is running is no page of the office's: nobody else finds it."""

WHO_BROUGHT_IT = roles(SIGN_IN, NONE, NO, NO, NONE, OK)
"""A document being imported is for the administrator who brought it, and for no one else."""

OWN_KEY = roles(SIGN_IN, OK, NONE, NONE, NONE, NONE)
"""The key of the panel member: nobody else sees that there is one. Its calendar asks for the key
alone, and shows whoever brings it what the panel member may see."""

GET = {
    **SIGNING_IN,
    "office:handover-accept": OFFICE_MOVED,
    "office:mail-stop": EVERYBODY,
    "office:robots-txt": EVERYBODY,
    "office:security-txt": NOBODY,
    "portal:home": PANEL_TOO,
    "portal:account": PANEL_TOO,
    "portal:health": ADMINISTRATORS_ONLY,
    "portal:health-live": EVERYBODY,
    "portal:health-ready": EVERYBODY,
    "portal:metrics": NOBODY,
    "portal:mail-try-again": roles(SIGN_IN, NONE, NONE, NONE, NONE, MOVED),
    "portal:elt": OFFICE_ONLY,
    "portal:elt-pdf": OFFICE_ONLY,
    "portal:elt-docx": OFFICE_ONLY,
    "portal:search": OFFICE_ONLY,
    "portal:accessibility": EVERYBODY,
    "portal:key-list": PANEL_TOO,
    "portal:key-make": PANEL_TOO,
    "portal:key-revoke": OWN_KEY,
    "portal:calendar-feed": EVERYBODY,
    "plans:plan-list": OFFICE_ONLY,
    "plans:plan-list-csv": OFFICE_ONLY,
    "plans:plan-list-xlsx": OFFICE_ONLY,
    "plans:current": OFFICE_MOVED,
    "plans:plan-detail": OFFICE_ONLY,
    "plans:activity-list": OFFICE_ONLY,
    "plans:plan-pdf": OFFICE_ONLY,
    "plans:plan-docx": OFFICE_ONLY,
    "plans:activity-list-csv": OFFICE_ONLY,
    "plans:activity-list-xlsx": OFFICE_ONLY,
    "plans:plan-timeline": OFFICE_ONLY,
    "plans:plan-changes": OFFICE_ONLY,
    "plans:activity-detail": OFFICE_ONLY,
    "plans:activity-calendar": OFFICE_ONLY,
    "plans:activity-update": UPDATERS,
    "plans:activity-confirm": CHANGERS,
    "plans:activity-move-date": CHANGERS,
    "plans:activity-reword": CHANGERS,
    "plans:activity-withdraw": CHANGERS,
    "plans:activity-hand-over": CHANGERS,
    "plans:entry-correct": CHANGERS,
    "plans:evidence-file": OFFICE_ONLY,
    "plans:draft-detail": OFFICE_ONLY,
    "plans:draft-approve": OFFICE_MOVED,
    "plans:draft-return": OFFICE_ONLY,
    "plans:draft-discard": DECIDERS,
    "plans:approval-list": OFFICE_ONLY,
    "plans:decide-many": OFFICE_ONLY,
    "plans:owner-list": OFFICE_ONLY,
    "plans:owner-list-csv": OFFICE_ONLY,
    "plans:owner-list-xlsx": OFFICE_ONLY,
    "plans:owner-detail": OFFICE_ONLY,
    "plans:priority-list": OFFICE_ONLY,
    "plans:priority-detail": OFFICE_ONLY,
    "plans:intake-start": IMPORTERS,
    "plans:intake-detail": WHO_BROUGHT_IT,
    "plans:intake-columns": WHO_BROUGHT_IT,
    "plans:intake-import": WHO_BROUGHT_IT,
    "plans:intake-discard": WHO_BROUGHT_IT,
    "plans:statuses": EVERYBODY,
    "portal:thread": OFFICE_ONLY,
    **PEOPLE,
    **GOVERNANCE,
    **MEASURES,
    **COMMISSIONING,
    **DATA,
}
"""{name: {role: what a GET answers}} for every address outside Django admin."""

OPEN_TO_STRANGERS = DOOR | {
    "office:mail-stop",
    "office:robots-txt",
    "portal:accessibility",
    "portal:health-live",
    "portal:health-ready",
    "portal:calendar-feed",
    "plans:statuses",
    "governance:pack-list",
    "governance:pack-list-csv",
    "governance:pack-list-xlsx",
    "governance:pack-compare",
    "api:index",
    "api:office",
    "api:openapi-json",
    "api:openapi-yaml",
    "api:status-list",
    "api:plan-list",
    "api:pack-list",
    "api:measure-list",
    "api:contract-list",
    "api:contract-detail",
    "api:decision-list",
    "api:decision-detail",
    "api:publicationduty-list",
    "api:publicationduty-detail",
    "api:publication-list",
    "api:data",
    "api:dictionary",
    "api:dictionary-csv",
    "api:dictionary-xlsx",
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
