"""Where a plan's own record could mislead its reader: facts worth a second look, and no score.

Everything here is worked out from lines of the record and cut-offs of packs that it is given;
`lines_of` and `cut_offs_of` read them, in one query each.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from django.db.models import BooleanField, F, Q, Value
from django.db.models.fields.json import KT
from django.utils import timezone

from plans.models import Entry
from plans.record.folding import EMPTY, change
from plans.statuses import ENDED, Status

from .models import Pack, PackDraft

BEFORE_A_CUT_OFF = dt.timedelta(days=7)
CYCLES_WITHOUT_WORDS = 2
BETTER = (Status.OFF_TRACK, Status.AT_RISK, Status.ON_TRACK, Status.COMPLETE)
"""From the worst to the best. Work that merely begins was not raised."""

IN_TROUBLE = frozenset({Status.OFF_TRACK, Status.AT_RISK})
PROMISED_WORDS = ("title", "detail", "kind")


class Line(NamedTuple):
    """What is read of a line of the record; the last six are of the standing after it."""

    activity: int
    number: int
    made_at: dt.datetime
    kind: str
    changes: dict
    status: str
    said_on: str | None
    statement: int | str | None
    stated_on: str | None
    evidence: str
    files: str | None

    @property
    def day(self):
        """The London day on which the line entered the record."""
        return timezone.localdate(self.made_at)


class CutOff(NamedTuple):
    """The moment at which a pack was taken, or is to be."""

    at: dt.datetime
    body: str
    meeting_on: dt.date
    is_published: bool


class Step(NamedTuple):
    """A line, with the status and the promise (facts as JSON) before it and the promise after."""

    line: Line
    stood: str
    before: dict
    after: dict


class Given(NamedTuple):
    """What else a signal depends on: cut-offs in order of time, the day, the plan's interval."""

    cut_offs: list
    day: dt.date
    update_every: int


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that a line says, by its number and its day."""

    line: int
    day: dt.date


@dataclass(frozen=True, slots=True)
class Raised(Fact):
    was: str
    became: str
    cut_off: CutOff

    @property
    def days_before(self):
        return (timezone.localdate(self.cut_off.at) - self.day).days


@dataclass(frozen=True, slots=True)
class Moved(Fact):
    """A date moved: the activity's own where `milestone` is empty, else that milestone's."""

    milestone: str
    old: dt.date
    new: dt.date

    @property
    def days_after(self):
        return (self.day - self.old).days


@dataclass(frozen=True, slots=True)
class Reopened(Fact):
    was: str
    became: str


@dataclass(frozen=True, slots=True)
class Reworded(Fact):
    """New words: which of PROMISED_WORDS; the two titles; how it stood, and days late or 0."""

    words: tuple
    old_title: str
    new_title: str
    status: str
    days_late: int


@dataclass(frozen=True, slots=True)
class Wordless(Fact):
    """On track by the words of this line and day, confirmed without words until `heard_on`."""

    heard_on: dt.date
    is_silent: bool


@dataclass(frozen=True, slots=True)
class History:
    """An activity as it is now, and the steps that led there."""

    activity: int
    objective_number: int
    number: int
    title: str
    lead: int
    steps: tuple

    @property
    def reference(self):
        return f"{self.objective_number}.{self.number}"

    @property
    def last(self):
        return self.steps[-1].line


@dataclass(frozen=True, slots=True)
class Finding:
    """An activity with the facts, in order of time, that one signal found in its record."""

    activity: int
    reference: str
    title: str
    lead: int
    facts: tuple


@dataclass(frozen=True, slots=True)
class Signal:
    """A kind of fact: what it is called, why a reader should know, what it does not prove.

    look: (History, Given) -> iterable of Fact.
    """

    code: str
    title: str
    why: str
    limits: str
    nothing: str
    look: Callable

    def findings(self, histories, given):
        """[Finding] of the activities about which there is something to say, in their order."""
        found = ((history, tuple(self.look(history, given))) for history in histories)
        return [
            Finding(one.activity, one.reference, one.title, one.lead, facts)
            for one, facts in found
            if facts
        ]


def histories(lines, numbers):
    """Return [History] of every activity, in the plan's order, from Lines in their order.

    numbers: {objective's key: number}.
    """
    told = {}
    for line in lines:
        steps = told.setdefault(line.activity, [])
        stood, before = (steps[-1].line.status, steps[-1].after) if steps else ("", EMPTY)
        after = change(before, line.changes) if line.changes else before
        steps.append(Step(line, stood, before, after))
    made = (history(pk, steps, numbers) for pk, steps in told.items())
    return sorted(made, key=attrgetter("objective_number", "number"))


def history(pk, steps, numbers):
    now = steps[-1].after
    return History(
        activity=pk,
        objective_number=numbers[now["objective"]],
        steps=tuple(steps),
        **{name: now[name] for name in ("number", "title", "lead")},
    )


def raised(history, given):
    """For the better, in the seven days before a cut-off."""
    for line, stood, _, _ in history.steps:
        cut_off = next_cut_off(line, given.cut_offs) if is_better(line.status, stood) else None
        if cut_off:
            yield Raised(line.number, line.day, stood, line.status, cut_off)


def is_better(status, stood):
    known = status in BETTER and stood in BETTER
    return known and BETTER.index(status) > BETTER.index(stood)


def next_cut_off(line, cut_offs):
    """The first cut-off that holds the line, where that is no more than seven days later."""
    place = bisect_left(cut_offs, line.made_at, key=attrgetter("at"))
    if place == len(cut_offs) or cut_offs[place].at - line.made_at > BEFORE_A_CUT_OFF:
        return None
    return cut_offs[place]


def moved(history, given):
    """Dates promised, the activity's or a milestone's, that had passed when they moved."""
    for line, _, before, _ in history.steps:
        for path, (old, new) in line.changes.items():
            owner, _, field = path.rpartition(".")
            if (field or path) == "due_on" and old and date(old) < line.day:
                milestone = before["milestones"][owner.partition(".")[2]]["title"] if owner else ""
                yield Moved(line.number, line.day, milestone, date(old), date(new))


def without_evidence(history, given):
    """Complete as it stands, with nothing to show: the line that said it was complete."""
    last = history.last
    if last.status != Status.COMPLETE or last.evidence.strip() or last.files:
        return
    ends = [step.line for step in history.steps if step.line.status != step.stood]
    yield Fact(ends[-1].number, ends[-1].day)


def reopened(history, given):
    """An end that was taken back, and new words for what was in trouble or late."""
    for step in history.steps:
        line = step.line
        if step.stood in ENDED and line.status != step.stood:
            yield Reopened(line.number, line.day, step.stood, line.status)
        elif line.kind == Entry.Kind.REWORDED:
            yield from new_words(step)


def new_words(step):
    line, promise = step.line, step.before
    words = tuple(name for name in PROMISED_WORDS if name in line.changes)
    days_late = 0 if step.stood in ENDED else lateness(promise, line.day)
    if words and (days_late or step.stood in IN_TROUBLE):
        titles = promise["title"], step.after["title"]
        yield Reworded(line.number, line.day, words, *titles, step.stood, days_late)


def lateness(promise, day):
    """Days past the earliest date that should have been kept by that day; 0 without one."""
    unmet = (m["due_on"] for m in promise["milestones"].values() if not m["met_on"])
    dates = [date(due_on) for due_on in (promise["due_on"], *unmet) if due_on]
    return max([0, *((day - due_on).days for due_on in dates)])


def without_words(history, given):
    """On track, by words older than two of the plan's intervals."""
    last = history.last
    if last.status != Status.ON_TRACK or last.stated_on is None:
        return
    words_on, heard_on = date(last.stated_on), date(last.said_on)
    if (given.day - words_on).days > CYCLES_WITHOUT_WORDS * given.update_every:
        is_silent = (given.day - heard_on).days > given.update_every
        yield Wordless(int(last.statement), words_on, heard_on, is_silent)


def date(text):
    return dt.date.fromisoformat(text)


SIGNALS = (
    Signal(
        "raised",
        "Status raised in the week before a cut-off",
        why="A pack shows each activity as it stood at one moment. A status that rises in the "
        "seven days before may show readers its best day.",
        limits="Work is often finished in time for a meeting. Read what was said, and look at how "
        "the activity stood afterwards.",
        nothing="No status was raised in the seven days before the cut-off of a pack.",
        look=raised,
    ),
    Signal(
        "moved",
        "Dates moved after they had passed",
        why="What has missed its date stops counting as late once the date is moved, so fewer "
        "activities look late than missed what was promised.",
        limits="A move takes a reason and has to be accepted, and it may have been asked for "
        "before the day came. The first date stays beside the new one.",
        nothing="No date was moved after it had passed.",
        look=moved,
    ),
    Signal(
        "evidence",
        "Complete, without evidence",
        why="Once an activity is complete nobody is asked about it again. Without a link or a "
        "file, a reader can only take our word.",
        limits="The work may well be done, and not all work leaves something to link to. Evidence "
        "can still be added with an update.",
        nothing="Everything that is complete has evidence.",
        look=without_evidence,
    ),
    Signal(
        "reopened",
        "Reopened, or given new words",
        why="An activity that had ended and goes on changes what readers were told before. New "
        "words for one that was off track, at risk or late may promise something else.",
        limits="Work does come back, a mistake has to be put right, and clearer words help "
        "everybody. The earlier words stay in the record.",
        nothing="Nothing that had ended goes on, and nothing was reworded while it was off track, "
        "at risk or late.",
        look=reopened,
    ),
    Signal(
        "words",
        "On track, without words for two cycles",
        why="To confirm that nothing has changed is a fair answer, but it tells a reader nothing "
        "new. Here, on track rests on words that are more than two update intervals old.",
        limits="Steady work needs few words, and a continuing duty may have nothing to add.",
        nothing="Everything that is on track has been described in words lately.",
        look=without_words,
    ),
)
"""In the order in which the page shows them."""

READ = (
    "activity_id",
    "number",
    "made_at",
    "kind",
    "changes",
    KT("standing__status"),
    KT("standing__said_on"),
    KT("standing__statement"),
    KT("standing__stated_on"),
    KT("standing__evidence"),
    KT("standing__files"),
)


def lines_of(plan):
    """Yield each Line of the plan that can matter, in their order.

    Confirmations without words change nothing but the day on which an activity was last heard
    from, so of those none but an activity's newest line is read.
    """
    says_nothing_new = Q(kind=Entry.Kind.CONFIRMED, narrative="")
    newest = Q(version=F("activity__version"))
    lines = Entry.objects.filter(~says_nothing_new | newest, plan=plan).order_by("number")
    return map(Line._make, lines.values_list(*READ).iterator(chunk_size=2000))


def cut_offs_of(plan):
    """Return every CutOff of the plan's packs, published or being prepared, in order of time.

    A published one comes before one that is being prepared for the same moment.
    """
    published, prepared = (
        model.objects.filter(plan=plan)
        .order_by()
        .values_list(
            "cut_off",
            "meeting__body__name",
            "meeting__on",
            Value(is_published, output_field=BooleanField()),
        )
        for model, is_published in ((Pack, True), (PackDraft, False))
    )
    found = map(CutOff._make, published.union(prepared, all=True))
    return sorted(found, key=lambda one: (one.at, not one.is_published, one.meeting_on))
