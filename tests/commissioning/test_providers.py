"""Providers: who delivers what, under which contracts, and what each was given and paid."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from commissioning.models import Provider
from tests.commissioning.factories import (
    ContractFactory,
    GrantFactory,
    PaymentFactory,
    ProviderFactory,
    ServiceFactory,
    reviewed,
)
from tests.factories import post
from tests.governance.filling import filled, typed_day

LIST = "commissioning:provider-list"


@pytest.fixture
def provider(office, finance_chief):
    """The finance chief's post answers for it."""
    return ProviderFactory()


def names(client, **query):
    return [row.name for row in client.get(reverse(LIST), query).context["object_list"]]


def test_a_provider_is_added_with_its_number_and_website(client, outsider, plan):
    client.force_login(outsider)
    url = reverse("commissioning:provider-add")
    owner = post("Chief Financial Officer")
    typed = filled(
        client, url, name="Harbour Lane Support", kind="charity", owner=owner.pk,
        registered_number="1234567", link="harbour.example",
    )  # fmt: skip

    response = client.post(url, typed)

    provider = Provider.objects.get()
    assert response.url == provider.get_absolute_url()
    page = client.get(response.url).content.decode()
    assert "Number 1234567" in page
    assert 'href="https://harbour.example"' in page


def test_sending_the_form_that_adds_twice_adds_one_provider(client, outsider, plan):
    client.force_login(outsider)
    url = reverse("commissioning:provider-add")
    owner = post("Chief Financial Officer")
    typed = filled(client, url, name="Harbour Lane Support", kind="charity", owner=owner.pk)

    first = client.post(url, typed)
    again = client.post(url, typed)

    assert again.url == first.url
    assert Provider.objects.count() == 1


def test_a_name_that_is_taken_is_refused_and_nothing_is_lost(client, outsider, provider):
    client.force_login(outsider)
    url = reverse("commissioning:provider-add")
    typed = filled(client, url, name="Harbour Lane Support", outline="Sees victims at home.")

    page = client.post(url, typed).content.decode()

    assert "A provider with this name is here already" in page
    assert "Sees victims at home." in page


def test_two_people_who_change_one_provider_lose_nothing(client, finance_chief, provider):
    client.force_login(finance_chief)
    url = reverse("commissioning:provider-change", args=[provider.pk])
    typed = filled(client, url, name="Harbour Lane", kind="company", owner=provider.owner_id)
    Provider.objects.get().change(name="Harbour Lane Trust")

    refused = client.post(url, typed)

    assert refused.status_code == 409
    assert 'value="Harbour Lane"' in refused.content.decode()
    assert Provider.objects.get().name == "Harbour Lane Trust"


def test_a_provider_does_not_end_on_a_day_to_come(client, finance_chief, provider):
    client.force_login(finance_chief)
    url = reverse("commissioning:provider-change", args=[provider.pk])
    typed = {"name": provider.name, "kind": provider.kind, "owner": provider.owner_id}

    ahead = client.post(
        url, filled(client, url, **typed, **typed_day("ended_on", dt.date(2020, 12, 15)))
    )
    today = client.post(
        url, filled(client, url, **typed, **typed_day("ended_on", dt.date(2020, 12, 14)))
    )

    assert "Enter today or an earlier day" in ahead.content.decode()
    assert today.status_code == 302
    provider.refresh_from_db()
    assert provider.ended_on == dt.date(2020, 12, 14)


def test_only_who_works_for_the_owner_changes_a_provider(client, outsider, provider):
    client.force_login(outsider)

    response = client.get(reverse("commissioning:provider-change", args=[provider.pk]))

    assert response.status_code == 403


def test_a_provider_leads_to_its_contracts_and_their_services(client, outsider, provider):
    running = ContractFactory(
        reference="C1", provider=provider, service=ServiceFactory(title="Victim services")
    )
    reviewed(running, on=dt.date(2020, 10, 12), performance="at_risk")
    ContractFactory(
        reference="C2", provider=provider, service=ServiceFactory(title="Custody healthcare"),
        ends_on=dt.date(2020, 3, 31), value=Decimal(5_000),
    )  # fmt: skip
    client.force_login(outsider)

    response = client.get(provider.get_absolute_url())

    context, page = response.context, response.content.decode()
    assert [row.contract.reference for row in context["contracts"]] == ["C1", "C2"]
    assert [row.state.label for row in context["contracts"]] == ["Running", "Ended, to be closed"]
    assert [(s.title, is_live) for s, is_live in context["services"]] == [
        ("Victim services", True),
        ("Custody healthcare", False),
    ]
    assert "Its live contracts are worth £90,000 over their whole terms." in page
    assert "At risk" in page
    assert "Not by a live contract" in page


