"""The tables of plans whose rows are never changed or deleted, the record's first.

Migration 0005 makes the triggers of `MEASURES` from this list: whoever changes it, or what
`AppendOnly` writes, adds a migration that drops them and makes them again.
"""

from opcc.office.append_only import AppendOnly

from .record.triggers import GUARD

LINES = "A line is never changed or deleted. Add a line that says what is right now."

MEASURES = [
    AppendOnly("plans_observation", LINES, unique=(("id",), ("token",))),
    AppendOnly("plans_measureline", LINES, unique=(("id",), ("token",), ("takes_back_id",))),
]
GUARDS = [GUARD, *MEASURES]
