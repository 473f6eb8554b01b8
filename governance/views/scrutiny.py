"""Questions and recommendations: what was asked of the office, by when, and what it answered."""

from plans.registers.filters import ActivityFilter, PriorityFilter, RegisterFilter, choice
from plans.registers.views import (
    RegisterDetail,
    RegisterEdit,
    RegisterFile,
    RegisterList,
    RegisterVerb,
)

from ..clocks import Clock
from ..forms.scrutiny import (
    WHY_FIXED,
    CloseForm,
    RespondForm,
    ScrutinyForm,
    ScrutinyMoveForm,
    ScrutinyUpdateForm,
)
from ..models import ScrutinyItem

OFFICE_FILTERS = ("source", "importance", "owner", "activity", "priority")
"""What only the office filters by: panel members read what the panel asked, and no more."""

SORTS = {"title": ["title"], "due": ["due_on"], "owner": ["owner__title"]}
OFFICE_SORTS = SORTS | {"priority": ["importance_order"]}


class ScrutinyFilter(RegisterFilter):
    words_in = ("title", "words")

    kind = choice("Kind", ScrutinyItem.Kind.choices)
    source = choice("Who asked", ScrutinyItem.Source.choices)
    state = choice(
        "State",
        [("open", "Open"), ("late", "Late"), ("answered", "Answered"), ("closed", "Closed")],
        method="in_state",
    )
    importance = choice("Priority", ScrutinyItem.Importance.choices)
    activity = ActivityFilter()
    priority = PriorityFilter(label="Priority of the plan")

    class Meta:
        model = ScrutinyItem
        fields = [
            "q",
            "kind",
            "source",
            "state",
            "importance",
            "owner",
            "activity",
            "priority",
            "sort",
        ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.request.user.works_here:
            for name in OFFICE_FILTERS:
                del self.filters[name]

    def in_state(self, rows, name, value):
        if value == "late":
            return rows.late(self.request.today)
        return {"open": rows.open, "answered": rows.answered, "closed": rows.closed}[value]()


class ScrutinyList(RegisterList):
    model = ScrutinyItem
    panel_reads = True
    template_name = "governance/scrutinyitem_list.html"
    filterset_class = ScrutinyFilter
    file_name = "questions-and-recommendations"
    columns = [
        ("reference", lambda s: s.reference),
        ("kind", lambda s: s.get_kind_display()),
        ("title", lambda s: s.title),
        ("words", lambda s: s.words),
        ("asked by", lambda s: s.get_source_display()),
        ("body", lambda s: s.body),
        ("meeting", lambda s: s.meeting),
        ("report", lambda s: s.report),
        ("link", lambda s: s.link),
        ("priority", lambda s: s.get_importance_display()),
        ("raised on", lambda s: s.raised_on),
        ("how its date is set", lambda s: s.get_clock_display()),
        ("days given", lambda s: s.period_days),
        ("first due on", lambda s: s.first_due_on),
        ("due on", lambda s: s.due_on),
        ("times moved", lambda s: s.moves),
        ("how it stands", lambda s: s.standing),
        ("answered on", lambda s: s.responded_on),
        ("closed on", lambda s: s.closed_on),
        ("owner", lambda s: s.owner.title),
        ("activities", lambda s: ", ".join(a.reference for a in s.activities.all())),
    ]

    @property
    def sorts(self):
        return OFFICE_SORTS if self.request.user.works_here else SORTS

    def in_order(self, rows):
        return super().in_order(rows.in_order_of_work().select_related("owner", "meeting__body"))

    def for_file(self):
        rows = super().for_file().select_related("owner", "body", "meeting__body")
        return rows.prefetch_related("activities__objective")

    def get_context_data(self, **kwargs):
        return super().get_context_data(works_here=self.request.user.works_here, **kwargs)


class ScrutinyFile(RegisterFile, ScrutinyList):
    pass


class ScrutinyDetail(RegisterDetail):
    model = ScrutinyItem
    panel_reads = True
    template_name = "governance/scrutinyitem_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("owner", "body", "meeting__body")

    def get_context_data(self, **kwargs):
        item = self.object
        lines = list(item.lines.order_by("-made_at", "-pk"))
        beside = self.beside(item) if self.request.user.works_here else {}
        return super().get_context_data(
            lines=lines,
            answer=next((line for line in lines if line.response), None),
            date_stands=bool(why_the_date_stays(item)),
            can_add=self.request.user.has_perm("governance.add"),
            **beside,
            **kwargs,
        )

    def beside(self, item):
        """What the office alone reads beside it."""
        return {
            "activities": item.activities.select_related("objective", "plan"),
            "actions": item.actions.select_related("owner"),
        }


class ScrutinyEdit(RegisterEdit):
    model = ScrutinyItem
    form_class = ScrutinyForm
    prefilled = ("meeting",)
    template_name = "governance/scrutinyitem_form.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(why_fixed=WHY_FIXED, **kwargs)


class ScrutinyVerb(RegisterVerb):
    model = ScrutinyItem
    template_name = "governance/scrutinyitem_verb.html"


class ScrutinyRespond(ScrutinyVerb):
    form_class = RespondForm
    permission = "answer"
    saved = "Your answer is noted."

    @property
    def heading(self):
        verb = "Answer the question" if self.row.is_question else "Respond to the recommendation"
        return f"{verb} again" if self.row.response else verb


class ScrutinyUpdate(ScrutinyVerb):
    form_class = ScrutinyUpdateForm
    heading = "Say how it is going"

    def refusal(self):
        return why_it_is_over(self.row)


class ScrutinyMove(ScrutinyVerb):
    form_class = ScrutinyMoveForm
    permission = "move_date"
    saved = "The date was moved. The first one stays beside it."

    @property
    def heading(self):
        return "Move the date" if self.row.due_on else "Set a date"

    def refusal(self):
        return why_the_date_stays(self.row)


class ScrutinyClose(ScrutinyVerb):
    form_class = CloseForm
    permission = "answer"
    heading = "Close the recommendation"
    saved = "Closed, and noted."

    def refusal(self):
        if self.row.is_question:
            return "A question is closed by its answer."
        if not self.row.response:
            return "Respond to the recommendation first. It is closed when the work is done."
        return why_it_is_over(self.row)


def why_it_is_over(item):
    if item.closed_on is None:
        return ""
    return f"It was closed on {item.closed_on:%-d %B %Y}, so nothing more is said about it."


def why_the_date_stays(item):
    """Why the date cannot move, in words; an empty text where it can."""
    if item.clock == Clock.INSPECTORATE:
        return "The law sets these 56 days, and nobody here can move them."
    if item.answers_the_clock_on:
        on = f"{item.answers_the_clock_on:%-d %B %Y}"
        return f"What was due was done on {on}, so its date stands as it is."
    return why_it_is_over(item)
