"""The panel's work programme: what is offered, what the panel chose, and what came of it."""

import django_filters
from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic import FormView, TemplateView

from plans.financial_years import in_words, year_of
from plans.models import PoliceAndCrimePlan, Priority
from plans.registers.filters import EVERYTHING, ActivityFilter, RegisterFilter, choice
from plans.registers.models import Stale
from plans.registers.views import (
    ForReaders,
    RegisterDetail,
    RegisterEdit,
    RegisterFile,
    RegisterList,
    RegisterVerb,
)
from plans.views.access import demand
from plans.views.plans import current_plan

from ..alignment import SHOWN, Alignment
from ..forms.programme import ChooseForm, DropForm, HearForm, ProgrammeItemForm, ScheduleForm
from ..models import ProgrammeItem


def priorities(request):
    return Priority.objects.all()


def years_offered():
    """[(year, "2020 to 2021")] of the years from 1 April in which anything was offered."""
    months = ProgrammeItem.objects.dates("offered_on", "month", order="DESC")
    return [(str(year), in_words(year)) for year in dict.fromkeys(map(year_of, months))]


class ProgrammeFilter(RegisterFilter):
    words_in = ("title", "synopsis", "outcome")

    state = choice("State", ProgrammeItem.State.choices, field_name="state_now")
    origin = choice("Origin", ProgrammeItem.Origin.choices)
    priority = django_filters.ModelChoiceFilter(
        queryset=priorities, label="Priority", empty_label=EVERYTHING, method="serving"
    )
    year = choice("Year offered", [], method="of_year")
    activity = ActivityFilter()

    class Meta:
        model = ProgrammeItem
        fields = ["q", "state", "origin", "priority", "year", "owner", "activity", "sort"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["owner"].label = "Lead post"
        self.filters["year"].extra["choices"] = years_offered()
        if not self.request.user.works_here:
            del self.filters["activity"]

    def serving(self, rows, name, priority):
        return rows.serving(priority)

    def of_year(self, rows, name, year):
        return rows.of_year(int(year))


class ProgrammeList(RegisterList):
    model = ProgrammeItem
    panel_reads = True
    template_name = "governance/programmeitem_list.html"
    filterset_class = ProgrammeFilter
    sorts = {
        "title": ["title"],
        "state": ["state_order"],
        "offered": ["offered_on"],
        "meeting": ["meeting__on"],
        "owner": ["owner__title"],
    }
    file_name = "work-programme"
    columns = [
        ("topic", lambda p: p.title),
        ("synopsis", lambda p: p.synopsis),
        ("where from", lambda p: p.get_origin_display()),
        ("offered on", lambda p: p.offered_on),
        ("lead post", lambda p: p.owner.title),
        ("state", lambda p: p.state.label),
        ("chosen on", lambda p: p.chosen_on),
        ("meeting", lambda p: p.meeting),
        ("heard on", lambda p: p.heard_on),
        ("what came of it", lambda p: p.outcome),
        ("dropped on", lambda p: p.dropped_on),
        ("why dropped", lambda p: p.reason),
        ("priorities", lambda p: ", ".join(str(one) for one in p.priorities.all())),
        ("activities", lambda p: ", ".join(one.reference for one in p.activities.all())),
    ]

    def before_filters(self):
        return super().before_filters().in_order_of_work()

    def in_order(self, rows):
        return super().in_order(rows.select_related("owner", "meeting__body"))

    def for_file(self):
        return super().for_file().prefetch_related("priorities", "activities__objective")

    def get_context_data(self, **kwargs):
        return super().get_context_data(works_here=self.request.user.works_here, **kwargs)


class ProgrammeFile(RegisterFile, ProgrammeList):
    pass


class ProgrammeDetail(RegisterDetail):
    model = ProgrammeItem
    panel_reads = True
    template_name = "governance/programmeitem_detail.html"

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.select_related("owner", "meeting__body", "offered_at__body")

    def get_context_data(self, **kwargs):
        item = self.object
        beside = {}
        if self.request.user.works_here:
            beside["activities"] = item.activities.select_related("objective", "plan")
        return super().get_context_data(
            priorities=list(item.priorities.all()),
            can_hear=not why_not_heard(item, self.request.today),
            **beside,
            **kwargs,
        )


class ProgrammeEdit(RegisterEdit):
    model = ProgrammeItem
    form_class = ProgrammeItemForm
    prefilled = ("offered_at",)
    template_name = "governance/programmeitem_form.html"

    def refusal(self):
        return why_it_has_ended(self.row) if self.row else ""


class ProgrammeVerb(RegisterVerb):
    model = ProgrammeItem
    template_name = "governance/programmeitem_verb.html"
    lines_name = ""

    def get_queryset(self):
        return super().get_queryset().select_related("meeting__body")

    def refusal(self):
        return why_it_has_ended(self.row)

    def settle_clash(self, form):
        form.row = self.get_queryset().get(pk=self.row.pk)
        return redirect(form.row) if form.has_come_true() else super().settle_clash(form)


class ProgrammeSchedule(ProgrammeVerb):
    form_class = ScheduleForm

    @property
    def heading(self):
        return "Give it another meeting" if self.row.meeting_id else "Give it a meeting"


class ProgrammeHear(ProgrammeVerb):
    form_class = HearForm
    heading = "Say that the panel heard it"
    saved = "Heard, and noted."
    ended_in = "outcome"

    def refusal(self):
        return super().refusal() or why_not_heard(self.row, self.request.today)


class ProgrammeDrop(ProgrammeVerb):
    form_class = DropForm
    heading = "Drop it from the programme"
    saved = "Dropped. It stays in the list, with the reason."
    ended_in = "reason"


def why_it_has_ended(item):
    if item.heard_on:
        return f"The panel heard it on {item.heard_on:%-d %B %Y}, so it stays as it is."
    if item.dropped_on:
        return f"It was dropped on {item.dropped_on:%-d %B %Y}, so it stays as it is."
    return ""


def why_not_heard(item, on):
    """Why nobody can say yet that the panel heard it, in words; an empty text where they can."""
    meeting = item.meeting
    if meeting is None:
        return "Give it a meeting before saying that it was heard."
    if meeting.cancelled_on:
        return "Its meeting was called off. Give it another before saying that it was heard."
    if meeting.on > on:
        return f"Its meeting is on {meeting.on:%-d %B %Y}, which is still to come."
    return ""


class ProgrammeChoose(ForReaders, FormView):
    """What is offered, with a box each: the panel's choice is recorded whole or not at all."""

    model = ProgrammeItem
    form_class = ChooseForm
    template_name = "governance/programmeitem_choose.html"

    def dispatch(self, request, *args, **kwargs):
        if request.user.works_here:
            demand(request.user, "governance.add")
        return super().dispatch(request, *args, **kwargs)

    def mine(self):
        """The open items whose choice this writer may record."""
        rows = self.get_queryset().open().select_related("owner").order_by("offered_on", "pk")
        user = self.request.user
        return [row for row in rows if user.has_perm("governance.change", row)]

    def get_initial(self):
        return {"items": self.request.GET.getlist("item")}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"rows": self.mine(), "today": self.request.today}

    def form_valid(self, form):
        if form.has_come_true():
            return redirect("governance:programmeitem-list")
        try:
            form.enter()
        except Stale:
            return self.ask_again()
        chosen = len(form.cleaned_data["items"])
        topics = f"{chosen} topic{'' if chosen == 1 else 's'}"
        messages.success(self.request, f"The panel’s choice of {topics} is recorded.")
        return redirect("governance:programmeitem-list")

    def ask_again(self):
        form = self.get_form()
        if form.is_valid():
            form.add_error(
                None,
                "Somebody else changed one of these while you were choosing, and nothing was "
                "recorded. Check the list, and send it again.",
            )
        return self.render_to_response(self.get_context_data(form=form), status=409)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        choices = context["form"].fields["items"].choices
        totals = {
            "offered_total": self.get_queryset().offered().count(),
            "choices_total": len(choices),
        }
        return context | totals


class AlignmentPage(ForReaders, TemplateView):
    template_name = "governance/alignment.html"

    def get_context_data(self, **kwargs):
        delivery_plan = current_plan(self.request)
        plan = delivery_plan and delivery_plan.police_and_crime_plan
        plan = plan or plan_of(self.request.today)
        return super().get_context_data(
            alignment=Alignment(delivery_plan, plan), states=SHOWN, **kwargs
        )


def plan_of(day):
    """The Police and Crime Plan of that day, or None."""
    started = PoliceAndCrimePlan.objects.filter(starts_on__lte=day)
    return started.order_by("-starts_on").first()
