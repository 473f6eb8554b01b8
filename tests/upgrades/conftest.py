"""Databases of their own, to be migrated from one release to the next."""

from tests.operations.conftest import blank, databases

__all__ = ["blank", "databases"]
