"""Counts in the database: nobody who counts at the same moment is lost."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from django.db.models.functions import Now

from opcc.office.caches.choosing import caches_of
from opcc.office.caches.counting import DatabaseCounts
from opcc.office.models import SharedCount
from opcc.office.sign_in import sessions

LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def counts(settings, db):
    settings.CACHES = caches_of("database")
    return caches["default"]


def test_a_number_goes_up(counts):
    counts.add("asked", 1, 60)

    assert [counts.incr("asked"), counts.incr("asked", 3)] == [2, 5]
    assert counts.get("asked") == 5


def test_a_number_ends_when_it_would_have(counts):
    counts.add("asked", 1, 60)
    ends = SharedCount.objects.get().expires

    counts.incr("asked")

    assert SharedCount.objects.get().expires == ends


def test_a_number_that_is_not_there_or_over_does_not_go_up(counts):
    counts.add("asked", 1, 60)
    SharedCount.objects.update(expires=LONG_AGO)

    for key in ("asked", "never"):
        with pytest.raises(ValueError, match="There is no number under"):
            counts.incr(key)


def test_going_up_costs_little(counts, django_assert_num_queries):
    counts.add("asked", 1, 60)

    # A savepoint, the row and its lock, the number, the sum, and the savepoint's end.
    with django_assert_num_queries(5):
        counts.incr("asked")


@pytest.mark.django_db(transaction=True)
def test_eight_who_count_at_once_are_all_counted():
    params = {"OPTIONS": {"MAX_ENTRIES": 1000}}
    DatabaseCounts("office_sharedcount", params).add("asked", 0, 60)

    def count(_):
        try:
            return [DatabaseCounts("office_sharedcount", params).incr("asked") for _ in range(10)]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        found = sorted(number for numbers in pool.map(count, range(8)) for number in numbers)

    assert found == list(range(1, 81))


def test_sessions_and_counts_that_are_over_are_forgotten(counts):
    counts.add("over", 1, 60)
    SharedCount.objects.update(expires=LONG_AGO)
    counts.add("on", 1, 60)
    Session.objects.create(session_key="over", session_data="", expire_date=LONG_AGO)
    SessionStore().save()

    assert (sessions.tidy(), SharedCount.objects.tidy(Now())) == (1, 1)
    assert counts.get("on") == 1
    assert Session.objects.count() == 1


def test_postgresql_does_not_wait_for_the_disk_to_count(db):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one kind of table")
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'office_sharedcount'")

        assert cursor.fetchone() == ("u",)
