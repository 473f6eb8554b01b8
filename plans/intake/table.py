"""What every format is read into: numbered rows of text, within limits."""

import dataclasses

from opcc.office.text import printable
from opcc.office.uploads import USUAL_LIMIT
from plans.intake.errors import IntakeError

MAX_BYTES = USUAL_LIMIT
"""What one file may hold."""

LONGEST_PASTE = 800_000
"""Characters that may be pasted: at three bytes each, what Django takes without a file."""

MAX_ROWS = 2_000
MAX_COLUMNS = 60
MAX_CELL_LENGTH = 10_000

UNPRINTABLE_NOTE = "Characters that cannot be printed were taken out."


@dataclasses.dataclass(frozen=True)
class Row:
    """A row of the source that holds words.

    ``number`` is counted from 1 as a person would count: the line of a text, the row of a
    sheet, the row of a Word document's tables taken one after the other. ``part`` counts the
    pieces of a table that is interrupted by other text, or the tables of a document.
    """

    number: int
    cells: tuple[str, ...]
    part: int = 1

    def cell(self, column):
        """Return the text of a column (from 0) without the space around it, or ""."""
        if column is None or column >= len(self.cells):
            return ""
        return self.cells[column].strip()


@dataclasses.dataclass(frozen=True)
class Table:
    """The rows found in one source, and what a person should know about the reading."""

    rows: tuple[Row, ...]
    source: str
    notes: tuple[str, ...] = ()

    @property
    def width(self):
        return max((len(row.cells) for row in self.rows), default=0)

    def as_json(self):
        """Return plain values from which ``from_json`` makes the same Table again."""
        rows = [[row.number, list(row.cells), row.part] for row in self.rows]
        return {"source": self.source, "notes": list(self.notes), "rows": rows}

    @classmethod
    def from_json(cls, kept):
        rows = tuple(Row(number, tuple(cells), part) for number, cells, part in kept["rows"])
        return cls(rows, kept["source"], tuple(kept["notes"]))

    def row(self, number):
        """Return the last row of that number, or None."""
        return next((row for row in reversed(self.rows) if row.number == number), None)

    def parts(self):
        """Return {part: its rows}, in the order of the source."""
        found = {}
        for row in self.rows:
            found.setdefault(row.part, []).append(row)
        return found


def folded(text):
    """Return the text with every run of space, tab and line end made one space."""
    return " ".join(text.split())


def quoted(text, length=60):
    """Return the text folded, shortened and in quotation marks, for a message."""
    text = folded(text)
    if len(text) > length:
        text = text[: length - 1].rstrip() + "…"
    return f"“{text}”"


def build(rows, source, notes=()):
    """Return a Table of (number, cells, part) triples, leaving out the blank rows.

    Raises IntakeError as soon as a limit is passed, so ``rows`` may be endless.
    """
    kept = []
    notes = list(notes)
    for number, cells, part in rows:
        row = Row(number, tuple(cells), part)
        if not any(cell.strip() for cell in row.cells):
            continue
        _check_limits(row, len(kept))
        cleaned = tuple(printable(cell) for cell in row.cells[:MAX_COLUMNS])
        if UNPRINTABLE_NOTE not in notes and _lost_characters(row.cells, cleaned):
            notes.append(UNPRINTABLE_NOTE)
        kept.append(dataclasses.replace(row, cells=cleaned))
    if not kept:
        raise IntakeError(
            f"No table was found in {source}. Copy the table from Word or Excel and paste it, "
            "or save it as .docx, .xlsx or .csv."
        )
    return Table(tuple(kept), source, tuple(notes))


def _lost_characters(before, after):
    return any(len(old) != len(new) for old, new in zip(before, after, strict=False))


def _check_limits(row, rows_before):
    if rows_before >= MAX_ROWS:
        raise IntakeError(
            f"The table has more than {MAX_ROWS:,} rows. Bring the table alone, "
            "without other lists."
        )
    if any(cell.strip() for cell in row.cells[MAX_COLUMNS:]):
        raise IntakeError(
            f"Row {row.number} has more than {MAX_COLUMNS} columns. Bring the table alone, "
            "without other lists."
        )
    if any(len(cell) > MAX_CELL_LENGTH for cell in row.cells):
        raise IntakeError(
            f"A cell in row {row.number} is longer than {MAX_CELL_LENGTH:,} characters. "
            "Shorten it, or move the text to another document."
        )
