"""Measures in Django admin: what is typed there is told on their pages, and what ended stays."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.admin_pages import as_shown, words
from tests.plans.measures import MeasureFactory, observed
from tests.plans.test_measure_pages import USUAL, say


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def measure(office):
    return observed(MeasureFactory(better="higher"), *USUAL)


def address(measure):
    return reverse("admin:plans_measure_change", args=[measure.pk])


def test_another_better_way_is_told_with_whoever_said_it(at_desk, administrator, measure):
    url = address(measure)
    at_desk.post(url, as_shown(at_desk.get(url), better="lower"))

    page = words(at_desk.get(measure.get_absolute_url()))

    assert "Which way is better: Lower is better, before Higher is better" in page
    assert f"{administrator}." in page


def test_how_it_is_measured_is_not_typed(at_desk, measure):
    fields = at_desk.get(address(measure)).context["adminform"].form.fields

    assert {"definition", "frequency", "target", "ended_on"}.isdisjoint(fields)


def test_of_a_measure_no_longer_reported_the_note_alone_is_typed(at_desk, measure):
    say(measure, "end", words="The survey stopped.")

    page = at_desk.get(address(measure))

    assert list(page.context["adminform"].form.fields) == ["internal_note"]
    assert words(page).count("Calls answered, without those cut off") == 1
    assert measure.ended_on == dt.date(2020, 11, 2)
