"""A form writes what it shows and nothing else, whatever more is sent with it."""

import re
from collections import Counter
from itertools import chain

import pytest
from django.apps import apps
from django.db import models, transaction
from django.test import Client

from tests.access import payloads
from tests.access.conftest import path_of
from tests.access.roles import DONE, ROLES
from tests.access.test_matrix import as_role
from tests.access.test_writing import POST, payload, with_what_waits
from tests.factories import PostFactory, UserFactory

WORDS, DAY, NUMBER = "SENT-WITHOUT-A-FIELD", "1999-09-09", "424242"
MOMENT = f"{DAY} 09:09:09"
OURS = ("office", "plans", "governance", "commissioning")
FLAGS = {"is_superuser", "is_active", "is_demonstration", "is_accountable", "is_elt"}
WRITING = [name for name, answers in POST.items() if DONE in answers.values()]
CONTROL = re.compile(rb'\bname="([^"]+)"')


@pytest.fixture
def things(things, cast):
    return with_what_waits(things, cast)


def our_fields_by_model():
    """{model: its columns, but for the key} of our models."""
    ours = [model for model in apps.get_models() if model._meta.app_label in OURS]
    return {m: [f for f in m._meta.concrete_fields if not f.primary_key] for m in ours}


def something(field, somebody, some_post):
    """A value that fits the column and that nothing else here holds."""
    if field.is_relation:
        known = {"user": somebody.pk, "post": some_post.pk}
        return known.get(field.related_model._meta.model_name, NUMBER)
    if isinstance(field, models.DateTimeField):
        return MOMENT
    if isinstance(field, models.DateField):
        return DAY
    if isinstance(field, models.BooleanField):
        return "on"
    is_number = isinstance(field, models.IntegerField | models.DecimalField)
    return NUMBER if is_number else WORDS


def base(name):
    """The field that a control belongs to: "due_0" is the first part of "due"."""
    return re.sub(r"_\d$", "", name)


def extra(shown, somebody, some_post):
    """{name: value} for every column that the form does not show, by both its names."""
    found = {}
    for field in chain(*our_fields_by_model().values()):
        for name in {field.name, field.attname}:
            if base(name) not in shown:
                found[name] = something(field, somebody, some_post)
    return found


def traces(somebody, some_post):
    """Where in our tables the strange values are now, and how many rows carry each flag."""
    keys = {"user": str(somebody.pk), "post": str(some_post.pk)}
    found = Counter()
    for model, fields in our_fields_by_model().items():
        names = [field.attname for field in fields]
        for row in models.QuerySet(model).values_list(*names):
            found.update(
                str(f) for f, value in zip(fields, row, strict=True) if odd(f, value, keys)
            )
    return found


def odd(field, value, keys):
    """Whether the column is a flag that stands, or holds what was sent without being shown."""
    if field.name in FLAGS:
        return bool(value)
    if field.is_relation:
        return str(value) == keys.get(field.related_model._meta.model_name, NUMBER)
    return any(sign in str(value) for sign in (WORDS, DAY, NUMBER))


@pytest.mark.parametrize("name", WRITING)
def test_a_form_writes_no_field_that_it_does_not_show(cast, things, name):
    things |= payloads.prepare(name, things) if name in payloads.POST else {}
    typed, path = payload(name, things, cast), path_of(name, things)
    role = next(role for role in ROLES if POST[name][role] == DONE)
    typed = typed(cast.get(role)) if callable(typed) else typed
    somebody, some_post = UserFactory(), PostFactory()
    client = as_role(Client(), cast, role)
    shown = {base(control.decode()) for control in CONTROL.findall(client.get(path).content)}
    before = traces(somebody, some_post)

    with transaction.atomic():
        response = client.post(
            path, extra(shown | {base(k) for k in typed}, somebody, some_post) | typed
        )
        after = traces(somebody, some_post)
        transaction.set_rollback(True)

    assert response.status_code == 302
    assert after == before


def test_a_field_written_without_being_shown_would_be_found(cast, things):
    somebody, some_post = UserFactory(), PostFactory()
    before = traces(somebody, some_post)

    cast["staff"].name = WORDS
    cast["staff"].is_superuser = True
    cast["staff"].save()

    assert set(traces(somebody, some_post) - before) == {
        "office.User.is_superuser",
        "office.User.name",
    }
