"""A probe is answered in time, whatever another one that asked before it waits for."""

from threading import Event, Thread

import pytest

from opcc.portal import readiness
from tests.operations.test_health import READY


@pytest.fixture
def hanging(monkeypatch):
    """A function: let another request begin a look that goes on until the test ends."""
    monkeypatch.setattr(readiness, "DATABASE_SECONDS", 0.2)
    asked, over = Event(), Event()

    def hang():
        asked.set()
        over.wait(30)
        return []

    def begin():
        monkeypatch.setattr(readiness, "checks", hang)
        threads.append(Thread(target=readiness.watch.look))
        threads[0].start()
        asked.wait(30)

    threads = []
    yield begin
    over.set()
    for thread in threads:
        thread.join()


def test_what_was_said_before_counts_for_a_moment_while_another_look_hangs(
    client, hanging, monkeypatch
):
    """Without the mark `django_db` any query fails this test."""
    at = readiness.monotonic()
    monkeypatch.setattr(readiness, "monotonic", lambda: at)
    monkeypatch.setattr(readiness, "checks", list)
    said_before = client.get(READY).status_code

    monkeypatch.setattr(readiness, "monotonic", lambda: at + 2.1)
    hanging()
    at_once = client.get(READY).status_code
    monkeypatch.setattr(readiness, "monotonic", lambda: at + 10)
    moments_later = client.get(READY).status_code

    assert (said_before, at_once, moments_later) == (200, 200, 503)


@pytest.mark.parametrize("seconds_since_the_machine_started", [0.1, 1_000_000])
def test_where_nothing_was_said_before_a_look_that_hangs_is_not_waited_for_for_ever(
    client, hanging, monkeypatch, seconds_since_the_machine_started
):
    monkeypatch.setattr(readiness, "monotonic", lambda: seconds_since_the_machine_started)
    hanging()

    assert client.get(READY).status_code == 503
