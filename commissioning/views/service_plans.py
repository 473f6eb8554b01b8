"""Service plans: what each shared service is to do, by when, and what was said about it."""

from django.db.models import F

from governance.forms.actions import ActionDoneForm, ActionUpdateForm, MoveDateForm
from plans.registers.filters import ActivityFilter, PriorityFilter, RegisterFilter, choice
from plans.registers.views import (
    RegisterDetail,
    RegisterEdit,
    RegisterFile,
    RegisterList,
    RegisterVerb,
)

from ..forms.service_plans import ServicePlanItemForm
from ..models import ServicePlanItem
from .agreements import ServiceFilter

STATES = [("open", "Open"), ("late", "Late"), ("done", "Done")]


class ServicePlanFilter(RegisterFilter):
    service = ServiceFilter()
    state = choice("State", STATES, method="in_state")
    activity = ActivityFilter()
    priority = PriorityFilter()

    class Meta:
        model = ServicePlanItem
        fields = ["q", "service", "state", "owner", "activity", "priority", "sort"]

    def in_state(self, rows, name, value):
        if value == "late":
            return rows.late(self.request.today)
        return rows.open() if value == "open" else rows.exclude(done_on=None)


class ServicePlanList(RegisterList):
    model = ServicePlanItem
    template_name = "commissioning/serviceplanitem_list.html"
    filterset_class = ServicePlanFilter
    sorts = {
        "item": ["title"],
        "service": ["service__title", "due_on"],
        "due": ["due_on"],
        "owner": ["owner__title"],
    }
    file_name = "service-plans"
    columns = [
        ("what is to be done", lambda i: i.title),
        ("shared service", lambda i: i.service.title),
        ("owner", lambda i: i.owner.title),
        ("agreed on", lambda i: i.raised_on),
        ("first due on", lambda i: i.first_due_on),
        ("due on", lambda i: i.due_on),
        ("times moved", lambda i: i.moves),
        ("done on", lambda i: i.done_on),
        ("activities", lambda i: ", ".join(one.reference for one in i.activities.all())),
    ]

    def in_order(self, rows):
        """Open items first, soonest due first, unless another order is asked for."""
        usual = [F("done_on").desc(nulls_first=True), "due_on", "pk"]
        return super().in_order(rows.order_by(*usual).select_related("owner", "service"))

    def for_file(self):
        return super().for_file().prefetch_related("activities__objective")


class ServicePlanFile(RegisterFile, ServicePlanList):
    pass


class ServicePlanDetail(RegisterDetail):
    model = ServicePlanItem
    template_name = "commissioning/serviceplanitem_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("owner", "service")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            lines=self.object.lines.order_by("-made_at", "-pk"),
            activities=self.object.activities.select_related("objective", "plan"),
            **kwargs,
        )


class OfOpenItems:
    """Mixed into a form about an item: what is done stays as it is."""

    def refusal(self):
        is_done = self.row is not None and self.row.done_on is not None
        return "This item is done, so it stays as it is." if is_done else ""


class ServicePlanEdit(OfOpenItems, RegisterEdit):
    model = ServicePlanItem
    form_class = ServicePlanItemForm
    prefilled = ("service",)


class ServicePlanVerb(OfOpenItems, RegisterVerb):
    model = ServicePlanItem


class ServicePlanUpdate(ServicePlanVerb):
    form_class = ActionUpdateForm
    heading = "Say how it is going"


class ServicePlanMove(ServicePlanVerb):
    form_class = MoveDateForm
    permission = "move_date"
    heading = "Move the date"
    saved = "The date was moved. The first one stays beside it."


class ServicePlanDone(ServicePlanVerb):
    form_class = ActionDoneForm
    heading = "Say that it is done"
    saved = "Done, and noted."
