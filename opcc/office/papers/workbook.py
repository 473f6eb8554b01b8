"""Tables as plain values: what a spreadsheet, a CSV file and a JSON file are drawn from."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """A column of a Sheet.

    name: in JSON and in the data dictionary, such as "due_on". heading: for people. meaning: one
    sentence for the data dictionary. width: in characters, as a spreadsheet counts.
    """

    name: str
    heading: str
    meaning: str
    width: int = 16


@dataclass(frozen=True)
class Sheet:
    """One table. name: in addresses and JSON; title: on the sheet's tab, as far as that takes it.

    rows: each as many values as there are fields: text, int, Decimal, bool, datetime.date, an
    aware datetime, or None. They may be a generator: whoever writes them goes through them once.
    """

    name: str
    title: str
    fields: tuple[Field, ...]
    rows: Iterable[tuple]


@dataclass(frozen=True)
class Workbook:
    """Sheets that belong together. facts: ((name, value), ...) that hold for all of them."""

    title: str
    facts: tuple[tuple[str, object], ...]
    sheets: tuple[Sheet, ...]
