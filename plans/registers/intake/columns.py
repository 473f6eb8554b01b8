"""Which columns a register reads, what offices call them, and which of them a table has."""

import dataclasses
import types

from plans.intake.errors import IntakeError
from plans.intake.headings import Headings, Mapping
from plans.intake.table import folded


@dataclasses.dataclass(frozen=True)
class Column:
    """A column that a register reads.

    names: its headings in other people's tables, the likeliest first, without case; its own label
    is one of them. holds: what may stand in it, for whoever prepares a table. is_needed: whether
    nothing can be read without it. is_general: whether its names stand in other headings too, as
    "contract" in "contract value", so that it is looked for last.
    """

    field: str
    label: str
    names: tuple
    holds: str = ""
    is_needed: bool = False
    is_general: bool = False


class Columns:
    """The columns of one register, in the order in which its pages name them."""

    def __init__(self, *columns):
        self.each = columns
        self.labels = {column.field: column.label for column in columns}
        self.needed = [column for column in columns if column.is_needed]
        settled = sorted(columns, key=lambda column: column.is_general)
        self.headings = Headings({c.field: (c.label.casefold(), *c.names) for c in settled})

    def guess(self, table):
        """Return the Mapping of the header that is recognised best, or one without columns."""
        header, found = self.headings.guess(table)
        return Mapping(header, types.MappingProxyType(found))

    def chosen(self, header_row, choices):
        """Return the Mapping that a person chose. Raises IntakeError for one that cannot be."""
        header, found = self.headings.chosen(header_row, choices)
        mapping = Mapping(header, types.MappingProxyType(found))
        if missing := self.missing_from(mapping):
            raise IntakeError(f"Say which column holds {listed(missing)}.")
        return mapping

    def missing_from(self, mapping):
        """The labels of what the table needs and does not have."""
        return [c.label.lower() for c in self.needed if mapping.column(c.field) is None]

    def rows_below(self, table, mapping):
        """Return (the rows below the header, notes on repeated headers, which are left out)."""
        header = table.row(mapping.header_row)
        start = table.rows.index(header) + 1 if header else 0
        rows, notes = [], []
        for row in table.rows[start:]:
            if header and plain(row) == plain(header):
                notes.append(f"Row {row.number} repeats the headings.")
            else:
                rows.append(row)
        return rows, notes


def plain(row):
    return [folded(cell).casefold() for cell in row.cells]


def listed(words):
    """ "a", "a and b" or "a, b and c"."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last
