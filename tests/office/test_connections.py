"""A connection that lasts is looked at before each request, and asked only where there is doubt."""

import time

import pytest
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="about PostgreSQL"),
]


@pytest.fixture
def lasting(db):
    """A connection beside the test's own."""
    lasting = connection.copy()
    lasting.ensure_connection()
    yield lasting
    lasting.close()


@pytest.fixture
def questions(monkeypatch):
    """How often a server was asked whether a connection stands: a list that grows."""
    asked, ask = [], DatabaseWrapper.is_usable
    monkeypatch.setattr(DatabaseWrapper, "is_usable", lambda self: asked.append(1) or ask(self))
    return asked


def test_a_connection_in_use_is_not_asked_again(lasting, questions):
    answers = [lasting.is_usable() for _ in range(3)]

    assert answers == [True, True, True]
    assert len(questions) == 1


def test_a_connection_that_rested_is_asked(lasting, questions):
    lasting.is_usable()
    lasting.looked_at -= 60

    assert lasting.is_usable()
    assert len(questions) == 2


def test_a_connection_that_the_server_ended_is_noticed_at_once(lasting):
    assert lasting.is_usable()

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [lasting.connection.info.backend_pid])
    time.sleep(0.2)

    assert not lasting.is_usable()


def test_a_query_asked_again_and_again_is_planned_once(lasting):
    with lasting.cursor() as cursor:
        for number in range(8):
            cursor.execute("SELECT id FROM office_office WHERE id = %s", [number])
        cursor.execute(
            "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s",
            ["SELECT id FROM office_office%"],
        )

        assert cursor.fetchone() == (1,)
