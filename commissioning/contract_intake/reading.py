"""What the rows of a table say of contracts, before anybody looks at the register. Pure."""

import dataclasses
import re

from plans.registers.intake.cells import Cells, Problem, amount, day, line, one_of

from .columns import COLUMNS, ROUTE_LABELS, ROUTES

LONGEST_REFERENCE = 40
LONGEST_LINE = 200
READERS = {
    "title": (line, LONGEST_LINE),
    "provider": (line, LONGEST_LINE),
    "service": (line, LONGEST_LINE),
    "value": (amount,),
    "ends_on": (day,),
    "review_on": (day,),
    "notice_on": (day,),
    "extension": (line, LONGEST_LINE),
    "procurement_route": (one_of, ROUTES, f"is no procurement route. Write {ROUTE_LABELS}."),
    "owner": (line, LONGEST_LINE),
    "department": (line, LONGEST_LINE),
}
"""{field: (reader, what else it is given)}; the first day is read by itself."""


@dataclasses.dataclass(frozen=True)
class Said:
    """One row. facts: {field: what its cell says}, without empty cells; names are still names.

    activities: references, as "3.14". refused: fields whose cells could not be read.
    """

    row_number: int
    reference: str
    facts: dict
    refused: set


def read_rows(rows, mapping):
    """Return ([Said], [Problem]) of the table's rows."""
    said, problems, row_of = [], [], {}
    for row in rows:
        cells = Cells(row, mapping, COLUMNS)
        one = read_row(cells)
        refuse_twin(cells, one.reference, row_of)
        problems += cells.problems
        if one.reference:
            said.append(one)
    if not rows:
        problems.append(Problem(None, "", "The table holds no row below its headings."))
    return said, problems


def read_row(cells):
    facts = {field: cells.read(field, *reader) for field, reader in READERS.items()}
    facts["starts_on"] = cells.read("starts_on", day, exactly=True)
    if cells.says("activities"):
        facts["activities"] = tuple(re.split(r"[\s,;]+", cells.text("activities")))
    stated = {field: fact for field, fact in facts.items() if fact is not None}
    return Said(cells.number, reference_of(cells), stated, cells.refused)


def reference_of(cells):
    if not cells.says("reference"):
        cells.refuse("reference", "There is none. Give the contract one, or delete the row.")
    return cells.read("reference", line, LONGEST_REFERENCE) or ""


def refuse_twin(cells, reference, row_of):
    """Refuse a reference that a row above has: which of them is right?"""
    first = row_of.setdefault(reference.casefold(), cells.number)
    if reference and first != cells.number:
        message = f"{reference} is in row {first} already. Keep one of the two rows."
        cells.refuse("reference", message)
