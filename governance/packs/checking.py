"""What a pack that is being prepared would say, and what it would not: the facts to check before
it is published."""

from dataclasses import dataclass

from plans.models import Draft, Entry
from plans.position import Position

from .comparing import compare, in_a_sentence, questions_answered, questions_open

LISTED_AT_MOST = 20
"""Of one kind; the rest are counted, and the list that holds them all is linked."""


@dataclass(frozen=True)
class Contents:
    """What is in it. before: the Reading of the pack for the meeting before, or None."""

    reading: object
    before: object

    @property
    def position(self):
        return self.reading.position

    @property
    def what_changed(self):
        return in_a_sentence(compare(self.before, self.reading)) if self.before else ""

    @property
    def with_commentary(self):
        return [objective for objective in self.of_use if objective.commentary]

    @property
    def without_commentary(self):
        return [objective for objective in self.of_use if not objective.commentary]

    @property
    def of_use(self):
        """The objectives that have activities, and so a place in the pack."""
        used = self.position.by_objective()
        return [objective for objective in self.reading.objectives if objective.pk in used]

    @property
    def questions_open(self):
        return questions_open(self.reading)

    @property
    def questions_answered(self):
        return questions_answered(self.before, self.reading)

    @property
    def goes_back_from(self):
        """The cut-off of the pack it is compared with, where that is no earlier; else None."""
        earlier = self.before and self.before.cut_off
        return earlier if earlier and self.reading.cut_off <= earlier else None


@dataclass(frozen=True)
class Some:
    """Some of many: those that a page lists, and how many there are."""

    listed: list
    total: int

    @property
    def more(self):
        return self.total - len(self.listed)


@dataclass(frozen=True)
class Missing:
    """What is not in it: drafts, which nobody outside the office reads, and later lines.

    Each but `later` and `being_written`, which are counts, is a Some.
    """

    waiting: Some
    date_moves: Some
    returned: Some
    being_written: int
    silent: Some
    later: int


def what_is_in(reading, before):
    return Contents(reading, before)


def what_is_not(draft, position: Position):
    """Return what of the plan is Missing from the pack made of `draft`. Two queries."""
    drafts = list(Draft.objects.open().filter(activity__plan=draft.plan).for_list())
    silent = [standing for standing in position.standings if standing.is_silent]
    return Missing(
        waiting=some(d for d in drafts if waits(d) and d.kind != Draft.Kind.DATE_MOVE),
        date_moves=some(d for d in drafts if waits(d) and d.kind == Draft.Kind.DATE_MOVE),
        returned=some(d for d in drafts if d.state == Draft.State.RETURNED),
        being_written=sum(d.state == Draft.State.WRITING for d in drafts),
        silent=some(sorted(silent, key=lambda s: (-s.days_silent, s.order))),
        later=Entry.objects.filter(plan=draft.plan, made_at__gt=draft.cut_off).count(),
    )


def waits(draft):
    return draft.state == Draft.State.SUBMITTED


def some(found):
    found = list(found)
    return Some(found[:LISTED_AT_MOST], len(found))
