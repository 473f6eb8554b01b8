"""Decisions: what was decided, why, at what cost, and where the record is published."""

from django.db.models import Max, Min

from plans.financial_years import days_of, in_words, year_of
from plans.registers import links
from plans.registers.filters import ActivityFilter, PriorityFilter, RegisterFilter, choice
from plans.registers.views import RegisterDetail, RegisterEdit, RegisterFile, RegisterList

from ..forms.decisions import DecisionForm
from ..models import Decision

LINKS = [("with", "With a link"), ("without", "Without a link")]


def years():
    """Return (year, "2020 to 2021") of every year since the first decision, newest first."""
    ends = Decision.objects.aggregate(first=Min("taken_on"), last=Max("taken_on"))
    if ends["first"] is None:
        return []
    found = range(year_of(ends["last"]), year_of(ends["first"]) - 1, -1)
    return [(year, in_words(year)) for year in found]


class DecisionFilter(RegisterFilter):
    words_in = ("reference", "title", "reason", "taken_by")

    year = choice("Year from April", years, method="in_year")
    link = choice("Published record", LINKS, method="by_link")
    activity = ActivityFilter()
    priority = PriorityFilter()

    class Meta:
        model = Decision
        fields = ["q", "year", "owner", "link", "activity", "priority", "sort"]

    def in_year(self, rows, name, value):
        return rows.filter(taken_on__range=days_of(int(value)))

    def by_link(self, rows, name, value):
        return rows.filter(link="") if value == "without" else rows.exclude(link="")


class DecisionList(RegisterList):
    model = Decision
    template_name = "governance/decision_list.html"
    filterset_class = DecisionFilter
    sorts = {
        "decision": ["title"],
        "taken": ["taken_on"],
        "cost": ["cost"],
        "owner": ["owner__title"],
    }
    file_name = "decisions"
    columns = [
        ("reference", lambda d: d.reference),
        ("decision", lambda d: d.title),
        ("taken on", lambda d: d.taken_on),
        ("taken by", lambda d: d.taken_by),
        ("reason", lambda d: d.reason),
        ("cost in pounds", lambda d: d.cost),
        ("owner", lambda d: d.owner.title),
        ("meeting", lambda d: d.meeting),
        ("published record", lambda d: d.link),
        ("activities", lambda d: ", ".join(x.reference for x in d.activities.all())),
    ]

    def before_filters(self):
        return super().before_filters().select_related("owner", "meeting__body")

    def for_file(self):
        return super().for_file().prefetch_related("activities__objective")


class DecisionFile(RegisterFile, DecisionList):
    pass


class DecisionDetail(RegisterDetail):
    model = Decision
    template_name = "governance/decision_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("owner", "meeting__body")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            activities=self.object.activities.select_related("objective", "plan"),
            linked=links.about_decision(self.object, self.request.user, self.request.today),
            **kwargs,
        )


class DecisionEdit(RegisterEdit):
    model = Decision
    form_class = DecisionForm
    prefilled = ("meeting",)
