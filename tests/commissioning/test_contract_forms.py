"""The form that adds or changes a contract: what it asks for, refuses and keeps."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from commissioning.models import Contract
from tests.commissioning.factories import ContractFactory, ProviderFactory, ServiceFactory
from tests.factories import post
from tests.governance.filling import filled, typed_day

ADD = "commissioning:contract-add"


@pytest.fixture
def typed(office):
    return {
        "reference": "C101",
        "title": "Support for victims",
        "service": ServiceFactory().pk,
        "provider": ProviderFactory().pk,
        "owner": post("Chief Financial Officer").pk,
        "value": "£190,000",
        "procurement_route": "open",
        "activities": "",
        **typed_day("starts_on", dt.date(2021, 4, 1)),
        **typed_day("ends_on", dt.date(2023, 3, 31)),
        **typed_day("notice_on", dt.date(2022, 10, 1)),
    }


def test_a_contract_is_added_and_keeps_what_was_first_agreed(client, outsider, activity, typed):
    client.force_login(outsider)
    url = reverse(ADD)

    response = client.post(url, filled(client, url, **typed | {"activities": "1.1"}))

    contract = Contract.objects.get()
    assert response.url == contract.get_absolute_url()
    assert (contract.value, contract.first_value) == (Decimal(190_000), Decimal(190_000))
    assert contract.first_ends_on == dt.date(2023, 3, 31)
    assert list(contract.activities.all()) == [activity]


def test_the_form_that_adds_sent_twice_adds_one_contract(client, outsider, typed):
    client.force_login(outsider)
    url = reverse(ADD)
    sent = filled(client, url, **typed)

    first = client.post(url, sent)
    again = client.post(url, sent)

    assert again.url == first.url
    assert Contract.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (typed_day("ends_on", dt.date(2021, 3, 31)), "Enter the first day or a later day"),
        (
            typed_day("notice_on", dt.date(2023, 4, 1)),
            "Enter the last day of the contract or an earlier day",
        ),
        ({"value": "a lot"}, "Enter an amount in pounds in figures"),
        ({"value": ""}, "Enter the whole value"),
        ({"owner": ""}, "Select the post that manages it"),
        ({"procurement_route": ""}, "Select the procurement route"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_typed_is_lost(client, outsider, typed, wrong, said):
    client.force_login(outsider)
    url = reverse(ADD)

    page = client.post(url, filled(client, url, **typed | wrong)).content.decode()

    assert said in page
    assert 'value="Support for victims"' in page
    assert not Contract.objects.exists()


def test_a_reference_that_is_taken_is_refused_in_words(client, outsider, typed):
    ContractFactory(reference="C101")
    client.force_login(outsider)
    url = reverse(ADD)

    page = client.post(url, filled(client, url, **typed)).content.decode()

    assert "A contract with this reference is here already" in page
    assert Contract.objects.count() == 1


def test_services_and_providers_that_ended_are_not_offered_anew(client, finance_chief):
    gone = ProviderFactory(name="Gone", ended_on=dt.date(2020, 1, 1))
    contract = ContractFactory(provider=gone)
    client.force_login(finance_chief)

    adding = client.get(reverse(ADD)).context["form"].fields["provider"].queryset
    changing = client.get(reverse("commissioning:contract-change", args=[contract.pk]))

    assert gone not in adding
    assert gone in changing.context["form"].fields["provider"].queryset


def test_the_value_and_the_last_day_are_not_changed_in_silence(client, finance_chief, typed):
    contract = ContractFactory()
    client.force_login(finance_chief)
    url = reverse("commissioning:contract-change", args=[contract.pk])
    sent = typed | typed_day("starts_on", dt.date(2019, 4, 1)) | {"title": "Support and recovery"}

    page = client.get(url).content.decode()
    client.post(url, filled(client, url, **sent | {"notice_on_2": "2021"}))

    contract.refresh_from_db()
    assert "they are varied, with a reason" in page
    assert contract.title == "Support and recovery"
    assert (contract.value, contract.ends_on) == (Decimal(90_000), dt.date(2022, 3, 31))


def test_a_first_day_after_the_last_is_refused_on_a_contract_that_stands(
    client, finance_chief, typed
):
    contract = ContractFactory()
    client.force_login(finance_chief)
    url = reverse("commissioning:contract-change", args=[contract.pk])
    sent = typed | typed_day("starts_on", dt.date(2022, 4, 1)) | {"notice_on_2": "2021"}

    page = client.post(url, filled(client, url, **sent)).content.decode()

    assert "Enter 31 March 2022, its last day, or an earlier day" in page


def test_two_people_who_change_one_contract_lose_nothing(client, finance_chief, typed):
    contract = ContractFactory()
    client.force_login(finance_chief)
    url = reverse("commissioning:contract-change", args=[contract.pk])
    sent = filled(client, url, **typed | typed_day("starts_on", dt.date(2019, 4, 1)))
    sent |= {"notice_on_2": "2021", "title": "Mine"}
    Contract.objects.get().change(fields=[], title="Theirs")

    refused = client.post(url, sent)

    assert refused.status_code == 409
    assert 'value="Mine"' in refused.content.decode()
    assert Contract.objects.get().title == "Theirs"


def test_whoever_neither_manages_it_nor_answers_for_the_plan_changes_nothing(client, outsider):
    contract = ContractFactory()
    client.force_login(outsider)

    response = client.get(reverse("commissioning:contract-change", args=[contract.pk]))

    assert response.status_code == 403
