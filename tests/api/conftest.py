"""The interface's readers: a stranger, and programs with a token."""

import datetime as dt

import pytest
from django.test import Client

from governance.packs.reading import read_digest
from opcc.office.models import AccessKey
from plans.kept_positions import shelf
from tests.conftest import NOW
from tests.factories import moment, said
from tests.governance.packs import published
from tests.governance.reading import first_pack, move
from tests.plans.measures import VECTOR, MeasureFactory, observed

ROOT = "/api/v1/"
TODAY = dt.date(2020, 12, 14)


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


@pytest.fixture
def measure(plan):
    return observed(MeasureFactory(plan=plan.police_and_crime_plan), *VECTOR)


@pytest.fixture
def both(plan, activity, measure):
    """September's pack and December's, both public: (earlier, later)."""
    said(activity, on=dt.date(2020, 8, 20), narrative="Steel is ordered.")
    earlier = first_pack(plan, measures=[measure], public_from=dt.date(2020, 9, 1))
    move(activity, dt.date(2021, 6, 30), moment(2020, 11, 2), "Steel is late.")
    said(activity, "at_risk", on=dt.date(2020, 12, 8), reason="Two posts are vacant.")
    return earlier, published(plan, measures=[measure], public_from=TODAY)
