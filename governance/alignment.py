"""What of the plan the panel's programme has looked at, and what of the programme serves no plan.

Facts with the list behind each: how many topics, which, and how each stands. There is no score.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property

from plans.models import Activity, Priority

from .models import ProgrammeItem, ScrutinyItem

State = ProgrammeItem.State
COVERED = (State.HEARD, State.SCHEDULED)
"""A topic that was heard or has a meeting is scrutiny; one only offered or chosen is not yet."""

SHOWN = (State.HEARD, State.SCHEDULED, State.CHOSEN, State.OFFERED)


@dataclass(frozen=True)
class PriorityRow:
    """A priority and the topics that serve it, by themselves or through an activity."""

    priority: Priority
    items: tuple

    @property
    def counts(self):
        """[(state, how many)] in the order of the table's columns."""
        return [(state, len(self.in_state(state))) for state in SHOWN]

    def in_state(self, state):
        return [item for item in self.items if item.state == state]

    @property
    def is_covered(self):
        return any(item.state in COVERED for item in self.items)


@dataclass(frozen=True)
class ObjectiveRow:
    """An objective, how many activities it has, and those that the panel never looked at."""

    objective: object
    total: int
    unseen: tuple

    @property
    def is_unseen(self):
        return len(self.unseen) == self.total


class Alignment:
    """The two-way comparison for a delivery plan and the Police and Crime Plan that it serves.

    Takes seven queries, however much there is. Either plan may be None.
    """

    def __init__(self, delivery_plan, police_and_crime_plan):
        self.delivery_plan, self.plan = delivery_plan, police_and_crime_plan
        items = ProgrammeItem.objects.exclude(dropped_on__isnull=False)
        self.items = {item.pk: item for item in items.select_related("meeting__body")}

    @cached_property
    def tied_activities(self):
        """{item's key: keys of its activities, of any year}"""
        return grouped(pairs(ProgrammeItem.activities, "programmeitem_id", "activity_id"))

    @cached_property
    def tied_priorities(self):
        """{item's key: keys of its own priorities}"""
        return grouped(pairs(ProgrammeItem.priorities, "programmeitem_id", "priority_id"))

    @cached_property
    def served(self):
        """{priority's key: keys of the items that serve it, either way}"""
        through = grouped(pairs(Activity.priorities, "activity_id", "priority_id"))
        found = defaultdict(set)
        for item in self.items:
            own = self.tied_priorities[item]
            for priority in own.union(*(through[a] for a in self.tied_activities[item])):
                found[priority].add(item)
        return found

    @cached_property
    def priorities(self):
        """A row for every priority of the Police and Crime Plan."""
        return [
            PriorityRow(priority, tuple(self.about(priority)))
            for priority in Priority.objects.filter(plan=self.plan)
        ]

    def about(self, priority):
        return (item for key, item in self.items.items() if key in self.served[priority.pk])

    @property
    def never_scrutinised(self):
        return [row for row in self.priorities if not row.is_covered]

    @cached_property
    def looked_at(self):
        """Keys of the activities that a topic that was heard, or a question, was about."""
        heard = {key for key, item in self.items.items() if item.state == State.HEARD}
        asked = ScrutinyItem.objects.from_panel().values_list("activities", flat=True)
        return set().union(asked, *(self.tied_activities[item] for item in heard))

    @cached_property
    def objectives(self):
        """A row for every objective of the delivery plan; what was withdrawn is left out."""
        activities = Activity.objects.filter(plan=self.delivery_plan).exclude(status="withdrawn")
        groups = defaultdict(list)
        for activity in activities.select_related("objective").in_order():
            groups[activity.objective].append(activity)
        return [
            ObjectiveRow(objective, len(own), tuple(a for a in own if a.pk not in self.looked_at))
            for objective, own in groups.items()
        ]

    @property
    def activities_total(self):
        return sum(row.total for row in self.objectives)

    @property
    def unseen_total(self):
        return sum(len(row.unseen) for row in self.objectives)

    @property
    def unseen_objectives(self):
        return [row for row in self.objectives if row.is_unseen]

    @property
    def tied_to_nothing(self):
        """Topics about no activity and no priority."""
        ties = (self.tied_activities, self.tied_priorities)
        return [item for key, item in self.items.items() if not any(tie[key] for tie in ties)]


def pairs(many_to_many, one, other):
    """The keys that a many-to-many relation joins. One query."""
    return many_to_many.through.objects.values_list(one, other)


def grouped(joined):
    """{key: set of the keys that it is joined to}; a key that is joined to nothing has none."""
    groups = defaultdict(set)
    for key, other in joined:
        groups[key].add(other)
    return groups
