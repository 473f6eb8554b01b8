"""What may be asked of each list."""

from commissioning.models import Contract
from governance.publishing_dates import Interval
from plans.periods import Frequency

from ..answers.statuses import ACTIVITY_KINDS, CHANGES, LINE_KINDS, SHOWN
from ..questions import (
    MomentField,
    PagedQuestion,
    Question,
    chosen,
    day,
    flag,
    is_true,
    key,
    order,
    words,
)


class PackQuestion(PagedQuestion):
    """Parameters of the list of packs."""

    plan = key("Packs of this plan, by its `id`.")
    cut_off_from = day("Packs whose cut-off is on this day or later.")
    cut_off_until = day("Packs whose cut-off is on this day or earlier.")
    order = order("cut_off", default="-cut_off")

    lookups = {
        "plan": "plan",
        "cut_off_from": "cut_off__date__gte",
        "cut_off_until": "cut_off__date__lte",
    }


ORDERS = {
    "reference": lambda standing: standing.order,
    "due_on": lambda standing: (standing.due_on is None, standing.due_on, standing.order),
    "days_late": lambda standing: (standing.days_late, standing.order),
}


class ActivityQuestion(PagedQuestion):
    """Parameters of lists of activities."""

    shown = chosen(SHOWN, "Activities under this word.")
    objective = key("Activities of the objective with this number.")
    kind = chosen(ACTIVITY_KINDS, "Activities of this kind.")
    is_late = flag("Activities that are late, or that are not.")
    has_moved = flag("Activities of which a day was moved, or of which none was.")
    order = order(*ORDERS, default="reference")

    tests = {
        "shown": lambda standing, value: standing.shown == value,
        "objective": lambda standing, value: standing.objective_number == value,
        "kind": lambda standing, value: standing.kind == value,
        "is_late": lambda standing, value: standing.is_late == is_true(value),
        "has_moved": lambda standing, value: standing.has_moved == is_true(value),
    }

    @classmethod
    def in_order(cls, standings, asked):
        """Those without a day come last, whichever way the days go."""
        name, is_back = asked["order"].removeprefix("-"), asked["order"].startswith("-")
        without = [s for s in standings if name == "due_on" and s.due_on is None]
        rest = [s for s in standings if name != "due_on" or s.due_on is not None]
        return sorted(rest, key=ORDERS[name], reverse=is_back) + without


class MomentQuestion(Question):
    """The parameter of a position."""

    at = MomentField(
        required=False,
        help_text="A day, which means its end in London, or a moment with its distance from UTC, "
        "such as 2020-12-14T17:00:00Z. Now, if it is left out; nothing that is still to come.",
    )


class ActivityAtQuestion(MomentQuestion, ActivityQuestion):
    """Parameters of the activities of a plan."""


class LineQuestion(PagedQuestion):
    """Parameters of an activity's lines."""

    kind = chosen(LINE_KINDS, "Lines of this kind.")

    tests = {"kind": lambda row, value: row["kind"] == value}
    lookups = {"kind": "kind"}


class ChangeQuestion(PagedQuestion):
    """Parameters of what changed."""

    kind = chosen(CHANGES, "Changes of this kind.")

    tests = {"kind": lambda row, value: row["kind"] == value}


class MeasureQuestion(PagedQuestion):
    """Parameters of lists of measures."""

    frequency = chosen(Frequency.choices, "Measures with a value this often.")
    has_ended = flag("Measures that are reported no more, or that are.")

    tests = {
        "frequency": lambda row, value: row["frequency"] == value,
        "has_ended": lambda row, value: bool(row["ended_on"]) == is_true(value),
    }

    @classmethod
    def narrow(cls, rows, asked):
        """The same of a queryset, in its own order."""
        if "frequency" in asked:
            rows = rows.filter(frequency=asked["frequency"])
        if "has_ended" in asked:
            rows = rows.filter(ended_on__isnull=not is_true(asked["has_ended"]))
        return rows


class ScrutinyQuestion(PagedQuestion):
    """Parameters of the panel's questions."""

    kind = chosen([("question", "Question"), ("recommendation", "Recommendation")], "Of this kind.")
    is_open = flag("Those that were open at the cut-off, or that were not.")

    tests = {
        "kind": lambda row, value: row["kind"] == value,
        "is_open": lambda row, value: row["is_open"] == is_true(value),
    }


class ContractQuestion(PagedQuestion):
    """Parameters of the list of contracts."""

    provider = words("Contracts with a provider whose name holds these words.")
    procurement_route = chosen(Contract.Route.choices, "Contracts bought in this way.")
    published_from = day("Contracts whose copy was published on this day or later.")
    published_until = day("Contracts whose copy was published on this day or earlier.")
    order = order("published_on", "starts_on", "reference", default="-published_on")

    lookups = {
        "provider": "told_provider__icontains",
        "procurement_route": "told_procurement_route",
        "published_from": "published_on__gte",
        "published_until": "published_on__lte",
    }
    columns = {"starts_on": "told_starts_on", "reference": "told_reference"}


class DecisionQuestion(PagedQuestion):
    """Parameters of the list of decisions."""

    taken_from = day("Decisions taken on this day or later.")
    taken_until = day("Decisions taken on this day or earlier.")
    order = order("taken_on", "cost", "reference", default="-taken_on")

    lookups = {"taken_from": "taken_on__gte", "taken_until": "taken_on__lte"}


class DutyQuestion(PagedQuestion):
    """Parameters of the list of duties."""

    interval = chosen(Interval.choices, "Duties that come round this often.")
    order = order("title", "starts_on", default="title")

    lookups = {"interval": "interval"}


class PublicationQuestion(PagedQuestion):
    """Parameters of the list of what was published."""

    duty = key("What was published for this duty, by its `id`.")
    published_from = day("What was published on this day or later.")
    published_until = day("What was published on this day or earlier.")
    order = order("published_on", default="-published_on")

    lookups = {
        "duty": "duty",
        "published_from": "said_on__gte",
        "published_until": "said_on__lte",
    }
    columns = {"published_on": "said_on"}
