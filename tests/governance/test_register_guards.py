"""What people and programs may send to any register: nothing breaks it, and nothing is lost."""

import csv
import re
from io import StringIO
from itertools import product

import pytest
from django import forms
from django.apps import apps
from django.db import models, transaction
from django.urls import resolve

from opcc.office.models import Post
from plans.forms.fields import DayField
from tests.access.conftest import path_of
from tests.access.governance import governance_things
from tests.access.governance_addresses import GET, OK
from tests.access.governance_payloads import POST, REGISTERS, payload, prepare
from tests.access.test_matrix import everything

LONG, ENDLESS = "x" * 10_000, "9" * 5_000
"""Longer than any text may be; more figures than a number may have."""

HOSTILE = ["nothing", "\x00", "__class__", "999999999999", ENDLESS, LONG, "٣.١٤"]
TYPED = ["", "nothing", "\x00", "-1", "999999999999", ENDLESS]

SEARCHED = [
    *(f"governance:{name}-{page}" for name in REGISTERS for page in ("list", "csv")),
    "governance:pack-list",
    "governance:pack-compare",
    "governance:risk-heat-map",
    "governance:alignment",
    "governance:hub",
    "governance:how-we-report",
    "governance:meeting-series",
    "governance:packdraft-begin",
    *(f"governance:{name}-add" for name in REGISTERS),
    "governance:risk-score",
    "governance:programmeitem-choose",
    "governance:pack-whole",
    "governance:pack-objective",
    "governance:packdraft-preview-whole",
]
"""Pages that read what stands after the question mark."""

ASKED = [
    "page", "sort", "q", "owner", "state", "kind", "meeting", "body", "item", "before", "after",
    "when", "recommendation", "offered_at", "as_at",
]  # fmt: skip


@pytest.fixture
def things(plan, activity, finance_officer, chief_executive):
    """{kind: key} of a row of every register; the Chief Financial Officer answers for them."""
    rows = governance_things(activity, finance_officer, "A note")
    return {"activities": activity.pk, "owners": activity.lead_id, "plans": plan.pk, **rows}


@pytest.fixture
def writer(client, chief_executive):
    """A browser of the accountable post, which may do everything."""
    client.force_login(chief_executive)
    return client


def view_of(name, things):
    return resolve(path_of(name, things)).func.view_class


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
    return [(query, status) for query, status in answers if status not in (200, 404)]


# --- Addresses ----------------------------------------------------------------------------------
@pytest.mark.parametrize("name", SEARCHED)
def test_no_query_breaks_a_page(writer, things, name):
    assert refusals(writer, name, things) == []


@pytest.mark.parametrize(
    "name", [n for n, by in GET.items() if n in SEARCHED and by["panel"] == OK]
)
def test_no_query_of_a_panel_member_breaks_a_page(client, panel_member, things, name):
    client.force_login(panel_member)

    assert refusals(client, name, things) == []


# --- Files --------------------------------------------------------------------------------------
def fill_every_text(rows, words):
    """Write the words into every column of text that nobody chose from a list."""
    text = [
        field
        for field in rows.model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices
    ]
    rows.update(**{field.name: words[: field.max_length] for field in text})


FORMULAS = ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"]


@pytest.mark.parametrize("name", REGISTERS)
def test_no_cell_of_a_file_begins_a_formula(writer, things, name):
    url = path_of(f"governance:{name}-csv", things)
    rows = view_of(f"governance:{name}-list", things).model._base_manager.all()

    for start in FORMULAS:
        for row in rows:
            fill_every_text(rows.filter(pk=row.pk), f"{start} {row.pk}")
        fill_every_text(Post.objects.filter(pk=things["owners"]), start)
        cells = cells_of(writer.get(url, {"when": "all"}))

        assert [cell for cell in cells if cell.startswith(tuple("=+-@\t\r"))] == []
        assert any(cell.startswith("'") for cell in cells)


def cells_of(response):
    rows = csv.reader(StringIO(response.content.decode("utf-8-sig")))
    return [cell for row in rows for cell in row]


# --- Forms --------------------------------------------------------------------------------------
SUMMARY = re.compile(r'<div class="govuk-error-summary".*?</div>\s*</div>', re.DOTALL)
OWN_FORMS = [name for name in POST if name != "governance:packdraft-discard"]


