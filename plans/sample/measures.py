"""Loading the measures of the scorecard, between the plan's year and the packs that show them.

The two costs that the published plan gives come first, as they are. The other measures and all of
their values are invented. Each value is said by whoever answered for the measure on that day.
"""

import datetime as dt

from django.db import transaction

from plans import periods, sample
from plans.models import DeliveryPlan, Measure, Observation

from .loading import day
from .registers import Registers, in_order

KINDS = [Measure]
"""What a database holds of its own, if it is in use."""

ENTERED_ON_DAY = 12
"""The day of the next month, or the Monday after it, on which a month's value is entered."""


@transaction.atomic
def load(tell):
    """Add the measures to the plan; `tell` is called with a line."""
    loading = Loading(DeliveryPlan.objects.get())
    for described in [*sample.written_measures(), *sample.invented_measures()]:
        loading.load_measure(described)
    tell(f"  {Measure.objects.count()} measures with {Observation.objects.count()} values")


class Loading(Registers):
    """What a file says of a measure beside its columns: values by month, and what was said."""

    apart = Registers.apart | {"first", "notes", "provisional", "values"}

    def load_measure(self, described):
        number = described["priority"]
        measure = self.make(
            Measure,
            described,
            plan=self.plan.police_and_crime_plan,
            priority=self.priorities[number] if number else None,
        )
        self.say_all(measure, in_order([*monthly(described), *described["lines"]], "on"))


def monthly(described):
    """Yield a line for each of a measure's `values`, the first of which is that of its `first`."""
    period = day(described.get("first"))
    for value in described.get("values", "").split():
        yield {
            "verb": "observe",
            "on": str(entered_on(period)),
            "period": str(period),
            "value": value,
            "words": described.get("notes", {}).get(str(period), ""),
            "is_provisional": str(period) in described.get("provisional", []),
        }
        period = periods.following("month", period)


def entered_on(month):
    on = periods.following("month", month).replace(day=ENTERED_ON_DAY)
    to_monday = {5: 2, 6: 1}.get(on.weekday(), 0)
    return on + dt.timedelta(days=to_monday)
