"""Pages of a plan with a year of lines ask the database as often for 480 activities as for 48."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import filling
from governance.packs.reading import read_digest
from opcc.office.models import Office
from plans import kept_positions

PAGES = ("dashboard", "past", "list", "activity", "pack", "compare")


@pytest.fixture
def addresses(db, client):
    """{size: {page: address}} of two plans, for a reader who signed in."""
    office = Office(is_demonstration=True)
    office.set_clock(filling.CLOCK)
    office.save()
    user, leads = filling.people()
    panel = filling.make_panel(leads[0])
    client.force_login(user)
    return {size: filling.fill_plan(size, user, leads, panel) for size in (48, 480)}


def forget():
    cache.clear()
    kept_positions.shelf.clear()
    read_digest.cache_clear()


def queries(client, address):
    with CaptureQueriesContext(connection) as asked:
        response = client.get(address)
    assert response.status_code == 200
    return len(asked)


def test_pages_ask_as_often_for_ten_times_as_many_activities(client, addresses):
    """The first reader after a change, for whom everything is made anew, and the second."""
    found = {}
    for page in PAGES:
        queries(client, addresses[48][page])  # Whatever a process does once.
        for size in (48, 480):
            forget()
            first, second = (queries(client, addresses[size][page]) for _ in range(2))
            found[page, size] = first, second

    assert {page: found[page, 480] for page in PAGES} == {page: found[page, 48] for page in PAGES}
    assert max(first for first, _ in found.values()) <= 20
