"""Checking a record: that nobody forced it, and that the plan's rows say what it says.

Nothing here writes. Memory grows with the number of activities, never with the length of the
record.
"""

from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import formats, timezone

from ..guards import GUARDS
from ..models import Activity, DeliveryPlan, Entry
from .chain import digest
from .finding import Finding
from .folding import EMPTY, fold
from .verifying_files import verify_files
from .writing import COLUMNS, as_line

GENESIS = DeliveryPlan._meta.get_field("record_digest").default
CHANGED = "its words or facts were changed after it was written"
ROWS_AT_ONCE = 500


guards = list(GUARDS)
"""The AppendOnly tables whose triggers must stand; upper apps add their own."""

also_verified = []
"""Functions `(plan) -> (findings, words where there are none)` that upper apps add: of what they
keep of a plan's record."""


def unguarded():
    """Return a Finding for each trigger that should refuse changes to the record and cannot."""
    return [
        Finding(f"Trigger {name}", "it is missing or switched off, so lines can be changed")
        for guard in guards
        for name in guard.missing(connection)
    ]


def verify(plan):
    """Return the Findings about a plan's record: the first bad line, then each row that differs.

    The list is empty where the chain is whole and every activity is as its record says.
    """
    with one_moment():
        plan = DeliveryPlan.objects.get(pk=plan.pk)
        walk = Walk(plan)
        rows = [] if walk.is_unreadable else compare(plan, walk.latest)
        return [*filter(None, [walk.first_bad]), *rows]


def verify_whole(plan, *, look_for_files=True, read_files=True):
    """[(Findings, words where there are none)] about a plan's record and what rests on it.

    look_for_files: whether the files that lines name are looked for, and read_files: whether they
    are then read through, too.
    """
    lines, activities = plan.record_length, plan.activities.count()
    words = (
        f"{plan}: all {lines} lines stand as they were written, and all {activities} "
        f"activities are as their lines say. The record ends at line {lines} with the digest "
        f"{plan.record_digest}."
    )
    files = [about_files(plan, read_files)] if look_for_files else []
    return [(verify(plan), words), *files, *(ask(plan) for ask in also_verified)]


def about_files(plan, read):
    findings, count = verify_files(plan, read=read)
    which = "1 file that a line names is" if count == 1 else f"{count} files that lines name are"
    how = "is the one that was brought" if read else "has its length (none was read)"
    return findings, f"The {which} there, and each {how}." if count else ""


@contextmanager
def one_moment():
    """Let every query see the same moment, and keep no writer waiting."""
    if connection.in_atomic_block:
        yield
        return
    with reading_only(), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


@contextmanager
def reading_only():
    """Let SQLite begin a transaction without the lock that the settings make a writer take."""
    connection.ensure_connection()
    usual = getattr(connection, "transaction_mode", None)
    connection.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        connection.transaction_mode = usual


# --- The chain ----------------------------------------------------------------------------------
class Walk:
    """One pass over the lines of a plan, from the first to the last.

    first_bad: the Finding about the first line that is not right, or None. latest: {activity's
    key: (version, standing)} after its last line. is_unreadable: whether a line could not even
    be loaded, so that the pass ended there.
    """

    def __init__(self, plan):
        self.plan = plan
        self.length, self.digest, self.made_at = 0, GENESIS, None
        self.first_bad, self.is_unreadable = None, False
        self.latest = {}
        self.go()

    def go(self):
        try:
            self.take(ROWS_AT_ONCE)
        except ValueError:
            self.go_singly()
        self.first_bad = self.first_bad or self.look_at_the_end()

    def go_singly(self):
        """Go on until the line that could not be loaded, to learn which one it is."""
        try:
            self.take(1)
        except ValueError:
            self.is_unreadable = True
            about = f"Line {self.length + 1} of {self.plan}"
            self.first_bad = self.first_bad or Finding(about, f"{CHANGED}; it cannot be read")

    def take(self, rows_at_once):
        lines = Entry.objects.filter(plan=self.plan, number__gt=self.length).order_by("number")
        for line in lines.select_related("corrects").iterator(chunk_size=rows_at_once):
            self.first_bad = self.first_bad or self.look_at(line)
            standing = line.standing if isinstance(line.standing, dict) else EMPTY
            self.latest[line.activity_id] = (line.version, standing)
            self.length, self.digest, self.made_at = line.number, line.digest, line.made_at

    def look_at(self, line):
        """Return what is wrong with a line, or None."""
        version, standing = self.latest.get(line.activity_id, (0, EMPTY))
        if line.number != self.length + 1:
            about = f"Line {self.length + 1} of {self.plan}"
            return Finding(about, f"it is missing; the next that stands is line {line.number}")
        if line.digest != digest(line):
            return Finding(self.name(line), CHANGED)
        if line.previous_digest != self.digest:
            return Finding(self.name(line), "it was not written after the line before it")
        if line.version != version + 1:
            what = f"it is its activity's line {line.version}, where {version + 1} comes next"
            return Finding(self.name(line), what)
        if not follows(line, standing):
            return Finding(self.name(line), "what it says now stands does not follow from it")
        return None

    def look_at_the_end(self):
        length, about = self.plan.record_length, f"The end of the record of {self.plan}"
        if self.length < length:
            return Finding(about, f"it has {self.length} lines, and {length} were written")
        if self.length > length:
            return Finding(about, f"it has {self.length} lines, and the plan knows of {length}")
        if self.digest != self.plan.record_digest:
            return Finding(about, f"line {length} is not the one that was written last")
        if self.made_at != self.plan.record_at:
            return Finding(about, f"the plan has another moment for line {length}")
        return None

    def name(self, line):
        """Name a line as people do: its number, its activity and its day."""
        day = line.made_at and formats.date_format(timezone.localdate(line.made_at), "j F Y")
        activity = Activity.objects.select_related("objective").filter(pk=line.activity_id).first()
        reference = activity.reference if activity else "that no longer exists"
        return f"Line {line.number} of {self.plan} (activity {reference}, made {day or 'no day'})"


