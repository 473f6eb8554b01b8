"""Whoever brings a document, and the posts that it names."""

import pytest

from tests.factories import post
from tests.operations.conftest import databases

__all__ = ["databases"]


@pytest.fixture
def posts(office):
    post("Chief Executive", aliases=["CEO"])
    post("Chief Financial Officer", aliases=["CFO"])


@pytest.fixture
def signed_in(client, administrator, posts):
    """A browser in which the administrator has signed in."""
    client.force_login(administrator)
    return client
