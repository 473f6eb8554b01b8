"""The way back up from every list and every row of commissioning."""

import pytest
from django.urls import reverse

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
)

MAKERS = [
    AgreementFactory,
    ContractFactory,
    GrantFactory,
    IntentionFactory,
    PaymentFactory,
    ProviderFactory,
    ServiceFactory,
    ServicePlanItemFactory,
    SharedServiceFactory,
]


def trail_on(client, url):
    """The addresses of the trail above the heading."""
    above = client.get(url).content.decode().partition("<main")[0]
    crumbs = above.partition("govuk-breadcrumbs__list")[2]
    return [part.partition('"')[0] for part in crumbs.split('href="')[1:]]


@pytest.mark.parametrize("make", MAKERS)
def test_the_trail_leads_from_a_row_to_its_list_and_on_to_commissioning(client, outsider, make):
    row = make()
    client.force_login(outsider)
    hub = reverse("commissioning:hub")
    listed = reverse(f"commissioning:{row._meta.model_name}-list")

    assert trail_on(client, listed) == [hub]
    assert trail_on(client, row.get_absolute_url())[:2] == [hub, listed]


def test_the_months_ahead_and_publication_lead_back_too(client, outsider):
    client.force_login(outsider)
    hub = reverse("commissioning:hub")

    assert trail_on(client, reverse("commissioning:publication")) == [hub]
    assert trail_on(client, reverse("commissioning:contract-pipeline")) == [
        hub,
        reverse("commissioning:contract-list"),
    ]
