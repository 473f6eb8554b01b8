"""What was changed about a measure besides its lines: how its values are read, drawn and judged."""

from dataclasses import dataclass
from itertools import pairwise

from django.utils.text import capfirst

TOLD = ("title", "source", "unit", "decimals", "better", "is_screened")
"""Columns of a Measure that its form changes, and that change what its page or its chart says."""


@dataclass(frozen=True)
class Change:
    """What one saving changed. version: the row of field history. facts: [(label, was, now)]."""

    version: object
    facts: tuple


def changes_of(measure):
    """Return the Changes of TOLD columns that field history keeps, newest first. One query."""
    versions = measure.history.select_related("history_user").order_by("history_id")
    found = [Change(now, differing(was, now)) for was, now in pairwise(versions)]
    return [change for change in reversed(found) if change.facts]


def differing(was, now):
    return tuple(
        (capfirst(was._meta.get_field(name).verbose_name), in_words(was, name), in_words(now, name))
        for name in TOLD
        if getattr(was, name) != getattr(now, name)
    )


def in_words(version, name):
    value = getattr(version, name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    display = getattr(version, f"get_{name}_display", None)
    return display() if display else str(value) or "none"
