"""What changed between two packs of a plan: computed from their frozen texts and nothing else."""

from dataclasses import dataclass

from plans.changes import KINDS, changes
from plans.statuses import SILENT, Status

BETTER_FIRST = (Status.COMPLETE, Status.ON_TRACK, Status.NOT_STARTED, Status.AT_RISK, SILENT,
                Status.OFF_TRACK)  # fmt: skip
WHY = {
    "date": "date_moved",
    "owner": "owner_changed",
    "reworded": "reworded",
    "withdrawn": "withdrawn",
}
"""{kind of change: the kind of line whose reason explains it}"""


@dataclass(frozen=True)
class MovedDate:
    """A promised day that is not what it was. what: a milestone's title, empty for the activity's.

    first is the day first promised; old, new: the days in the two packs, None for no day.
    """

    what: str
    first: object
    old: object
    new: object


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
        own = [MovedDate("", after.first_due_on, before.due_on, after.due_on)]
        earlier = {m.pk: m.due_on for m in before.milestones}
        of_milestones = [
            MovedDate(m.title, m.first_due_on, earlier.get(m.pk, m.due_on), m.due_on)
            for m in after.milestones
        ]
        return [moved for moved in own + of_milestones if moved.old != moved.new]

    @property
    def fell_behind(self):
        """Whether it is said to stand worse than before."""
        return self.kind == "status" and rank(self.after.status) > rank(self.before.status)


def rank(status):
    return BETTER_FIRST.index(status) if status in BETTER_FIRST else -1


def compare(before, after):
    """Return {kind: [Changed]} between two Readings, in the order of `plans.changes.KINDS`."""
    since = before.content["cut_off"]
    return {
        kind: [
            Changed(kind, c.before, c.after, why(kind, after.promise_changes[c.after.pk], since))
            for c in found
        ]
        for kind, found in changes(before.position, after.position).items()
    }


def why(kind, lines, since):
    """The lines made after the earlier pack's cut-off that explain a change of this kind."""
    wanted = WHY.get(kind)
    return tuple(line for line in lines if line["kind"] == wanted and line["made_at"] > since)


def questions_answered(before, after):
    """The panel's questions and recommendations of `after` that were answered since `before`."""
    day = before.position.day.isoformat() if before else ""
    return [q for q in after.questions if q["responded_on"] and q["responded_on"] > day]


def questions_open(reading):
    return [q for q in reading.questions if not q["closed_on"]]


# --- In one sentence ----------------------------------------------------------------------------
def in_a_sentence(found):
    """Say what changed, as in "4 activities were completed, 3 fell behind, 2 dates were moved"."""
    behind = sum(c.fell_behind for c in found.get("status", []))
    moved = sum(len(c.moved_dates) for c in found.get("date", []))
    parts = [
        counted(
            len(found.get("completed", [])), "activity was completed", "activities were completed"
        ),
        counted(behind, "fell behind", "fell behind"),
        counted(len(found.get("status", [])) - behind, "improved", "improved"),
        counted(moved, "date was moved", "dates were moved"),
        counted(len(found.get("new", [])), "is new", "are new"),
        counted(len(found.get("withdrawn", [])), "was withdrawn", "were withdrawn"),
        counted(len(found.get("silent", [])), "has gone silent", "have gone silent"),
    ]
    said = [part for part in parts if part]
    return ", ".join(said) if said else "nothing changed"


def counted(count, one, many):
    return f"{count} {one if count == 1 else many}" if count else ""


__all__ = [
    "KINDS",
    "Changed",
    "MovedDate",
    "compare",
    "in_a_sentence",
    "questions_answered",
    "questions_open",
]
