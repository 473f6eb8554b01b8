"""Where the golden thread is broken, each kind by itself, and the page that lists them."""

import datetime as dt

import pytest
from django.urls import reverse

from plans import kept_positions
from tests.commissioning.factories import ContractFactory, ServiceFactory
from tests.factories import PriorityFactory, post, promised_activity
from tests.plans.measures import MeasureFactory

URL = "/thread/"


@pytest.fixture
def reading(client, chief_executive, plan):
    """Ask for the page as the chief executive; return {kind of break: [title]}."""
    client.force_login(chief_executive)
    kept_positions.shelf.clear()

    def ask(query=""):
        response = client.get(URL + query)
        assert response.status_code == 200
        return {
            each["kind"].key: [row.title for row in each["page"].object_list]
            for each in response.context["found"]
        }

    return ask


def test_an_activity_that_serves_no_priority_is_listed(plan, reading):
    lead = post("Chief Financial Officer")
    serving = promised_activity(plan, lead=lead, number=1, title="Sell the old station")
    promised_activity(plan, lead=lead, number=2, title="Write a green strategy")
    kept_positions.shelf.clear()

    assert reading()["activities"] == [
        f"{serving.reference} Sell the old station",
        "1.2 Write a green strategy",
    ]


def test_an_activity_that_serves_one_is_not(plan, reading):
    priority = PriorityFactory(plan=plan.police_and_crime_plan)
    promised_activity(plan, lead=post("Chief Financial Officer"), priorities=[priority])
    kept_positions.shelf.clear()

    assert reading()["activities"] == []


def test_a_priority_without_a_reported_measure_is_listed(plan, reading):
    told, untold, formerly = (
        PriorityFactory(plan=plan.police_and_crime_plan, number=number) for number in (1, 2, 3)
    )
    MeasureFactory(plan=plan.police_and_crime_plan, priority=told)
    MeasureFactory(
        plan=plan.police_and_crime_plan, priority=formerly, ended_on=dt.date(2020, 10, 1)
    )

    assert reading()["priorities"] == [str(untold), str(formerly)]


def test_every_priority_is_asked_about_where_the_plan_names_no_plan_to_serve(plan, reading):
    priority = PriorityFactory(plan=plan.police_and_crime_plan, number=1)
    plan.police_and_crime_plan = None
    plan.save(update_fields=["police_and_crime_plan"])

    assert reading()["priorities"] == [str(priority)]


def test_a_service_without_a_live_contract_is_listed(reading):
    ServiceFactory(title="Has none")
    ContractFactory(
        service=ServiceFactory(title="Has one that ended"), ends_on=dt.date(2020, 12, 13)
    )
    ContractFactory(
        service=ServiceFactory(title="Has one that ends today"), ends_on=dt.date(2020, 12, 14)
    )
    ServiceFactory(title="Ended itself", ended_on=dt.date(2020, 6, 1))

    assert reading()["services"] == ["Has none", "Has one that ended"]


def test_a_contract_tied_to_nothing_in_a_plan_is_listed(activity, reading):
    served = ServiceFactory(title="Serves an activity")
    served.activities.add(activity)
    ContractFactory(reference="A1", title="Through its service", service=served)
    ContractFactory(reference="A2", title="By itself").activities.add(activity)
    ContractFactory(reference="A3", title="Loose")
    ContractFactory(reference="A4", title="Over", ends_on=dt.date(2020, 3, 31))

    assert reading()["contracts"] == ["A3 Loose"]


def test_the_page_says_that_a_contract_is_tied_through_its_service_too(client, reading):
    ContractFactory()
    reading()

    page = " ".join(client.get(URL).content.decode().split())

    assert (
        "A contract counts as tied by its own activities or, where it names none, through those "
        "of its service."
    ) in page


def test_the_list_narrows_to_an_owner_and_to_words(reading):
    ServiceFactory(title="Night shelter", owner=post("Deputy Chief Executive"))
    ServiceFactory(title="Night bus")
    ServiceFactory(title="Day centre")
    deputy = post("Deputy Chief Executive").pk

    assert reading("?q=night")["services"] == ["Night bus", "Night shelter"]
    assert reading(f"?owner={deputy}")["services"] == ["Night shelter"]
    assert reading("?q=none such")["services"] == []


def test_ten_of_each_kind_are_shown_and_the_rest_in_pages(client, reading):
    for number in range(31):
        ServiceFactory(title=f"Service {number:02}")

    first, second = reading(), reading("?kind=services&page=2")

    assert len(first["services"]) == 10
    assert second == {"services": [f"Service {number}" for number in range(25, 31)]}
    assert "See all 31" in client.get(URL).content.decode()


@pytest.mark.parametrize(
    "query", ["?kind=nonsense", "?owner=x", "?page=x&kind=services", "?sort=x"]
)
def test_no_query_breaks_the_page(reading, query):
    assert reading(query)


def test_a_thread_that_holds_says_so(client, reading):
    reading()

    assert "The thread holds here." in client.get(URL).content.decode()


def test_the_page_asks_no_more_for_more_rows(
    client, chief_executive, plan, django_assert_max_num_queries
):
    client.force_login(chief_executive)
    for number in range(30):
        ContractFactory(service=ServiceFactory(title=f"Service {number}"))
        PriorityFactory(plan=plan.police_and_crime_plan, number=number + 10)

    with django_assert_max_num_queries(14):
        client.get(URL)


@pytest.mark.parametrize("who", ["panel_member"])
def test_a_panel_member_finds_no_such_page(client, request, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(reverse("portal:thread")).status_code == 404
