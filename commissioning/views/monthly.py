"""What the pages of grants and of spend share: both are published once their month is over."""

from functools import cached_property

from django.shortcuts import redirect

from plans import periods
from plans.registers.filters import (
    ActivityFilter,
    PriorityFilter,
    RegisterFilter,
    choice,
)
from plans.registers.views import RegisterDetail, RegisterEdit, RegisterVerb

from ..forms.publication import PublishForm
from ..thresholds import SPEND_OVER

PUBLISHED = [("no", "Not published yet"), ("yes", "Published")]


class MonthlyFilter(RegisterFilter):
    """Filters by month and by whether it was published."""

    published = choice("Published", PUBLISHED, method="by_publication")
    month = choice("Month", [], method="of_month")
    activity = ActivityFilter()
    priority = PriorityFilter()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        model = self._meta.model
        months = model.objects.dates(model.day_column, "month", order="DESC")
        self.filters["month"].extra["choices"] = [
            (f"{month:%Y-%m}", periods.in_words("month", month)) for month in months
        ]

    def by_publication(self, rows, name, value):
        return rows.to_be_published() if value == "no" else rows.exclude(published_on=None)

    def of_month(self, rows, name, value):
        return rows.of_month(periods.read("month", value))


class MonthlyDetail(RegisterDetail):
    def get_context_data(self, **kwargs):
        return super().get_context_data(
            activities=self.object.activities.select_related("objective", "plan"),
            is_over=self.object.publish_from <= self.request.today,
            **kwargs,
        )


def why_it_stays(row):
    """Why a row cannot be changed or published any more, in words; else an empty text."""
    if row.published_on is None:
        return ""
    return (
        f"It was published on {row.published_on:%-d %B %Y}, so it stays as it is. "
        f"Enter a correction as a new {row._meta.verbose_name}."
    )


class MonthlyEdit(RegisterEdit):
    def refusal(self):
        return why_it_stays(self.row) if self.row else ""


class MonthlyNote(RegisterEdit):
    """Changes the note for colleagues, which is not published."""

    heading = "Change the note for colleagues"


class MonthlyPublish(RegisterVerb):
    form_class = PublishForm
    heading = "Note the publication"
    saved = "Published, and noted."
    lines_name = ""

    def refusal(self):
        if not self.row.must_be_published:
            return (
                f"It is not over £{SPEND_OVER:,}, so the law does not ask for it to be published."
            )
        return why_it_stays(self.row)

    @cached_property
    def sent(self):
        return self.form_class(self.request.POST, **self.fitting())

    def has_ended_it(self):
        return self.sent.is_valid() and self.sent.has_come_true()

    def settle_clash(self, form):
        form.row = self.get_queryset().get(pk=self.row.pk)
        return redirect(form.row) if form.has_come_true() else super().settle_clash(form)
