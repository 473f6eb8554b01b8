"""What a contract delivers and serves: one step back up the golden thread."""

import datetime as dt

import pytest

from commissioning.models import Service
from plans.models import Priority
from tests.commissioning.factories import ContractFactory, ServiceFactory, reviewed
from tests.factories import PriorityFactory, post, promised_activity

ACTIVITIES = ">Activities of the plan<"


@pytest.fixture
def reading(client, outsider):
    """Ask for a contract's page; return its text with single spaces."""
    client.force_login(outsider)

    def ask(contract):
        return " ".join(client.get(contract.get_absolute_url()).content.decode().split())

    return ask


@pytest.fixture
def contract(office):
    return ContractFactory(service=ServiceFactory(title="Victim services"))


@pytest.fixture
def other(plan, activity):
    """Another activity of the plan, numbered 1.2."""
    return promised_activity(plan, lead=post("Solicitor"), number=2, title="Open a refuge")


def test_a_contract_without_activities_names_those_of_its_service(reading, contract, other):
    contract.service.activities.add(other)

    page = reading(contract)

    assert "Through its service, <a" in page
    assert f'href="{other.get_absolute_url()}">1.2 Open a refuge</a>' in page


def test_its_own_activities_stand_instead_of_those_of_its_service(
    reading, contract, activity, other
):
    contract.service.activities.add(other)
    contract.activities.add(activity)

    page = reading(contract)

    assert "Through its service" not in page
    assert f"1.1 {activity.title}</a>" in page
    assert "Open a refuge" not in page


def test_a_contract_tied_to_nothing_says_so(reading, contract):
    page = reading(contract)

    assert "None linked." in page.partition(ACTIVITIES)[2]
    assert "None, by its service or its activities." in page


@pytest.mark.parametrize("way", ["service", "activity", "activity of its service"])
def test_a_contract_leads_to_the_priorities_that_it_serves_by_each_way(
    reading, plan, contract, activity, way
):
    priority = PriorityFactory(plan=plan.police_and_crime_plan, title="Protect the vulnerable")
    PriorityFactory(plan=plan.police_and_crime_plan, title="Something else")
    if way == "service":
        contract.service.priorities.add(priority)
    else:
        activity.priorities.add(priority)
        (contract if way == "activity" else contract.service).activities.add(activity)

    page = reading(contract)

    assert page.count(f'href="{priority.get_absolute_url()}"') == 1
    assert "Something else" not in page


def test_a_priority_served_by_several_ways_is_named_once(plan, contract, activity):
    priority = PriorityFactory(plan=plan.police_and_crime_plan)
    contract.service.priorities.add(priority)
    activity.priorities.add(priority)
    contract.activities.add(activity)
    contract.service.activities.add(activity)

    assert list(contract.priorities_served()) == [priority]


@pytest.mark.parametrize("number", [1, 12])
def test_what_it_serves_asks_no_more_for_more(
    client, outsider, plan, contract, django_assert_num_queries, number
):
    for place in range(number):
        made = promised_activity(plan, lead=post("Solicitor"), number=place + 1)
        made.priorities.add(PriorityFactory(plan=plan.police_and_crime_plan))
        contract.service.activities.add(made)
    client.force_login(outsider)
    assert (Service.objects.count(), Priority.objects.count()) == (1, number)

    with django_assert_num_queries(12):
        context = client.get(contract.get_absolute_url()).context

    assert len(context["through_service"]) == len(context["priorities"]) == number


def test_what_a_last_review_said_is_a_sentence_of_its_own(reading, contract):
    reviewed(contract, on=dt.date(2020, 9, 30))

    page = reading(contract)

    assert 'On track</span>. <strong class="app-late">Not reviewed this quarter.</strong>' in page
