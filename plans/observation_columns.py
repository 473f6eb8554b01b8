"""Which columns a table of values has: of one measure, or of many."""

import dataclasses
import types

from . import measure_values, periods
from .intake.headings import Headings, Mapping
from .intake.table import folded
from .registers.intake.columns import Column, Columns

MEASURE = Column(
    "measure",
    "Measure",
    ("measure title", "title", "indicator", "name"),
    holds="Needed. The measure's title, as on the scorecard.",
    is_needed=True,
)
OF_ONE = (
    Column(
        "period",
        "Period",
        ("month", "quarter", "year", "date", "when", "first day"),
        holds="Needed. Such as April 2020, Q1 2020/21 or 2020/21.",
        is_needed=True,
    ),
    Column(
        "value",
        "Value",
        ("values", "result", "number", "count", "figure", "actual"),
        holds="Needed. In figures, in the unit of the measure.",
        is_needed=True,
    ),
    Column(
        "note",
        "Note",
        ("notes", "comment", "comments", "reason"),
        holds="What a reader of the chart should know. For a revised value, why it changes.",
    ),
    Column(
        "is_provisional",
        "Provisional",
        ("is provisional", "provisional value"),
        holds="Yes where a final value will follow.",
    ),
)


@dataclasses.dataclass(frozen=True)
class HeadingsOfOne(Headings):
    """Where no column is called the value, one may be called as the measure or its unit is.

    meant: its title and its unit, without case.
    """

    meant: frozenset = frozenset()

    def recognise(self, cells):
        found = super().recognise(cells)
        return found if "value" in found else super().recognise(list(map(self.as_value, cells)))

    def as_value(self, cell):
        return "Value" if folded(cell).casefold() in self.meant else cell


class ColumnsOfOne(Columns):
    """The columns of a table about one measure, which may do without headings."""

    def __init__(self, measure):
        super().__init__(*OF_ONE)
        self.measure = measure
        meant = frozenset(filter(None, (measure.title.casefold(), measure.unit.casefold())))
        self.headings = HeadingsOfOne(self.headings.names, meant=meant)

    def guess(self, table):
        mapping = super().guess(table)
        if mapping.columns or not self.begins_at_once(table):
            return mapping
        return Mapping(None, types.MappingProxyType({"period": 0, "value": 1}))

    def begins_at_once(self, table):
        """Whether a period and a number are all that the first row holds."""
        if table.width != 2:
            return False
        first = table.rows[0]
        try:
            periods.read(self.measure.frequency, first.cell(0))
            measure_values.read(first.cell(1), self.measure.unit)
        except (periods.Unreadable, measure_values.Unreadable):
            return False
        return True
