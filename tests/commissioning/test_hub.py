"""The first page of commissioning: what is open and late in each register, and what ends next."""

import datetime as dt

from django.urls import reverse

from commissioning.models import Contract
from tests.commissioning.factories import (
    AgreementFactory,
    ContractFactory,
    GrantFactory,
    IntentionFactory,
    PaymentFactory,
    ProviderFactory,
    ServiceFactory,
    ServicePlanItemFactory,
    SharedServiceFactory,
    reviewed,
)
from tests.governance.factories import DecisionFactory

HUB = "commissioning:hub"


def fill(count=1):
    """So many rows of every register that ask for something, and as many that do not."""
    for _ in range(count):
        ContractFactory(value=10_000, ends_on=dt.date(2021, 6, 14), notice_on=dt.date(2020, 12, 13))
        ContractFactory(value=10_001, ends_on=dt.date(2021, 6, 15))
        reviewed(ContractFactory(value=10_000), on=dt.date(2020, 10, 12))
        ContractFactory(closed_on=dt.date(2020, 12, 1), published_on=dt.date(2019, 5, 1))
        AgreementFactory(review_on=dt.date(2020, 12, 13))
        AgreementFactory(review_on=dt.date(2020, 12, 14))
        ServicePlanItemFactory(due_on=dt.date(2020, 12, 13))
        ServicePlanItemFactory(due_on=dt.date(2020, 12, 14))
        GrantFactory()
        GrantFactory(published_on=dt.date(2020, 12, 1))
        PaymentFactory(amount=501)
        PaymentFactory(amount=500)
        IntentionFactory()
        IntentionFactory().decide("refused", decision=DecisionFactory())
    ServiceFactory(title="Without a contract")
    ServiceFactory(title="Ended", ended_on=dt.date(2020, 6, 1))
    ProviderFactory(name="No longer used", ended_on=dt.date(2020, 6, 1))
    SharedServiceFactory(title="Ended", ended_on=dt.date(2020, 6, 1))


def figures(response):
    """{register: {words: count}}"""
    return {
        line["name"]: {figure["words"]: figure["count"] for figure in line["figures"]}
        for line in response.context["lines"]
    }


def test_each_register_says_what_is_open_and_what_asks_for_something(client, outsider):
    fill()
    client.force_login(outsider)

    assert figures(client.get(reverse(HUB))) == {
        "Contracts": {
            "open": 3,
            "ending in 6 months": 1,
            "not reviewed this quarter": 2,
            "past their notice day": 1,
            "to be published": 1,
        },
        "Services": {"that go on": 2, "without a live contract": 1},
        "Service level agreements": {"in force": 2, "late for review": 1},
        "Service plans": {"open": 2, "late": 1},
        "Shared services": {"that go on": 1},
        "Grants": {"not published yet": 1},
        "Spend": {"not published yet": 1},
        "Commissioning intentions": {"waiting for a decision": 1},
        "Providers": {"in use": 1},
    }


def test_every_count_is_the_length_of_the_list_behind_it(client, outsider):
    fill(2)
    client.force_login(outsider)

    lines = client.get(reverse(HUB)).context["lines"]

    for line in lines:
        for figure in line["figures"]:
            assert client.get(figure["url"]).context["total"] == figure["count"], figure


def test_the_contracts_that_end_next_are_named_and_not_those_that_ended(client, outsider):
    ContractFactory(title="Ended", ends_on=dt.date(2020, 12, 13))
    ContractFactory(title="Closed", closed_on=dt.date(2020, 12, 1))
    ContractFactory(title="Next year", ends_on=dt.date(2021, 3, 31))
    ContractFactory(title="Today", ends_on=dt.date(2020, 12, 14))
    client.force_login(outsider)

    ending = client.get(reverse(HUB)).context["ending"]

    assert [contract.title for contract in ending] == ["Today", "Next year"]


def test_the_page_leads_to_the_months_ahead_to_publication_and_to_the_import(client, outsider):
    client.force_login(outsider)

    page = client.get(reverse(HUB)).content.decode()

    for name in ("contract-pipeline", "publication", "contract-import"):
        assert f'href="{reverse(f"commissioning:{name}")}"' in page


def test_an_empty_office_says_so(client, outsider):
    client.force_login(outsider)

    page = client.get(reverse(HUB)).content.decode()

    assert not Contract.objects.exists()
    assert "None open" in page
    assert "None runs or is to come." in page


def test_a_panel_member_finds_no_such_page(client, panel_member):
    client.force_login(panel_member)

    assert client.get(reverse(HUB)).status_code == 404


def test_the_page_asks_no_more_for_more_rows(client, outsider, django_assert_max_num_queries):
    client.force_login(outsider)
    client.get(reverse("plans:statuses"))
    fill()

    with django_assert_max_num_queries(5) as few:
        client.get(reverse(HUB))
    for place in range(5):
        ContractFactory(service=ServiceFactory(title=f"Service {place}"))
        GrantFactory(recipient=ProviderFactory(name=f"Provider {place}"))
        IntentionFactory()
    with django_assert_max_num_queries(5) as many:
        client.get(reverse(HUB))

    assert len(few) == len(many)
