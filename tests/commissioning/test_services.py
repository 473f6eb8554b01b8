"""Services: a link of the thread, from the priority that each serves to the contract behind it."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from commissioning.models import Service
from plans.registers import links
from tests.commissioning.factories import (
    ContractFactory,
    GrantFactory,
    IntentionFactory,
    ProviderFactory,
    ServiceFactory,
    reviewed,
)
from tests.factories import PriorityFactory, post, promised_activity
from tests.governance.factories import BodyFactory
from tests.governance.filling import filled, typed_day

LIST = "commissioning:service-list"


@pytest.fixture
def service(office, finance_chief):
    """The finance chief's post answers for it."""
    return ServiceFactory()


def titles(client, **query):
    return [row.title for row in client.get(reverse(LIST), query).context["object_list"]]


def page_of(client, url):
    return " ".join(client.get(url).content.decode().split())


# --- Added and changed --------------------------------------------------------------------------
def test_a_service_is_added_with_all_that_it_is_tied_to(client, outsider, plan, activity):
    priority = PriorityFactory(plan=plan.police_and_crime_plan, title="Protect the vulnerable")
    board = BodyFactory(name="Victims Board")
    client.force_login(outsider)
    url = reverse("commissioning:service-add")
    typed = filled(
        client, url, title="Victim services", kind="victims", owner=activity.lead_id,
        purpose="Helps victims to cope and recover.", need="4,000 people a year ask for it.",
        groups="Children\nPeople who live alone", activities="1.1",
        priorities=[priority.pk], bodies=[board.pk],
    )  # fmt: skip

    response = client.post(url, typed)

    service = Service.objects.get()
    assert response.url == service.get_absolute_url()
    assert list(service.priorities.all()) == [priority]
    assert list(service.activities.all()) == [activity]
    assert list(service.bodies.all()) == [board]
    assert service.group_names == ["Children", "People who live alone"]


def test_sending_the_form_that_adds_twice_adds_one_service(client, outsider, activity):
    client.force_login(outsider)
    url = reverse("commissioning:service-add")
    typed = filled(
        client, url, title="Victim services", kind="victims", owner=activity.lead_id,
        purpose="Helps victims to cope and recover.",
    )  # fmt: skip

    first = client.post(url, typed)
    again = client.post(url, typed)

    assert again.url == first.url
    assert Service.objects.count() == 1


def test_a_service_does_not_end_before_it_begins(client, outsider, activity):
    client.force_login(outsider)
    url = reverse("commissioning:service-add")
    typed = filled(
        client, url, title="Victim services", kind="victims", owner=activity.lead_id,
        purpose="Helps victims to cope and recover.",
        starts_on_0="1", starts_on_1="4", starts_on_2="2020",
        ended_on_0="31", ended_on_1="3", ended_on_2="2020",
    )  # fmt: skip

    refused = client.post(url, typed).content.decode()

    assert "Enter 1 April 2020, when it began, or a later day" in refused
    assert "Helps victims to cope and recover." in refused
    assert not Service.objects.exists()


def test_a_service_does_not_end_on_a_day_to_come(client, outsider, activity):
    client.force_login(outsider)
    url = reverse("commissioning:service-add")
    typed = filled(
        client, url, title="Victim services", kind="victims", owner=activity.lead_id,
        purpose="Helps victims to cope and recover.",
        **typed_day("ended_on", dt.date(2020, 12, 15)),
    )  # fmt: skip

    page = client.post(url, typed).content.decode()

    assert "Enter today or an earlier day" in page
    assert not Service.objects.exists()


def test_a_title_that_is_taken_is_refused_in_words(client, outsider, plan, service):
    client.force_login(outsider)
    url = reverse("commissioning:service-add")

    page = client.post(url, filled(client, url, title="Victim services")).content.decode()

    assert "A service with this title is here already" in page


def test_two_people_who_change_one_service_lose_nothing(client, finance_chief, plan, service):
    client.force_login(finance_chief)
    url = reverse("commissioning:service-change", args=[service.pk])
    typed = filled(
        client, url, title="Victim services", kind="victims", owner=service.owner_id,
        purpose="Helps victims to recover.",
    )  # fmt: skip
    Service.objects.get().change(purpose="Helps every victim.")

    refused = client.post(url, typed)
    newest = refused.context["form"]["base"].value()
    accepted = client.post(url, typed | {"base": newest})

    assert refused.status_code == 409
    assert "Helps victims to recover." in refused.content.decode()
    assert accepted.status_code == 302
    assert Service.objects.get().purpose == "Helps victims to recover."


def test_only_who_works_for_the_owner_changes_a_service(client, outsider, service):
    client.force_login(outsider)

    response = client.get(reverse("commissioning:service-change", args=[service.pk]))

    assert response.status_code == 403


def test_a_board_that_has_ended_is_offered_where_it_watches_already(
    client, finance_chief, plan, service
):
    ended = BodyFactory(name="Old Board", ended_on=dt.date(2020, 3, 31))
    former = BodyFactory(name="Former Board", ended_on=dt.date(2020, 3, 31))
    service.bodies.add(former)
    client.force_login(finance_chief)

    form = client.get(reverse("commissioning:service-change", args=[service.pk])).context["form"]

    offered = form.fields["bodies"].queryset
    assert former in offered
    assert ended not in offered


