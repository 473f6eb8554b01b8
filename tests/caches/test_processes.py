"""Several processes of one site count together."""

import contextlib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.servers import NO_VALKEY, VALKEY, running_site, running_valkey

ASKED = "/api/v1/statuses"


@contextlib.contextmanager
def cache_url(kind, folder):
    """The CACHE_URL of a kind, with what it needs."""
    if kind == "database":
        yield "database"
    elif not VALKEY:
        pytest.skip(NO_VALKEY)
    else:
        with running_valkey(folder) as (port, _):
            yield f"valkey://127.0.0.1:{port}/0"


def statuses(site, count, at_once=1):
    """{status: how often} of so many requests."""
    with ThreadPoolExecutor(at_once) as pool:
        return Counter(pool.map(lambda _: site.ask(ASKED)[0], range(count)))


@pytest.mark.parametrize("kind", ["database", "valkey"])
def test_two_workers_share_the_count(empty_database, tmp_path, kind):
    with cache_url(kind, tmp_path) as url:
        environment = empty_database | {"CACHE_URL": url, "API_RATE": "20/day"}
        with running_site(environment, tmp_path / "site.log", workers=2) as site:
            found = statuses(site, 60, at_once=8)

    assert found == {200: 20, 429: 40}


def test_two_machines_share_the_count(empty_database, tmp_path):
    assert last_of_five_and_one(empty_database, tmp_path, "database") == {429: 1}


def test_each_by_itself_would_be_caught(empty_database, tmp_path):
    """The test above would see it if each machine counted alone."""
    assert last_of_five_and_one(empty_database, tmp_path, "locmemcache://") == {200: 1}


def last_of_five_and_one(empty_database, folder, url):
    """Ask one machine five times, which is the limit, and what another then answers."""
    environment = empty_database | {"CACHE_URL": url, "API_RATE": "5/day"}
    with contextlib.ExitStack() as stack:
        one, other = (
            stack.enter_context(running_site(environment, folder / f"{n}.log", workers=1))
            for n in range(2)
        )

        assert statuses(one, 5) == {200: 5}
        return statuses(other, 1)
