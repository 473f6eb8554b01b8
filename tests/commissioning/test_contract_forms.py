"""The form that adds or changes a contract: what it asks for, refuses and keeps."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from commissioning.models import Contract
from tests.commissioning.factories import (
    ContractFactory,
    ProviderFactory,
    ServiceFactory,
    reviewed,
)
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


def changing(client, contract, **typed):
    """The page that answers the form of a contract that stands, with some of it typed anew."""
    url = reverse("commissioning:contract-change", args=[contract.pk])
    names = ("reference", "title", "procurement_route", "service_id", "provider_id", "owner_id")
    contract.refresh_from_db()
    stands = {name.removesuffix("_id"): getattr(contract, name) for name in names}
    for name in ("starts_on", "notice_on"):
        day = getattr(contract, name)
        stands |= typed_day(name, day) if day else {}
    return client.post(url, filled(client, url, **stands | typed), follow=True)


def test_a_reference_in_other_letters_is_the_same_reference(client, outsider, typed):
    ContractFactory(reference="C101")
    client.force_login(outsider)
    url = reverse(ADD)

    page = client.post(url, filled(client, url, **typed | {"reference": "c101"})).content.decode()

    assert "A contract with this reference is here already." in page
    assert Contract.objects.count() == 1


def test_a_contract_does_not_begin_after_its_first_review(client, finance_chief):
    contract = ContractFactory()
    reviewed(contract, on=dt.date(2020, 7, 6))
    reviewed(contract, on=dt.date(2020, 10, 5))
    client.force_login(finance_chief)

    later = changing(client, contract, **typed_day("starts_on", dt.date(2020, 7, 7)))
    same = changing(client, contract, **typed_day("starts_on", dt.date(2020, 7, 6)))

    assert "It was first reviewed on 6 July 2020. Enter that day" in later.content.decode()
    assert same.redirect_chain
    assert Contract.objects.get().starts_on == dt.date(2020, 7, 6)


def test_a_next_review_is_typed_once_and_moves_by_reviews(client, finance_chief):
    contract = ContractFactory()
    client.force_login(finance_chief)

    changing(client, contract, **typed_day("review_on", dt.date(2020, 10, 1)))
    page = changing(client, contract, **typed_day("review_on", dt.date(2021, 10, 1)))

    url = reverse("commissioning:contract-change", args=[contract.pk])
    assert Contract.objects.get().review_on == dt.date(2020, 10, 1)
    assert page.redirect_chain
    assert "1 October 2020, is moved by a review" in client.get(url).content.decode()


def test_days_that_are_changed_on_the_form_stay_readable_on_the_page(client, finance_chief):
    contract = ContractFactory(notice_on=dt.date(2020, 12, 1))
    client.force_login(finance_chief)

    changing(client, contract, **typed_day("notice_on", dt.date(2021, 6, 1)))
    changing(client, contract, **typed_day("starts_on", dt.date(2019, 5, 1)))

    contract.refresh_from_db()
    assert (contract.starts_on, contract.notice_on) == (dt.date(2019, 5, 1), dt.date(2021, 6, 1))
    page = client.get(contract.get_absolute_url())
    assert page.context["earlier"] == {
        "starts_on": [dt.date(2019, 4, 1)],
        "notice_on": [dt.date(2020, 12, 1)],
    }
    assert "Before that 1 December 2020" in page.content.decode()


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
