"""What may stand after the question mark of an address: no value of it breaks a page."""

import pytest
from django.urls import resolve

from tests.access.addresses import GET
from tests.access.conftest import path_of
from tests.access.payloads import REGISTERS
from tests.access.roles import OK

LONG, ENDLESS = "x" * 10_000, "9" * 5_000
"""Longer than any text may be; more figures than a number may have."""

HOSTILE = ["nothing", "\x00", "__class__", "9" * 12, "9" * 20, ENDLESS, LONG, "٣.١٤"]

SEARCHED = [
    *(f"{name}-{page}" for name in REGISTERS for page in ("list", "csv", "xlsx", "add")),
    "commissioning:contract-pipeline",
    "commissioning:publication",
    "commissioning:hub",
    "governance:alignment",
    "governance:hub",
    "governance:how-we-report",
    "governance:meeting-series",
    "governance:pack-compare",
    "governance:pack-list",
    "governance:pack-measure",
    "governance:pack-objective",
    "governance:pack-whole",
    "governance:packdraft-begin",
    "governance:packdraft-preview-whole",
    "governance:programmeitem-choose",
    "governance:risk-heat-map",
    "governance:risk-score",
    "plans:measure-detail",
    "plans:measure-observe",
    "plans:measure-values-csv",
    "plans:measure-values-xlsx",
    "plans:activity-list-csv",
    "plans:activity-list-xlsx",
    "plans:plan-docx",
    "plans:plan-pdf",
    "plans:owner-detail",
    "plans:scorecard-detail",
    "portal:thread",
]
"""Pages that read what stands after the question mark."""

ASKED = [
    "page", "sort", "q", "owner", "state", "kind", "meeting", "body", "item", "before", "after",
    "when", "recommendation", "offered_at", "as_at", "year", "theme", "service", "provider",
    "priority", "plan", "screen", "period", "start", "end",
]  # fmt: skip


FILES = ("-csv", "-xlsx", "-pdf", "-docx")


def queries(name, things):
    """Every name that a list filters by with each value alone; on other pages all names at once."""
    view = getattr(resolve(path_of(name, things)).func, "view_class", None)
    if not name.endswith("-list") or view is None:
        return [dict.fromkeys(ASKED, value) for value in HOSTILE]
    names = ["page", *view.filterset_class.base_filters]
    return [{asked: value} for asked in names for value in HOSTILE]


def refusals(client, name, things):
    """The queries of a page that get another answer than a page, or that there is none."""
    url = path_of(name, things)
    answers = [(query, client.get(url, query).status_code) for query in queries(name, things)]
    # A file that is asked for wrongly leads to its page, which says what is wrong.
    right = {200, 404, 302} if name.endswith(FILES) else {200, 404}
    return [(query, status) for query, status in answers if status not in right]


def broken(client, names, things):
    """{page: the queries that break it}, of many pages that read the same rows."""
    found = {name: refusals(client, name, things) for name in names}
    return {name: queries for name, queries in found.items() if queries}


@pytest.mark.parametrize("app", ["commissioning", "governance", "plans", "portal"])
def test_no_query_breaks_a_page(writer, things, app):
    names = [name for name in SEARCHED if name.startswith(app)]

    assert broken(writer, names, things) == {}


def test_no_query_of_a_panel_member_breaks_a_page(client, panel_member, things):
    client.force_login(panel_member)
    names = [name for name in SEARCHED if GET[name]["panel"] == OK]

    assert broken(client, names, things) == {}
