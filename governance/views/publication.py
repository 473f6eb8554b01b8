"""Publication duties: what law asks the office to publish, and whether it is late.

Due dates are computed, not stored, so the list is filtered and sorted by them in Python: the
register is a few dozen rows long.
"""

from django.db.models import prefetch_related_objects

from plans.registers.filters import ActivityFilter, PriorityFilter, RegisterFilter, choice
from plans.registers.views import (
    RegisterDetail,
    RegisterEdit,
    RegisterFile,
    RegisterList,
    RegisterVerb,
)

from .. import publishing_dates
from ..forms.publication import PublicationDutyForm, PublishForm
from ..models import PublicationDuty
from ..publishing_dates import Interval

SOON_DAYS = 28

DUE = [
    ("late", "Late"),
    ("soon", f"In the next {SOON_DAYS} days"),
    ("unset", "No interval set"),
]


class PublicationDutyFilter(RegisterFilter):
    words_in = ("title", "outline", "source")

    interval = choice("How often", Interval.choices)
    due = choice("Due", DUE, method="leave")
    activity = ActivityFilter()
    priority = PriorityFilter()

    class Meta:
        model = PublicationDuty
        fields = ["q", "owner", "interval", "due", "activity", "priority", "sort"]


class PublicationDutyList(RegisterList):
    model = PublicationDuty
    template_name = "governance/publicationduty_list.html"
    filterset_class = PublicationDutyFilter
    sorts = {"duty": ["title"], "owner": ["owner__title", "title"]}
    file_name = "publication-duties"
    columns = [
        ("duty", lambda d: d.title),
        ("source", lambda d: d.source),
        ("how often", lambda d: d.get_interval_display()),
        ("where the interval is written", lambda d: d.interval_source),
        ("owner", lambda d: d.owner.title),
        ("last published on", lambda d: d.last_on),
        ("published until", lambda d: d.last_until),
        ("next due on", lambda d: d.next_due_on()),
        ("prominent place", lambda d: "yes" if d.is_prominent else "no"),
        ("link", lambda d: d.link),
        ("activities", lambda d: ", ".join(x.reference for x in d.activities.all())),
    ]

    def get_queryset(self):
        """A list, in the order of the computed dates unless a column was asked for."""
        rows = list(super().get_queryset().with_last().select_related("owner"))
        wanted = self.filter_form.is_valid() and self.filter_form.cleaned_data["due"]
        if wanted:
            rows = [row for row in rows if is_wanted(row, wanted, self.request.today)]
        return in_order_of_dates(rows, self.request.GET.get("sort", ""))

    def for_file(self):
        rows = self.get_queryset()
        prefetch_related_objects(rows, "activities__objective")
        return rows


def is_wanted(duty, wanted, today):
    """Whether a duty is late, due soon or without an interval, as the filter asks."""
    if wanted == "unset":
        return duty.interval == Interval.UNKNOWN
    due_on = duty.next_due_on()
    if due_on is None:
        return False
    days_left = (due_on - today).days
    return days_left < 0 if wanted == "late" else 0 <= days_left <= SOON_DAYS


def in_order_of_dates(rows, asked):
    """Sort by what is computed; rows without that date stay last, whichever way it is sorted."""
    field = asked.removeprefix("-")
    if field in PublicationDutyList.sorts:
        return rows
    read = (lambda d: d.last_on) if field == "last" else (lambda d: d.next_due_on())
    dated = [row for row in rows if read(row)]
    dated.sort(key=read, reverse=asked.startswith("-"))
    return dated + [row for row in rows if not read(row)]


class PublicationDutyFile(RegisterFile, PublicationDutyList):
    pass


class PublicationDutyDetail(RegisterDetail):
    model = PublicationDuty
    template_name = "governance/publicationduty_detail.html"

    def get_queryset(self):
        return super().get_queryset().with_last().select_related("owner")

    def get_context_data(self, **kwargs):
        duty = self.object
        return super().get_context_data(
            made=duty.made.order_by("-said_on", "-made_at", "-pk"),
            activities=duty.activities.select_related("objective", "plan"),
            due_on=duty.next_due_on(),
            is_unset=duty.interval == Interval.UNKNOWN,
            explanation=publishing_dates.explanation(duty.interval),
            **kwargs,
        )


class PublicationDutyEdit(RegisterEdit):
    model = PublicationDuty
    form_class = PublicationDutyForm


class PublicationDutyPublish(RegisterVerb):
    model = PublicationDuty
    form_class = PublishForm
    heading = "Note a publication"
    saved = "Noted. The next date follows from it."
    lines_name = "made"
