"""What changed between two packs of a plan: computed from their frozen texts and nothing else."""

from dataclasses import dataclass, replace

from plans.changes import KINDS, changes
from plans.statuses import SILENT, Status

BETTER_FIRST = (Status.COMPLETE, Status.ON_TRACK, Status.NOT_STARTED, Status.AT_RISK, SILENT,
                Status.OFF_TRACK)  # fmt: skip
WHY = {
    "date": ("date_moved",),
    "owner": ("owner_changed",),
    "reworded": ("reworded",),
    "withdrawn": ("withdrawn",),
}
"""{kind of change: the kinds of line whose reasons explain it}"""

START = "start"


@dataclass(frozen=True)
class MovedDate:
    """A promised day that is not what it was.

    what: a milestone's title or START, empty for the day on which the activity is due. first: the
    day first promised, None for a start. old, new: the days in the two packs, None for no day.
    """

    what: str
    first: object
    old: object
    new: object
    is_one_of_many: bool = False

    @property
    def label(self):
        """What tells it from the other dates that moved with it; empty where nothing need."""
        return self.what or ("the activity" if self.is_one_of_many else "")


@dataclass(frozen=True)
class Changed:
    """An activity that is not as it was. why: the lines since that say why, as plain values."""

    kind: str
    before: object
    after: object
    why: tuple

    @property
    def milestones(self):
        """Milestones, as they are now, that were added or met since."""
        known = {(m.pk, m.met_on) for m in self.before.milestones} if self.before else set()
        return [m for m in self.after.milestones if (m.pk, m.met_on) not in known]

    @property
    def moved_dates(self):
        before, after = self.before, self.after
        if before is None:
            return []
        own = [
            MovedDate("", after.first_due_on, before.due_on, after.due_on),
            MovedDate(START, None, before.starts_on, after.starts_on),
        ]
        earlier = {m.pk: m.due_on for m in before.milestones}
        of_milestones = [
            MovedDate(m.title, m.first_due_on, earlier.get(m.pk, m.due_on), m.due_on)
            for m in after.milestones
        ]
        moved = [moved for moved in own + of_milestones if moved.old != moved.new]
        return [replace(each, is_one_of_many=len(moved) > 1) for each in moved]

    @property
    def start_moved(self):
        """Whether the day on which it is to begin is not what it was."""
        return self.before is not None and self.before.starts_on != self.after.starts_on

    @property
    def came_back(self):
        """Whether it had been withdrawn, which was set right since: neither better nor worse."""
        return self.kind == "status" and self.before.status == Status.WITHDRAWN

    @property
    def fell_behind(self):
        """Whether it is said to stand worse than before."""
        if self.kind != "status" or self.came_back:
            return False
        return rank(self.after.status) > rank(self.before.status)


def rank(status):
    return BETTER_FIRST.index(status) if status in BETTER_FIRST else -1


def compare(before, after):
    """Return {kind: [Changed]} between two Readings, in the order of `plans.changes.KINDS`."""
    since = before.content["cut_off"]
    return {
        kind: [
            explained(Changed(kind, c.before, c.after, ()), after.promise_changes, since)
            for c in found
        ]
        for kind, found in changes(before.position, after.position).items()
    }


def explained(changed, promise_changes, since):
    """The change, with the lines made after the earlier pack's cut-off that explain it."""
    wanted = WHY.get(changed.kind, ())
    if changed.kind == "date" and changed.start_moved:
        wanted += WHY["reworded"]  # A start moves with the words of the promise.
    lines = promise_changes[changed.after.pk]
    told = (line for line in lines if line["kind"] in wanted and line["made_at"] > since)
    return replace(changed, why=tuple(told))


def questions_answered(before, after):
    """The panel's questions and recommendations that have an answer which `before` does not tell.

    An answer may be noted after a cut-off for a day before it, so its day decides nothing.
    """
    told = {q["key"]: answers(q) for q in before.questions} if before else {}
    return [q for q in after.questions if answers(q) > told.get(q["key"], 0)]


def answers(question):
    return sum(bool(line["response"]) for line in question["lines"])


def questions_open(reading):
    return [q for q in reading.questions if not q["closed_on"]]


# --- Words of the office ------------------------------------------------------------------------
@dataclass(frozen=True)
class OfficeWords:
    """Something in the office's own words, beside the activities, that is not as it was."""

    about: str
    was: str
    now: str


def office_words(before, after):
    """[OfficeWords] that differ: titles, and between versions for one meeting the commentary."""
    pairs = [("The plan’s title", before.plan_title, after.plan_title)]
    earlier = {objective.pk: objective for objective in before.objectives}
    both = [(earlier[o.pk], o) for o in after.objectives if o.pk in earlier]
    pairs += [(f"Title of objective {new.number}", old.title, new.title) for old, new in both]
    if before.content["meeting"]["key"] == after.content["meeting"]["key"]:
        pairs.append(("Commentary", before.commentary, after.commentary))
        pairs += [
            (f"Commentary on objective {n.number}", o.commentary, n.commentary) for o, n in both
        ]
    return [OfficeWords(about, was, now) for about, was, now in pairs if was != now]


# --- In one sentence ----------------------------------------------------------------------------
LESSER = {
    "milestone": ("has milestones met or added", "have milestones met or added"),
    "owner": ("changed hands", "changed hands"),
    "reworded": ("was reworded", "were reworded"),
    "heard": ("was heard from again", "were heard from again"),
}
"""{kind of change: words for one and for many}: told where nothing weightier happened."""


def in_a_sentence(found):
    """Say what changed, as in "4 activities were completed, 3 fell behind, 2 had dates moved"."""
    lesser = [counted(len(found.get(kind, [])), *words) for kind, words in LESSER.items()]
    return joined(weighty(found)) or joined(lesser) or "no activity changed"


def weighty(found):
    """What a member should hear first, each kind counted in words."""
    totals = {kind: len(found.get(kind, [])) for kind in KINDS}
    statuses = found.get("status", [])
    behind, back = sum(c.fell_behind for c in statuses), sum(c.came_back for c in statuses)
    return [
        counted(totals["completed"], "activity was completed", "activities were completed"),
        counted(behind, "fell behind", "fell behind"),
        counted(len(statuses) - behind - back, "improved", "improved"),
        counted(back, "is in the plan again", "are in the plan again"),
        counted(totals["date"], "had a date moved", "had dates moved"),
        counted(totals["new"], "is new", "are new"),
        counted(totals["withdrawn"], "was withdrawn", "were withdrawn"),
        counted(totals["silent"], "has gone silent", "have gone silent"),
    ]


def joined(parts):
    return ", ".join(filter(None, parts))


def counted(count, one, many):
    return f"{count} {one if count == 1 else many}" if count else ""


__all__ = [
    "KINDS",
    "Changed",
    "MovedDate",
    "compare",
    "in_a_sentence",
    "office_words",
    "questions_answered",
    "questions_open",
]