# --- Its page -----------------------------------------------------------------------------------
def test_a_service_leads_both_ways_along_the_thread(client, outsider, plan, activity, service):
    priority = PriorityFactory(plan=plan.police_and_crime_plan, title="Protect the vulnerable")
    board = BodyFactory(name="Victims Board")
    provider = ProviderFactory(name="Harbour Lane Support")
    contract = ContractFactory(reference="C1", service=service, provider=provider)
    reviewed(contract, on=dt.date(2020, 10, 12), performance="at_risk")
    grant = GrantFactory(title="Night line", service=service, recipient=provider)
    intention = IntentionFactory(title="More counselling", service=service)
    service.priorities.add(priority)
    service.activities.add(activity)
    service.bodies.add(board)
    client.force_login(outsider)

    response = client.get(service.get_absolute_url())

    page = response.content.decode()
    for row in (priority, activity, board, provider, contract, grant, intention, service.owner):
        assert f'href="{row.get_absolute_url()}"' in page, row
    assert "At risk" in page
    assert "Its live contracts are worth £90,000 over their whole terms." in page
    assert [standing.reference for standing in response.context["standings"]] == ["1.1"]
    for row in (priority, activity, board, provider, contract):
        assert f'href="{service.get_absolute_url()}"' in page_of(client, row.get_absolute_url())


def test_only_live_contracts_count_towards_what_a_service_is_worth(client, outsider, service):
    ContractFactory(service=service, value=Decimal("20000.50"))
    ContractFactory(service=service, value=Decimal(1_000), ends_on=dt.date(2020, 12, 14))
    ContractFactory(service=service, value=Decimal(7_000), ends_on=dt.date(2020, 12, 13))
    ContractFactory(service=service, value=Decimal(8_000), starts_on=dt.date(2020, 12, 15))
    ContractFactory(service=service, value=Decimal(9_000), closed_on=dt.date(2020, 12, 1))
    client.force_login(outsider)

    response = client.get(service.get_absolute_url())
    listed = client.get(reverse(LIST)).context["object_list"][0]

    assert response.context["live_value"] == Decimal("21000.50")
    assert (listed.live_contracts, listed.live_value) == (2, Decimal("21000.50"))


def test_a_service_without_a_live_contract_says_so(client, outsider, service):
    ContractFactory(service=service, ends_on=dt.date(2020, 12, 13))
    client.force_login(outsider)

    page, listed = page_of(client, service.get_absolute_url()), page_of(client, reverse(LIST))

    assert "No live contract stands behind this service." in page
    assert "No live contract" in listed


def test_a_service_that_has_ended_needs_no_contract(client, outsider):
    service = ServiceFactory(ended_on=dt.date(2020, 6, 1))
    client.force_login(outsider)

    page, listed = page_of(client, service.get_absolute_url()), page_of(client, reverse(LIST))

    assert "No live contract" not in page + listed
    assert "Ended 1 June 2020" in page


def test_a_live_contract_without_a_review_this_quarter_says_so(client, outsider, service):
    late = ContractFactory(reference="C1", service=service)
    seen = ContractFactory(reference="C2", service=service)
    reviewed(late, on=dt.date(2020, 9, 30))
    reviewed(seen, on=dt.date(2020, 10, 1))
    client.force_login(outsider)

    rows = client.get(service.get_absolute_url()).context["contracts"]

    assert {row.contract.reference: row.lacks_review for row in rows} == {"C1": True, "C2": False}
    assert page_of(client, service.get_absolute_url()).count("None this quarter") == 1


# --- The page of a board ------------------------------------------------------------------------
def test_a_board_shows_the_services_that_it_watches(client, outsider, service):
    board = BodyFactory(name="Victims Board")
    service.bodies.add(board)
    ServiceFactory(title="Another")
    client.force_login(outsider)

    (section,) = client.get(board.get_absolute_url()).context["linked"]

    assert [(item.title, item.note) for item in section.items] == [
        ("Victim services", "Victims of crime")
    ]
    assert [row.title for row in client.get(section.url).context["object_list"]] == [
        "Victim services"
    ]


@pytest.mark.parametrize("number", [1, 12])
def test_what_a_board_watches_is_one_query(outsider, django_assert_num_queries, number):
    board = BodyFactory(name="Victims Board")
    for place in range(number):
        ServiceFactory(title=f"Service {place}").bodies.add(board)
    assert outsider.works_here

    with django_assert_num_queries(1):
        (section,) = links.about_body(board, outsider, dt.date(2020, 12, 14))

    assert len(section.items) == number


def test_a_panel_member_is_not_told_what_a_board_watches(panel_member, service):
    board = BodyFactory(name="Victims Board")
    service.bodies.add(board)

    assert links.about_body(board, panel_member, dt.date(2020, 12, 14)) == []


