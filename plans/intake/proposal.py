"""What a table would make of a plan: objectives, activities, and every problem by its row."""

import dataclasses
import datetime as dt
import re

from plans.intake import columns, dates
from plans.intake.owners import split_owners
from plans.intake.table import folded, quoted

LONGEST_TITLE = 500
LONGEST_OBJECTIVE = 300
LONGEST_OWNERS = 400
DELIVERABLE = "deliverable"
DUTY = "duty"

OBJECTIVE_NUMBER = re.compile(
    r"(?:(?:strategic\s+)?(?:objective|priority|theme|outcome|aim|goal)\s+(?P<named>\d{1,2})(?!\d)"
    r"\s*[.:)–-]?\s*"
    r"|(?P<plain>\d{1,2})\s*(?:[.:)]\s*(?!\d)|$))(?P<title>.*)",
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
    reading = _Reading(mapping, known_posts, year_starts_on, notes=table.notes)
    if sole_objective and mapping.column("objective") is None:
        reading.enter_objective(folded(sole_objective), mapping.header_row)
    for row in _rows_of_the_plan(table, mapping, reading):
        reading.take(row)
    return reading.proposal()


def _rows_of_the_plan(table, mapping, reading):
    """Yield the header's rows and those of the parts after it that go on with its table."""
    header = _position_of_header(table, mapping)
    if header is not None and header > 0 and _banner(table.rows[header - 1]):
        yield table.rows[header - 1]
    start = -1 if header is None else header
    first_part = table.rows[max(start, 0)].part
    other_parts = _parts_of_another_shape(table, mapping, first_part, reading)
    for row in table.rows[start + 1 :]:
        if row.part in other_parts:
            continue
        if found := columns.recognise(row.cells):
            reading.meet_header(row, found)
        else:
            yield row


def _position_of_header(table, mapping):
    """Return where the header stands among the rows; the row of cells, not a heading above it."""
    found = [i for i, row in enumerate(table.rows) if row.number == mapping.header_row]
    return found[-1] if found else None


def _parts_of_another_shape(table, mapping, first_part, reading):
    """Return the parts of the source after the first that are other tables, noting each.

    The plan goes on in a part that is as wide as it, or repeats a header.
    """
    parts = table.parts()
    least = 1 + max(mapping.columns.get(field, 0) for field in ("activity", "owner"))
    most = max(len(row.cells) for row in parts[first_part])
    others = set()
    for part, rows in parts.items():
        width = max(len(row.cells) for row in rows)
        goes_on = least <= width <= most or any(columns.recognise(row.cells) for row in rows)
        if part > first_part and not goes_on:
            others.add(part)
            reading.notes.append(
                f"Rows {rows[0].number} to {rows[-1].number} are another table and were left out."
            )
    return others


def _banner(row):
    """Return the words of a row whose one cell reads "Objective 2: ...", else ""."""
    filled = [cell for cell in row.cells if cell.strip()]
    is_banner = len(filled) == 1 and columns.NUMBERED_HEADING.match(filled[0].strip())
    return folded(filled[0]) if is_banner else ""


class _Reading:
    """The reading so far: which objective we are under, what was seen, what was wrong."""

    def __init__(self, mapping, known_posts, year_starts_on, notes):
        self.mapping = mapping
        self.known_posts = known_posts
        self.year_starts_on = year_starts_on
        self.notes = list(notes)
        self.objective = None
        self.objectives = []
        self.activities = []
        self.problems = []
        self.unknown_owners = {}
        self.spellings = {}
        self.row_of_title = {}

    def meet_header(self, row, found):
        """Pass over a header that is repeated; say so where its columns have changed places."""
        self.notes.append(f"Row {row.number} repeats the header.")
        moved = [
            field
            for field, column in found.items()
            if self.mapping.columns.get(field, column) != column
        ]
        if moved:
            message = "The columns change places here. Put the whole table in the same order."
            self.problem(row.number, moved[0], message)

    def take(self, row):
        """Read one row as an activity, or as the objective of the rows below it."""
        if banner := _banner(row):
            self.enter_objective(banner, row.number)
            return
        if words := folded(self.mapping.text(row, "objective")):
            self.enter_objective(words, row.number)
        if self._says_more_than_its_objective(row):
            self._take_activity(row)

    def _says_more_than_its_objective(self, row):
        return any(
            self.mapping.text(row, field)
            for field in self.mapping.columns
            if field not in ("objective", "reference", "priority")
        )

    def enter_objective(self, words, row_number):
        """Stand under this objective from here on; a new one is added, a known one goes on."""
        number, title = _numbered(CONTINUED.sub("", words))
        self.objective = self._known_objective(number, title)
        if self.objective is None:
            self.objective = self._new_objective(number, title, row_number)
        elif title and title.casefold() != self.objective.title.casefold():
            message = (
                f"Objective {self.objective.number} is called {quoted(title)} here and "
                f"{quoted(self.objective.title)} in row {self.objective.row_number}. Use one title."
            )
            self.problem(row_number, "objective", message)

    def _known_objective(self, number, title):
        for objective in self.objectives:
            if number and objective.number == number:
                return objective
            if not number and objective.title.casefold() == title.casefold():
                return objective
        return None

    def _new_objective(self, number, title, row_number):
        number = number or 1 + max((known.number for known in self.objectives), default=0)
        if len(title) > LONGEST_OBJECTIVE:
            self.problem(row_number, "objective", _too_long(title, LONGEST_OBJECTIVE))
        objective = ProposedObjective(number, title or f"Objective {number}", row_number)
        self.objectives.append(objective)
        return objective

    def _take_activity(self, row):
        title = folded(self.mapping.text(row, "activity"))
        if self._can_be_activity(row, title):
            self._check_title(row, title)
            self.activities.append(self._activity(row, title))

    def _can_be_activity(self, row, title):
        if not title:
            self.problem(row.number, "activity", "The activity is empty. Give it a title.")
        elif self.objective is None:
            message = "This row stands under no objective. Name the objective in it or above it."
            self.problem(row.number, "objective", message)
        return bool(title and self.objective)

    def _check_title(self, row, title):
        if len(title) > LONGEST_TITLE:
            self.problem(row.number, "activity", _too_long(title, LONGEST_TITLE))
        first = self.row_of_title.setdefault(title.casefold(), row.number)
        if first != row.number:
            message = f"Rows {first} and {row.number} have the same title. Change or delete one."
            self.problem(row.number, "activity", message)

    def _activity(self, row, title):
        names = self._owner_names(row)
        due = self._due(row)
        siblings = [a for a in self.activities if a.objective_number == self.objective.number]
        return ProposedActivity(
            row_number=row.number,
            objective_number=self.objective.number,
            ordinal=len(siblings) + 1,
            title=title,
            owner_text=folded(self.mapping.text(row, "owner")),
            owner_names=names,
            owners=tuple(self.known_posts.get(name.casefold()) for name in names),
            due_on=due.on,
            due_text=folded(self.mapping.text(row, "due")),
            kind=DUTY if due.is_continuing else DELIVERABLE,
            priority_text=folded(self.mapping.text(row, "priority")),
            status_text=folded(self.mapping.text(row, "status")),
            milestone_text=self.mapping.text(row, "milestone"),
            detail=self.mapping.text(row, "detail"),
            reference=folded(self.mapping.text(row, "reference")),
        )

    def _due(self, row):
        due = dates.due_date(self.mapping.text(row, "due"), self.year_starts_on)
        if due.problem:
            self.problem(row.number, "due", due.problem)
        return due

    def _owner_names(self, row):
        """Return the names in the owner cell; a post that is named twice counts once."""
        text = self.mapping.text(row, "owner")
        if len(text) > LONGEST_OWNERS:
            message = (
                f"The owners take more than {LONGEST_OWNERS} characters. Name the posts alone."
            )
            self.problem(row.number, "owner", message)
            return ()
        names = {}
        for name in split_owners(text, self.known_posts):
            names.setdefault(self.known_posts.get(name.casefold(), name.casefold()), name)
            if name.casefold() not in self.known_posts:
                self._note_unknown(name, row.number)
        if not names:
            message = "The activity has no owner. Name the post that leads it."
            self.problem(row.number, "owner", message)
        return tuple(names.values())

    def _note_unknown(self, name, row_number):
        spelling = self.spellings.setdefault(name.casefold(), name)
        self.unknown_owners.setdefault(spelling, []).append(row_number)

    def problem(self, row_number, field, message):
        self.problems.append(Problem(row_number, field, message))

    def proposal(self):
        """Return what was read, the problems in the order of the rows."""
        self._check_that_objectives_are_used()
        if not self.activities and not self.problems:
            self.problem(self.mapping.header_row, "activity", "The table holds no activity.")
        return Proposal(
            objectives=tuple(self.objectives),
            activities=tuple(self.activities),
            problems=tuple(sorted(self.problems, key=lambda problem: problem.row_number or 0)),
            unknown_owners={name: tuple(rows) for name, rows in self.unknown_owners.items()},
            notes=tuple(self.notes),
        )

    def _check_that_objectives_are_used(self):
        used = {activity.objective_number for activity in self.activities}
        for objective in self.objectives:
            if objective.number not in used:
                message = f"No activity stands under {quoted(objective.title)}."
                self.problem(objective.row_number, "objective", message)


def _too_long(title, longest):
    return f"The title is {len(title):,} characters long. Shorten it to {longest}."


def _numbered(words):
    """Return (number, title) of "1. Be an employer" or "Objective 1: ..."; number None without.

    The title is "" where there is a number alone.
    """
    found = OBJECTIVE_NUMBER.fullmatch(words)
    if not found:
        return None, words
    return int(found["named"] or found["plain"]), found["title"]
