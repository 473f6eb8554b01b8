"""A row of every register of every app, and the browser of somebody who may do everything."""

import pytest

from tests.access.conftest import register_things


@pytest.fixture
def things(plan, activity, finance_officer, finance_chief, chief_executive):
    """{kind: key} of a row of every register; the Chief Financial Officer answers for them."""
    rows = register_things(activity, finance_officer, finance_chief)
    return {"activities": activity.pk, "owners": activity.lead_id, "plans": plan.pk, **rows}


@pytest.fixture
def writer(client, chief_executive):
    """A browser of the accountable post, which may do everything."""
    client.force_login(chief_executive)
    return client
