"""How a plan stands at a moment. The only way to know: every page and paper draws this.

`position(plan)` and `position(plan, at)` read the last line of each activity, and what follows from
its dates is worked out (`plans.standing`).
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property, partial, wraps
from itertools import chain
from operator import attrgetter, itemgetter

from django.utils import timezone

from opcc.office.composed import composed_once
from opcc.office.models import Office

from .models import Entry
from .standing import read
from .statuses import SHOWN_ORDER

DUE_WITHIN_DAYS = 28
"""How far ahead a plan's page and paper look for what falls due."""

KEPT = "{} kept"
"""Where an object keeps what a method of it returned."""


def worked_out_once(method):
    """Keep what a method of an immutable object returned for the same arguments."""

    @wraps(method)
    def ask(self, *arguments):
        kept = self.__dict__.setdefault(KEPT.format(method.__name__), {})
        if arguments not in kept:
            kept[arguments] = method(self, *arguments)
        return kept[arguments]

    return ask


def objective_by_objective(put_together):
    """For a method of Position that is worked out of each objective and then put together.

    A line of the record is about one objective, and the others' work stays done. put_together:
    turns what the objectives came to, in the plan's order, into what the plan comes to.
    """

    def decorate(method):
        @worked_out_once
        @wraps(method)
        def ask(self, *arguments):
            groups = self.by_objective().values()
            if len(groups) < 2:
                return method(self, *arguments)
            return put_together(ask(group, *arguments) for group in groups)

        return ask

    return decorate


def added_up(counters):
    return sum(counters, Counter())


def one_list(order):
    """Put lists together into one, in an order that leaves equals as they come."""
    return lambda lists: order(chain.from_iterable(lists))


worst_first = partial(sorted, key=attrgetter("urgency"))
soonest_first = partial(sorted, key=itemgetter(0))


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

    @property
    def counts(self):
        """Counter of the words shown, over all standings; its values add up to `total`."""
        return self.count_shown()

    @objective_by_objective(added_up)
    def count_shown(self):
        return Counter(map(attrgetter("shown"), self.standings))

    @objective_by_objective(added_up)
    def unheard(self):
        """Counter of the statuses last stated of what nobody spoke of for too long."""
        return Counter(s.status for s in self.standings if s.is_silent)

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

    @objective_by_objective(one_list(worst_first))
    def attention(self):
        """What needs attention, worst first."""
        return worst_first(s for s in self.standings if s.needs_attention)

    @objective_by_objective(sum)
    def count_moved(self):
        return sum(standing.has_moved for standing in self.standings)

    @objective_by_objective(one_list(soonest_first))
    def due_within(self, days):
        """[(due_on, standing, milestone or None)] falling due from today, soonest first."""
        today, until = self.day, self.day + dt.timedelta(days=days)
        dates = [
            (due_on, standing, milestone)
            for standing in self.standings
            for due_on, milestone in standing.open_dates
            if today <= due_on <= until
        ]
        return soonest_first(dates)  # Those of one day stay in the plan's order.

    def with_newer(self, plan, at, newer):
        """The same day at another moment, with `newer` in place of what stood of their activities.

        newer: Standings. What was worked out of objectives that they are not about stays.
        """
        newer = {standing.pk: standing for standing in newer}
        older = [self.by_key[key] for key in newer if key in self.by_key]
        objectives = {standing.objective for standing in (*newer.values(), *older)}
        kept = dict(self.by_objective())
        touched = [kept.pop(key).standings for key in objectives if key in kept]
        beside = [s for s in chain.from_iterable(touched) if s.pk not in newer]
        anew = Position(plan, at, in_order([*beside, *newer.values()])).by_objective()
        groups = sorted((kept | anew).items(), key=lambda item: item[1].standings[0].order)
        together = chain.from_iterable(group.standings for _, group in groups)
        found = Position(plan, at, tuple(together))
        found.__dict__[KEPT.format("by_objective")] = {(): dict(groups)}
        found.__dict__["by_key"] = self.by_key | newer
        return found

    @cached_property
    def by_key(self):
        return {standing.pk: standing for standing in self.standings}

    def of(self, activity_pk):
        """The standing of one activity, or None where the plan did not hold it yet."""
        return self.by_key.get(activity_pk)


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
    lines = Entry.objects.last_lines(plan).order_by()
    return lines.values_list("activity_id", "number", "standing")


@composed_once
def facts_at(plan, at):
    lines = Entry.objects.last_lines(plan, at).order_by()
    return lines.values_list("activity_id", "number", "standing")


def in_order(standings):
    return tuple(sorted(standings, key=attrgetter("order")))


def standing_now(activity, numbers, day, plan):
    """Return the Standing on that day of an activity that was loaded `with_newest_line`."""
    facts = activity.newest_standing
    return read(activity.pk, activity.newest_number, facts, numbers, day, plan.update_every)


def end_of(day):
    """The last moment of a London day: what "as at 14 December" means."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.max))
