"""Values of measures from a spreadsheet or a paste: of one measure, or of many."""

import dataclasses
from functools import cached_property

from django.http import Http404
from django.urls import reverse

from . import measure_values, periods
from .forms.fields import LONGEST_TEXT
from .forms.measures import SUCH_AS
from .intake.table import quoted
from .models import Measure, Observation
from .observation_columns import MEASURE, OF_ONE, ColumnsOfOne
from .registers.intake.cells import Cells, Problem, Unreadable, line, yes_or_no
from .registers.intake.columns import Columns
from .registers.intake.difference import Change, Difference, Line
from .registers.intake.flow import Flow
from .registers.intake.names import Names
from .registers.voices import voice_of

LONGEST_TITLE = 200


@dataclasses.dataclass(frozen=True)
class Said:
    """One row: the value of a measure in the period that begins on a day."""

    row_number: int
    measure: Measure
    period: object
    value: object
    note: str
    is_provisional: bool | None

    @property
    def key(self):
        return self.measure.pk, self.period


class Reading:
    """Rows of a table as values. find: (Cells) -> the Measure of a row, or None."""

    def __init__(self, columns, mapping, find, today):
        self.columns, self.mapping, self.find, self.today = columns, mapping, find, today
        self.problems, self.row_of = [], {}

    def read(self, rows):
        """Return [Said] of the rows that could be read; `problems` say what is wrong elsewhere."""
        said = [self.row(Cells(row, self.mapping, self.columns)) for row in rows]
        if not rows:
            self.problems.append(Problem(None, "", "The table holds no row below its headings."))
        return list(filter(None, said))

    def row(self, cells):
        measure = self.find(cells)
        said = self.said(cells, measure) if measure else None
        self.problems += cells.problems
        return said if said and not cells.refused else None

    def said(self, cells, measure):
        for field in ("period", "value"):
            if not cells.says(field):
                cells.refuse(field, "The cell is empty. Fill it, or delete the row.")
        said = Said(
            row_number=cells.number,
            measure=measure,
            period=cells.read("period", period_of, measure, self.today),
            value=cells.read("value", value_of, measure),
            note=cells.read("note", line, LONGEST_TEXT) or "",
            is_provisional=self.provisional(cells),
        )
        self.refuse_twin(cells, said)
        return said

    def provisional(self, cells):
        """None where the table does not say; in its own column, an empty cell means no."""
        if self.mapping.column("is_provisional") is None:
            return None
        return bool(cells.read("is_provisional", yes_or_no))

    def refuse_twin(self, cells, said):
        first = self.row_of.setdefault(said.key, cells.number)
        if said.period and first != cells.number:
            words = periods.in_words(said.measure.frequency, said.period)
            cells.refuse("period", f"{words} is in row {first} already. Keep one of the two rows.")


def period_of(text, measure, today):
    """Return the first day of the period. Raises Unreadable, also for one that is to come."""
    what, example = SUCH_AS[measure.frequency]
    try:
        period = periods.read(measure.frequency, text)
    except periods.Unreadable as error:
        raise Unreadable(f"{quoted(text)} is not {what}. Write it as {example}.") from error
    if period > today:
        words = periods.in_words(measure.frequency, period)
        raise Unreadable(f"{words} has not begun. Take the row out until it has.")
    return period


def value_of(text, measure):
    """Return the Decimal, no finer than the measure is shown. Raises Unreadable."""
    try:
        value = measure_values.read(text, measure.unit)
    except measure_values.Unreadable as error:
        raise Unreadable(f"{quoted(text)} cannot be kept. {error}.") from error
    places = measure.decimals
    if value != round(value, places):
        most = f"{places} decimal place{'' if places == 1 else 's'}" if places else "whole numbers"
        raise Unreadable(
            f"{quoted(text)} is finer than the measure, which is shown in {most}. Round it, or "
            "copy the table and paste it, which brings values as they are shown."
        )
    return value


class Comparison:
    """Values of a table beside those that stand for the same periods."""

    def __init__(self, said, names_measure):
        self.said, self.names_measure = said, names_measure
        self.standing = standing({one.measure.pk for one in said})

    def lines(self):
        return tuple(map(self.line, self.said))

    def line(self, one):
        stands = self.standing.get(one.key)
        changes = self.changes(one, stands) if stands else ()
        period = periods.in_words(one.measure.frequency, one.period)
        return Line(
            row_number=one.row_number,
            title=f"{one.measure}, {period}" if self.names_measure else period,
            under=(("Value", words(one.measure, one.value, self.is_provisional(one, stands))),),
            notes=(one.note,) if one.note else (),
            standing=stands,
            url=one.measure.get_absolute_url(),
            changes=changes,
            asks_reason=bool(changes) and one.value != stands.value and not one.note,
            facts={"said": one, "is_provisional": self.is_provisional(one, stands)},
        )

    def is_provisional(self, one, stands):
        """What the row says; where its table does not, what stands with the same value."""
        if one.is_provisional is None:
            return bool(stands and stands.value == one.value and stands.is_provisional)
        return one.is_provisional

    def changes(self, one, stands):
        now = one.value, self.is_provisional(one, stands)
        if now == (stands.value, stands.is_provisional):
            return ()
        old = words(one.measure, stands.value, stands.is_provisional)
        return (Change("Value", old, words(one.measure, *now)),)


