"""Measures: their list, what each says, and what is said about how they are measured."""

import django_filters
from django.db.models import F
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from opcc.office.papers.formats import TABLES
from plans.registers.files import file_response
from plans.registers.filters import EVERYTHING, RegisterFilter, choice
from plans.registers.views import (
    RegisterDetail,
    RegisterEdit,
    RegisterFile,
    RegisterList,
    RegisterVerb,
)

from ..forms.measures import (
    EndForm,
    MeasureForm,
    NamesThePlan,
    ObserveForm,
    RebaseForm,
    RedefineForm,
    RemoveTargetForm,
    ResumeForm,
    TakeBackForm,
    TargetForm,
)
from ..measure_changes import changes_of
from ..measure_values import level_in_file as level
from ..measure_values import plain
from ..measures import reading, readings
from ..models import Measure, MeasureLine, PoliceAndCrimePlan, Priority
from ..periods import Frequency

SCREENS = {"on": True, "off": False}
"""What `?screen=` asks for: whether outlying moving ranges are left out of the limits."""


def police_and_crime_plans(request):
    return PoliceAndCrimePlan.objects.all()


def priorities(request):
    return Priority.objects.select_related("plan")


class PriorityFilterField(NamesThePlan, django_filters.fields.ModelChoiceField):
    pass


class PriorityFilter(django_filters.ModelChoiceFilter):
    field_class = PriorityFilterField


class MeasureFilter(RegisterFilter):
    words_in = ("title", "definition", "source")

    state = choice(
        "State", [("reported", "Reported"), ("ended", "No longer reported")], method="in_state"
    )
    frequency = choice("How often", Frequency.choices)
    plan = django_filters.ModelChoiceFilter(
        label="Police and Crime Plan", queryset=police_and_crime_plans, empty_label=EVERYTHING
    )
    priority = PriorityFilter(label="Priority", queryset=priorities, empty_label=EVERYTHING)

    class Meta:
        model = Measure
        fields = ["q", "state", "frequency", "plan", "priority", "owner", "sort"]

    def in_state(self, rows, name, value):
        return rows.reported() if value == "reported" else rows.exclude(ended_on=None)


class MeasureList(RegisterList):
    """Its rows are MeasureReadings."""

    model = Measure
    template_name = "plans/measure_list.html"
    filterset_class = MeasureFilter
    sorts = {
        "measure": ["title"],
        "priority": ["priority__number", "title"],
        "last": ["last_period", "title"],
        "owner": ["owner__title", "title"],
    }
    file_name = "measures"
    columns = [
        ("measure", lambda r: r.measure.title),
        ("police and crime plan", lambda r: r.measure.plan),
        ("priority", lambda r: r.measure.priority),
        ("owner", lambda r: r.measure.owner.title),
        ("definition", lambda r: r.definition),
        ("source", lambda r: r.measure.source),
        ("how often", lambda r: r.measure.get_frequency_display()),
        ("unit", lambda r: r.measure.unit),
        ("which way is better", lambda r: r.measure.get_better_display()),
        ("last period", lambda r: r.last and r.last.period),
        ("last value", lambda r: r.last and plain(r.last.observation.value)),
        ("what it says", lambda r: r.headline),
        ("target", lambda r: None if r.target is None else plain(r.target)),
        ("no longer reported since", lambda r: r.measure.ended_on),
    ]

    def before_filters(self):
        return super().before_filters().with_last()

    def in_order(self, rows):
        """Reported ones first, in the order of priorities, unless another order is asked for."""
        usual = [F("ended_on").desc(nulls_first=True), *Measure._meta.ordering, "pk"]
        rows = rows.order_by(*usual).select_related("owner", "plan", "priority")
        return super().in_order(rows)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        context["object_list"] = readings(context["object_list"])
        return context


class MeasureFile(RegisterFile, MeasureList):
    def for_file(self):
        return readings(super().for_file())


class MeasureDetail(RegisterDetail):
    model = Measure
    template_name = "plans/measure_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("owner", "plan", "priority")

    def get_context_data(self, **kwargs):
        asked = self.request.GET.get("screen")
        return super().get_context_data(
            reading=reading(self.object, screen=SCREENS.get(asked)),
            screen=asked if asked in SCREENS else "",
            screen_query=f"screen={asked}" if asked in SCREENS else "",
            files=self.files(),
            changes=changes_of(self.object),
            **kwargs,
        )

    def files(self):
        """[(Format, address)] of its values as files."""
        return [
            (kind, reverse(f"plans:measure-values-{ending}", args=[self.object.pk]))
            for ending, kind in TABLES.items()
        ]