def seen_fields(form):
    return {bound.name: bound.field for bound in form.visible_fields()}


@pytest.mark.parametrize("name", [f"governance:{name}-add" for name in REGISTERS])
def test_an_empty_form_names_every_field_that_it_needs_and_writes_nothing(writer, things, name):
    url = path_of(name, things)
    fields = seen_fields(writer.get(url).context["form"])
    before = everything()

    page = writer.post(url, {})

    html = page.content.decode()
    needed = {name for name, field in fields.items() if field.required}
    assert page.status_code == 200
    assert needed <= set(page.context["form"].errors)
    summary = SUMMARY.search(html)[0]
    targets = re.findall(r'href="#([^"]+)"', summary)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert [target for target in targets if target not in ids] == []
    assert len(targets) >= len(needed)
    assert everything() == before


@pytest.mark.parametrize("name", [f"governance:{name}-add" for name in REGISTERS])
def test_a_form_that_complains_keeps_what_was_typed(writer, things, name):
    url = path_of(name, things)
    fields = seen_fields(writer.get(url).context["form"])
    typed = {name: f"typed into {name}" for name, field in fields.items() if is_text(field)}

    page = writer.post(url, typed)

    html = page.content.decode()
    assert page.status_code == 200
    assert [words for words in typed.values() if words not in html] == []


def is_text(field):
    return isinstance(field, forms.CharField)


def parts_of(name, field):
    """The names under which a browser sends a field."""
    return [f"{name}_{part}" for part in range(3)] if isinstance(field, DayField) else [name]


def sent_alone(writer, url, typed):
    """Send a form and take it back. Return the response and whether it wrote."""
    with transaction.atomic():
        before = everything()
        response = writer.post(url, typed)
        wrote = everything() != before
        transaction.set_rollback(True)
    return response, wrote


@pytest.mark.parametrize("name", OWN_FORMS)
def test_no_value_breaks_a_form(writer, chief_executive, things, name):
    things |= prepare(name, things)
    url, valid = path_of(name, things), payload(name, things, chief_executive)
    fields = writer.get(url).context["form"].fields
    places = [part for name, field in fields.items() for part in parts_of(name, field)]

    answers = {}
    for place, value in product(places, TYPED):
        with transaction.atomic():
            answers[place, value] = writer.post(url, valid | {place: value}).status_code
            transaction.set_rollback(True)

    assert {place: s for place, s in answers.items() if s not in (200, 302, 409)} == {}


@pytest.mark.parametrize("name", OWN_FORMS)
def test_words_that_are_too_long_are_refused_and_said_so(writer, chief_executive, things, name):
    things |= prepare(name, things)
    url, valid = path_of(name, things), payload(name, things, chief_executive)

    for text, field in texts_of(writer, url).items():
        words = sound_words(field) + LONG
        response, wrote = sent_alone(writer, url, valid | {text: words})

        assert (text, response.status_code, wrote) == (text, 200, False)
        assert text in response.context["form"].errors
        assert words in response.content.decode()


@pytest.mark.parametrize("name", OWN_FORMS)
def test_no_control_character_is_kept(writer, chief_executive, things, name):
    things |= prepare(name, things)
    url, valid = path_of(name, things), payload(name, things, chief_executive)

    for text, field in texts_of(writer, url).items():
        words = valid.get(text) or sound_words(field)
        with transaction.atomic():
            writer.post(url, valid | {text: f"{words}\x07\x1b"})
            assert (text, kept_with("\x07")) == (text, [])
            transaction.set_rollback(True)


def texts_of(writer, url):
    """{name: field} of what is typed as text on the page."""
    fields = seen_fields(writer.get(url).context["form"])
    return {name: field for name, field in fields.items() if is_text(field)}


def sound_words(field):
    return "https://www.example.org/" if isinstance(field, forms.URLField) else "Words"


def kept_with(character):
    """(model, column) of every text of governance that holds the character."""
    texts = [
        (model, field.name)
        for model in apps.get_app_config("governance").get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    ]
    return [
        (model.__name__, name)
        for model, name in texts
        if model._base_manager.filter(**{f"{name}__contains": character}).exists()
    ]