def test_the_ten_newest_grants_and_payments_are_shown_and_the_rest_linked(
    client, outsider, provider
):
    for number in range(1, 12):
        GrantFactory(recipient=provider, made_on=dt.date(2020, 11, number))
        PaymentFactory(payee=provider, paid_on=dt.date(2020, 11, number))
    client.force_login(outsider)

    response = client.get(provider.get_absolute_url())

    assert [grant.made_on.day for grant in response.context["grants"]] == [*range(11, 1, -1)]
    assert [one.paid_on.day for one in response.context["payments"]] == [*range(11, 1, -1)]
    for name in ("grant", "payment"):
        url = f"{reverse(f'commissioning:{name}-list')}?q=Harbour%20Lane%20Support"
        assert f'href="{url}"' in response.content.decode()
        assert client.get(url).context["total"] == 11


def test_the_list_narrows_by_kind_state_words_and_owner(client, outsider, provider):
    deputy = post("Deputy Chief Executive")
    ProviderFactory(name="Old County Ltd", kind="company", ended_on=dt.date(2020, 6, 1))
    ProviderFactory(name="Health Board", kind="health", owner=deputy)
    client.force_login(outsider)

    assert names(client) == ["Harbour Lane Support", "Health Board", "Old County Ltd"]
    assert names(client, kind="company") == ["Old County Ltd"]
    assert names(client, state="current") == ["Harbour Lane Support", "Health Board"]
    assert names(client, state="ended") == ["Old County Ltd"]
    assert names(client, q="lane") == ["Harbour Lane Support"]
    assert names(client, owner=deputy.pk) == ["Health Board"]


def test_the_list_narrows_to_who_delivers_an_activity(client, outsider, activity, provider):
    service = ServiceFactory(title="Victim services")
    service.activities.add(activity)
    ContractFactory(provider=provider, service=service)
    ProviderFactory(name="Another")
    client.force_login(outsider)

    assert names(client, activity="1.1") == ["Harbour Lane Support"]


def test_the_list_sorts_by_what_runs(client, outsider, provider):
    other = ProviderFactory(name="Another")
    ProviderFactory(name="Without any")
    ContractFactory(provider=provider, value=Decimal(20_000))
    ContractFactory(provider=other, value=Decimal(30_000))
    client.force_login(outsider)

    assert names(client, sort="-value") == ["Another", "Harbour Lane Support", "Without any"]


def test_the_list_as_a_file_has_what_the_filters_leave(client, outsider, provider):
    ContractFactory(provider=provider, value=Decimal("1250.50"))
    ProviderFactory(name="=1+1", kind="company")
    client.force_login(outsider)

    file = client.get(reverse("commissioning:provider-csv"), {"kind": "charity"}).content.decode()

    heading, row = file.strip().splitlines()
    assert heading.lstrip("\ufeff").startswith("provider,kind,company or charity number")
    assert row.startswith("Harbour Lane Support,Charity or community organisation,")
    assert ",1,1250.50," in row


def test_a_note_for_colleagues_is_shown_to_colleagues(client, outsider, panel_member, provider):
    Provider.objects.update(internal_note="Watch their accounts.")

    client.force_login(outsider)
    to_colleagues = client.get(provider.get_absolute_url()).content.decode()
    client.force_login(panel_member)

    assert "Watch their accounts." in to_colleagues
    assert client.get(provider.get_absolute_url()).status_code == 404
    assert client.get(reverse(LIST)).status_code == 404
    assert client.get(reverse("commissioning:provider-csv")).status_code == 404


def test_an_empty_register_says_what_belongs_there(client, outsider):
    client.force_login(outsider)

    assert "There are no providers yet" in client.get(reverse(LIST)).content.decode()


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_asks_as_often_for_one_provider_as_for_twelve(
    client, outsider, django_assert_num_queries, number
):
    for place in range(number):
        ContractFactory(provider=ProviderFactory(name=f"Provider {place}"))
    client.force_login(outsider)

    with django_assert_num_queries(8):
        client.get(reverse(LIST))


@pytest.mark.parametrize("number", [1, 9])
def test_a_provider_asks_as_often_for_one_of_each_as_for_nine(
    client, outsider, provider, django_assert_num_queries, number
):
    for place in range(number):
        contract = ContractFactory(
            provider=provider, service=ServiceFactory(title=f"Service {place}")
        )
        GrantFactory(recipient=provider, service=contract.service)
        PaymentFactory(payee=provider, contract=contract)
    client.force_login(outsider)

    with django_assert_num_queries(7):
        client.get(provider.get_absolute_url())


def test_an_administrator_finds_a_provider_by_its_number(client, administrator, provider):
    Provider.objects.update(registered_number="1234567")
    client.force_login(administrator)

    page = client.get(reverse("admin:commissioning_provider_changelist"), {"q": "1234567"})

    assert "Harbour Lane Support" in page.content.decode()
