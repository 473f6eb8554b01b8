"""Finding the header of a table, by what offices call its columns."""

import dataclasses
import re
import types

from plans.intake.errors import IntakeError
from plans.intake.table import folded

LONGEST_HEADING = 40


@dataclasses.dataclass(frozen=True)
class Mapping:
    """Where the table starts and which of its columns (from 0) holds which field.

    ``header_row`` is the number of the header's row, or None where the first row is one of the
    rows to be read already. ``columns`` is {field: column}; a field that the table lacks is not
    in it.
    """

    header_row: int | None
    columns: types.MappingProxyType

    def column(self, field):
        """Return the field's column, or None."""
        return self.columns.get(field)

    def text(self, row, field):
        """Return what a row says in the field's column, or ""."""
        return row.cell(self.column(field))


@dataclasses.dataclass(frozen=True)
class Headings:
    """What offices call the columns of one kind of table.

    ``names`` is {field: names, the likeliest first}: where a table has two of them ("Action" and
    "Deliverable"), the first named wins. Fields are settled in this order. ``demanded`` is the
    field without which no row is a header, if there is one; it may then be the only heading.
    """

    names: dict
    demanded: str = ""

    def guess(self, table):
        """Return (number of the header we recognise best or None, {field: column}).

        Where two rows are recognised alike, the first is the header.
        """
        best, found = None, {}
        for row in table.rows:
            recognised = self.recognise(row.cells)
            if len(recognised) > len(found):
                best, found = row.number, recognised
        return best, found

    def recognise(self, cells):
        """Return {field: column} where the cells read as a header, else {}.

        Two of its cells have to be just what some office calls a column: "Develop an action plan"
        beside "CEO" is no header.
        """
        found, exact = self.fields_of(cells)
        is_single = sum(bool(_heading(cell)) for cell in cells) == 1
        needed = 1 if is_single and self.demanded else 2
        if self.demanded and self.demanded not in found:
            return {}
        return {} if len(found) < needed or exact < needed else found

    def fields_of(self, cells):
        """Return ({field: column}, how many of them bear just the name that some office gives)."""
        headings = [_heading(cell) for cell in cells]
        found, exact = {}, 0
        for field, names in self.names.items():
            column, is_exact = _best_column(headings, names, taken=found.values())
            if column is not None:
                found[field] = column
                exact += is_exact
        return found, exact

    def chosen(self, header_row, choices):
        """Return (number of the header or None, {field: column}) as a person chose them.

        "" or None means that the table lacks the field. Raises IntakeError for a choice that
        cannot be.
        """
        columns = {}
        for field, column in choices.items():
            if field not in self.names:
                raise IntakeError(f"There is no field called {field}.")
            if column not in ("", None):
                columns[field] = _whole_number(column)
        if len(set(columns.values())) != len(columns):
            raise IntakeError("Each column can be chosen once. Choose another for one of them.")
        return None if header_row in ("", None) else _whole_number(header_row), columns


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
