"""What a table would make of a plan: objectives, activities, and every problem by its row."""

import dataclasses
import datetime as dt
import re

from plans.intake import columns, dates
from plans.intake.owners import split_owners
from plans.intake.table import folded, quoted

LONGEST_TITLE = 500
DELIVERABLE = "deliverable"
DUTY = "duty"

OBJECTIVE_NUMBER = re.compile(
    r"(?:(?:strategic\s+)?(?:objective|priority|theme|outcome|aim|goal)\s+(?P<named>\d{1,2})\s*[.:)–-]?\s*"
    r"|(?P<plain>\d{1,2})\s*[.:)]\s*(?!\d))(?P<title>.*)",
    re.IGNORECASE,
)
CONTINUED = re.compile(r"\s*[(\[]\s*(?:continued|cont(?:['’]?d)?\.?)\s*[)\]]$", re.IGNORECASE)


@dataclasses.dataclass(frozen=True)
class Problem:
    """Something that a person has to put right, with the row it is in and the field."""

    row_number: int | None
    field: str
    message: str


@dataclasses.dataclass(frozen=True)
class ProposedActivity:
    """One row of the source as an activity; texts are the source's words, spaces folded.

    ``owner_names`` are the names in the owner cell and ``owners`` the keys of their posts, in
    the same order, None for a name that is no post yet. The first named leads.
    """

    row_number: int
    objective_number: int
    ordinal: int
    title: str
    owner_text: str
    owner_names: tuple[str, ...]
    owners: tuple
    due_on: dt.date | None
    due_text: str
    kind: str
    priority_text: str
    status_text: str
    milestone_text: str
    detail: str
    reference: str


@dataclasses.dataclass(frozen=True)
class ProposedObjective:
    """An objective, the number it bears in the plan, and the row that names it first."""

    number: int
    title: str
    row_number: int


@dataclasses.dataclass(frozen=True)
class Proposal:
    """What would be imported. ``unknown_owners`` is {name as first written: row numbers}."""

    objectives: tuple[ProposedObjective, ...]
    activities: tuple[ProposedActivity, ...]
    problems: tuple[Problem, ...]
    unknown_owners: dict
    notes: tuple[str, ...]

    @property
    def owner_links(self):
        return sum(len(activity.owner_names) for activity in self.activities)

    def activities_of(self, objective):
        """Return the activities under one objective, in the order of the source."""
        return [item for item in self.activities if item.objective_number == objective.number]


def interpret(table, mapping, known_posts, year_starts_on, *, sole_objective=""):
    """Return the Proposal that the table makes, read by the mapping.

    ``known_posts`` is {casefolded name: key}, every name of every post. ``sole_objective`` is
    the title under which all activities come where the table has no objective.
    """
    reading = _Reading(mapping, known_posts, year_starts_on)
    if sole_objective and mapping.column("objective") is None:
        reading.enter_objective(sole_objective, mapping.header_row or 0)
    for row in _rows_of_the_plan(table, mapping, reading):
        reading.take(row)
    return reading.proposal(table.notes)


def _rows_of_the_plan(table, mapping, reading):
    """Yield the rows below the header, without repeated headers and tables of another shape."""
    for row in table.rows:
        if mapping.header_row is not None and row.number <= mapping.header_row:
            continue
        if row.part in reading.parts_of_another_shape(table):
            continue
        if found := columns.recognise(row.cells):
            reading.meet_header(row, found)
            continue
        yield row


