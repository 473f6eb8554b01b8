"""The pipeline of contracts: what falls in which of the months ahead."""

import datetime as dt

import pytest
from django.urls import reverse

from commissioning import pipeline
from commissioning.models import Contract
from tests.commissioning.factories import ContractFactory, ProviderFactory, ServiceFactory
from tests.factories import moment, post, voice

URL = "commissioning:contract-pipeline"
TODAY = dt.date(2020, 12, 14)


def contract(**days):
    """A contract that is not saved, from 1 April 2019 to 31 March 2022 unless `days` differ."""
    usual = {"starts_on": dt.date(2019, 4, 1), "ends_on": dt.date(2022, 3, 31)}
    return Contract(pk=1, **usual | days)


def months_of(*contracts):
    """{words of a stretch: [(day, what)]} of the months ahead."""
    return {
        stretch.words: [(event.day.day, event.words) for event in stretch.events]
        for stretch in pipeline.by_month(pipeline.events_of(contracts, TODAY), TODAY)
    }


def test_the_pipeline_looks_ahead_for_24_months_from_this_one():
    assert pipeline.span(TODAY) == (dt.date(2020, 12, 1), dt.date(2022, 11, 30))


def test_each_day_falls_in_its_month_and_empty_months_are_folded():
    found = months_of(
        contract(notice_on=dt.date(2021, 9, 30), review_on=dt.date(2021, 1, 11)),
        contract(starts_on=dt.date(2021, 1, 4), ends_on=dt.date(2022, 11, 30)),
    )

    assert found == {
        "December 2020": [],
        "January 2021": [(4, "Begins"), (11, "Review due")],
        "February to August 2021": [],
        "September 2021": [(30, "Notice day")],
        "October 2021 to February 2022": [],
        "March 2022": [(31, "Ends")],
        "April to October 2022": [],
        "November 2022": [(30, "Ends")],
    }


def test_without_any_day_all_months_are_one_stretch():
    assert months_of() == {"December 2020 to November 2022": []}


def test_what_is_left_from_earlier_months_still_asks_for_something():
    due = contract(review_on=dt.date(2020, 11, 30), notice_on=dt.date(2020, 11, 1))
    over = contract(
        ends_on=dt.date(2020, 10, 31),
        review_on=dt.date(2020, 10, 1),
        notice_on=dt.date(2020, 7, 31),
    )

    found = pipeline.left_over(pipeline.events_of([due, over], TODAY), TODAY)

    assert [(event.contract is over, event.words) for event in found] == [
        (True, "Ends"), (False, "Notice day"), (False, "Review due"),
    ]  # fmt: skip


@pytest.fixture
def reading(client, outsider):
    client.force_login(outsider)

    def ask(**asked):
        response = client.get(reverse(URL), asked)
        events = [e for s in response.context["stretches"] for e in s.events]
        return events, response.content.decode()

    return ask


def test_the_page_shows_months_and_says_which_have_nothing(reading):
    ContractFactory(title="Helpline", ends_on=dt.date(2021, 3, 31))

    events, page = reading()

    assert [(event.day, event.words) for event in events] == [(dt.date(2021, 3, 31), "Ends")]
    assert "Helpline" in page
    assert "Nothing from December 2020 to February 2021." in page


def test_a_review_that_is_late_says_by_how_many_days(reading):
    ContractFactory(review_on=dt.date(2020, 12, 11))
    ContractFactory(review_on=dt.date(2020, 11, 30))

    _, page = reading()

    assert "Late by 3 days" in page
    assert "Left from earlier months" in page
    assert "Late by 14 days" in page


def test_a_notice_day_that_passed_stays_on_the_page_while_the_contract_runs(reading):
    ContractFactory(title="Helpline", ends_on=dt.date(2024, 3, 31), notice_on=dt.date(2020, 9, 30))
    ContractFactory(
        title="Not begun", starts_on=dt.date(2023, 4, 1), ends_on=dt.date(2024, 3, 31),
        notice_on=dt.date(2020, 9, 30),
    )  # fmt: skip

    events, page = reading()

    assert events == []
    assert "Left from earlier months" in page
    assert "Helpline" in page
    assert "It has passed" in page
    assert "Not begun" not in page


def test_closed_contracts_bring_nothing(reading):
    over = ContractFactory(ends_on=dt.date(2020, 10, 31), review_on=dt.date(2021, 1, 4))
    over.close(words="Done.", said_on=dt.date(2020, 11, 2), by=voice(), at=moment(2020, 11, 2))

    events, page = reading()

    assert events == []
    assert "Nothing falls in these months" in page


def test_the_pipeline_is_filtered_by_service_and_by_manager(reading):
    wanted = ContractFactory(
        service=ServiceFactory(title="Custody healthcare"), owner=post("Commissioning Manager")
    )
    ContractFactory()

    by_service, _ = reading(service=wanted.service_id)
    by_manager, _ = reading(owner=wanted.owner_id)
    by_neither, page = reading(service=wanted.service_id, owner=post("Chief Executive").pk)

    assert {event.contract for event in by_service} == {wanted}
    assert {event.contract for event in by_manager} == {wanted}
    assert by_neither == []
    assert "No date matches these filters" in page


def test_a_filter_that_cannot_be_is_said_and_breaks_nothing(reading):
    ContractFactory()

    events, page = reading(service="nonsense")

    assert len(events) == 1
    assert "govuk-error-message" in page


@pytest.mark.parametrize("number", [1, 12])
def test_the_pipeline_asks_the_database_as_often_for_one_contract_as_for_twelve(
    client, outsider, django_assert_num_queries, number
):
    for place in range(number):
        ContractFactory(provider=ProviderFactory(name=f"Provider {place}"))
    client.force_login(outsider)

    with django_assert_num_queries(PIPELINE_QUERIES):
        page = client.get(reverse(URL)).content.decode()

    assert f"{number} date" in page


PIPELINE_QUERIES = 6


def test_a_month_shows_its_first_twenty_days_and_a_page_of_its_own_has_them_all(client, outsider):
    for _ in range(61):
        ContractFactory(ends_on=dt.date(2021, 3, 31))
    client.force_login(outsider)

    together = client.get(reverse(URL)).content.decode()
    second = client.get(reverse(URL), {"month": "2021-03", "page": "2"})

    assert together.count("Support for victims") == 20
    assert "All 61 in March 2021" in together
    assert len(second.context["page_obj"]) == 11
    assert "Every month" in second.content.decode()


@pytest.mark.parametrize("month", ["", "2021-13", "1999-01", "x", "earlier"])
def test_a_month_in_which_nothing_falls_shows_all_months(client, outsider, month):
    ContractFactory(title="Refuge", ends_on=dt.date(2021, 3, 31))
    client.force_login(outsider)

    response = client.get(reverse(URL), {"month": month})

    assert response.context["page_obj"] is None
    assert "Refuge" in response.content.decode()
