"""Which row is the header, and which column is which."""

import re
import types

from plans.intake import headings
from plans.intake.errors import IntakeError
from plans.intake.headings import Headings
from plans.intake.table import folded, quoted

# What offices call each column, the likeliest first: where a table has two of them ("Action"
# and "Deliverable"), the first named here wins. Fields are settled in this order.
NAMES = {
    "activity": (
        "core activities", "core activity", "key activities", "key activity", "activities",
        "activity", "actions", "action", "key actions", "key action", "tasks", "task",
        "deliverables", "deliverable", "key deliverables", "key deliverable", "commitment",
        "commitments", "what we will do", "what will we do", "description",
    ),
    "objective": (
        "strategic objectives", "strategic objective", "objectives", "objective", "aims", "aim",
        "themes", "theme", "priority areas", "priority area", "outcomes", "outcome", "goals",
        "goal",
    ),
    "owner": (
        "elt owner", "elt owners", "elt lead", "owners", "owner", "lead officers", "lead officer",
        "responsible officers", "responsible officer", "lead", "leads", "accountable officer",
        "responsible", "senior responsible owner", "sro", "responsibility", "delivery lead",
        "assigned to", "post", "who", "sponsors", "sponsor",
    ),
    "due": (
        "due dates", "due date", "due on", "due", "target dates", "target date", "deadlines",
        "deadline", "by when", "timescales", "timescale", "timeframe", "time frame",
        "completion date", "delivery date", "end date", "complete by", "when",
    ),
    "status": (
        "current status", "status", "rag status", "rag rating", "rag", "current position",
        "progress", "progress update", "update",
    ),
    "priority": (
        "police and crime plan priority", "police and crime plan priorities", "plan priority",
        "pcp priority", "priorities", "priority",
    ),
    "milestone": ("key milestones", "key milestone", "milestones", "milestone"),
    "detail": ("details", "detail", "further detail", "description", "notes", "comments"),
    "reference": (
        "reference number", "reference no", "references", "reference", "ref no", "ref", "number",
        "no", "action no", "item", "id",
    ),
}  # fmt: skip
FIELDS = tuple(NAMES)
NOT_IMPORTED = ("status", "milestone")
"""Columns that are known for what they are, so that a note can say why they stay behind."""

OFFERED = tuple(field for field in FIELDS if field not in NOT_IMPORTED)
"""What a person can choose a column for."""

NUMBERED_HEADING = re.compile(
    r"(?:strategic\s+)?(?:objective|priority|theme|outcome|aim|goal)\s+\d{1,2}\b", re.IGNORECASE
)


HEADINGS = Headings(NAMES, demanded="activity")
recognise = HEADINGS.recognise


class Mapping(headings.Mapping):
    """Which column of a plan's table holds which field."""

    @classmethod
    def from_choices(cls, header_row, choices):
        """Return the mapping a person chose; "" or None means that the table lacks the field.

        Raises IntakeError for a choice that cannot be, or without the activity's column.
        """
        header, chosen = HEADINGS.chosen(header_row, choices)
        if "activity" not in chosen:
            raise IntakeError("Say which column holds the activities.")
        return cls(header, types.MappingProxyType(chosen))

    @property
    def is_usable(self):
        """Whether the activities can be found at all."""
        return "activity" in self.columns


def guess(table):
    """Return the Mapping of the header we recognise best, or one without columns."""
    header, found = HEADINGS.guess(table)
    return Mapping(header, types.MappingProxyType(found))


def named(table, wanted):
    """Return the Mapping of the wanted {field: heading}, its other columns guessed.

    The header is the one that is recognised, else the first row that has every heading. Raises
    IntakeError for a field or a heading that is not there.
    """
    guessed = guess(table)
    rows = [row for row in table.rows if row.number == guessed.header_row] or table.rows
    found = next(filter(None, (_columns_of(row, wanted) for row in rows)), None)
    if found is None:
        words = ", ".join(quoted(heading) for heading in wanted.values())
        raise IntakeError(f"No row names the column {words}. Write it as it stands in the table.")
    header, chosen = found
    others, _ = HEADINGS.fields_of(header.cells)
    kept = {field: at for field, at in others.items() if at not in chosen.values()}
    return Mapping.from_choices(header.number, {**kept, **chosen})


def _columns_of(row, wanted):
    """Return (row, {field: column}) where the row has each of the wanted headings, else None."""
    cells = [folded(cell).casefold() for cell in row.cells]
    wanted = {field: folded(heading).casefold() for field, heading in wanted.items()}
    if not all(heading in cells for heading in wanted.values()):
        return None
    return row, {field: cells.index(heading) for field, heading in wanted.items()}
