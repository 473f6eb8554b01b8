"""Keys for tests, and calendars as a program reads them: with no session at all."""

import pytest
from django.test import Client
from django.urls import reverse

from opcc.office.models import AccessKey
from tests.conftest import NOW


@pytest.fixture(autouse=True)
def site_url(settings):
    """Where the site is, whatever names the environment of these tests has."""
    settings.SITE_URL = "http://127.0.0.1:8000"


@pytest.fixture
def feed():
    """(User or secret, whole=False, **headers) -> the answer that the calendar's program gets."""

    def feed(whose, *, whole=False, **headers):
        secret = whose if isinstance(whose, str) else secret_of(whose)
        query = {"dates": "plan"} if whole else None
        address = reverse("portal:calendar-feed", args=[secret], query=query)
        return Client().get(address, headers=headers)

    return feed


def secret_of(user, purpose="calendar"):
    """The secret of a new key of a person."""
    return AccessKey.objects.issue(user, purpose, name="My phone", at=NOW)[1]
