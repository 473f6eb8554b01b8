"""Shared services: what office and force run for each other."""

from django.db.models import F

from plans.registers.filters import ActivityFilter, PriorityFilter, RegisterFilter, choice
from plans.registers.views import RegisterDetail, RegisterEdit, RegisterFile, RegisterList

from ..forms.shared_services import SharedServiceForm
from ..models import SharedService
from ..models.shared_services import Host

STATES = [("current", "Goes on"), ("ended", "Ended")]
SHOWN_AT_MOST = 12
"""Items of its plan that a service's page shows; their own list has them all."""


class SharedServiceFilter(RegisterFilter):
    words_in = ("title", "outline")

    host = choice("Run by", Host.choices)
    state = choice("State", STATES, method="in_state")
    activity = ActivityFilter()
    priority = PriorityFilter()

    class Meta:
        model = SharedService
        fields = ["q", "host", "state", "owner", "activity", "priority", "sort"]

    def in_state(self, rows, name, value):
        return rows.current() if value == "current" else rows.exclude(ended_on=None)


class SharedServiceList(RegisterList):
    model = SharedService
    template_name = "commissioning/sharedservice_list.html"
    filterset_class = SharedServiceFilter
    sorts = {
        "service": ["title"],
        "host": ["host", "title"],
        "review": ["next_review_on"],
        "plan": ["late_items", "open_items"],
        "owner": ["owner__title"],
    }
    file_name = "shared-services"
    columns = [
        ("shared service", lambda s: s.title),
        ("kind", lambda s: s.kind),
        ("run by", lambda s: s.get_host_display()),
        ("outline", lambda s: s.outline),
        ("department", lambda s: s.department),
        ("owner", lambda s: s.owner.title),
        ("next review of an agreement", lambda s: s.next_review_on),
        ("open items of its plan", lambda s: s.open_items),
        ("late items of its plan", lambda s: s.late_items),
        ("ended on", lambda s: s.ended_on),
        ("priorities", lambda s: "; ".join(str(one) for one in s.priorities.all())),
        ("activities", lambda s: ", ".join(one.reference for one in s.activities.all())),
    ]

    def in_order(self, rows):
        """Those that go on first, by name, unless another order is asked for."""
        rows = rows.with_standing(self.request.today).select_related("owner", "department")
        return super().in_order(rows.order_by(F("ended_on").desc(nulls_first=True), "title"))

    def for_file(self):
        return super().for_file().prefetch_related("priorities", "activities__objective")


class SharedServiceFile(RegisterFile, SharedServiceList):
    pass


class SharedServiceDetail(RegisterDetail):
    model = SharedService
    template_name = "commissioning/sharedservice_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("owner", "department")

    def get_context_data(self, **kwargs):
        service = self.object
        items = list(service.plan_items.open().select_related("owner"))
        return super().get_context_data(
            agreements=service.agreements.order_by(
                F("ended_on").desc(nulls_first=True), "review_on", "pk"
            ),
            items=items[:SHOWN_AT_MOST],
            open_total=len(items),
            late_total=sum(item.is_late(self.request.today) for item in items),
            done_total=service.plan_items.exclude(done_on=None).count(),
            activities=service.activities.select_related("objective", "plan"),
            priorities=service.priorities.all(),
            can_add=self.may("add"),
            **kwargs,
        )


class SharedServiceEdit(RegisterEdit):
    model = SharedService
    form_class = SharedServiceForm
