"""What an administrator may type about a row of a register: what the database would refuse, the
form says, and no value breaks it."""

import datetime as dt
from itertools import product

import pytest
from django.db import transaction

from commissioning.models import (
    Contract,
    Grant,
    Intention,
    Payment,
    Provider,
    Service,
    ServiceLevelAgreement,
    ServicePlanItem,
)
from governance.models import Action, Meeting, Risk
from plans.models import Measure
from tests.admin_pages import as_shown
from tests.commissioning.factories import IntentionFactory, ProviderFactory
from tests.factories import PoliceAndCrimePlanFactory, PriorityFactory
from tests.governance.factories import MeetingFactory
from tests.registers.test_admin import KEPT, REGISTERED, address, at_desk, rows

__all__ = ["at_desk", "rows"]

REFUSED = [
    (Action, {"raised_on": "2021-06-01"}),
    (Contract, {"starts_on": "2023-06-01"}),
    (Contract, {"notice_on": "2023-06-01"}),
    (Grant, {"amount": "0"}),
    (Grant, {"amount": "-5"}),
    (Intention, {"year": "1999"}),
    (Intention, {"resources_asked": "-1"}),
    (Measure, {"decimals": "5"}),
    (Payment, {"amount": "0"}),
    (Payment, {"reasons": ""}),
    (Service, {"starts_on": "2020-06-01", "ended_on": "2020-05-31"}),
    (ServiceLevelAgreement, {"starts_on": "2022-01-01"}),
    (ServicePlanItem, {"raised_on": "2021-06-01"}),
]
"""(model, what is typed about its row) that a rule of its table refuses."""

TYPED = ["\x00", "-1", "nothing", "99999999999999999999"]
WRITTEN = [model for model in REGISTERED if model.__name__ not in KEPT]


def said_about(at_desk, row, typed):
    """The errors of the form that is sent with `typed` on top of what it shows."""
    url = address(type(row), "change", row.pk)
    page = at_desk.post(url, as_shown(at_desk.get(url), **typed))
    assert page.status_code == 200
    return page.context["adminform"].form.errors


@pytest.mark.parametrize(("model", "typed"), REFUSED)
def test_what_a_rule_of_the_table_refuses_is_said_in_the_form(at_desk, rows, model, typed):
    assert said_about(at_desk, model.objects.first(), typed)


def test_a_risk_that_was_closed_was_not_opened_later(at_desk, rows):
    risk = Risk.objects.get()
    risk.close(on=dt.date(2020, 12, 1), because="It cannot happen.")

    assert said_about(at_desk, risk, {"opened_on": "2021-06-01"})


def test_two_meetings_of_a_body_are_not_on_one_day(at_desk, rows):
    meeting = Meeting.objects.first()
    MeetingFactory(body=meeting.body, on=dt.date(2021, 2, 4))

    assert said_about(at_desk, meeting, {"on": "2021-02-04"})


def test_two_providers_have_not_one_name(at_desk, rows):
    ProviderFactory(name="Harbour Lane Support")

    errors = said_about(at_desk, Provider.objects.last(), {"name": "Harbour Lane Support"})

    assert errors.keys() == {"name"}


def test_two_intentions_of_a_year_have_not_one_title(at_desk, rows):
    IntentionFactory(title="A refuge")

    assert said_about(
        at_desk, Intention.objects.exclude(title="A refuge").get(), {"title": "A refuge"}
    )


def test_a_measure_tells_of_a_priority_of_its_own_plan(at_desk, rows):
    elsewhere = PriorityFactory(plan=PoliceAndCrimePlanFactory(title="Another plan"))

    errors = said_about(at_desk, Measure.objects.first(), {"priority": str(elsewhere.pk)})

    assert errors.keys() == {"priority"}


@pytest.mark.parametrize("key", ["²", "abc"])
@pytest.mark.parametrize("model", [Risk, Contract, ServicePlanItem])
def test_an_activity_that_is_no_number_is_answered_in_words(at_desk, rows, model, key):
    errors = said_about(at_desk, model.objects.first(), {"activities": [key]})

    assert errors.keys() == {"activities"}


@pytest.mark.parametrize("model", WRITTEN)
def test_no_value_breaks_a_form_of_admin(at_desk, rows, model):
    url = address(model, "change", model._default_manager.first().pk)
    shown = as_shown(at_desk.get(url))
    places = [name for name in shown if "_FORMS" not in name and name != "seen"]

    answers = {}
    for place, value in product(places, TYPED):
        with transaction.atomic():
            answers[place, value] = at_desk.post(url, shown | {place: value}).status_code
            transaction.set_rollback(True)

    assert {place: s for place, s in answers.items() if s not in (200, 302)} == {}
