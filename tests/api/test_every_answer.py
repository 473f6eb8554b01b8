"""Whatever is asked, an answer is the one that the description promises: examples are made from the
description itself, right ones and wrong ones."""

import datetime as dt
from collections import Counter

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from commissioning.models import Contract
from governance.models import Decision, PublicationDuty
from opcc.wsgi import application
from plans.models import Measure
from tests.commissioning.factories import ContractFactory
from tests.factories import moment, said, voice
from tests.governance.factories import DecisionFactory, PublicationDutyFactory, ScrutinyItemFactory
from tests.governance.packs import published
from tests.governance.reading import first_pack
from tests.plans.measures import VECTOR, MeasureFactory, observed

DESCRIPTION = "/api/v1/openapi.json"
TODAY = dt.date(2020, 12, 14)
BOUNDED = settings(
    max_examples=8,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.ignored_auth,
]


@pytest.fixture
def everything(plan, activity, settings):
    """Something of every kind, in two packs that are public."""
    settings.API_RATES = {"address": "100000/minute", "token": "100000/minute"}
    told = {"said_on": dt.date(2020, 11, 2), "by": voice(), "at": moment(2020, 11, 2)}
    measure = observed(MeasureFactory(plan=plan.police_and_crime_plan), *VECTOR)
    measure.set_target(5, set_by="The panel", words="Asked for.", **told)
    measure.rebase(from_period=dt.date(2020, 1, 1), words="A new system.", **told)
    ContractFactory().publish(link="https://www.example.org/c", **told)
    DecisionFactory(link="https://www.example.org/d", cost=None)
    PublicationDutyFactory().publish(
        covers_until=dt.date(2020, 10, 31), words="Grants", link="", **told
    )
    ScrutinyItemFactory()
    first_pack(plan, measures=[measure], public_from=TODAY)
    said(activity, "at_risk", on=dt.date(2020, 12, 8), reason="Slow.")
    return published(plan, measures=[measure], public_from=TODAY)


@pytest.fixture
def described(everything):
    """The description, asked of the program as a server would: on the test's own connection."""
    ends = (request_started, request_finished)
    for end in ends:
        end.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi(DESCRIPTION, application)
    for end in ends:
        end.connect(close_old_connections)


@pytest.fixture
def keys(everything, plan, activity):
    found = {
        "plan": plan,
        "pack": everything,
        "activity": activity,
        "measure": Measure.objects.get(),
        "contract": Contract.objects.get(),
        "decision": Decision.objects.get(),
        "duty": PublicationDuty.objects.get(),
    }
    return {name: row.pk for name, row in found.items()} | {"number": 1}


def ask_everything(described, keys, **headers):
    """Ask every operation what its description allows, and what it does not.

    keys: {name of a part of an address: a key that is there}. Returns how often each status was
    answered.
    """
    asked, headers = [], {"Accept-Encoding": "identity", **headers}
    for found in described.get_all_operations():
        for cases in questions(found.ok(), keys):

            @BOUNDED
            @given(case=cases)
            def ask(case):
                asked.append(case.call_and_validate(checks=CHECKS, headers=headers).status_code)

            ask()
    return Counter(asked)


def questions(operation, keys):
    """Yield strategies: right questions about what is there, and wrong ones."""

    def about_what_is_there(case):
        case.path_parameters = {name: keys[name] for name in case.path_parameters}
        return case

    right = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    yield right.map(about_what_is_there)
    if operation.query or operation.path_parameters:
        yield operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)


def test_a_strangers_answers_are_as_described(described, keys):
    statuses = ask_everything(described, keys)

    assert set(statuses) == {200, 400, 401, 404}
    assert statuses[200] > 100


def test_answers_to_a_token_are_as_described(described, keys, key):
    statuses = ask_everything(described, keys, Authorization=f"Bearer {key[1]}")

    # Some wrong questions leave the token out.
    assert set(statuses) == {200, 400, 401, 404}
    assert statuses[200] > 100
