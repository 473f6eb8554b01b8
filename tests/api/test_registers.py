"""Rows of registers in the data: once they are published, as they were published."""

import datetime as dt
from decimal import Decimal

from commissioning.models import Contract, Provider
from tests.api.conftest import ROOT
from tests.commissioning.factories import ContractFactory, ProviderFactory
from tests.factories import moment, voice
from tests.governance.factories import DecisionFactory, PublicationDutyFactory

WROTE = {"said_on": dt.date(2020, 11, 2), "by": voice()}


def test_a_contract_is_public_once_its_copy_is(stranger):
    contract = ContractFactory(internal_note="canary", extension="canary")
    assert stranger.get(f"contracts/{contract.pk}").status_code == 404

    contract.publish(link="https://www.example.org/c1", at=moment(2020, 11, 2), **WROTE)

    response = stranger.get(f"contracts/{contract.pk}")
    assert response.json()["copy"] == "https://www.example.org/c1"
    assert response.json()["value"] == "90000.00"
    assert "canary" not in response.content.decode()


def test_what_was_varied_after_the_copy_is_not_told(stranger):
    contract = ContractFactory()
    vary = {"words": "More.", **WROTE}
    contract.vary(ends_on=dt.date(2022, 6, 30), value=Decimal(95_000), at=moment(2020, 10, 1),
                  **vary)  # fmt: skip
    contract.publish(link="https://www.example.org/c1", at=moment(2020, 11, 2), **WROTE)
    contract.vary(ends_on=dt.date(2023, 3, 31), value=Decimal(120_000), at=moment(2020, 12, 1),
                  **vary)  # fmt: skip

    told = stranger.read(f"contracts/{contract.pk}")

    assert (told["ends_on"], told["value"], told["variations"]) == ("2022-06-30", "95000.00", 1)
    assert (told["first_ends_on"], told["first_value"]) == ("2022-03-31", "90000.00")


def test_a_varied_contract_is_told_once_its_copy_is_published_again(stranger):
    contract = ContractFactory()
    contract.publish(link="https://www.example.org/c1", at=moment(2020, 10, 1), **WROTE)
    contract.vary(ends_on=dt.date(2023, 3, 31), value=Decimal(120_000), words="More.",
                  at=moment(2020, 11, 1), **WROTE)  # fmt: skip
    contract.publish(link="https://www.example.org/c2", at=moment(2020, 12, 1), **WROTE)

    told = stranger.read(f"contracts/{contract.pk}")

    assert (told["value"], told["copy"]) == ("120000.00", "https://www.example.org/c2")


COPIED = ("reference", "title", "provider", "procurement_route", "starts_on")


def copied(contract, day=2, link="https://www.example.org/c1"):
    said_on = dt.date(2020, 11, day)
    contract.publish(link=link, said_on=said_on, by=voice(), at=moment(2020, 11, day))


def changed_after(contract):
    """Everything that is changed without a line, and the provider's name as well."""
    contract.provider.change(name="Secret Services")
    contract.change(
        reference="C-SECRET",
        title="Secret re-tender",
        provider=ProviderFactory(name="Secret bidder"),
        procurement_route="direct",
        starts_on=dt.date(2019, 5, 1),
    )


def test_what_was_changed_after_the_copy_is_not_told(stranger):
    contract = ContractFactory(reference="C001")
    copied(contract)
    before = stranger.read(f"contracts/{contract.pk}")

    changed_after(contract)

    told = stranger.read(f"contracts/{contract.pk}")
    assert told == before
    assert tuple(told[name] for name in COPIED) == (
        "C001", "Support for victims", "Harbour Lane Support", "open", "2019-04-01",
    )  # fmt: skip


def test_nothing_is_found_or_put_in_order_by_what_was_changed_after_the_copy(stranger):
    first, second = ContractFactory(reference="C001"), ContractFactory(reference="C002")
    for contract in (first, second):
        copied(contract)

    changed_after(first)
    first.change(reference="C999", starts_on=dt.date(2019, 6, 1))

    assert stranger.read("contracts?provider=secret")["count"] == 0
    assert stranger.read("contracts?provider=harbour")["count"] == 2
    assert stranger.read("contracts?procurement_route=direct")["count"] == 0
    for order in ("reference", "starts_on"):
        rows = stranger.read(f"contracts?order={order}")["results"]
        assert [row["id"] for row in rows] == [first.pk, second.pk]


def test_what_was_changed_is_told_once_another_copy_is_published(stranger):
    contract = ContractFactory()
    copied(contract)
    changed_after(contract)

    copied(contract, day=3)

    told = stranger.read(f"contracts/{contract.pk}")
    assert tuple(told[name] for name in COPIED) == (
        "C-SECRET", "Secret re-tender", "Secret bidder", "direct", "2019-05-01",
    )  # fmt: skip


def test_a_copy_that_is_noted_again_on_its_day_tells_what_was_put_right(stranger):
    contract = ContractFactory()
    copied(contract)
    contract.change(title="Put right")
    at = contract.history.latest().history_date

    contract.publish(link=contract.link, said_on=contract.published_on, by=voice(), at=at)
    contract.change(title="Secret re-tender")

    assert stranger.read(f"contracts/{contract.pk}")["title"] == "Put right"


def test_a_contract_that_has_no_field_history_is_told_as_it_is(stranger):
    contract = ContractFactory(title="Made in bulk")
    copied(contract)
    Contract.history.all().delete()
    Provider.history.all().delete()

    told = stranger.read(f"contracts/{contract.pk}")

    assert (told["title"], told["provider"]) == ("Made in bulk", "Harbour Lane Support")


def test_a_decision_is_public_once_its_record_is(stranger, office):
    hidden = DecisionFactory(internal_note="canary")
    shown = DecisionFactory(link="https://www.example.org/d1", internal_note="canary", cost=None)

    response = stranger.get("decisions")

    assert [row["id"] for row in response.json()["results"]] == [shown.pk]
    assert stranger.get(f"decisions/{hidden.pk}").status_code == 404
    assert "canary" not in response.content.decode()


def test_what_the_law_asks_for_is_told_with_what_was_published(stranger, office):
    duty = PublicationDutyFactory(internal_note="canary")
    duty.publish(covers_until=dt.date(2020, 10, 31), words="Grants in October",
                 link="https://www.example.org/g", at=moment(2020, 11, 2), **WROTE)  # fmt: skip

    told = stranger.read(f"publication-duties/{duty.pk}")
    (made,) = stranger.read(f"publications?duty={duty.pk}")["results"]

    assert (told["last_on"], told["last_until"]) == ("2020-11-02", "2020-10-31")
    assert told["next_due_on"] == "2020-12-31"
    assert told["publications"].endswith(f"{ROOT}publications?duty={duty.pk}")
    assert (made["title"], made["covers_until"]) == ("Grants in October", "2020-10-31")
    assert "canary" not in str(told) + str(made)
