"""People at the door, and the switch of the second step."""

import pytest

from tests.factories import user_in


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
