"""Where the golden thread is broken: what should lead on along it, and leads nowhere.

The thread runs from a priority to the activities that serve it, to the service that is bought for
them and its contract; and from a priority to the measures that tell whether it is served.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from commissioning.models import Contract, Service
from plans.models import Activity, Measure
from plans.registers.facts import register_of
from plans.statuses import Status
from plans.views.activities import priorities_of


@dataclass(frozen=True)
class Loose:
    """A row that leads nowhere: its words, its address, and the post that answers for it."""

    title: str
    url: str
    post: object = None

    def holds(self, words, post):
        """Whether it has the words, and is of the post, where either is asked for."""
        is_of_post = post is None or (self.post is not None and self.post.pk == post.pk)
        return words.casefold() in self.title.casefold() and is_of_post


@dataclass(frozen=True)
class Break:
    """One kind of break. find: (DeliveryPlan or None, its Position or None, day) -> [Loose]."""

    key: str
    heading: str
    about: str
    mended: str
    find: Callable


def activities_without_priority(plan, position, on):
    """Those of the plan that are not withdrawn."""
    if position is None:
        return []
    loose = position.only(lambda s: not s.priorities and s.status != Status.WITHDRAWN)
    keys = [standing.pk for standing in loose.standings]
    activities = Activity.objects.filter(pk__in=keys).select_related("lead", "objective")
    named = {activity.pk: activity for activity in activities}
    return [
        Loose(f"{s.reference} {s.title}", named[s.pk].get_absolute_url(), named[s.pk].lead)
        for s in loose.standings
    ]


def priorities_without_measure(plan, position, on):
    """Those that the delivery plan serves, or all where it names no plan to serve."""
    told = Measure.objects.reported().filter(priority=OuterRef("pk"))
    priorities = priorities_of(plan).filter(~Exists(told))
    return [Loose(str(row), row.get_absolute_url()) for row in priorities]


def services_without_contract(plan, position, on):
    return loose(Service.objects.without_live_contract(on))


def contracts_without_activity(plan, position, on):
    """Contracts that run or are to come, tied to no activity by themselves or by their service."""
    contracts = Contract.objects.open().filter(
        Q(activities=None), Q(service__activities=None), ends_on__gte=on
    )
    return loose(contracts)


def loose(rows):
    url = register_of(rows.model).url
    return [Loose(str(row), url(row.pk), row.owner) for row in rows.select_related("owner")]


BREAKS = (
    Break(
        "activities",
        "Activities without a priority",
        "Nobody can say which aim of the Police and Crime Plan they serve.",
        "An administrator links an activity to its priorities.",
        activities_without_priority,
    ),
    Break(
        "priorities",
        "Priorities without a measure",
        "Nobody could see whether they are served.",
        "Add a measure that tells of the priority.",
        priorities_without_measure,
    ),
    Break(
        "services",
        "Services without a live contract",
        "They go on, and no contract that runs today stands behind them.",
        "Enter the contract, or say that the service has ended.",
        services_without_contract,
    ),
    Break(
        "contracts",
        "Contracts without an activity",
        "They cost money, and nothing in a plan says what for. A contract counts as tied by its "
        "own activities or, where it names none, through those of its service.",
        "Link the contract, or its service, to the activity that it delivers.",
        contracts_without_activity,
    ),
)
