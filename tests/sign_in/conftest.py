"""People at the door, the switch of the second step, and a tenant of Entra ID."""

import pytest

from opcc.office.sign_in.entra import provider
from tests.factories import user_in
from tests.sign_in.entra_provider import FakeEntra, tenant


@pytest.fixture(autouse=True)
def site_url(settings):
    settings.SITE_URL = "https://plan.example.org"


@pytest.fixture
def required(settings):
    """Everybody who works here needs a second step."""
    settings.SECOND_FACTOR_REQUIRED = True
    return settings


@pytest.fixture
def colleague(office):
    return user_in("Staff", name="Colleague", email="colleague@example.org")


@pytest.fixture
def entra(settings, monkeypatch):
    """A tenant that answers, and a site that is registered in it."""
    settings.ENTRA, settings.SITE_URL = tenant(), "https://plan.example.org"
    fake = FakeEntra()
    monkeypatch.setattr(provider, "session", fake.session)
    return fake
