"""The register of contracts: what the list shows, finds, sorts and writes into a file."""

import csv
import datetime as dt
from decimal import Decimal
from io import StringIO

import pytest
from django.urls import reverse

from commissioning.views.contracts import months_after
from plans import kept_positions
from tests.commissioning.factories import (
    ContractFactory,
    ProviderFactory,
    ServiceFactory,
    reviewed,
)
from tests.factories import DepartmentFactory, moment, post, promised_activity, voice

LIST = "commissioning:contract-list"
FILE = "commissioning:contract-csv"
TODAY = dt.date(2020, 12, 14)


@pytest.fixture
def reading(client, outsider):
    """Ask for the list as somebody who works here; return the rows and the page."""
    client.force_login(outsider)

    def ask(**asked):
        response = client.get(reverse(LIST), asked)
        return list(response.context["object_list"]), response.content.decode()

    return ask


def published(contract, on=dt.date(2020, 5, 1)):
    contract.publish(
        link="https://www.example.org/copy.pdf", said_on=on, by=voice(), at=moment(2020, 5, 2)
    )
    return contract


def closed(contract, on=dt.date(2020, 11, 2)):
    contract.close(words="All was delivered.", said_on=on, by=voice(), at=moment(2020, 11, 2))
    return contract


# --- The list -----------------------------------------------------------------------------------
def test_open_contracts_stand_first_soonest_to_end_first(reading):
    over = closed(ContractFactory(ends_on=dt.date(2020, 10, 31)))
    late = ContractFactory(ends_on=dt.date(2023, 3, 31))
    soon = ContractFactory(ends_on=dt.date(2021, 3, 31))

    rows, _ = reading()

    assert rows == [soon, late, over]


@pytest.mark.parametrize(
    ("state", "references"),
    [
        ("open", ["RUNNING", "PAST", "COMING", "OVER"]),
        ("running", ["RUNNING", "PAST"]),
        ("notice", ["PAST"]),
        ("upcoming", ["COMING"]),
        ("ended", ["OVER"]),
        ("closed", ["SHUT"]),
    ],
)
def test_the_list_is_filtered_by_the_state_that_the_days_make(reading, state, references):
    ContractFactory(reference="RUNNING", ends_on=TODAY, notice_on=TODAY)
    ContractFactory(reference="PAST", notice_on=dt.date(2020, 12, 13))
    ContractFactory(reference="COMING", starts_on=dt.date(2020, 12, 15))
    ContractFactory(reference="OVER", ends_on=dt.date(2020, 12, 13))
    closed(ContractFactory(reference="SHUT", ends_on=dt.date(2020, 10, 31)))

    rows, _ = reading(state=state)

    assert {row.reference for row in rows} == set(references)


def test_what_ends_within_six_or_twelve_months_is_found_to_the_day(reading):
    over = ContractFactory(ends_on=dt.date(2020, 12, 13))
    half = ContractFactory(ends_on=dt.date(2021, 6, 14))
    year = ContractFactory(ends_on=dt.date(2021, 12, 14))
    later = ContractFactory(ends_on=dt.date(2021, 12, 15))

    assert reading(ends="6")[0] == [half]
    assert reading(ends="12")[0] == [half, year]
    assert {over, later} < set(reading()[0])


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (dt.date(2020, 8, 31), 6, dt.date(2021, 2, 28)),
        (dt.date(2019, 8, 29), 6, dt.date(2020, 2, 29)),
        (dt.date(2020, 12, 14), 12, dt.date(2021, 12, 14)),
    ],
)
def test_months_on_it_is_the_same_day_or_the_last_of_a_shorter_month(day, months, expected):
    assert months_after(day, months) == expected


def test_contracts_without_a_review_this_quarter_are_found(reading):
    never = ContractFactory()
    stale = ContractFactory()
    reviewed(stale, on=dt.date(2020, 9, 30))
    fresh = ContractFactory()
    reviewed(fresh, on=dt.date(2020, 10, 1))
    ContractFactory(starts_on=dt.date(2021, 1, 1))

    rows, page = reading(review="none")

    assert set(rows) == {never, stale}
    assert "None this quarter" in page
    assert "Not reviewed yet" in page


def test_a_review_of_last_quarter_that_is_corrected_counts_by_its_correction(reading):
    contract = ContractFactory()
    wrong = reviewed(contract, on=dt.date(2020, 10, 5))
    reviewed(contract, on=dt.date(2020, 9, 30), corrects=wrong)

    assert reading(review="none")[0] == [contract]


def test_a_copy_is_asked_for_over_the_threshold_and_not_at_it(reading):
    over = ContractFactory(value=Decimal("10000.01"))
    at = ContractFactory(value=Decimal(10_000))
    done = published(ContractFactory(value=Decimal(50_000)))

    assert reading(published="no")[0] == [over]
    assert reading(published="under")[0] == [at]
    assert reading(published="yes")[0] == [done]


def test_the_list_is_filtered_by_service_provider_manager_and_activity(
    reading, plan, finance_chief
):
    service, provider = (
        ServiceFactory(title="Custody healthcare"),
        ProviderFactory(name="Brightway"),
    )
    manager = post("Commissioning Manager")
    activity = promised_activity(plan, lead=post("Chief Financial Officer"))
    kept_positions.shelf.clear()
    wanted = ContractFactory(service=service, provider=provider, owner=manager)
    wanted.activities.add(activity)
    ContractFactory()

    assert reading(service=service.pk)[0] == [wanted]
    assert reading(provider=provider.pk)[0] == [wanted]
    assert reading(owner=manager.pk)[0] == [wanted]
    assert reading(activity=activity.reference)[0] == [wanted]


