"""How a plan stands at a moment. The only way to know: every page and paper draws this.

`position(plan)` and `position(plan, at)` read the last line of each activity and compute the
rest from its dates. Silence, lateness and moves are the system's words and are never stored.
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property, wraps
from operator import attrgetter, itemgetter

from django.utils import timezone

from opcc.office.composed import composed_once
from opcc.office.models import Office

from .evidence.naming import read_files
from .models import Entry
from .statuses import ENDED, SHOWN_ORDER, SILENT, Status

NEWS_FOR_DAYS = 92
"""A quarter: how often the panel meets."""

DUE_WITHIN_DAYS = 28
"""How far ahead a plan's page and paper look for what falls due."""

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


def worked_out_once(method):
    """Keep what a method of an immutable object returned for the same arguments."""

    @wraps(method)
    def ask(self, *arguments):
        kept = self.__dict__.setdefault(f"{method.__name__} kept", {})
        if arguments not in kept:
            kept[arguments] = method(self, *arguments)
        return kept[arguments]

    return ask


@dataclass(frozen=True)
class Position:
    """A plan at a moment."""

    plan: object
    at: dt.datetime
    standings: tuple

    @cached_property
    def day(self):
        return timezone.localdate(self.at)

    @property
    def total(self):
        return len(self.standings)

    @cached_property
    def counts(self):
        """Counter of the words shown, over all standings; its values add up to `total`."""
        return Counter(map(attrgetter("shown"), self.standings))

    @cached_property
    def parts(self):
        """[(word, count)] of every word that occurs, in the order that all pages use."""
        return [(word, self.counts[word]) for word in SHOWN_ORDER if self.counts[word]]

    def only(self, test):
        """The same moment, with the standings that pass `test`."""
        return Position(self.plan, self.at, tuple(s for s in self.standings if test(s)))

    def silent_after(self, days):
        """The same moment, where what was not heard from for more than so many days is silent."""
        standings = tuple(replace(s, update_every=days) for s in self.standings)
        return Position(self.plan, self.at, standings)

    @worked_out_once
    def by_objective(self):
        """Return {objective's key: Position of its activities}, in the plan's order."""
        groups = {}
        for standing in self.standings:
            groups.setdefault(standing.objective, []).append(standing)
        return {key: Position(self.plan, self.at, tuple(group)) for key, group in groups.items()}

    @worked_out_once
    def attention(self):
        """What needs attention, worst first."""
        found = [s for s in self.standings if s.needs_attention]
        return sorted(found, key=attrgetter("urgency"))

    @worked_out_once
    def moved(self):
        return sorted((s for s in self.standings if s.has_moved), key=lambda s: (-s.moves, s.order))

    @worked_out_once
    def due_within(self, days):
        """[(due_on, standing, milestone or None)] falling due from today, soonest first."""
        today, until = self.day, self.day + dt.timedelta(days=days)
        dates = [
            (due_on, standing, milestone)
            for standing in self.standings
            for due_on, milestone in standing.open_dates
            if today <= due_on <= until
        ]
        return sorted(dates, key=itemgetter(0))  # Those of one day stay in the plan's order.

    def of(self, activity_pk):
        """The standing of one activity, or None where the plan did not hold it yet."""
        return next((s for s in self.standings if s.pk == activity_pk), None)


def position(plan, at=None, *, now=None, numbers=None):
    """Return how `plan` stood at the moment `at`, or stands now, as a Position.

    at: aware datetime. now: the clock's moment, and numbers: {objective's key: number}, for a
    caller that knows them already (a query less each). One query besides, whatever the size of
    the plan. The result depends on no line made after `at`.
    """
    facts = facts_at(plan.pk, at) if at else facts_now(plan.pk)
    moment = at or now or Office.objects.current().now()
    if numbers is None:
        numbers = dict(plan.objectives.values_list("pk", "number"))
    day = timezone.localdate(moment)
    standings = (read(*fact, numbers, day, plan.update_every) for fact in facts)
    return Position(plan, moment, in_order(standings))


@composed_once
def facts_now(plan):
    return Entry.objects.last_lines(plan).values_list("activity_id", "number", "standing")


@composed_once
def facts_at(plan, at):
    return Entry.objects.last_lines(plan, at).values_list("activity_id", "number", "standing")


def in_order(standings):
    return tuple(sorted(standings, key=attrgetter("order")))


def standing_now(activity, numbers, day, plan):
    """Return the Standing on that day of an activity that was loaded `with_newest_line`."""
    facts = activity.newest_standing
    return read(activity.pk, activity.newest_number, facts, numbers, day, plan.update_every)


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


def end_of(day):
    """The last moment of a London day: what "as at 14 December" means."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))
