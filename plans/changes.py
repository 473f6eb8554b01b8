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

    @property
    def milestones(self):
        """The milestones, as they are now, that were added, met or said not to be met after all."""
        known = milestones(self.before) if self.before else set()
        return [m for m in self.after.milestones if (m.pk, m.met_on) not in known]


KINDS = {
    "new": "New in the plan",
    "completed": "Completed",
    "withdrawn": "Withdrawn",
    "status": "Status moved",
    "date": "Date moved",
    "milestone": "Milestones met or added",
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
    yield from (kind for kind, facts in FACTS.items() if facts(before) != facts(after))
    if before.shown != SILENT and after.shown == SILENT:
        yield "silent"
    if before.shown == SILENT and after.shown != SILENT and was_heard(before, after):
        yield "heard"


def was_heard(before, after):
    """Whether somebody has spoken since: new words about the promise alone break no silence."""
    return after.said_on != before.said_on and not after.has_ended


def date_moved(before, after):
    """Whether a day promised is not what it was. A milestone new to the plan moved nothing."""
    earlier = {m.pk: m.due_on for m in before.milestones}
    return (before.starts_on, before.due_on) != (after.starts_on, after.due_on) or any(
        earlier.get(m.pk, m.due_on) != m.due_on for m in after.milestones
    )


def milestones(standing):
    """{(milestone's key, the day it was met, or None)}."""
    return {(milestone.pk, milestone.met_on) for milestone in standing.milestones}


def words(standing):
    return standing.title, standing.detail, standing.kind, set(standing.priorities)


def owners(standing):
    return standing.lead, set(standing.owners)


FACTS = {"milestone": milestones, "owner": owners, "reworded": words}
"""{kind: what of a standing is not as it was}"""


def changes(before, after):
    """Return {kind: [Change]} between two Positions of one plan, in the order of KINDS."""
    earlier = {standing.pk: standing for standing in before.standings}
    found = {kind: [] for kind in KINDS}
    for standing in after.standings:
        was = earlier.get(standing.pk)
        for kind in kinds(was, standing):
            found[kind].append(Change(was, standing))
    return {kind: each for kind, each in found.items() if each}