def test_words_are_looked_for_in_titles_references_providers_and_services(reading):
    ContractFactory(reference="X9", title="Helpline", provider=ProviderFactory(name="Brightway"))
    ContractFactory(reference="C1", title="Refuge", service=ServiceFactory(title="Abuse"))

    found = {words: [r.reference for r in reading(q=words)[0]] for words in
             ("x9", "helpline", "brightway", "abuse", "nothing")}  # fmt: skip

    assert found == {
        "x9": ["X9"], "helpline": ["X9"], "brightway": ["X9"], "abuse": ["C1"], "nothing": [],
    }  # fmt: skip


def test_the_list_is_sorted_by_value_and_by_last_review(reading):
    small = ContractFactory(value=Decimal(900))
    large = ContractFactory(value=Decimal(900_000))
    reviewed(large, on=dt.date(2020, 11, 3))

    assert reading(sort="value")[0] == [small, large]
    assert reading(sort="-value")[0] == [large, small]
    assert reading(sort="-reviewed")[0] == [large, small]


def test_above_the_list_stands_what_to_look_at_with_links(reading):
    ContractFactory(ends_on=dt.date(2021, 6, 14), value=Decimal(900))
    ContractFactory(ends_on=dt.date(2021, 12, 14))
    published(ContractFactory(ends_on=dt.date(2020, 12, 13)))

    _, page = reading(state="closed")

    assert '<a class="govuk-link" href="/contracts/?ends=6">1 ends within 6 months</a>' in page
    assert '<a class="govuk-link" href="/contracts/?ends=12">2 within 12</a>' in page
    assert "2 were not reviewed this quarter" in page
    assert "1 copy to be published" in page
    assert "1 ended and is to be closed" in page
    assert "notice day" not in page.partition("app-watched")[2].partition("</ul>")[0]


def test_above_the_list_stands_how_many_run_past_their_notice_day(reading):
    ContractFactory(notice_on=dt.date(2020, 12, 13))

    _, page = reading()

    assert "1 runs past its notice day" in page
    assert 'href="/contracts/?state=notice"' in page


def test_where_nothing_waits_plain_words_say_so(reading):
    contract = published(ContractFactory(ends_on=dt.date(2024, 3, 31)))
    reviewed(contract, on=dt.date(2020, 11, 3))

    _, page = reading()

    assert "None ends within 6 months" in page
    assert "Each that runs was reviewed this quarter" in page
    assert "No copy is to be published" in page


def test_an_empty_register_says_what_comes_here(reading):
    _, page = reading()

    assert "There are no contracts yet" in page


def test_filters_that_leave_nothing_can_be_cleared(reading):
    ContractFactory()

    _, page = reading(state="closed")

    assert "Nothing matches these filters" in page


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_asks_the_database_as_often_for_one_contract_as_for_twelve(
    client, outsider, django_assert_num_queries, number
):
    for place in range(number):
        provider = ProviderFactory(name=f"Provider {place}")
        reviewed(ContractFactory(provider=provider), on=dt.date(2020, 11, 3))
    client.force_login(outsider)

    with django_assert_num_queries(LIST_QUERIES):
        rows = client.get(reverse(LIST)).context["object_list"]

    assert len(rows) == number


LIST_QUERIES = 11


# --- The file -----------------------------------------------------------------------------------
def test_the_file_has_the_field_names_of_contract_registers(client, outsider, activity):
    contract = ContractFactory(
        reference="C101",
        title="=Support",
        department=DepartmentFactory(name="Estates"),
        review_on=dt.date(2021, 1, 11),
        extension="Up to two years",
        value=Decimal("90000.50"),
    )
    contract.activities.add(activity)
    closed(ContractFactory(ends_on=dt.date(2020, 10, 31)))
    client.force_login(outsider)

    file = client.get(reverse(FILE), {"state": "open"}).content.decode("utf-8-sig")

    row, *others = csv.DictReader(StringIO(file))
    assert others == []
    assert {name: row[name] for name in list(row)[:14]} == {
        "Reference": "C101",
        "Title": "'=Support",
        "Parties": "Office of the Police and Crime Commissioner for Testshire; "
        "Harbour Lane Support",
        "Provider": "Harbour Lane Support",
        "Service": "Victim services",
        "Department": "Estates",
        "Start date": "2019-04-01",
        "End date": "2022-03-31",
        "Review date": "2021-01-11",
        "Notice date": "",
        "Value": "90000.50",
        "Extension options": "Up to two years",
        "Procurement route": "Open tender",
        "State": "Running",
    }
    assert row["Activities"] == "1.1"
    assert "internal" not in file


@pytest.mark.parametrize("number", [1, 12])
def test_the_file_asks_the_database_as_often_for_one_contract_as_for_twelve(
    client, outsider, activity, django_assert_num_queries, number
):
    for _ in range(number):
        ContractFactory().activities.add(activity)
    client.force_login(outsider)

    with django_assert_num_queries(FILE_QUERIES):
        file = client.get(reverse(FILE)).content.decode()

    assert len(file.strip().splitlines()) == number + 1


FILE_QUERIES = 7


# --- Who reads it ------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["list", "csv", "add", "pipeline"])
def test_panel_members_find_no_contracts(client, panel_member, name):
    ContractFactory()
    client.force_login(panel_member)

    response = client.get(reverse(f"commissioning:contract-{name}"))

    assert response.status_code == 404
