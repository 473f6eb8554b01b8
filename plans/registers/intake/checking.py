"""A table as it is read now, what importing it would do, and doing it."""

from functools import cached_property

from django.db import IntegrityError, transaction

from plans.forms.documents import name_field
from plans.intake.errors import IntakeError
from plans.intake.table import Table, quoted
from plans.models import RegisterIntake

from ..models import Stale
from .difference import Difference
from .forms import FinishForm, ReadingForm

CHANGED = "Something was changed after this page was made, so nothing was imported. "
NOTHING = Difference((), (), (), {})


class ChangedMeanwhile(IntakeError):
    """What would be done is no longer what the person checked."""


class Check:
    """An intake by its Flow: how it is read, and what would come of it."""

    def __init__(self, intake, flow):
        self.intake, self.flow = intake, flow
        self.table = Table.from_json(intake.table)
        self.chosen = intake.choices

    @cached_property
    def mapping(self):
        columns = self.flow.columns
        if "columns" in self.chosen:
            return columns.chosen(self.chosen["header_row"], self.chosen["columns"])
        return columns.guess(self.table)

    @property
    def missing(self):
        """The labels of the columns without which nothing can be read."""
        return self.flow.columns.missing_from(self.mapping)

    @cached_property
    def difference(self):
        if self.missing:
            return NOTHING
        names = self.chosen.get("names", {})
        return self.flow.compare(self.table, self.mapping, names)

    @property
    def problems(self):
        return sorted(self.difference.problems, key=lambda problem: problem.row_number or 0)

    @property
    def button(self):
        """Say what the button does: "Import 2 contracts and change 1"."""
        new, changed = len(self.difference.new), len(self.difference.changed)
        counted = self.flow.counted
        deeds = [f"import {counted(new)}"] if new else []
        if changed:
            deeds.append(f"change {changed:,}" if new else f"change {counted(changed)}")
        return " and ".join(deeds).capitalize()

    def reading_form(self, data=None):
        names = self.difference.names
        chosen = {
            name_field(field, name): choice
            for field, choices in self.chosen.get("names", {}).items()
            for name, choice in choices.items()
        }
        header = self.mapping.header_row
        columns = {field: str(column) for field, column in self.mapping.columns.items()}
        return ReadingForm(
            data,
            table=self.table,
            mapping=self.mapping,
            columns=self.flow.columns,
            names=names,
            offered={field: self.flow.offered(field) for field in names if names[field].unknown},
            initial={"header_row": header and str(header)} | columns | chosen,
        )

    def finish_form(self, data=None, **said):
        return FinishForm(
            data,
            flow=self.flow,
            asks_reason=self.difference.asks_reason,
            button=self.button,
            initial=said | {"expected": self.difference.fingerprint},
        )

    def rows_to_put_right(self):
        """[(row number, its words, problems)] of the rows that have any."""
        found = {}
        for problem in self.problems:
            found.setdefault(problem.row_number, []).append(problem)
        return [(number, self.words_of(number), each) for number, each in found.items()]

    def words_of(self, number):
        row = self.table.row(number)
        return quoted(" | ".join(filter(None, map(str.strip, row.cells))), 200) if row else ""


def finish(check, *, expected, reason, at):
    """Import what was checked: all of it once, or nothing. Return whether this call did it.

    expected: the fingerprint of the Difference that the person saw. Raises ChangedMeanwhile.
    """
    try:
        with transaction.atomic():
            return _finish(check, expected, reason, at)
    except (Stale, IntegrityError) as error:
        raise ChangedMeanwhile(f"{CHANGED}Try again.") from error


def _finish(check, expected, reason, at):
    intake = check.intake
    flow = check.flow.of(check.flow.request, intake.about)
    claimed = RegisterIntake.objects.unfinished().filter(pk=intake.pk)
    if not claimed.update(imported_at=at, table={}, choices={}):
        return False
    difference = Check(intake, flow).difference
    if difference.fingerprint != expected or not difference.can_be_written:
        raise ChangedMeanwhile(f"{CHANGED}This is how it compares now.")
    flow.write(difference, reason=reason)
    RegisterIntake.objects.filter(pk=intake.pk).update(outcome=str(difference)[:300])
    return True
