"""Actions: what meetings and answers gave posts to do."""

from ..filters import ActivityFilter, RegisterFilter, choice
from ..forms.actions import ActionDoneForm, ActionForm, ActionUpdateForm, MoveDateForm
from ..models import Action
from .registers import RegisterCsv, RegisterDetail, RegisterEdit, RegisterList, RegisterVerb


class ActionFilter(RegisterFilter):
    state = choice(
        "State", [("open", "Open"), ("late", "Late"), ("done", "Done")], method="in_state"
    )
    activity = ActivityFilter()

    class Meta:
        model = Action
        fields = ["q", "owner", "state", "activity", "sort"]

    def in_state(self, rows, name, value):
        if value == "late":
            return rows.late(self.request.today)
        return rows.open() if value == "open" else rows.exclude(done_on=None)


class ActionList(RegisterList):
    model = Action
    template_name = "governance/action_list.html"
    filterset_class = ActionFilter
    sorts = {"action": ["title"], "owner": ["owner__title"], "due": ["due_on"]}
    csv_name = "actions"
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

    def get_queryset(self):
        return super().get_queryset().select_related("owner", "meeting__body")

    def for_csv(self):
        return super().for_csv().prefetch_related("activities__objective")


class ActionCsv(RegisterCsv, ActionList):
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


class ActionVerb(RegisterVerb):
    model = Action

    def refusal(self):
        return "This action is done, so nothing more is said about it." if self.row.done_on else ""


class ActionUpdate(ActionVerb):
    form_class = ActionUpdateForm
    heading = "Say how it is going"


class ActionMove(ActionVerb):
    form_class = MoveDateForm
    permission = "governance.move_date"
    heading = "Move the date"
    saved = "The date was moved. The first one stays beside it."


class ActionDone(ActionVerb):
    form_class = ActionDoneForm
    heading = "Say that it is done"
    saved = "Done, and noted."