def standing(measures):
    """{(key of a measure, period): the Observation that stands}. One query."""
    lines = Observation.objects.filter(measure__in=measures).order_by("made_at", "pk")
    return {(line.measure_id, line.period): line for line in lines}


def words(measure, value, is_provisional):
    shown = measure_values.in_unit(value, measure.unit, measure.decimals)
    return f"{shown}, provisional" if is_provisional else shown


# --- The pages ----------------------------------------------------------------------------------
class ObservationImport(Flow):
    """Values of the measure that it is about."""

    register = "observations"
    name = "plans:measures-import"
    heading = "Import values"
    lede = "Bring the values of a measure from a spreadsheet."
    nouns = ("value", "values")
    first_cell = "Period"
    cells = ("Value",)
    reason_label = "Why values are revised"
    reason_help = (
        "It stands beside each value that is revised and has no note in the table. What was said "
        "before stays."
    )
    permission = "plans.change"
    names_measure = False
    names = {}

    @classmethod
    def of(cls, request, about):
        return (ObservationImport if about else ManyMeasuresImport)(request, about)

    @cached_property
    def row(self):
        measure = Measure.objects.visible_to(self.user).filter(pk=self.about)
        measure = measure.select_related("owner").first()
        if measure is None:
            raise Http404
        return measure

    @cached_property
    def columns(self):
        return ColumnsOfOne(self.row)

    def refusal(self):
        return f"{self.row} is no longer reported." if self.row.ended_on else ""

    def start_url(self):
        return reverse("plans:measure-import", args=[self.about])

    def trail(self):
        return str(self.row), self.row.get_absolute_url()

    def summary(self):
        return [("Measure", str(self.row)), ("Unit", self.row.unit or "None")]

    def compare(self, table, mapping, chosen):
        rows, notes = self.columns.rows_below(table, mapping)
        reading = Reading(self.columns, mapping, self.finder(chosen), self.today)
        said = reading.read(rows)
        lines = Comparison(said, self.names_measure).lines()
        problems = [*reading.problems, *self.refused(said)]
        return Difference(lines, tuple(problems), (*table.notes, *notes), self.names)

    def finder(self, chosen):
        return lambda cells: self.row

    def refused(self, said):
        """Problems of measures whose values may not be said, one a measure, at its first row."""
        rows = {}
        for one in said:
            rows.setdefault(one.measure, []).append(one.row_number)
        for measure, numbers in rows.items():
            if why := self.why_not(measure):
                taken = "the row" if len(numbers) == 1 else f"its {len(numbers):,} rows"
                yield Problem(numbers[0], "Measure", f"{why} take {taken} out.")

    def why_not(self, measure):
        if measure.ended_on:
            return f"{quoted(measure.title)} is no longer reported:"
        if not self.user.has_perm("plans.change", measure):
            return (
                f"The {measure.owner} answers for {quoted(measure.title)}, and you do not work for "
                "that post. Ask them to import it, or"
            )
        return ""

    # --- Writing ----------------------------------------------------------------------------------
    def write(self, difference, *, reason):
        for each in difference.lines:
            if each.standing is None or each.changes:
                self.observe(each, each.facts["said"], reason)

    def observe(self, each, said, reason):
        said.measure.observe(
            said.period,
            said.value,
            words=said.note or (reason if each.asks_reason else ""),
            is_provisional=each.facts["is_provisional"],
            said_on=self.today,
            by=voice_of(self.user, said.measure),
            at=self.request.now,
        )


class ManyMeasuresImport(ObservationImport):
    """Values of many measures, each row naming its own."""

    lede = "Bring the values of several measures from a spreadsheet, a row for each value."
    first_cell = "Measure and period"
    permission = "plans.add"
    row = None
    names_measure = True
    columns = Columns(MEASURE, *OF_ONE)
    matched = {
        "measure": (
            "Measures that are not known",
            "For each, choose the measure that it is. A new one is added in the register first.",
        )
    }

    def refusal(self):
        return ""

    def start_url(self):
        return reverse("plans:measures-import")

    def trail(self):
        return "Measures", reverse("plans:measure-list")

    def summary(self):
        return []

    def finder(self, chosen):
        measures = Measure.objects.visible_to(self.user).select_related("owner")
        self.measures = measures.in_bulk()
        titles = {measure.title.casefold(): key for key, measure in self.measures.items()}
        offered = [choice for choice, _ in self.offered("measure")]
        self.names = {"measure": Names(titles, chosen.get("measure", {}), offered)}
        return self.find

    def offered(self, field):
        reported = [m for m in self.measures.values() if not m.ended_on]
        return [(str(m.pk), m.title) for m in sorted(reported, key=lambda m: m.title.casefold())]

    def find(self, cells):
        """The Measure that the row names, or None."""
        if not cells.says("measure"):
            cells.refuse("measure", "The cell is empty. Name the measure, or delete the row.")
        title = cells.read("measure", line, LONGEST_TITLE)
        key = title and self.names["measure"].find(title, cells.number)
        return self.measures.get(key)
