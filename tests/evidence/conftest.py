"""A folder of its own for the files of each test."""

import pytest

from tests.evidence.files import keep_in


@pytest.fixture
def folder(settings, tmp_path):
    """Where files are kept in this test alone."""
    return keep_in(settings, tmp_path / "evidence")
