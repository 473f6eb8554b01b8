"""Which row is the header, and which column is which."""

import dataclasses
import re
import types

from plans.intake.errors import IntakeError
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

LONGEST_HEADING = 40

NUMBERED_HEADING = re.compile(
    r"(?:strategic\s+)?(?:objective|priority|theme|outcome|aim|goal)\s+\d{1,2}\b", re.IGNORECASE
)


@dataclasses.dataclass(frozen=True)
class Mapping:
    """Where the table starts and which of its columns (from 0) holds which field.

    ``header_row`` is the number of the header's row, or None where the first row is an
    activity already. ``columns`` is {field: column}; a field that the table lacks is not in it.
    """

    header_row: int | None
    columns: types.MappingProxyType

    @classmethod
    def from_choices(cls, header_row, choices):
        """Return the mapping a person chose; "" or None means that the table lacks the field.

        Raises IntakeError for a choice that cannot be, or without the activity's column.
        """
        chosen = {}
        for field, column in choices.items():
            if field not in NAMES:
                raise IntakeError(f"There is no field called {field}.")
            if column not in ("", None):
                chosen[field] = _whole_number(column)
        if "activity" not in chosen:
            raise IntakeError("Say which column holds the activities.")
        if len(set(chosen.values())) != len(chosen):
            raise IntakeError("Each column can be chosen once. Choose another for one of them.")
        header = None if header_row in ("", None) else _whole_number(header_row)
        return cls(header, types.MappingProxyType(chosen))

    @property
    def is_usable(self):
        """Whether the activities can be found at all."""
        return "activity" in self.columns

    def column(self, field):
        """Return the field's column, or None."""
        return self.columns.get(field)

    def text(self, row, field):
        """Return what a row says in the field's column, or ""."""
        return row.cell(self.column(field))


def guess(table):
    """Return the Mapping of the header we recognise best, or one without columns.

    Where two rows are recognised alike, the first is the header.
    """
    best, found = None, {}
    for row in table.rows:
        recognised = recognise(row.cells)
        if len(recognised) > len(found):
            best, found = row.number, recognised
    return Mapping(best, types.MappingProxyType(found))


def named(table, headings):
    """Return the Mapping of {field: heading}, its other columns guessed.

    The header is the one that is recognised, else the first row that has every heading. Raises
    IntakeError for a field or a heading that is not there.
    """
    guessed = guess(table)
    rows = [row for row in table.rows if row.number == guessed.header_row] or table.rows
    found = next(filter(None, (_columns_of(row, headings) for row in rows)), None)
    if found is None:
        words = ", ".join(quoted(heading) for heading in headings.values())
        raise IntakeError(f"No row names the column {words}. Write it as it stands in the table.")
    header, chosen = found
    others, _ = _fields_of(header.cells)
    kept = {field: at for field, at in others.items() if at not in chosen.values()}
    return Mapping.from_choices(header.number, {**kept, **chosen})


def _columns_of(row, headings):
    """Return (row, {field: column}) where the row has each of the headings, else None."""
    cells = [folded(cell).casefold() for cell in row.cells]
    wanted = {field: folded(heading).casefold() for field, heading in headings.items()}
    if not all(heading in cells for heading in wanted.values()):
        return None
    return row, {field: cells.index(heading) for field, heading in wanted.items()}


def recognise(cells):
    """Return {field: column} where the cells read as a header, else {}.

    A header names the activities, and one other field at least unless it is a single column.
    Two of its cells have to be just what some office calls a column: "Develop an action plan"
    beside "CEO" is no header.
    """
    found, exact = _fields_of(cells)
    is_single = sum(bool(_heading(cell)) for cell in cells) == 1
    needed = 1 if is_single else 2
    if "activity" not in found or len(found) < needed or exact < needed:
        return {}
    return found


def _fields_of(cells):
    """Return ({field: column}, how many of them bear just the name that some office gives)."""
    headings = [_heading(cell) for cell in cells]
    found, exact = {}, 0
    for field, names in NAMES.items():
        column, is_exact = _best_column(headings, names, taken=found.values())
        if column is not None:
            found[field] = column
            exact += is_exact
    return found, exact


def _best_column(headings, names, taken):
    """Return (column, whether its heading is one of the names and nothing more)."""
    free = {}
    for column, heading in enumerate(headings):
        if heading and column not in taken:
            free.setdefault(heading, column)
    for name in names:
        if name in free:
            return free[name], True
    for name in names:
        for heading, column in free.items():
            if len(name) > 3 and f" {name} " in f" {heading} ":
                return column, False
    return None, False


def _heading(cell):
    """Return a heading without case, punctuation and "(s)"; "" for what is too long to be one."""
    words = folded(cell)
    if len(words) > LONGEST_HEADING:
        return ""
    return folded(re.sub(r"[^\w\s]", " ", re.sub(r"\(s\)", "s", words.casefold())))


def _whole_number(value):
    text = str(value)
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise IntakeError("A row or a column is told by its number.")
    return int(text)
