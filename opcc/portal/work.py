"""What is one person's to do. *My work* shows it and digests tell it, so they cannot disagree."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from opcc.office.models import Handover, User
from plans import deciding
from plans.kept_positions import kept_position
from plans.models import DeliveryPlan, Draft
from plans.position import Position
from plans.registers.links import due_from


@dataclass(frozen=True)
class Desk:
    """Everything in which somebody's work is found, read once for one person or for all.

    position: how the current plan stands; None while there is none that is open. drafts: those
    that these people write. waiting: those that wait for a decision. asked: what registers ask.
    """

    day: dt.date
    plan: DeliveryPlan | None
    position: Position | None
    drafts: list
    waiting: list
    handovers: list
    asked: list

    @classmethod
    def read(cls, users, *, now):
        """Read it for these Users, who work here and have the rights of the day.

        At most eleven queries, whatever the number of people, activities and rows.
        """
        day, keys = timezone.localdate(now), [user.pk for user in users]
        plan = DeliveryPlan.objects.current(day)
        decides = any(held.decides for user in users for held in user.current_holdings)
        drafts = Draft.objects.open().for_list().filter(author__in=keys)
        handovers = Handover.objects.filter(to_user__in=keys, accepted_at=None)
        return cls(
            day=day,
            plan=plan,
            position=position_of(plan, now) if plan and plan.is_open else None,
            drafts=list(drafts.select_related("returned_by")),
            waiting=deciding.waiting(day) if decides else [],
            handovers=list(handovers.select_related("post", "from_user")),
            asked=due_from(set().union(*(user.post_ids() for user in users)), day),
        )

    def work_of(self, user):
        """Return the Work of one of the people for whom the desk was read. No query."""
        posts = user.post_ids()
        drafts = [draft for draft in self.drafts if draft.author_id == user.pk]
        return Work(
            user=user,
            drafts=[draft for draft in drafts if draft.state != Draft.State.RETURNED],
            returned=[draft for draft in drafts if draft.state == Draft.State.RETURNED],
            decisions=deciding.decided_by(user, self.waiting),
            handovers=[each for each in self.handovers if each.to_user_id == user.pk],
            asked=[due for due in self.asked if due.owner in posts],
            position=self.position and owned_by(posts, self.position),
        )


def position_of(plan, now):
    numbers = dict(plan.objectives.values_list("pk", "number"))
    return kept_position(plan, now=now, numbers=numbers)


def owned_by(posts, position):
    """The open activities among the position's that any of these posts (keys) answers for."""
    return position.only(lambda s: not s.has_ended and not posts.isdisjoint(s.owners))


@dataclass(frozen=True)
class Work:
    """What one person writes, what came back to them, and what waits for their word.

    position: the open activities of their posts; None while no plan is open. asked: [Due].
    """

    user: User
    drafts: list
    returned: list
    decisions: list
    handovers: list
    asked: list
    position: Position | None

    @property
    def standings(self):
        return self.position.standings if self.position else ()

    @cached_property
    def to_update(self):
        """What needs words: silent first, then by how long ago it was heard from."""
        return sorted(filter(needs_words, self.standings), key=urgency)

    @property
    def up_to_date(self):
        return [standing for standing in self.standings if not needs_words(standing)]

    @property
    def asked_late(self):
        """How much of what registers ask is late."""
        return sum(due.item.is_late for due in self.asked)


def needs_words(standing):
    """Whether an update is due: nothing was said for an interval, or since it became late."""
    unsaid_since_late = standing.is_overdue and standing.heard_from_on <= standing.due_on
    return standing.days_silent >= standing.update_every or unsaid_since_late


def urgency(standing):
    return -standing.days_silent, standing.due_on or standing.day, standing.order
