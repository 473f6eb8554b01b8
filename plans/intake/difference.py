"""What importing a proposal would do, line by line, in words that a person can check."""

import dataclasses
import hashlib
import json

from plans.intake.priorities import titles
from plans.intake.proposal import Problem
from plans.models import Activity

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


@dataclasses.dataclass(frozen=True)
class NewPost:
    """A post that is made when the proposal is applied; it stands for its key until then."""

    title: str


@dataclasses.dataclass(frozen=True)
class Change:
    """One fact of an activity that the document says otherwise; ``old`` and ``new`` in words."""

    fact: str
    old: str
    new: str

    def __str__(self):
        return f"{self.fact}: from {self.old} to {self.new}"


@dataclasses.dataclass(frozen=True)
class Line:
    """A proposed activity beside the one of the plan that it is, if any.

    ``owners`` are the titles of their posts as they would be, the lead first. ``priorities``
    are those it would be linked to, by their numbers.
    """

    proposed: object
    activity: Activity | None
    owners: tuple[str, ...]
    changes: tuple[Change, ...] = ()
    priorities: tuple = ()

    @property
    def state(self):
        if self.activity is None:
            return NEW
        return CHANGED if self.changes else UNCHANGED

    @property
    def owner_words(self):
        return ", ".join(self.owners)

    @property
    def priority_words(self):
        return titles(self.priorities) if self.priorities else ""

    def changes_fact(self, fact):
        return any(change.fact == fact for change in self.changes)

    @property
    def moves_date(self):
        """Whether a date that was promised becomes another: a first date is no move."""
        promised = self.activity and (self.activity.due_on or self.activity.first_due_on)
        return bool(promised) and self.changes_fact("Due date")

    @property
    def only_moves_date(self):
        return self.moves_date and len(self.changes) == 1


@dataclasses.dataclass(frozen=True)
class Difference:
    """Everything that importing a proposal would do.

    ``objectives`` is {number in the document: the plan's Objective, or None for a new one}.
    ``missing`` are the plan's activities that the document does not name; they stay as they are.
    """

    lines: tuple[Line, ...]
    objectives: dict
    missing: tuple
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]

    def of(self, state):
        return [line for line in self.lines if line.state == state]

    @property
    def new(self):
        return self.of(NEW)

    @property
    def changed(self):
        return self.of(CHANGED)

    @property
    def unchanged(self):
        return self.of(UNCHANGED)

    @property
    def dated(self):
        """The lines whose activity gets its first date, or another."""
        return [line for line in self.lines if line.changes_fact("Due date")]

    @property
    def moves(self):
        return [line for line in self.lines if line.moves_date]

    def __str__(self):
        """Say the counts: "1 changed, 47 unchanged"."""
        counts = [(len(self.of(state)), state) for state in (NEW, CHANGED, UNCHANGED)]
        return ", ".join(f"{count} {state}" for count, state in counts if count)

    @property
    def fingerprint(self):
        """A digest of what would be done, to tell whether it is still what a person checked."""
        facts = [
            [line.proposed.title, line.activity and line.activity.pk, line.owner_words]
            + [line.priority_words]
            + [str(change) for change in line.changes]
            for line in self.lines
        ]
        return hashlib.sha256(json.dumps(facts).encode()).hexdigest()
