"""What is to be published of contracts, grants and spend, month by month."""

import datetime as dt
from decimal import Decimal

import pytest

from commissioning.models import Grant, Payment
from commissioning.months import late_by_year, months_of, year_in_months
from tests.admin_pages import words
from tests.commissioning.factories import (
    ContractFactory,
    GrantFactory,
    PaymentFactory,
    ProviderFactory,
)
from tests.factories import post

URL = "/commissioning/publication/"
PAGE = "https://www.example.org/grants"
TODAY = dt.date(2020, 12, 14)


@pytest.fixture
def grants(office, finance_chief):
    """Two grants of November 2020, £5,000 and £1,200; the finance chief's."""
    return [
        GrantFactory(title="Evening work"),
        GrantFactory(title="Lights", made_on=dt.date(2020, 11, 30), amount=Decimal(1_200)),
    ]


def published(**fields):
    return GrantFactory(published_on=dt.date(2020, 12, 3), link=PAGE, **fields)


# --- Months -------------------------------------------------------------------------------------
def test_a_month_is_counted_and_summed_from_its_first_day_to_its_last(grants):
    GrantFactory(made_on=dt.date(2020, 12, 1))
    published(made_on=dt.date(2020, 11, 1), amount=Decimal("0.50"))

    first = months_of(Grant.objects.all())[0]

    assert (first.key, first.count, first.total, first.published, first.waiting) == (
        "2020-11", 3, Decimal("6200.50"), 1, 2,
    )  # fmt: skip
    assert first.last_on == dt.date(2020, 12, 3)
    assert list(first.owners.values()) == ["Chief Financial Officer"]


def test_spend_of_five_hundred_pounds_is_no_part_of_its_month(office):
    PaymentFactory(amount=Decimal(500))
    PaymentFactory(amount=Decimal("500.01"))

    [month] = months_of(Payment.objects.all())

    assert (month.count, month.total) == (1, Decimal("500.01"))


def test_a_month_is_due_from_the_first_day_after_it(grants):
    [month] = months_of(Grant.objects.all())

    assert not month.is_due(dt.date(2020, 11, 30))
    assert month.is_due(dt.date(2020, 12, 1))


def test_a_year_shows_every_month_that_has_begun_the_newest_first(grants):
    months = months_of(Grant.objects.all())

    year = year_in_months(months, 2020, TODAY)

    assert [month.name for month in year][:2] == ["December 2020", "November 2020"]
    assert [month.count for month in year] == [0, 2, 0, 0, 0, 0, 0, 0, 0]


def test_months_of_other_years_are_counted_where_they_wait(grants):
    GrantFactory(made_on=dt.date(2020, 3, 31))
    GrantFactory(made_on=TODAY)

    assert late_by_year(months_of(Grant.objects.all()), TODAY) == {2019: 1, 2020: 2}


# --- The page -----------------------------------------------------------------------------------
def test_the_page_says_what_the_law_asks_for_and_how_each_month_stands(
    client, finance_chief, grants
):
    published(made_on=dt.date(2020, 10, 6), amount=Decimal(8_600))
    GrantFactory(made_on=dt.date(2020, 12, 1), amount=Decimal(700))
    client.force_login(finance_chief)

    page = words(client.get(URL))

    assert "Specified Information) Order 2011 (SI 2011/3050)" in page
    assert "(Schedule, paragraph 3(f))" in page
    assert "November 2020 2 £6,200 0 of 2, 2 wait Publish November 2020" in page
    assert "October 2020 1 £8,600 Yes Last on 3 December 2020" in page
    assert "December 2020 1 £700 0 of 1 The month is not over" in page
    assert "September 2020 0 £0 Nothing to publish" in page


def test_a_month_of_another_post_names_it_and_offers_no_button(client, outsider, grants):
    client.force_login(outsider)

    page = words(client.get(URL))

    assert "Waits for Chief Financial Officer" in page
    assert "Publish November 2020" not in page


def test_another_year_is_chosen_and_named_where_it_waits(client, finance_chief, grants):
    GrantFactory(made_on=dt.date(2020, 3, 31))
    PaymentFactory(paid_on=dt.date(2020, 2, 28))
    client.force_login(finance_chief)

    this, last = client.get(URL), client.get(URL, {"year": 2019})

    assert "2019 to 2020 : 1 grant and 1 item of spend not published." in words(this)
    assert "March 2020 1 £5,000" in words(last)
    assert "2020 to 2021 : 2 grants not published." in words(last)


@pytest.mark.parametrize("query", ["?year=x", "?year=1066", "?year=", "?nonsense=1"])
def test_no_query_breaks_the_page(client, outsider, grants, query):
    client.force_login(outsider)

    assert "2020 to 2021" in words(client.get(URL + query))


def test_contracts_without_a_published_copy_are_listed(client, outsider, office):
    ContractFactory(title="Over", value=Decimal("10000.01"))
    ContractFactory(title="Not over", value=Decimal(10_000))
    ContractFactory(title="Copied", published_on=dt.date(2020, 5, 1), link=PAGE)
    client.force_login(outsider)

    response = client.get(URL)

    assert [contract.title for contract in response.context["contracts"]["shown"]] == ["Over"]
    assert "1 of 2 are published; together they are worth £100,000.01." in words(response)


def test_an_office_without_contracts_grants_or_spend_is_told_so(client, outsider, office):
    client.force_login(outsider)

    page = words(client.get(URL))

    assert "No contract is over the threshold" in page
    assert "Nothing to publish" in page


def test_the_page_asks_no_more_for_more_rows(
    client, finance_chief, activity, django_assert_max_num_queries
):
    client.force_login(finance_chief)
    client.get(URL)
    counts = []

    for more in (1, 12):
        for number in range(more):
            owner = post(f"Post {more} {number}")
            GrantFactory(made_on=dt.date(2020, 1 + number % 11, 3), owner=owner)
            PaymentFactory(paid_on=dt.date(2020, 1 + number % 11, 3), owner=owner)
            ContractFactory(provider=ProviderFactory(name=f"Provider {more} {number}"))
        with django_assert_max_num_queries(20) as captured:
            client.get(URL)
        counts.append(len(captured))

    assert counts[0] == counts[1]
