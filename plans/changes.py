"""What changed between two positions of a plan: a pure comparison of two standings each."""

from dataclasses import dataclass

from .statuses import SILENT, Status


@dataclass(frozen=True, slots=True)
class Change:
    """One activity that is not as it was."""

    before: object
    after: object

    @property
    def standing(self):
        return self.after or self.before

    @property
    def order(self):
        return self.standing.order


KINDS = {
    "new": "New in the plan",
    "completed": "Completed",
    "withdrawn": "Withdrawn",
    "status": "Status moved",
    "date": "Date moved",
    "owner": "Changed hands",
    "reworded": "Reworded",
    "silent": "Gone silent",
    "heard": "Heard from again",
}
"""What can have happened to an activity, in the order in which pages list it."""


def kinds(before, after):
    """Yield each kind of change between an activity's two standings; `before` may be None."""
    if before is None:
        yield "new"
        return
    if before.status != after.status:
        yield {Status.COMPLETE: "completed", Status.WITHDRAWN: "withdrawn"}.get(
            after.status, "status"
        )
    if date_moved(before, after):
        yield "date"
    if (before.lead, set(before.owners)) != (after.lead, set(after.owners)):
        yield "owner"
    if words(before) != words(after):
        yield "reworded"
    if before.shown != SILENT and after.shown == SILENT:
        yield "silent"
    if before.shown == SILENT and after.shown != SILENT and not after.has_ended:
        yield "heard"


def date_moved(before, after):
    """Whether a promised date is not what it was. A milestone new to the plan moved nothing."""
    earlier = {m.pk: m.due_on for m in before.milestones}
    return before.due_on != after.due_on or any(
        earlier.get(m.pk, m.due_on) != m.due_on for m in after.milestones
    )


def words(standing):
    return standing.title, standing.detail, standing.kind


def changes(before, after):
    """Return {kind: [Change]} between two Positions of one plan, in the order of KINDS."""
    earlier = {standing.pk: standing for standing in before.standings}
    found = {kind: [] for kind in KINDS}
    for standing in after.standings:
        was = earlier.get(standing.pk)
        for kind in kinds(was, standing):
            found[kind].append(Change(was, standing))
    return {kind: each for kind, each in found.items() if each}
