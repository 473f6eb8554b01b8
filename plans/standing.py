"""How an activity stands at a moment: what the last line of its record says, and what follows.

Silence, lateness and moves are the system's words: worked out from dates, and never stored.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from .evidence.naming import read_files
from .statuses import ENDED, SILENT, Status

NEWS_FOR_DAYS = 92
"""A quarter: how often the panel meets."""

WORST_FIRST = {Status.OFF_TRACK: 0, Status.AT_RISK: 1, SILENT: 2}


@dataclass(frozen=True, slots=True)
class MilestoneStanding:
    """A milestone at a moment."""

    pk: int
    title: str
    due_on: dt.date
    first_due_on: dt.date
    met_on: dt.date | None
    is_late: bool

    @property
    def was_moved(self):
        return self.due_on != self.first_due_on


@dataclass(frozen=True)
class Standing:
    """An activity at a moment: what its record says, and what follows from the day.

    What every list asks of every activity is worked out once: positions share standings.
    """

    pk: int
    line: int
    day: dt.date
    update_every: int
    objective: int
    objective_number: int
    number: int
    title: str
    detail: str
    kind: str
    starts_on: dt.date | None
    first_starts_on: dt.date | None
    due_on: dt.date | None
    first_due_on: dt.date | None
    moves: int
    lead: int
    joint: tuple
    contributors: tuple
    priorities: tuple
    milestones: tuple
    status: str
    status_since: dt.date
    previous_status: str
    said_on: dt.date | None
    narrative: str
    next_steps: str
    reason: str
    forecast_on: dt.date | None
    evidence: str
    completed_on: dt.date | None
    files: tuple = ()

    @property
    def reference(self):
        return f"{self.objective_number}.{self.number}"

    @cached_property
    def order(self):
        return self.objective_number, self.number

    @property
    def was(self):
        """The status before this one while the change is news, else an empty text."""
        changed = self.previous_status and (self.day - self.status_since).days <= NEWS_FOR_DAYS
        return self.previous_status if changed else ""

    @property
    def has_ended(self):
        return self.status in ENDED

    @property
    def kind_words(self):
        return "Continuing duty" if self.is_duty else "Deliverable"

    @property
    def is_duty(self):
        return self.kind == "duty"

    @property
    def owners(self):
        """Every post that answers for it, the lead first."""
        return (self.lead, *self.joint, *self.contributors)

    @property
    def heard_from_on(self):
        """The last day anything was said, or the day it was promised or was first to begin.

        A start that moved later excuses no silence: the earliest that ever stood counts.
        """
        return self.said_on or max(filter(None, (self.status_since, self.first_starts_on)))

    @property
    def days_silent(self):
        return (self.day - self.heard_from_on).days

    @property
    def is_silent(self):
        """Whether more days have gone by without a word than the plan allows."""
        return not self.has_ended and self.days_silent > self.update_every

    @cached_property
    def shown(self):
        """The word that counts are made of: the stated status, or that nothing was said."""
        return SILENT if self.is_silent else self.status

    @property
    def days_late(self):
        """Days past the date that stands, a duty's being its review point; 0 when not late."""
        return late(self.due_on, self.completed_on or self.day, self)

    @property
    def days_late_first(self):
        """Days past the date that was first promised; 0 when not late against it."""
        return late(self.first_due_on, self.completed_on or self.day, self)

    @property
    def is_overdue(self):
        return not self.has_ended and self.days_late > 0

    @property
    def has_late_milestone(self):
        """Whether a milestone should have been met and was not, while the activity is open."""
        return not self.has_ended and any(milestone.is_late for milestone in self.milestones)

    @property
    def is_late(self):
        """Whether it, or one of its milestones, is past the date that stands."""
        return self.is_overdue or self.has_late_milestone

    @property
    def has_moved(self):
        """Whether its date, or one of its milestones', is not the one first promised."""
        return self.moves > 0 or any(milestone.was_moved for milestone in self.milestones)

    @cached_property
    def needs_attention(self):
        return not self.has_ended and (self.shown in WORST_FIRST or self.is_late)

    @cached_property
    def urgency(self):
        """What sorts the worst first: off track, at risk, silent, then merely late."""
        return WORST_FIRST.get(self.shown, 3), -self.days_late, self.order

    @cached_property
    def open_dates(self):
        """((day, milestone or None), ...) that are still to be kept; none once it has ended."""
        if self.has_ended:
            return ()
        own = ((self.due_on, None),) if self.due_on else ()
        return own + tuple((m.due_on, m) for m in self.milestones if m.met_on is None)


def late(due_on, until, standing):
    if due_on is None or standing.status == Status.WITHDRAWN:
        return 0
    return max((until - due_on).days, 0)


# --- Out of a line ------------------------------------------------------------------------------
def read(pk, line, facts, numbers, day, update_every):
    """Turn the JSON of a line's standing into a Standing on that day."""
    return Standing(
        pk=pk,
        line=line,
        day=day,
        update_every=update_every,
        objective=facts["objective"],
        objective_number=numbers[facts["objective"]],
        milestones=tuple(
            sorted(
                (read_milestone(key, value, day) for key, value in facts["milestones"].items()),
                key=lambda m: (m.due_on, m.pk),
            )
        ),
        files=read_files(facts.get("files")),
        **{name: facts[name] for name in TEXTS},
        **{name: tuple(facts[name]) for name in TUPLES},
        **{name: date(facts[name]) for name in DATES},
    )


TEXTS = (
    "number",
    "title",
    "detail",
    "kind",
    "moves",
    "lead",
    "status",
    "previous_status",
    "narrative",
    "next_steps",
    "reason",
    "evidence",
)
TUPLES = ("joint", "contributors", "priorities")
DATES = (
    "starts_on",
    "first_starts_on",
    "due_on",
    "first_due_on",
    "status_since",
    "said_on",
    "forecast_on",
    "completed_on",
)


def date(text):
    return dt.date.fromisoformat(text) if text else None


def read_milestone(key, facts, day):
    due_on, met_on = date(facts["due_on"]), date(facts["met_on"])
    return MilestoneStanding(
        pk=int(key),
        title=facts["title"],
        due_on=due_on,
        first_due_on=date(facts["first_due_on"]),
        met_on=met_on,
        is_late=met_on is None and due_on < day,
    )
