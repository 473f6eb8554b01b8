"""Django admin for governance. Dated lines and packs are read here and written on their pages."""

from . import (
    actions,
    bodies,
    decisions,
    meetings,
    packs,
    programme,
    publication,
    risks,
    scrutiny,
    strategies,
)

__all__ = [
    "actions",
    "bodies",
    "decisions",
    "meetings",
    "packs",
    "programme",
    "publication",
    "risks",
    "scrutiny",
    "strategies",
]