class MeasureValues(MeasureDetail):
    """The values that stand, with their limits, as a file. ending: a key of TABLES."""

    ending = "csv"

    columns = [
        ("period", lambda v: v.row.period),
        ("first day", lambda v: v.row.observation.period),
        ("value", lambda v: plain(v.row.observation.value)),
        ("provisional", lambda v: "yes" if v.row.observation.is_provisional else "no"),
        ("note", lambda v: v.row.observation.words),
        ("what it shows", lambda v: v.row.mark),
        ("mean", lambda v: level(v.segment.mean)),
        ("lower limit", lambda v: level(v.segment.lower)),
        ("upper limit", lambda v: level(v.segment.upper)),
        ("trial limits", lambda v: "yes" if v.segment.is_trial else "no"),
        ("said on", lambda v: v.row.observation.said_on),
        ("said by", lambda v: v.row.observation.made_by_name),
        ("earlier values", lambda v: "; ".join(words for words, _ in v.row.earlier)),
    ]

    def render_to_response(self, context, **kwargs):
        name, title = f"measure-{self.object.pk}-values", self.object.title
        levels = context["reading"].levels
        return file_response(
            self.request, self.ending, name, title, self.columns, levels, tab="Values"
        )


class MeasureEdit(RegisterEdit):
    model = Measure
    form_class = MeasureForm
    prefilled = ("plan", "priority")

    def refusal(self):
        return why_it_is_over(self.row) if self.row else ""

    def form_valid(self, form):
        """Its page tells when it was changed, by the clock of every other page."""
        form.instance._history_date = self.request.now
        return super().form_valid(form)


def why_it_is_over(measure):
    """Why nothing more can be said about a measure, in words; else an empty text."""
    if measure.ended_on:
        return "This measure is no longer reported, so it stays as it is."
    return ""


class MeasureVerb(RegisterVerb):
    model = Measure
    template_name = "plans/measure_verb.html"

    def refusal(self):
        return why_it_is_over(self.row)


class MeasureObserve(MeasureVerb):
    form_class = ObserveForm
    lines_name = "observations"
    heading = "Enter a value"
    saved = "Saved. What the chart says now is below."

    def get_initial(self):
        """The period that is awaited, once it has begun, or the one that a link names."""
        now = reading(self.row)
        awaited = now.awaited
        has_begun = awaited is not None and awaited <= self.request.today
        usual = now.in_words(awaited) if has_begun else ""
        return super().get_initial() | {"period": self.request.GET.get("period", usual)}


class MeasureRebase(MeasureVerb):
    form_class = RebaseForm
    heading = "Begin new limits"
    saved = "New limits begin there. What changed is shown with the chart."

    def refusal(self):
        if self.row.observations.exists():
            return super().refusal()
        return why_it_is_over(self.row) or "It has no values yet, so there are no limits to begin."


class MeasureTakeBack(MeasureVerb):
    """About the line that the address names: one that began new limits. 404 for any other."""

    form_class = TakeBackForm
    template_name = "plans/measure_take_back.html"
    heading = "Take these new limits back"
    saved = "The new limits are taken back. Both lines stay in its history."

    @cached_property
    def line(self):
        begun = self.row.lines.filter(kind=MeasureLine.Kind.REBASED)
        return get_object_or_404(begun.select_related("taken_back_by"), pk=self.kwargs["line"])

    def refusal(self):
        if hasattr(self.line, "taken_back_by"):
            return "These new limits are taken back already."
        return super().refusal()

    def fitting(self):
        return super().fitting() | {"line": self.line}


class MeasureRedefine(MeasureVerb):
    form_class = RedefineForm
    heading = "Change the definition"
    saved = "The definition is changed. The one before stays in its history."


class MeasureTarget(MeasureVerb):
    form_class = TargetForm
    permission = "answer"
    heading = "Set a target"
    saved = "The target is set."


class MeasureRemoveTarget(MeasureVerb):
    form_class = RemoveTargetForm
    permission = "answer"
    heading = "Remove the target"
    saved = "The target is removed. What it was stays in its history."

    def refusal(self):
        return super().refusal() or ("" if self.row.target is not None else "It has no target.")


class MeasureEnd(MeasureVerb):
    form_class = EndForm
    heading = "Report it no longer"
    saved = "It is no longer reported. What was measured stays."


class MeasureResume(MeasureVerb):
    form_class = ResumeForm
    heading = "Report it again"
    saved = "It is reported again. Why it was not stays in its history."

    def refusal(self):
        return "" if self.row.ended_on else "This measure is reported already."
