"""The interface's readers: a stranger, and programs with a token."""

import pytest
from django.test import Client

from governance.packs.reading import read_digest
from opcc.office.models import AccessKey
from plans.kept_positions import shelf
from tests.conftest import NOW

ROOT = "/api/v1/"


@pytest.fixture(autouse=True)
def nothing_read():
    read_digest.cache_clear()
    shelf.clear()


class Reader:
    """Asks the interface, with or without a token."""

    def __init__(self, token=""):
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self.client = Client(headers=headers)

    def get(self, path, **more):
        return self.client.get(ROOT + path, **more)

    def read(self, path):
        """The answer, which must be there, as plain values."""
        response = self.get(path)
        assert response.status_code == 200, (path, response.status_code, response.content)
        return response.json()


@pytest.fixture
def stranger(office):
    return Reader()


@pytest.fixture
def key(finance_officer):
    """(AccessKey, its secret) of somebody who works here."""
    return token_of(finance_officer)


@pytest.fixture
def staff(key):
    return Reader(key[1])


def token_of(user):
    return AccessKey.objects.issue(user, AccessKey.Purpose.DATA, name="Dashboards", at=NOW)
