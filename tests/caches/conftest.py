"""A site of several processes, and what they count and keep together."""

import pytest

from tests.archive.databases import Databases, environment_on
from tests.servers import NO_VALKEY, VALKEY, running_valkey


@pytest.fixture
def empty_database(transactional_db, tmp_path):
    """The environment of a program on a new, migrated database of the tests' own kind."""
    databases = Databases(tmp_path)
    yield environment_on(databases.empty())
    databases.remove()


@pytest.fixture
def valkey(tmp_path):
    """(port, process) of a Valkey."""
    if not VALKEY:
        pytest.skip(NO_VALKEY)
    with running_valkey(tmp_path) as running:
        yield running
