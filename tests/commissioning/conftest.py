"""Who brings tables of contracts, and what these name."""

import pytest

from tests.commissioning.factories import ProviderFactory, ServiceFactory
from tests.factories import post


@pytest.fixture
def known(office):
    """What the table names: its provider, its service and its manager."""
    post("Chief Financial Officer", aliases=["CFO"])
    ProviderFactory()
    ServiceFactory()


@pytest.fixture
def importer(client, known, finance_officer):
    """A browser in which somebody who works for the Chief Financial Officer has signed in."""
    client.force_login(finance_officer)
    return client


@pytest.fixture
def varier(client, known, chief_executive):
    """A browser of who may vary contracts."""
    client.force_login(chief_executive)
    return client