def follows(line, standing):
    """Whether the line's standing is what its facts make of the standing before it."""
    try:
        return line.standing == fold(standing, as_line(line))
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


# --- The rows -----------------------------------------------------------------------------------
def compare(plan, latest):
    """Return a Finding for each fact in which an activity's rows and its record differ."""
    activities = (
        Activity.objects.filter(plan=plan)
        .select_related("objective")
        .prefetch_related("ownerships", "priorities", "milestones")
        .order_by("objective__number", "number")
    )
    findings, left = [], set(latest)
    for activity in activities.iterator(chunk_size=ROWS_AT_ONCE):
        left.discard(activity.pk)
        about = f"Activity {activity.reference} of {plan}"
        findings += compare_one(about, activity, *latest.get(activity.pk, (0, None)))
    about = f"Activity with the key {{}} of {plan}"
    return findings + [
        Finding(about.format(pk), "the plan's record has it, and the plan does not")
        for pk in sorted(left)
    ]


def compare_one(about, activity, version, standing):
    if standing is None:
        return [Finding(about, "the record has no line about it")]
    said, found = recorded_facts(version, standing), current_facts(activity)
    return [
        Finding(about, f"{fact}: the record says {show(said, fact)}, the row {show(found, fact)}")
        for fact in [*said, *(fact for fact in found if fact not in said)]
        if said.get(fact) != found.get(fact)
    ]


def recorded_facts(version, standing):
    """The facts of a standing that rows repeat, by name."""
    standing = {**EMPTY, **standing}
    return {
        **{name: standing[name] for name in COLUMNS},
        "objective": standing["objective"],
        "lead": standing["lead"],
        "carried_from": standing["carried_from"],
        "joint": sorted(standing["joint"]),
        "contributors": sorted(standing["contributors"]),
        "priorities": sorted(standing["priorities"]),
        "version": version,
        **{
            f"milestone {key} {name}": value
            for key, facts in standing["milestones"].items()
            for name, value in facts.items()
        },
    }


def current_facts(activity):
    """The same facts as an activity's rows have them now."""
    shared = {"joint": [], "contributor": []}
    for ownership in activity.ownerships.all():
        shared.setdefault(ownership.role, []).append(ownership.post_id)
    return {
        **{name: as_json(getattr(activity, name)) for name in COLUMNS},
        "objective": activity.objective_id,
        "lead": activity.lead_id,
        "carried_from": activity.carried_from_id,
        "joint": sorted(shared["joint"]),
        "contributors": sorted(shared["contributor"]),
        "priorities": sorted(priority.pk for priority in activity.priorities.all()),
        "version": activity.version,
        **{
            f"milestone {milestone.pk} {name}": as_json(getattr(milestone, name))
            for milestone in activity.milestones.all()
            for name in ("title", "due_on", "first_due_on", "met_on")
        },
    }


def as_json(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def show(facts, fact):
    value = facts.get(fact)
    return "nothing" if value in (None, "", []) else f"“{value}”"
