"""Strategies and policies: which there are, who answers for each, and which are due a review."""

import datetime as dt

from plans.registers.filters import ActivityFilter, PriorityFilter, RegisterFilter, choice
from plans.registers.views import RegisterDetail, RegisterEdit, RegisterFile, RegisterList

from ..forms.strategies import StrategyForm
from ..models import Strategy

SOON_DAYS = 92
"""Days ahead in which a review counts as coming soon: a quarter."""

REVIEWS = [
    ("late", "Late"),
    ("soon", f"In the next {SOON_DAYS} days"),
    ("none", "No date set"),
]


class StrategyFilter(RegisterFilter):
    words_in = ("title", "outline")

    kind = choice("Kind", Strategy.Kind.choices)
    state = choice("State", Strategy.State.choices)
    review = choice("Review", REVIEWS, method="by_review")
    activity = ActivityFilter()
    priority = PriorityFilter()

    class Meta:
        model = Strategy
        fields = ["q", "kind", "state", "owner", "review", "activity", "priority", "sort"]

    def by_review(self, rows, name, value):
        today = self.request.today
        if value == "late":
            return rows.due_for_review(today)
        if value == "soon":
            until = today + dt.timedelta(days=SOON_DAYS)
            return rows.in_use().filter(review_on__range=(today, until))
        return rows.in_use().filter(review_on=None)


class StrategyList(RegisterList):
    model = Strategy
    template_name = "governance/strategy_list.html"
    filterset_class = StrategyFilter
    sorts = {
        "title": ["title"],
        "state": ["state", "title"],
        "review": ["review_on", "title"],
        "owner": ["owner__title", "title"],
    }
    file_name = "strategies"
    columns = [
        ("title", lambda s: s.title),
        ("kind", lambda s: s.get_kind_display()),
        ("state", lambda s: s.get_state_display()),
        ("owner", lambda s: s.owner.title),
        ("agreed on", lambda s: s.agreed_on),
        ("next review", lambda s: s.review_on),
        ("outline", lambda s: s.outline),
        ("link", lambda s: s.link),
        ("activities", lambda s: ", ".join(x.reference for x in s.activities.all())),
        ("priorities", lambda s: ", ".join(str(p) for p in s.priorities.all())),
    ]

    def get_queryset(self):
        return super().get_queryset().select_related("owner")

    def for_file(self):
        return super().for_file().prefetch_related("activities__objective", "priorities")


class StrategyFile(RegisterFile, StrategyList):
    pass


class StrategyDetail(RegisterDetail):
    model = Strategy
    template_name = "governance/strategy_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("owner")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            activities=self.object.activities.select_related("objective", "plan"),
            priorities=self.object.priorities.select_related("plan"),
            is_review_late=self.object.is_review_late(self.request.today),
            **kwargs,
        )


class StrategyEdit(RegisterEdit):
    model = Strategy
    form_class = StrategyForm
