"""What people and programs may send to the forms of any register: nothing breaks it, nothing is
lost, and nothing is written twice."""

import re
from itertools import product

import pytest
from django import forms
from django.apps import apps
from django.db import models, transaction
from django.db.models import F
from django.utils.html import escape

from plans.forms.fields import DayField
from plans.registers.models import Versioned
from tests.access.conftest import path_of
from tests.access.payloads import POST, REGISTERS, payload, prepare
from tests.access.test_matrix import everything

LONG, ENDLESS = "x" * 10_000, "9" * 5_000
"""Longer than any text may be; more figures than a number may have."""

TYPED = ["", "nothing", "\x00", "-1", "999999999999", "9" * 20, ENDLESS]

SUMMARY = re.compile(r'<div class="govuk-error-summary".*?</div>\s*</div>', re.DOTALL)

NOT_ABOUT_ONE_ROW = {"governance:meeting-series", "governance:programmeitem-choose"}

ADDING = [f"{name}-add" for name in REGISTERS]
OWN_FORMS = [
    name for name in POST if "-import" not in name and name != "governance:packdraft-discard"
]
"""Forms of Django, each under the name "form" in the context of its page."""

ABOUT_A_ROW = [
    name
    for name in OWN_FORMS
    if name not in {*ADDING, *NOT_ABOUT_ONE_ROW} and not name.startswith("governance:pack")
]
"""Forms that know the version of the row that they were opened about. Packs have another test."""


def seen_fields(form):
    return {bound.name: bound.field for bound in form.visible_fields()}


def is_text(field):
    return isinstance(field, forms.CharField)


def texts_of(writer, url):
    """{name: field} of what is typed as text on the page."""
    fields = seen_fields(writer.get(url).context["form"])
    return {name: field for name, field in fields.items() if is_text(field)}


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


@pytest.fixture
def filled(writer, chief_executive, things):
    """name of an address -> (its path, what its form is sent so that it holds)."""

    def filled(name):
        keys = things | prepare(name, things)
        return path_of(name, keys), payload(name, keys, chief_executive)

    return filled


# --- A new row ----------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ADDING)
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


@pytest.mark.parametrize("name", ADDING)
def test_a_form_that_complains_keeps_what_was_typed(writer, things, name):
    url = path_of(name, things)
    typed = {name: f"typed into {name}" for name in texts_of(writer, url)}

    page = writer.post(url, typed)

    html = page.content.decode()
    assert page.status_code == 200
    assert [words for words in typed.values() if words not in html] == []


# --- What may be typed --------------------------------------------------------------------------
@pytest.mark.parametrize("name", OWN_FORMS)
def test_no_value_breaks_a_form(writer, filled, name):
    url, valid = filled(name)
    fields = writer.get(url).context["form"].fields
    places = [part for name, field in fields.items() for part in parts_of(name, field)]

    answers = {}
    for place, value in product(places, TYPED):
        with transaction.atomic():
            answers[place, value] = writer.post(url, valid | {place: value}).status_code
            transaction.set_rollback(True)

    assert {place: s for place, s in answers.items() if s not in (200, 302, 409)} == {}


@pytest.mark.parametrize("name", OWN_FORMS)
def test_words_that_are_too_long_are_refused_and_said_so(writer, filled, name):
    url, valid = filled(name)

    for text, field in texts_of(writer, url).items():
        words = sound_words(field) + LONG
        response, wrote = sent_alone(writer, url, valid | {text: words})

        assert (text, response.status_code, wrote) == (text, 200, False)
        assert text in response.context["form"].errors
        assert words in response.content.decode()


@pytest.mark.parametrize("name", OWN_FORMS)
def test_no_control_character_is_kept(writer, filled, name):
    url, valid = filled(name)

    for text, field in texts_of(writer, url).items():
        words = valid.get(text) or sound_words(field)
        with transaction.atomic():
            writer.post(url, valid | {text: f"{words}\x07\x1b"})
            assert (text, kept_with("\x07")) == (text, [])
            transaction.set_rollback(True)


def sound_words(field):
    return "https://www.example.org/" if isinstance(field, forms.URLField) else "Words"


def kept_with(character):
    """(model, column) of every text of the apps with registers that holds the character."""
    texts = [
        (model, field.name)
        for app in sorted({name.partition(":")[0] for name in REGISTERS})
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
    ]
    return [
        (model.__name__, name)
        for model, name in texts
        if model._base_manager.filter(**{f"{name}__contains": character}).exists()
    ]


# --- Sent twice, and sent too late --------------------------------------------------------------
@pytest.mark.parametrize("name", OWN_FORMS)
def test_a_form_sent_twice_writes_once(writer, filled, name):
    url, valid = filled(name)
    first = writer.post(url, valid)
    before = everything()

    second = writer.post(url, valid)

    assert first.status_code == 302
    assert second.status_code in (200, 302, 409)
    assert everything() == before


@pytest.mark.parametrize("name", ABOUT_A_ROW)
def test_a_form_about_what_changed_meanwhile_writes_nothing_and_loses_nothing(writer, filled, name):
    url, valid = filled(name)
    typed = [valid[text] for text in texts_of(writer, url) if text in valid]
    somebody_else_writes_about_everything()
    before = everything()

    page = writer.post(url, valid)

    html = page.content.decode()
    assert page.status_code == 409
    assert [words for words in typed if escape(words) not in html] == []
    assert everything() == before


def somebody_else_writes_about_everything():
    for model in apps.get_models():
        if issubclass(model, Versioned):
            model._base_manager.update(version=F("version") + 1)
