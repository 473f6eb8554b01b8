"""Bodies: boards, panels, partnerships and collaborations, and what the office does in each."""

from django.db.models import F, Q

from plans.registers import links
from plans.registers.filters import (
    ActivityFilter,
    PriorityFilter,
    RegisterFilter,
    choice,
)
from plans.registers.views import RegisterDetail, RegisterEdit, RegisterFile, RegisterList
from plans.views.linked_activities import linked_activities

from ..forms.bodies import BodyForm
from ..models import Body, RiskBand, ScopeArea, ScrutinyItem
from ..models.meetings import next_day

NEXT_MEETINGS = 4
PAST_MEETINGS = 4
ASKED_AT_MOST = 10

SCOPE_ORDER = [
    ScopeArea.State.MOVED,
    ScopeArea.State.REVIEW,
    ScopeArea.State.PROPOSED,
    ScopeArea.State.OUT,
]


class BodyFilter(RegisterFilter):
    words_in = ("name", "area", "purpose", "our_work")

    kind = choice("Kind", Body.Kind.choices)
    our_role = choice("Our role", Body.Role.choices)
    priority = PriorityFilter()
    activity = ActivityFilter()

    class Meta:
        model = Body
        fields = ["q", "kind", "our_role", "owner", "priority", "activity", "sort"]


class BodyList(RegisterList):
    model = Body
    template_name = "governance/body_list.html"
    filterset_class = BodyFilter
    sorts = {
        "body": ["name"],
        "next": ["next_meeting_on"],
        "owner": ["owner__title"],
    }
    file_name = "bodies"
    columns = [
        ("body", lambda b: b.name),
        ("kind", lambda b: b.get_kind_display()),
        ("our role", lambda b: b.get_our_role_display()),
        ("area", lambda b: b.area),
        ("owner", lambda b: b.owner.title),
        ("purpose", lambda b: b.purpose),
        ("what the office does there", lambda b: b.our_work),
        ("partner organisations", lambda b: listed(b.partners.all())),
        ("priorities", lambda b: listed(b.priorities.all())),
        ("activities", lambda b: ", ".join(a.reference for a in b.activities.all())),
        ("next meeting", lambda b: b.next_meeting_on),
        ("link", lambda b: b.link),
        ("ended on", lambda b: b.ended_on),
    ]

    def get_queryset(self):
        found = super().get_queryset().annotate(next_meeting_on=next_day(self.request.today))
        return found.select_related("owner")

    def for_file(self):
        return (
            super().for_file().prefetch_related("partners", "priorities", "activities__objective")
        )


def listed(things):
    return "; ".join(str(thing) for thing in things)


class BodyFile(RegisterFile, BodyList):
    pass


class BodyDetail(RegisterDetail):
    """What a body is for, what the office does there, and how that stands now."""

    model = Body
    template_name = "governance/body_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("owner")

    def get_context_data(self, **kwargs):
        body = self.object
        return super().get_context_data(
            partners=body.partners.all(),
            priorities=body.priorities.select_related("plan"),
            scope_groups=scope_groups(body),
            risks=body.risks.visible_to(self.request.user).open().with_scores(),
            bands=RiskBand.objects.all(),
            can_add=self.request.user.has_perm("governance.add"),
            linked=links.about_body(body, self.request.user, self.request.today),
            **linked_activities(self.request, body.activities),
            **self.meetings(),
            **asked_by(body, self.request.user),
            **kwargs,
        )

    def meetings(self):
        held, today = self.object.meetings, self.request.today
        return {
            "to_come": held.from_day(today)[:NEXT_MEETINGS],
            "past": held.before_day(today)[:PAST_MEETINGS],
        }


def scope_groups(body):
    """[(state, its scope areas)], what has moved first; none that is empty."""
    areas = list(body.scope_areas.all())
    groups = [(state, [a for a in areas if a.state == state]) for state in SCOPE_ORDER]
    return [(state, found) for state, found in groups if found]


def asked_by(body, user):
    """Questions and recommendations from a body, open ones first, and how many in all."""
    from_it = Q(body=body)
    if body.is_panel:
        from_it |= Q(source=ScrutinyItem.Source.PANEL)
    items = ScrutinyItem.objects.visible_to(user).filter(from_it)
    in_order = items.order_by(F("closed_on").desc(nulls_first=True), "due_on", "pk")
    shown = list(in_order[: ASKED_AT_MOST + 1])
    return {"asked": shown[:ASKED_AT_MOST], "more_asked": len(shown) > ASKED_AT_MOST}


class BodyEdit(RegisterEdit):
    model = Body
    form_class = BodyForm
