"""What may be said about a contract: it is varied, its copy is published, and it is closed."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from commissioning.models import Contract, ContractLine
from tests.commissioning.factories import ContractFactory, PaymentFactory, reviewed
from tests.factories import moment, voice
from tests.governance.filling import filled, typed_day

COPY = "https://www.example.org/contracts/c101.pdf"


@pytest.fixture
def contract(office, finance_chief):
    """The finance chief's, from 1 April 2019 to 31 March 2022 for £90,000."""
    return ContractFactory(reference="C101", notice_on=dt.date(2021, 10, 1))


@pytest.fixture
def ended(office, finance_chief):
    """The finance chief's, whose last day was 31 October 2020."""
    return ContractFactory(reference="C102", ends_on=dt.date(2020, 10, 31))


def address(verb, contract):
    return reverse(f"commissioning:contract-{verb}", args=[contract.pk])


def page_of(client, contract):
    return client.get(contract.get_absolute_url()).content.decode()


# --- Varying ------------------------------------------------------------------------------------
LONGER = {
    "words": "The first year of extension.",
    "value": "£120,000",
    **typed_day("ends_on", dt.date(2023, 3, 31)),
}


def test_varying_keeps_what_was_first_agreed_and_says_why(client, chief_executive, contract):
    client.force_login(chief_executive)
    url = address("vary", contract)

    client.post(url, filled(client, url, **LONGER))

    contract.refresh_from_db()
    line = contract.lines.get()
    assert (contract.ends_on, contract.value) == (dt.date(2023, 3, 31), Decimal(120_000))
    assert (contract.first_ends_on, contract.first_value) == (
        dt.date(2022, 3, 31), Decimal(90_000),
    )  # fmt: skip
    assert (line.ends_from, line.ends_to) == (dt.date(2022, 3, 31), dt.date(2023, 3, 31))
    assert (line.value_from, line.value_to) == (Decimal(90_000), Decimal(120_000))
    assert line.words == "The first year of extension."
    page = page_of(client, contract)
    assert "First agreed 31 March 2022" in page
    assert "First agreed £90,000" in page
    assert "Last day from 31 March 2022 to 31 March 2023." in page


def test_the_form_that_varies_begins_from_what_stands(client, chief_executive, contract):
    client.force_login(chief_executive)

    page = client.get(address("vary", contract)).content.decode()

    assert 'value="90,000"' in page
    assert "It runs until 31 March 2022 for £90,000." in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"words": ""}, "Say why the contract is varied"),
        (typed_day("ends_on", dt.date(2019, 3, 31)), "Enter 1 April 2019, its first day, or a"),
        (typed_day("ends_on", dt.date(2021, 9, 30)), "The notice day is 1 October 2021."),
        (
            {**typed_day("ends_on", dt.date(2022, 3, 31)), "value": "90000"},
            "Enter another last day, or another value below",
        ),
    ],
)
def test_what_varies_nothing_or_has_no_reason_is_refused(
    client, chief_executive, contract, wrong, said
):
    client.force_login(chief_executive)
    url = address("vary", contract)

    page = client.post(url, filled(client, url, **LONGER | wrong)).content.decode()

    assert said in page
    assert not contract.lines.exists()


def test_its_manager_does_not_vary_a_contract_alone(client, finance_chief, contract):
    client.force_login(finance_chief)

    assert client.get(address("vary", contract)).status_code == 403
    assert address("vary", contract) not in page_of(client, contract)


def test_varying_sent_twice_adds_one_line(client, chief_executive, contract):
    client.force_login(chief_executive)
    url = address("vary", contract)
    sent = filled(client, url, **LONGER)

    client.post(url, sent)
    again = client.post(url, sent)

    assert again.url == contract.get_absolute_url()
    assert contract.lines.count() == 1
    assert Contract.objects.get().variations == 1


def test_varying_what_somebody_else_wrote_about_keeps_what_was_typed(
    client, chief_executive, contract
):
    client.force_login(chief_executive)
    url = address("vary", contract)
    sent = filled(client, url, **LONGER)
    Contract.objects.get().change(title="Renamed")

    refused = client.post(url, sent)

    assert refused.status_code == 409
    assert "The first year of extension." in refused.content.decode()
    assert not contract.lines.exists()


