"""Django admin of the registers: every page opens and is searched, and nothing is written there
that the pages keep: lines, packs, and rows that other rows name."""

import datetime as dt

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from commissioning.models import (
    Contract,
    Provider,
    Service,
    ServiceLevelAgreement,
    ServicePlanItem,
    SharedService,
)
from governance import packs
from governance.models import (
    Action,
    Body,
    Meeting,
    Organisation,
    Pack,
    PublicationDuty,
    Risk,
    ScrutinyItem,
)
from plans.models import Measure
from tests.access.test_matrix import everything
from tests.admin_pages import as_shown
from tests.factories import moment, voice

REGISTERED = [
    *(
        model
        for app in ("governance", "commissioning")
        for model in apps.get_app_config(app).get_models()
        if model in admin.site._registry
    ),
    Measure,
]
KEPT = {"Pack", "PackPart", "PackOpening", "PackDraft"}
"""What Django admin shows and never writes."""

LINES = [
    (Action, "lines"),
    (Contract, "lines"),
    (Contract, "reviews"),
    (Measure, "lines"),
    (Measure, "observations"),
    (PublicationDuty, "made"),
    (Risk, "scores"),
    (ScrutinyItem, "lines"),
    (ServiceLevelAgreement, "lines"),
    (ServicePlanItem, "lines"),
]
"""(model, the name by which its rows know their lines)"""

NAMED = [Body, Meeting, Provider, Service, SharedService, *dict.fromkeys(m for m, _ in LINES)]
"""Models whose first row has lines, or is named by other rows."""

DAY = dt.date(2020, 12, 12)


@pytest.fixture
def rows(things):
    """A row of every table that admin shows, and a line under each that can have one."""
    told = {"by": voice(), "at": moment(2020, 12, 12)}
    said = {"words": "As planned.", "said_on": DAY, **told}
    Organisation.objects.create(name="Wiltshire Council")
    packs.open_to_public(Pack.objects.get(pk=things["packs"]), DAY, words="", **told)
    Action.objects.get().update(**said)
    Risk.objects.get().score("current", likelihood=3, impact=2, **said)
    PublicationDuty.objects.get().publish(covers_until=DAY, link="", **said)


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


def address(model, page, *keys):
    return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_{page}", args=keys)


# --- Pages --------------------------------------------------------------------------------------
@pytest.mark.parametrize("model", REGISTERED)
@pytest.mark.parametrize("words", ["panel", "\x00", "x" * 10_000, "=1+1"])
def test_every_list_opens_and_is_searched(at_desk, rows, model, words):
    answer = at_desk.get(address(model, "changelist"), {"q": words})

    assert answer.status_code == 200


@pytest.mark.parametrize("model", REGISTERED)
def test_every_page_of_a_row_opens(at_desk, rows, model):
    row = model._default_manager.last()
    pages = ["change", "delete", *(["history"] if has_page(model, "history") else [])]

    answers = {page: at_desk.get(address(model, page, row.pk)).status_code for page in pages}

    is_kept = model.__name__ in KEPT
    assert answers.pop("delete") == (403 if is_kept else 200)
    assert set(answers.values()) == {200}
    assert at_desk.get(address(model, "add")).status_code == (403 if is_kept else 200)


def has_page(model, page):
    return page in {
        url.name.rpartition("_")[2] for url in admin.site._registry[model].urls if url.name
    }


@pytest.mark.parametrize("model", [m for m in REGISTERED if m.__name__ not in KEPT])
def test_a_page_that_is_saved_as_it_is_shown_changes_nothing_but_the_version(at_desk, rows, model):
    row = model._default_manager.first()
    url = address(model, "change", row.pk)
    before = columns_of(row)

    answer = at_desk.post(url, as_shown(at_desk.get(url)))

    assert answer.status_code == 302
    assert columns_of(model._default_manager.get(pk=row.pk)) == before


def columns_of(row):
    fields = [field for field in row._meta.get_fields() if field.concrete]
    found = {field.name: field.value_from_object(row) for field in fields}
    found.pop("version", None)
    return found


# --- What is written elsewhere ------------------------------------------------------------------
@pytest.mark.parametrize("model", [m for m in REGISTERED if m.__name__ in KEPT])
@pytest.mark.parametrize("page", ["add", "change", "delete"])
def test_packs_are_written_by_nobody_in_admin(at_desk, rows, model, page):
    row = model._default_manager.first()
    before = everything()
    keys = [] if page == "add" else [row.pk]

    answer = at_desk.post(address(model, page, *keys), {"post": "yes", "reason": "Forced"})

    assert answer.status_code == 403
    assert everything() == before


@pytest.mark.parametrize(("model", "prefix"), LINES)
def test_lines_are_neither_added_nor_changed_under_their_row(at_desk, rows, model, prefix):
    row = next(row for row in model.objects.all() if getattr(row, prefix).exists())
    url, lines = address(model, "change", row.pk), getattr(row, prefix)
    before = list(lines.values())
    typed = {
        f"{prefix}-TOTAL_FORMS": "1",
        f"{prefix}-INITIAL_FORMS": "0",
        f"{prefix}-0-words": "Forced",
        f"{prefix}-0-said_on": "2020-12-01",
        f"{prefix}-0-kind": "updated",
        f"{prefix}-0-DELETE": "on",
    }

    answer = at_desk.post(url, as_shown(at_desk.get(url), **typed))

    assert answer.status_code == 302
    assert list(lines.values()) == before


@pytest.mark.parametrize("model", NAMED)
def test_a_row_that_others_name_cannot_be_deleted(at_desk, rows, model):
    row = model._default_manager.first()
    url = address(model, "delete", row.pk)
    before = everything()

    page = at_desk.post(url, {"post": "yes"})

    assert page.status_code in (200, 403)
    assert page.status_code == 403 or page.context["protected"]
    assert everything() == before
