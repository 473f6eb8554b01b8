"""A copy of the database as it stood a while ago, from which pages may read."""

from unittest import mock

import pytest
from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper

from opcc.office.replica import REPLICA, replica
from opcc.office.routing import Router
from tests.archive.databases import Databases


@pytest.fixture
def reading_from_a_copy(transactional_db, django_db_blocker, monkeypatch):
    """A function: given the settings of a database, let pages read from it until the test ends."""

    def begin(settings):
        connections.settings[REPLICA] = settings
        monkeypatch.setattr(router, "routers", [Router()])
        replica.forget()

    # During a test, Django lets it reach no database but those that were named before.
    connect = django_db_blocker._real_ensure_connection
    with mock.patch.object(BaseDatabaseWrapper, "ensure_connection", connect):
        yield begin
    if REPLICA in connections.settings:
        connections[REPLICA].close()
        del connections[REPLICA], connections.settings[REPLICA]
    replica.forget()


@pytest.fixture
def old_copy(reading_from_a_copy, monkeypatch, tmp_path):
    """A function: keep the database as it is at this moment, and let pages read that from now on.

    It follows nothing, so that what comes from it can be told from what does not.
    """
    made = []

    def keep():
        made.append(Databases(tmp_path))
        reading_from_a_copy(dict(made[0].empty()))
        monkeypatch.setattr("opcc.office.replica.position_of_primary", lambda: None)
        monkeypatch.setattr("opcc.office.replica.is_of_this_database", lambda: True)

    yield keep
    if REPLICA in connections.settings:
        connections[REPLICA].close()
    for databases in made:
        databases.remove()