def test_a_variation_is_not_agreed_before_the_last_one(client, chief_executive, contract):
    contract.vary(
        ends_on=dt.date(2023, 3, 31), value=Decimal(120_000), words="One year more.",
        said_on=dt.date(2020, 12, 1), by=voice(), at=moment(2020, 12, 1),
    )  # fmt: skip
    client.force_login(chief_executive)
    url = address("vary", contract)
    typed = LONGER | {"value": "£150,000"} | typed_day("said_on", dt.date(2020, 11, 30))

    page = client.post(url, filled(client, url, **typed)).content.decode()

    assert "It was varied on 1 December 2020. Enter that day or a later day" in page
    assert contract.lines.count() == 1


def test_a_variation_without_a_reason_is_refused_by_the_database(contract):
    with pytest.raises(IntegrityError), transaction.atomic():
        contract.vary(
            ends_on=contract.ends_on, value=Decimal(1), words="", said_on=dt.date(2020, 12, 1),
            by=voice(), at=moment(2020, 12, 1),
        )  # fmt: skip

    assert not ContractLine.objects.exists()


# --- The copy -----------------------------------------------------------------------------------
def test_a_copy_that_the_law_asks_for_is_to_be_published_until_it_is_noted(
    client, finance_chief, contract
):
    client.force_login(finance_chief)
    before = page_of(client, contract)
    url = address("publish", contract)

    client.post(url, filled(client, url, link=COPY, **typed_day("said_on", dt.date(2020, 12, 1))))

    contract.refresh_from_db()
    after = page_of(client, contract)
    assert (contract.published_on, contract.link) == (dt.date(2020, 12, 1), COPY)
    assert "A copy is to be published" in before
    assert "SI 2011/3050" in before
    assert "A copy was published on 1 December 2020" in after
    assert f'href="{COPY}"' in after
    assert "A copy is to be published" not in after


def test_at_the_threshold_no_copy_has_to_be_published(client, finance_chief):
    contract = ContractFactory(value=Decimal(10_000))
    client.force_login(finance_chief)

    assert "No copy has to be published" in page_of(client, contract)


def test_a_copy_is_somewhere(client, finance_chief, contract):
    client.force_login(finance_chief)
    url = address("publish", contract)

    page = client.post(url, filled(client, url, link="")).content.decode()

    assert "Enter the address of the copy" in page
    assert not contract.lines.exists()


def test_noting_a_copy_twice_with_one_form_adds_one_line(client, finance_chief, contract):
    client.force_login(finance_chief)
    url = address("publish", contract)
    sent = filled(client, url, link=COPY)

    client.post(url, sent)
    again = client.post(url, sent)

    assert again.status_code == 302
    assert contract.lines.count() == 1


def test_a_copy_noted_from_a_stale_page_keeps_what_was_typed(client, finance_chief, contract):
    client.force_login(finance_chief)
    url = address("publish", contract)
    sent = filled(client, url, link=COPY)
    Contract.objects.get().change(title="Renamed")

    refused = client.post(url, sent)

    assert refused.status_code == 409
    assert COPY in refused.content.decode()


# --- Closing ------------------------------------------------------------------------------------
def test_a_contract_that_has_ended_is_closed_with_what_came_of_it(client, finance_chief, ended):
    client.force_login(finance_chief)
    url = address("close", ended)
    assert "It has ended, and is to be closed" in page_of(client, ended)

    client.post(url, filled(client, url, words="It supported 412 people."))

    ended.refresh_from_db()
    page = page_of(client, ended)
    assert ended.closed_on == dt.date(2020, 12, 14)
    assert "Closed on 14 December 2020" in page
    assert "It supported 412 people." in page


def test_a_contract_is_not_closed_before_its_last_day_is_over(client, finance_chief, contract):
    client.force_login(finance_chief)

    response = client.get(address("close", contract), follow=True)

    assert "Its last day is 31 March 2022, so it cannot be closed yet" in response.content.decode()
    assert address("close", contract) not in page_of(client, contract)


