"""What people notice when the web server or the database is stopped and started: next to nothing.

The site's own gunicorn and a PostgreSQL of its own, so these run where the suite runs on
PostgreSQL, once.
"""

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from opcc.portal.readiness import DATABASE_SECONDS, REST_SECONDS
from tests.legs import ROOT, TEST_ENVIRONMENT
from tests.operations.servers import Load, migrate, own_postgresql, serving, wait_until
from tests.operations.slow import ADDRESS, SECONDS

pytestmark = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="stops a PostgreSQL: runs in that leg"
)

PAGE, LIVE, READY, STATIC = "/packs/", "/health/live", "/health/ready", "/static/build/app.css"
AT_ONCE = 8
"""Two processes with four threads each answer so many pages at once."""

ROWS = """
import django
django.setup()
from opcc.office.models import DueRun
print(DueRun.objects.count())
"""


@pytest.fixture(scope="module")
def database():
    with own_postgresql() as database:
        migrate(database.address)
        yield database


@pytest.fixture(scope="module")
def site(database, tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    with serving(database.address, folder, DATABASE_STATEMENT_MILLISECONDS="3000") as site:
        yield site


@pytest.fixture
def to_be_stopped(database, tmp_path):
    """A site of one test's own."""
    with serving(database.address, tmp_path) as site:
        yield site


def saved(database):
    environment = {**os.environ, **TEST_ENVIRONMENT, "DATABASE_URL": database.address}
    done = subprocess.run(
        [sys.executable, "-c", ROWS], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    return int(done.stdout)


# --- The web server -----------------------------------------------------------------------------
def test_a_worker_told_to_stop_finishes_what_it_is_at(to_be_stopped, database):
    """SIGTERM while eight saves are under way: all are answered, all are kept, and the door is
    shut meanwhile, so that a load balancer sends people elsewhere."""
    site, before = to_be_stopped, saved(database)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        saves = [pool.submit(site.ask, ADDRESS) for _ in range(AT_ONCE)]
        time.sleep(SECONDS / 2)
        site.signal(signal.SIGTERM)
        time.sleep(SECONDS / 4)
        knocked = site.ask(LIVE, timeout=2)
        answers = [save.result() for save in saves]
    ended = site.process.wait(timeout=10)

    assert [status for status, _ in answers] == [200] * AT_ONCE
    assert min(seconds for _, seconds in answers) >= SECONDS
    assert knocked[0] == 0
    assert ended == 0
    assert saved(database) - before == AT_ONCE


def test_a_rolling_restart_under_load_loses_no_request(site):
    """SIGHUP, as `systemctl reload` sends it: new workers start, and old ones finish. What comes
    meanwhile waits at the door until the new ones are there."""
    old = site.workers()

    with Load(site, PAGE) as load, ThreadPoolExecutor(2) as pool:
        slow = [pool.submit(site.ask, ADDRESS) for _ in range(2)]
        time.sleep(0.5)
        told_at = time.monotonic()
        site.signal(signal.SIGHUP)
        wait_until(lambda: site.workers() and not site.workers() & old, seconds=30)
        wait_until(lambda: len(begun_after(load, told_at)) > 8)
        slow_answers = [save.result()[0] for save in slow]

    assert load.failed == []
    assert slow_answers == [200, 200]


def begun_after(load, moment):
    return [asked for asked in load.asked if asked.began > moment]


# --- The database -------------------------------------------------------------------------------
def test_a_database_that_restarts_costs_only_the_requests_in_flight(site, database):
    workers = site.workers()

    with Load(site, PAGE) as load:
        time.sleep(1)
        gone_at = time.monotonic()
        with database.stopped():
            pass
        back_at = time.monotonic()
        time.sleep(2)

    outside = [asked for asked in load.failed if asked.ended < gone_at or asked.began > back_at]
    assert outside == []
    assert begun_after(load, back_at) != []
    assert {asked.status for asked in load.failed} <= {500, 503}
    assert site.workers() == workers


def test_while_the_database_is_stopped_the_rest_answers(site, database):
    with database.stopped():
        time.sleep(REST_SECONDS)
        live, ready, static, page = (site.ask(path) for path in (LIVE, READY, STATIC, PAGE))
    wait_until(lambda: site.ask(READY)[0] == 200, seconds=30)
    again = site.ask(PAGE)

    assert (live[0], ready[0], static[0]) == (200, 503, 200)
    assert page[0] in {500, 503}
    assert max(seconds for _, seconds in (live, ready, static, page)) < 5
    assert again[0] == 200


def test_a_query_that_takes_too_long_is_given_up(site, database):
    """Another session holds the table of packs; the limit of this site is three seconds."""
    import psycopg

    with psycopg.connect(database.address) as holding:
        holding.execute("LOCK TABLE governance_pack IN ACCESS EXCLUSIVE MODE")
        page, live, ready = site.ask(PAGE), site.ask(LIVE), site.ask(READY)
    again = site.ask(PAGE)

    assert page[0] in {500, 503}
    assert 2.5 < page[1] < 6
    assert (live[0], ready[0], again[0]) == (200, 200, 200)


@pytest.fixture(params=["locmemcache://", "database"])
def counting_site(request, database, tmp_path):
    """A site of one test's own that counts in each process, and one that counts in the database."""
    with serving(database.address, tmp_path, CACHE_URL=request.param) as site:
        yield site


def test_a_database_that_says_nothing_is_found_out_in_time(counting_site, database):
    """It takes connections and answers none: a probe hears so before it gives up itself, and so
    does one that asks while another is waiting."""
    site = counting_site
    before = [site.ask(READY)[0] for _ in range(AT_ONCE)]
    with database.frozen(), ThreadPoolExecutor(2) as pool:
        time.sleep(REST_SECONDS)  # What a probe heard before holds for so long.
        first = [pool.submit(site.ask, READY) for _ in range(2)]
        time.sleep(DATABASE_SECONDS)
        later, live, static = site.ask(READY), site.ask(LIVE), site.ask(STATIC)
        ready = [asked.result() for asked in first] + [later]
    wait_until(lambda: site.ask(READY)[0] == 200, seconds=30)

    assert before == [200] * AT_ONCE
    assert ([status for status, _ in ready][-1], live[0], static[0]) == (503, 200, 200)
    assert 503 in {status for status, _ in ready[:2]}
    assert max(seconds for _, seconds in ready) < 5
