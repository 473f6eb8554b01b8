"""A Valkey that stops takes nothing with it: pages, sign-ins and limits go on without it."""

import signal
import time

import pytest
from django.core.cache import caches
from django.urls import reverse

from opcc.office.caches import valkey as valkey_cache
from opcc.office.caches.choosing import SESSION_SECONDS, caches_of, sessions_of
from opcc.office.caches.pages import pages
from opcc.office.models import SharedCount
from tests.servers import running_valkey

HOME = reverse("portal:home")


@pytest.fixture
def on_valkey(settings, valkey, db):
    """Everything shared through a Valkey; (port, process) of it."""
    port, process = valkey
    settings.CACHE_URL = f"valkey://127.0.0.1:{port}/0"
    settings.CACHES = caches_of(settings.CACHE_URL)
    settings.SESSION_ENGINE = sessions_of(settings.CACHE_URL)
    settings.SESSION_CACHE_ALIAS = "sessions"
    valkey_cache.resting.clear()
    yield port, process
    for cache in caches.all():
        cache.close()
    valkey_cache.resting.clear()


def stop(process):
    process.kill()
    process.wait()


def test_counts_pages_and_sessions_are_in_valkey(
    on_valkey, client, chief_executive, django_assert_num_queries
):
    caches["default"].add("asked", 1, 60)
    pages.set("piece", "<p>Rendered once</p>")
    client.force_login(chief_executive)

    assert caches["default"].incr("asked") == 2
    assert pages.get("piece") == "<p>Rendered once</p>"
    assert SharedCount.objects.count() == 0
    with django_assert_num_queries(0):
        assert client.session["_auth_user_id"] == str(chief_executive.pk)


def test_a_session_is_remembered_for_a_minute_at_most(on_valkey, client, chief_executive):
    client.force_login(chief_executive)
    store = caches["sessions"]._cache.get_client()

    lives = [store.ttl(key) for key in store.keys("sessions:*")]

    assert len(lives) == 1
    assert 0 < lives[0] <= SESSION_SECONDS


def test_whoever_is_signed_in_stays_so_when_valkey_stops(
    on_valkey, client, chief_executive, caplog
):
    client.force_login(chief_executive)
    assert client.get(HOME).status_code == 200

    stop(on_valkey[1])

    assert client.get(HOME).status_code == 200
    assert "Valkey cannot be reached (ConnectionError)" in caplog.text
    assert client.session.session_key not in caplog.text


def test_a_valkey_that_restarts_loses_no_sign_in(on_valkey, client, chief_executive, tmp_path):
    port, process = on_valkey
    client.force_login(chief_executive)

    stop(process)
    with running_valkey(tmp_path, port):
        assert client.get(HOME).status_code == 200


def test_limits_are_counted_in_the_database_meanwhile(on_valkey, settings):
    counts = caches["default"]
    counts.add("asked", 1, 60)

    stop(on_valkey[1])

    with pytest.raises(ValueError, match="There is no number under"):
        counts.incr("asked")
    assert counts.add("asked", 1, 60) is True
    assert [counts.incr("asked"), counts.incr("asked")] == [2, 3]
    assert SharedCount.objects.count() == 1


def test_the_data_interface_limits_as_before_when_valkey_stops(on_valkey, settings, client):
    settings.API_RATES = {"address": "2/day", "token": "3/day"}
    stop(on_valkey[1])

    found = [client.get("/api/v1/statuses").status_code for _ in range(3)]

    assert found == [200, 200, 429]


def test_a_server_that_is_away_is_left_alone_for_a_while(on_valkey, monkeypatch, caplog):
    stop(on_valkey[1])

    for _ in range(20):
        pages.get("piece")

    assert caplog.text.count("Valkey cannot be reached") == 1


def test_it_is_used_again_once_it_is_back(on_valkey, monkeypatch, tmp_path):
    port, process = on_valkey
    stop(process)
    pages.set("piece", "in memory")

    with running_valkey(tmp_path, port):
        monkeypatch.setitem(valkey_cache.resting, caches["pages"].server, time.monotonic())
        pages.set("piece", "in Valkey")

        assert caches["pages in memory"].get("piece") == "in memory"
        assert pages.get("piece") == "in Valkey"


def test_a_valkey_that_does_not_answer_costs_a_page_a_second_at_most(on_valkey):
    _, process = on_valkey
    pages.get("piece")
    process.send_signal(signal.SIGSTOP)
    began = time.monotonic()

    pages.get("piece")

    process.send_signal(signal.SIGCONT)
    assert time.monotonic() - began < 2.5
