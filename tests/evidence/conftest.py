"""A folder of its own for the files of each test."""

from pathlib import Path

import pytest
from django.core.files.storage import storages


@pytest.fixture
def folder(settings, tmp_path):
    """Where files are kept in this test alone."""
    place = tmp_path / "evidence"
    kept_there = {
        "BACKEND": "opcc.office.storages.WholeFileStorage",
        "OPTIONS": {"location": str(place), "base_url": None},
    }
    settings.STORAGES = {**settings.STORAGES, "evidence": kept_there}
    assert Path(storages["evidence"].location) == place
    return place
