"""How a plan stands at a moment. The only way to know: every page and paper draws this.

`position(plan)` and `position(plan, at)` read the last line of each activity and compute the
rest from its dates. Silence, lateness and moves are the system's words and are never stored.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from opcc.office.models import Office

from .models import Entry
from .statuses import ENDED, SHOWN_ORDER, SILENT, Status

NEWS_FOR_DAYS = 92
"""A quarter: how often the panel meets."""


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


@dataclass(frozen=True, slots=True)
class Standing:
    """An activity at a moment: what its record says, and what follows from the day."""

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

    @property
    def reference(self):
        return f"{self.objective_number}.{self.number}"

    @property
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
    def is_duty(self):
        return self.kind == "duty"

    @property
    def owners(self):
        """Every post that answers for it, the lead first."""
        return (self.lead, *self.joint, *self.contributors)

    @property
    def heard_from_on(self):
        """The last day anything was said, or the day it was promised or was to begin."""
        return self.said_on or max(filter(None, (self.status_since, self.starts_on)))

    @property
    def days_silent(self):
        return (self.day - self.heard_from_on).days

    @property
    def is_silent(self):
        """Whether more days have gone by without a word than the plan allows."""
        return not self.has_ended and self.days_silent > self.update_every

    @property
    def shown(self):
        """The word that counts are made of: the stated status, or that nothing was said."""
        return SILENT if self.is_silent else self.status

    @property
    def days_late(self):
        """Days past the date that stands; 0 when not late. Duties have review points instead."""
        return late(self.due_on, self.completed_on or self.day, self)

    @property
    def days_late_first(self):
        """Days past the date that was first promised; 0 when not late against it."""
        return late(self.first_due_on, self.completed_on or self.day, self)

    @property
    def is_overdue(self):
        return not self.has_ended and self.days_late > 0

    @property
    def needs_attention(self):
        return not self.has_ended and (
            self.shown in (Status.OFF_TRACK, Status.AT_RISK, SILENT) or self.is_overdue
        )


def late(due_on, until, standing):
    if due_on is None or standing.status == Status.WITHDRAWN:
        return 0
    return max((until - due_on).days, 0)


@dataclass(frozen=True)
class Position:
    """A plan at a moment."""

    plan: object
    at: dt.datetime
    standings: tuple

    @property
    def day(self):
        return timezone.localdate(self.at)

    @property
    def total(self):
        return len(self.standings)

    @cached_property
    def counts(self):
        """Counter of the words shown, over all standings; its values add up to `total`."""
        return Counter(standing.shown for standing in self.standings)

    @property
    def parts(self):
        """[(word, count)] of every word that occurs, in the order that all pages use."""
        return [(word, self.counts[word]) for word in SHOWN_ORDER if self.counts[word]]

    def only(self, test):
        """The same moment, with the standings that pass `test`."""
        return Position(self.plan, self.at, tuple(s for s in self.standings if test(s)))

    def by_objective(self):
        """Return {objective's key: Position of its activities}, in the plan's order."""
        groups = {}
        for standing in self.standings:
            groups.setdefault(standing.objective, []).append(standing)
        return {key: Position(self.plan, self.at, tuple(group)) for key, group in groups.items()}

    def attention(self):
        """What needs attention, worst first: off track, at risk, silent, then merely late."""
        worst = [Status.OFF_TRACK, Status.AT_RISK, SILENT]
        found = [s for s in self.standings if s.needs_attention]
        return sorted(
            found,
            key=lambda s: (worst.index(s.shown) if s.shown in worst else 3, -s.days_late, s.order),
        )

    def moved(self):
        return sorted((s for s in self.standings if s.moves), key=lambda s: (-s.moves, s.order))

    def due_within(self, days):
        """[(due_on, standing, milestone or None)] falling due from today, soonest first."""
        until = self.day + dt.timedelta(days=days)
        dates = [
            (due_on, standing, milestone)
            for standing in self.standings
            if not standing.has_ended
            for due_on, milestone in open_dates(standing)
            if self.day <= due_on <= until
        ]
        return sorted(dates, key=lambda d: (d[0], d[1].order, d[2].pk if d[2] else 0))

    def of(self, activity_pk):
        """The standing of one activity, or None where the plan did not hold it yet."""
        return next((s for s in self.standings if s.pk == activity_pk), None)


def open_dates(standing):
    """The dates an open activity still has to keep, each with its milestone or None."""
    if standing.due_on:
        yield standing.due_on, None
    for milestone in standing.milestones:
        if milestone.met_on is None:
            yield milestone.due_on, milestone


def position(plan, at=None, *, now=None, numbers=None, activity=None):
    """Return how `plan` stood at the moment `at`, or stands now, as a Position.

    at: aware datetime. now: the clock's moment, and numbers: {objective's key: number}, for a
    caller that knows them already (a query less each). activity: keep to this one. One query
    besides, whatever the size of the plan. The result depends on no line made after `at`.
    """
    lines = Entry.objects.last_lines(plan, at)
    if activity is not None:
        lines = lines.filter(activity=activity)
    moment = at or now or Office.objects.current().now()
    if numbers is None:
        numbers = dict(plan.objectives.values_list("pk", "number"))
    facts = lines.values_list("activity_id", "number", "standing")
    day = timezone.localdate(moment)
    standings = (read(*fact, numbers, day, plan.update_every) for fact in facts)
    return Position(plan, moment, tuple(sorted(standings, key=lambda s: s.order)))


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


def end_of(day):
    """The last moment of a London day: what "as at 14 December" means."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))
