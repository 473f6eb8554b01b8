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


@pytest.fixture
def at_once(django_capture_on_commit_callbacks):
    """What is done when a transaction is kept is done, in tests that take theirs back."""
    with django_capture_on_commit_callbacks(execute=True):
        yield