def test_a_contract_is_closed_on_a_day_after_its_last(client, finance_chief, ended):
    client.force_login(finance_chief)
    url = address("close", ended)
    day = typed_day("said_on", dt.date(2020, 10, 31))

    page = client.post(url, filled(client, url, words="All done.", **day)).content.decode()

    assert "Its last day was 31 October 2020. Enter a day after it" in page
    assert Contract.objects.get().closed_on is None


def test_closing_sent_twice_closes_once_without_a_word_about_lateness(client, finance_chief, ended):
    client.force_login(finance_chief)
    url = address("close", ended)
    sent = filled(client, url, words="It supported 412 people.")

    client.post(url, sent)
    again = client.post(url, sent)

    assert again.url == ended.get_absolute_url()
    assert ended.lines.count() == 1


@pytest.mark.parametrize("verb", ["change", "review", "vary", "publish", "close"])
def test_nothing_about_a_closed_contract_is_written(client, chief_executive, ended, verb):
    ended.close(
        words="All was delivered.", said_on=dt.date(2020, 11, 2), by=voice(),
        at=moment(2020, 11, 2),
    )  # fmt: skip
    client.force_login(chief_executive)

    refused = client.post(address(verb, ended), {"words": "A word too late.", "title": "Other"})

    ended.refresh_from_db()
    assert refused.status_code == 409
    assert "This contract is closed, so it stays as it is." in refused.content.decode()
    assert "A word too late." in refused.content.decode() or verb == "change"
    assert (ended.lines.count(), ended.reviews.count()) == (1, 0)
    assert address(verb, ended) not in page_of(client, ended)


# --- Its page -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("starts_on", "ends_on", "said"),
    [
        (dt.date(2020, 12, 15), dt.date(2022, 3, 31), "Begins on 15 December 2020, in 1 day."),
        (dt.date(2019, 4, 1), dt.date(2020, 12, 14), "Runs until 14 December 2020."),
        (dt.date(2019, 4, 1), dt.date(2020, 12, 13), "Ended on 13 December 2020."),
    ],
)
def test_the_page_says_in_words_how_it_stands(client, outsider, starts_on, ends_on, said):
    contract = ContractFactory(starts_on=starts_on, ends_on=ends_on)
    client.force_login(outsider)

    assert said in page_of(client, contract)


def test_a_notice_day_that_has_passed_is_said(client, outsider):
    contract = ContractFactory(notice_on=dt.date(2020, 12, 13))
    client.force_login(outsider)

    assert "Running, notice day passed" in page_of(client, contract)


def test_the_page_leads_to_its_service_its_provider_and_its_spend(client, outsider):
    contract = ContractFactory()
    payment = PaymentFactory(contract=contract, amount=Decimal("750.50"))
    client.force_login(outsider)

    page = page_of(client, contract)

    for row in (contract.service, contract.provider, payment):
        assert f'href="{row.get_absolute_url()}"' in page
    assert "1 item, £750.50 in all" in page


@pytest.mark.parametrize("number", [1, 12])
def test_the_page_asks_the_database_as_often_for_one_of_each_as_for_twelve(
    client, outsider, activity, django_assert_num_queries, number
):
    contract = ContractFactory()
    contract.activities.add(activity)
    for place in range(number):
        PaymentFactory(contract=contract)
        day = dt.date(2019, 5, 1) + dt.timedelta(days=30 * place)
        review = reviewed(contract, on=day)
        reviewed(contract, on=day, corrects=review)
        contract.publish(link=COPY, said_on=day, by=voice(), at=moment(2020, 1, 1))
    client.force_login(outsider)

    with django_assert_num_queries(PAGE_QUERIES):
        context = client.get(contract.get_absolute_url()).context

    assert len(context["reviews"]) == number


PAGE_QUERIES = 11


def test_noting_a_copy_says_that_everybody_can_read_the_contract_and_its_page_that_they_can(
    client, finance_chief, contract
):
    client.force_login(finance_chief)
    form = client.get(address("publish", contract)).content.decode()
    before = page_of(client, contract)

    contract.publish(link=COPY, said_on=dt.date(2020, 12, 1), by=voice(), at=moment(2020, 12, 1))

    assert "From then on everybody can read the reference, title, provider" in form
    assert "Public as data" not in before
    assert "Public as data" in page_of(client, contract)
