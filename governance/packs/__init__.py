"""Packs: a plan's position frozen for a meeting, read back, compared, and proved unchanged."""

from .freezing import content_of, fingerprint
from .publishing import begin, open_to_public, opened_before, publish
from .reading import Reading, read_content, read_pack

__all__ = [
    "Reading",
    "begin",
    "content_of",
    "fingerprint",
    "open_to_public",
    "opened_before",
    "publish",
    "read_content",
    "read_pack",
]