# --- The list -----------------------------------------------------------------------------------
def test_the_list_narrows_by_each_of_its_filters(client, outsider, plan, activity, service):
    priority = PriorityFactory(plan=plan.police_and_crime_plan)
    board, deputy = BodyFactory(name="Victims Board"), post("Deputy Chief Executive")
    health = ServiceFactory(title="Custody healthcare", kind="health", owner=deputy)
    ended = ServiceFactory(title="Night shelter", kind="health", ended_on=dt.date(2020, 6, 1))
    contract = ContractFactory(service=health)
    service.activities.add(activity)
    service.priorities.add(priority)
    service.bodies.add(board)
    client.force_login(outsider)

    assert titles(client) == [health.title, ended.title, service.title]
    assert titles(client, kind="health") == [health.title, ended.title]
    assert titles(client, state="current") == [health.title, service.title]
    assert titles(client, state="ended") == [ended.title]
    assert titles(client, contract="live") == [health.title]
    assert titles(client, contract="none") == [service.title]
    assert titles(client, provider=contract.provider_id) == [health.title]
    assert titles(client, priority=priority.pk) == [service.title]
    assert titles(client, body=board.pk) == [service.title]
    assert titles(client, owner=deputy.pk) == [health.title]
    assert titles(client, activity="1.1") == [service.title]
    assert titles(client, q="shelter") == [ended.title]


def test_the_list_names_each_provider_of_a_live_contract_once(client, outsider, service):
    for name in ("Second Chance", "Harbour Lane Support", "Second Chance"):
        ContractFactory(service=service, provider=ProviderFactory(name=name))
    ContractFactory(
        service=service, provider=ProviderFactory(name="Old Ltd"), ends_on=dt.date(2020, 3, 31)
    )
    client.force_login(outsider)

    (row,) = client.get(reverse(LIST)).context["object_list"]

    assert [provider.name for provider in row.providers] == [
        "Harbour Lane Support",
        "Second Chance",
    ]


def test_the_list_as_a_file_has_what_the_filters_leave(client, outsider, activity, service):
    service.activities.add(activity)
    ContractFactory(service=service)
    ServiceFactory(title="=1+1", kind="health")
    client.force_login(outsider)

    file = client.get(reverse("commissioning:service-csv"), {"kind": "victims"}).content.decode()

    heading, row = file.strip().splitlines()
    assert heading.lstrip("\ufeff").startswith("service,kind,what it is for")
    assert row.startswith("Victim services,Victims of crime,")
    assert ",1,90000,Harbour Lane Support,,1.1," in row


def test_an_empty_register_says_what_belongs_there(client, outsider):
    client.force_login(outsider)

    assert "There are no services yet" in page_of(client, reverse(LIST))


def test_a_panel_member_finds_no_services(client, panel_member, service):
    client.force_login(panel_member)

    assert client.get(reverse(LIST)).status_code == 404
    assert client.get(service.get_absolute_url()).status_code == 404
    assert client.get(reverse("commissioning:service-csv")).status_code == 404


# --- How often the database is asked ------------------------------------------------------------
def tied(service, plan, number):
    """So many of everything that a service's page shows."""
    for place in range(number):
        provider = ProviderFactory(name=f"Provider {place}")
        contract = ContractFactory(service=service, provider=provider)
        reviewed(contract, on=dt.date(2020, 10, 12))
        GrantFactory(service=service, recipient=provider)
        IntentionFactory(service=service)
        service.priorities.add(PriorityFactory(plan=plan.police_and_crime_plan))
        service.bodies.add(BodyFactory(name=f"Board {place}"))
        title = f"{service}, {place}"
        service.activities.add(promised_activity(plan, lead=service.owner, title=title))


@pytest.mark.parametrize("number", [1, 12])
def test_a_service_asks_as_often_for_one_of_each_as_for_twelve(
    client, outsider, plan, service, django_assert_num_queries, number
):
    tied(service, plan, number)
    client.force_login(outsider)

    with django_assert_num_queries(14):
        context = client.get(service.get_absolute_url()).context

    assert len(context["standings"]) == number


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_asks_as_often_for_one_service_as_for_twelve(
    client, outsider, django_assert_num_queries, number
):
    for place in range(number):
        ContractFactory(service=ServiceFactory(title=f"Service {place}"))
    client.force_login(outsider)

    with django_assert_num_queries(11):
        client.get(reverse(LIST))


@pytest.mark.parametrize("number", [1, 12])
def test_the_file_asks_as_often_for_one_service_as_for_twelve(
    client, outsider, plan, django_assert_num_queries, number
):
    for place in range(number):
        tied(ServiceFactory(title=f"Service {place}"), plan, 1)
    client.force_login(outsider)

    with django_assert_num_queries(10):
        client.get(reverse("commissioning:service-csv"))


def test_an_administrator_finds_a_service_by_what_it_is_for(client, administrator, service):
    client.force_login(administrator)

    page = client.get(reverse("admin:commissioning_service_changelist"), {"q": "recover"})

    assert "Victim services" in page.content.decode()
