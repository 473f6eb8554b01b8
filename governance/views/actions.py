"""Actions: what meetings and answers gave posts to do."""

from django.db.models import F

from plans.registers.filters import ActivityFilter, PriorityFilter, RegisterFilter, choice
from plans.registers.views import (
    RegisterDetail,
    RegisterEdit,
    RegisterFile,
    RegisterList,
    RegisterVerb,
)

from ..forms.actions import ActionDoneForm, ActionForm, ActionUpdateForm, MoveDateForm
from ..models import Action


class ActionFilter(RegisterFilter):
    state = choice(
        "State", [("open", "Open"), ("late", "Late"), ("done", "Done")], method="in_state"
    )
    activity = ActivityFilter()
    priority = PriorityFilter()

    class Meta:
        model = Action
        fields = ["q", "owner", "state", "activity", "priority", "sort"]

    def in_state(self, rows, name, value):
        if value == "late":
            return rows.late(self.request.today)
        return rows.open() if value == "open" else rows.exclude(done_on=None)


class ActionList(RegisterList):
    model = Action
    template_name = "governance/action_list.html"
    filterset_class = ActionFilter
    sorts = {"action": ["title"], "owner": ["owner__title"], "due": ["due_on"]}
    file_name = "actions"
    columns = [
        ("reference", lambda a: a.reference),
        ("action", lambda a: a.title),
        ("owner", lambda a: a.owner.title),
        ("raised on", lambda a: a.raised_on),
        ("first due on", lambda a: a.first_due_on),
        ("due on", lambda a: a.due_on),
        ("times moved", lambda a: a.moves),
        ("done on", lambda a: a.done_on),
        ("meeting", lambda a: a.meeting),
        ("activities", lambda a: ", ".join(x.reference for x in a.activities.all())),
    ]

    def in_order(self, rows):
        """Open actions first, soonest due first, unless another order is asked for."""
        usual = [F("done_on").desc(nulls_first=True), "due_on", "pk"]
        return super().in_order(rows.order_by(*usual).select_related("owner", "meeting__body"))

    def for_file(self):
        return super().for_file().prefetch_related("activities__objective")


class ActionFile(RegisterFile, ActionList):
    pass


class ActionDetail(RegisterDetail):
    model = Action
    template_name = "governance/action_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("owner", "meeting__body", "recommendation")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            lines=self.object.lines.order_by("-made_at", "-pk"),
            activities=self.object.activities.select_related("objective", "plan"),
            days_late=self.object.days_late(self.request.today),
            **kwargs,
        )


class ActionEdit(RegisterEdit):
    model = Action
    form_class = ActionForm
    prefilled = ("meeting", "recommendation")

    def refusal(self):
        return why_it_is_over(self.row) if self.row else ""


class ActionVerb(RegisterVerb):
    model = Action

    def refusal(self):
        return why_it_is_over(self.row)


def why_it_is_over(action):
    """Why nothing more can be said about an action, in words; else an empty text."""
    return "This action is done, so it stays as it is." if action.done_on else ""


class ActionUpdate(ActionVerb):
    form_class = ActionUpdateForm
    heading = "Say how it is going"


class ActionMove(ActionVerb):
    form_class = MoveDateForm
    permission = "move_date"
    heading = "Move the date"
    saved = "The date was moved. The first one stays beside it."


class ActionDone(ActionVerb):
    form_class = ActionDoneForm
    heading = "Say that it is done"
    saved = "Done, and noted."
