"""A tenant of Entra ID for the tests that sign in by Microsoft."""

import pytest

from opcc.office.sign_in.entra import provider
from tests.sign_in.entra_provider import FakeEntra, tenant


@pytest.fixture
def entra(settings, monkeypatch):
    """A tenant that answers, and a site that is registered in it."""
    settings.ENTRA, settings.SITE_URL = tenant(), "https://plan.example.org"
    fake = FakeEntra()
    monkeypatch.setattr(provider, "session", fake.session)
    return fake
