"""The tables of plans whose rows are never changed or deleted, the record's first.

Migration 0005 makes the triggers of `MEASURES` from these lists, and 0006 those of `FILES`: whoever
changes one, or what `AppendOnly` writes, adds a migration that drops them and makes them again.
"""

from opcc.office.append_only import AppendOnly

from .record.triggers import GUARD

LINES = "A line is never changed or deleted. Add a line that says what is right now."

MEASURES = [
    AppendOnly("plans_observation", LINES, unique=(("id",), ("token",))),
    AppendOnly("plans_measureline", LINES, unique=(("id",), ("token",), ("takes_back_id",))),
]
FILES = [
    # A file that no line names may go; one that a line names is held by its naming.
    AppendOnly("plans_evidencefile", "What is kept of a file is never changed.", verbs=("UPDATE",)),
    AppendOnly("plans_filenaming", LINES, unique=(("id",), ("entry_id", "file_id"))),
]
GUARDS = [GUARD, *MEASURES, *FILES]
