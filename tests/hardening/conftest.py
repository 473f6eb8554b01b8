"""The cast and the things of the table of addresses, for whoever walks it."""

from tests.access.conftest import cast, things

__all__ = ["cast", "things"]
