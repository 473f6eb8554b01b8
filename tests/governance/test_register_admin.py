"""Django admin of governance: every page opens, lines and packs stay as they are, and what the
database would refuse is said in the form."""

import datetime as dt

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from governance import packs
from governance.models import (
    Action,
    Meeting,
    Organisation,
    Pack,
    PublicationDuty,
    Risk,
    ScrutinyItem,
)
from tests.access.governance import governance_things
from tests.access.test_matrix import everything
from tests.admin_pages import as_shown
from tests.factories import moment, voice
from tests.governance.factories import MeetingFactory

REGISTERED = [
    m for m in apps.get_app_config("governance").get_models() if m in admin.site._registry
]
KEPT = {"Pack", "PackPart", "PackOpening", "PackDraft"}
"""What Django admin shows and never writes."""


@pytest.fixture
def rows(plan, activity, finance_officer, chief_executive):
    keys = governance_things(activity, finance_officer, "A note")
    Organisation.objects.create(name="Wiltshire Council")
    on, at = dt.date(2020, 12, 12), moment(2020, 12, 12)
    packs.open_to_public(Pack.objects.get(pk=keys["packs"]), on, words="", by=voice(), at=at)
    return keys


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


def address(model, page, *keys):
    return reverse(f"admin:governance_{model._meta.model_name}_{page}", args=keys)


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


@pytest.mark.parametrize("model", [m for m in REGISTERED if m.__name__ in KEPT])
@pytest.mark.parametrize("page", ["add", "change", "delete"])
def test_packs_are_written_by_nobody_in_admin(at_desk, rows, model, page):
    row = model._default_manager.first()
    before = everything()
    keys = [] if page == "add" else [row.pk]

    answer = at_desk.post(address(model, page, *keys), {"post": "yes", "reason": "Forced"})

    assert answer.status_code == 403
    assert everything() == before


@pytest.mark.parametrize(
    ("kind", "model", "prefix"),
    [
        ("risks", Risk, "scores"),
        ("actions", Action, "lines"),
        ("recommendations", ScrutinyItem, "lines"),
        ("publicationduties", PublicationDuty, "made"),
    ],
)
def test_lines_are_neither_added_nor_changed_under_their_row(at_desk, rows, kind, model, prefix):
    url = address(model, "change", rows[kind])
    lines = getattr(model.objects.get(pk=rows[kind]), prefix)
    before = list(lines.values())
    typed = {
        f"{prefix}-TOTAL_FORMS": "1",
        f"{prefix}-INITIAL_FORMS": "0",
        f"{prefix}-0-words": "Forced",
        f"{prefix}-0-said_on": "2020-12-01",
        f"{prefix}-0-kind": "updated",
        f"{prefix}-0-DELETE": "on",
    }

    at_desk.post(url, as_shown(at_desk.get(url), **typed))

    assert list(lines.values()) == before


@pytest.mark.parametrize(
    ("kind", "model", "typed"),
    [
        ("actions", Action, {"raised_on": "2021-06-01"}),
        ("risks", Risk, {"opened_on": "2021-06-01"}),
        ("meetings", Meeting, {"on": "2021-02-04"}),
    ],
)
def test_a_day_that_cannot_be_is_said_in_the_form(at_desk, rows, kind, model, typed):
    row = model.objects.get(pk=rows[kind])
    if kind == "risks":
        row.close(on=dt.date(2020, 12, 1), because="It cannot happen.")
    if kind == "meetings":
        MeetingFactory(body=row.body, on=dt.date(2021, 2, 4))
    url = address(model, "change", row.pk)

    page = at_desk.post(url, as_shown(at_desk.get(url), **typed))

    assert page.status_code == 200
    assert page.context["adminform"].form.errors


@pytest.mark.parametrize("key", ["²", "abc"])
def test_an_activity_that_is_no_number_is_answered_in_words(at_desk, rows, key):
    url = address(Risk, "change", rows["risks"])

    page = at_desk.post(url, as_shown(at_desk.get(url), activities=[key]))

    assert page.status_code == 200
    assert page.context["adminform"].form.errors.keys() == {"activities"}
