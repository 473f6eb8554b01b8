"""Contracts in Django admin: read, added and changed there; varied and reviewed on their page."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from commissioning.models import Contract
from tests.admin_pages import as_shown, words
from tests.commissioning.factories import ContractFactory, reviewed
from tests.factories import moment, voice


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


@pytest.fixture
def contract(office):
    contract = ContractFactory(reference="C101")
    reviewed(contract, on=dt.date(2020, 10, 5))
    contract.vary(
        ends_on=dt.date(2023, 3, 31), value=Decimal(120_000), words="The first year of extension.",
        said_on=dt.date(2020, 12, 1), by=voice(), at=moment(2020, 12, 1),
    )  # fmt: skip
    return contract


def address(page, *keys):
    return reverse(f"admin:commissioning_contract_{page}", args=keys)


@pytest.mark.parametrize("asked", [{}, {"q": "C101"}, {"q": "\x00"}, {"o": "1"}])
def test_the_list_opens_and_is_searched(at_desk, contract, asked):
    assert at_desk.get(address("changelist"), asked).status_code == 200


@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_every_page_of_a_contract_opens(at_desk, contract, page):
    assert at_desk.get(address(page, contract.pk)).status_code == 200


def test_what_verbs_write_is_shown_and_not_typed(at_desk, contract):
    page = at_desk.get(address("change", contract.pk))

    fields = page.context["adminform"].form.fields
    verbs_own = {"value", "ends_on", "first_value", "first_ends_on", "published_on", "closed_on"}
    assert verbs_own.isdisjoint(fields)
    assert "The first year of extension." in words(page)
    assert "Every referral was seen within five days." in words(page)


def test_a_contract_added_here_keeps_what_was_first_agreed(at_desk, contract):
    url = address("add")
    keys = {name: getattr(contract, f"{name}_id") for name in ("owner", "service", "provider")}
    typed = {
        "reference": "C102",
        "title": "Helpline",
        "value": "42000",
        "starts_on": "2021-04-01",
        "ends_on": "2022-03-31",
        "procurement_route": "open",
    }

    at_desk.post(url, as_shown(at_desk.get(url), **typed, **keys))

    added = Contract.objects.get(reference="C102")
    assert (added.first_value, added.first_ends_on) == (Decimal(42_000), dt.date(2022, 3, 31))


def test_a_change_here_is_known_to_whoever_has_the_contract_open(at_desk, contract):
    url = address("change", contract.pk)

    at_desk.post(url, as_shown(at_desk.get(url), title="Support and recovery"))

    changed = Contract.objects.get()
    assert changed.title == "Support and recovery"
    assert changed.version == contract.version + 1
    assert (changed.value, changed.ends_on) == (Decimal(120_000), dt.date(2023, 3, 31))


def test_a_first_day_after_the_last_is_said_and_not_saved(at_desk, office):
    contract = ContractFactory()
    url = address("change", contract.pk)

    page = at_desk.post(url, as_shown(at_desk.get(url), starts_on="2022-04-01"))

    assert "The last day must not be before the first day." in words(page)
    assert Contract.objects.get().starts_on == dt.date(2019, 4, 1)


def test_a_contract_with_lines_is_not_deleted(at_desk, contract):
    at_desk.post(address("delete", contract.pk), {"post": "yes"})

    assert Contract.objects.filter(pk=contract.pk).exists()


def test_the_first_day_and_the_next_review_fit_the_reviews(at_desk, contract):
    contract.change(review_on=dt.date(2021, 1, 11))
    url = address("change", contract.pk)
    sent = as_shown(at_desk.get(url)) | {"starts_on": "2020-10-06", "review_on": "2022-01-11"}

    page = at_desk.post(url, sent)

    assert "It was first reviewed on 5 October 2020." in words(page)
    assert "review_on" not in page.context["adminform"].form.fields


def test_of_a_closed_contract_the_note_alone_is_typed(at_desk, contract):
    contract.change(closed_on=dt.date(2020, 12, 1))

    page = at_desk.get(address("change", contract.pk))

    assert list(page.context["adminform"].form.fields) == ["internal_note"]