class _Reading:
    """The reading so far: which objective we are under, what was seen, what was wrong."""

    def __init__(self, mapping, known_posts, year_starts_on):
        self.mapping = mapping
        self.known_posts = known_posts
        self.year_starts_on = year_starts_on
        self.objective = None
        self.objectives = []
        self.activities = []
        self.problems = []
        self.unknown_owners = {}
        self.notes = []
        self.row_of_title = {}
        self._other_parts = None

    def parts_of_another_shape(self, table):
        """Return the parts of the source after the header's own that are other tables.

        The plan goes on in a part that is as wide as the header, or repeats it.
        """
        if self._other_parts is None:
            self._other_parts = self._find_other_parts(table)
        return self._other_parts

    def _find_other_parts(self, table):
        header = table.row(self.mapping.header_row)
        if header is None:
            return set()
        others = set()
        for part in sorted({row.part for row in table.rows if row.part > header.part}):
            rows = [row for row in table.rows if row.part == part]
            if not self._goes_on(rows, max(self.mapping.columns.values()) + 1, len(header.cells)):
                others.add(part)
                self.notes.append(
                    f"Rows {rows[0].number} to {rows[-1].number} are another table and were left out."
                )
        return others

    def _goes_on(self, rows, least, most):
        width = max(len(row.cells) for row in rows)
        return least <= width <= most or any(columns.recognise(row.cells) for row in rows)

    def meet_header(self, row, found):
        """Pass over a header that is repeated; say so where its columns have changed places."""
        moved = [
            field
            for field, column in found.items()
            if self.mapping.columns.get(field, column) != column
        ]
        if moved:
            self.problem(
                row.number,
                moved[0],
                "The columns change places here. Put both parts of the table in the same order.",
            )

    def take(self, row):
        """Read one row as an activity, or as the objective of the rows below it."""
        if banner := self._banner(row):
            self.enter_objective(banner, row.number)
            return
        if words := folded(self.mapping.text(row, "objective")):
            self.enter_objective(words, row.number)
        if self._has_more_than_objective(row):
            self._take_activity(row)

    def _banner(self, row):
        """Return the words of a row whose one cell reads "Objective 2: ...", else ""."""
        filled = [cell for cell in row.cells if cell.strip()]
        is_banner = len(filled) == 1 and columns.NUMBERED_HEADING.match(filled[0].strip())
        return folded(filled[0]) if is_banner else ""

    def _has_more_than_objective(self, row):
        return any(
            self.mapping.text(row, field)
            for field in self.mapping.columns
            if field not in ("objective", "reference", "priority")
        )

    def enter_objective(self, words, row_number):
        """Stand under this objective from here on; a new one is added, a known one goes on."""
        number, title = _numbered(CONTINUED.sub("", words))
        known = self._known_objective(number, title)
        if known is None:
            taken = {objective.number for objective in self.objectives}
            number = number or max(taken, default=0) + 1
            known = ProposedObjective(number, title, row_number)
            self.objectives.append(known)
        elif title and title.casefold() != known.title.casefold():
            self.problem(
                row_number,
                "objective",
                f"Objective {known.number} is called {quoted(title)} here and "
                f"{quoted(known.title)} in row {known.row_number}. Use one title.",
            )
        self.objective = known

    def _known_objective(self, number, title):
        for objective in self.objectives:
            if number and objective.number == number:
                return objective
            if not number and objective.title.casefold() == title.casefold():
                return objective
        return None

    def _take_activity(self, row):
        title = folded(self.mapping.text(row, "activity"))
        if not self._check_place_and_title(row, title):
            return
        due_text = folded(self.mapping.text(row, "due"))
        due = dates.due_date(due_text, self.year_starts_on)
        if due.problem:
            self.problem(row.number, "due", due.problem)
        owner_text = self.mapping.text(row, "owner")
        names = tuple(split_owners(owner_text, self.known_posts))
        self._check_owners(row, names)
        self.activities.append(
            ProposedActivity(
                row_number=row.number,
                objective_number=self.objective.number,
                ordinal=1 + sum(a.objective_number == self.objective.number for a in self.activities),
                title=title,
                owner_text=folded(owner_text),
                owner_names=names,
                owners=self._keys(names),
                due_on=due.on,
                due_text=due_text,
                kind=DUTY if due.is_continuing else DELIVERABLE,
                priority_text=folded(self.mapping.text(row, "priority")),
                status_text=folded(self.mapping.text(row, "status")),
                milestone_text=self.mapping.text(row, "milestone"),
                detail=self.mapping.text(row, "detail"),
                reference=folded(self.mapping.text(row, "reference")),
            )
        )

    def _keys(self, names):
        """Return the posts' keys, a post once although two of its names are written."""
        return tuple(self.known_posts.get(name.casefold()) for name in names)

    def _check_place_and_title(self, row, title):
        """Return whether the row can be an activity at all, noting what is wrong with it."""
        if not title:
            self.problem(row.number, "activity", "The activity is empty. Give it a title.")
            return False
        if self.objective is None:
            message = "This row stands under no objective. Name the objective in it or above it."
            self.problem(row.number, "objective", message)
            return False
        if len(title) > LONGEST_TITLE:
            message = f"The title is {len(title):,} characters long. Shorten it to {LONGEST_TITLE}."
            self.problem(row.number, "activity", message)
        first = self.row_of_title.setdefault(title.casefold(), row.number)
        if first != row.number:
            message = f"Rows {first} and {row.number} have the same title. Change or delete one."
            self.problem(row.number, "activity", message)
        return True

    def _check_owners(self, row, names):
        if not names:
            self.problem(row.number, "owner", "The activity has no owner. Name the post that leads.")
        for name in names:
            if name.casefold() not in self.known_posts:
                self._note_unknown(name, row.number)

    def _note_unknown(self, name, row_number):
        spelling = next((s for s in self.unknown_owners if s.casefold() == name.casefold()), name)
        self.unknown_owners.setdefault(spelling, []).append(row_number)

    def problem(self, row_number, field, message):
        self.problems.append(Problem(row_number, field, message))

    def proposal(self, notes):
        used = {activity.objective_number for activity in self.activities}
        for objective in self.objectives:
            if objective.number not in used:
                message = f"No activity stands under {quoted(objective.title)}."
                self.problem(objective.row_number, "objective", message)
        if not self.activities and not self.problems:
            self.problem(self.mapping.header_row, "activity", "The table holds no activity.")
        return Proposal(
            objectives=tuple(self.objectives),
            activities=tuple(self.activities),
            problems=tuple(sorted(self.problems, key=lambda problem: problem.row_number or 0)),
            unknown_owners={name: tuple(rows) for name, rows in self.unknown_owners.items()},
            notes=tuple(notes) + tuple(self.notes),
        )


def _numbered(words):
    """Return (number, title) of "1. Be an employer" or "Objective 1: ..."; number None without."""
    found = OBJECTIVE_NUMBER.fullmatch(words)
    if not found:
        return None, words
    number = int(found["named"] or found["plain"])
    return number, found["title"] or words
