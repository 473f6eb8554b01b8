"""Risks: what may happen, how it is scored, what is done about it, and the map of them all."""

import django_filters
from django import forms
from django.db.models import F
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.views.generic import RedirectView, TemplateView

from plans.registers.filters import (
    EVERYTHING,
    ActivityFilter,
    PriorityFilter,
    RegisterFilter,
    choice,
)
from plans.registers.views import (
    ForReaders,
    RegisterDetail,
    RegisterEdit,
    RegisterFile,
    RegisterList,
    RegisterVerb,
)

from .. import heat_map
from ..forms.risks import ControlForm, RiskAddForm, RiskCloseForm, RiskForm, ScoreForm
from ..models import Body, Control, Risk, RiskBand, RiskScore
from ..models.risks import band_of

WATCHES = [("unreviewed", "Not reviewed for 90 days"), ("open", "Open"), ("closed", "Closed")]


def bodies(request):
    return Body.objects.all()


def bands(request):
    return RiskBand.objects.all()


class RiskFilter(RegisterFilter):
    words_in = ("title", "cause", "event", "effect")

    band = django_filters.ModelChoiceFilter(
        label="Current score", queryset=bands, method="in_band", empty_label=EVERYTHING
    )
    watch = choice("State", WATCHES, method="in_watch")
    body = django_filters.ModelChoiceFilter(
        label="Board", field_name="bodies", queryset=bodies, empty_label=EVERYTHING
    )
    activity = ActivityFilter()
    priority = PriorityFilter()

    class Meta:
        model = Risk
        fields = ["q", "band", "watch", "owner", "body", "activity", "priority", "sort"]

    def in_band(self, rows, name, value):
        above = RiskBand.objects.filter(lowest__gt=value.lowest).first()
        rows = rows.filter(current__gte=value.lowest)
        return rows.filter(current__lt=above.lowest) if above else rows

    def in_watch(self, rows, name, value):
        if value == "unreviewed":
            return rows.not_reviewed(self.request.today)
        return rows.open() if value == "open" else rows.exclude(closed_on=None)


class RiskList(RegisterList):
    model = Risk
    template_name = "governance/risk_list.html"
    filterset_class = RiskFilter
    sorts = {
        "risk": ["title"],
        "current": ["current"],
        "target": ["target"],
        "owner": ["owner__title"],
        "reviewed": ["reviewed_on"],
    }

    file_name = "risks"

    def before_filters(self):
        return super().before_filters().for_list()

    def in_order(self, rows):
        """Open risks first, the highest current score first, unless another order is asked for."""
        usual = [F("closed_on").desc(nulls_first=True), F("current").desc(nulls_last=True), "pk"]
        return super().in_order(rows.order_by(*usual))

    def get_context_data(self, **kwargs):
        return super().get_context_data(bands=list(RiskBand.objects.all()), **kwargs)


class RiskFile(RegisterFile, RiskList):
    def for_file(self):
        return super().for_file().prefetch_related("activities__objective", "bodies")

    @property
    def columns(self):
        bands, today = list(RiskBand.objects.all()), self.request.today
        scores = [column for kind in RiskScore.Kind for column in score_columns(kind, bands)]
        return [
            ("reference", lambda r: r.reference),
            ("risk", lambda r: r.title),
            ("cause", lambda r: r.cause),
            ("event", lambda r: r.event),
            ("effect", lambda r: r.effect),
            ("owner", lambda r: r.owner.title),
            *scores,
            ("reviewed on", lambda r: r.reviewed_on),
            ("not reviewed for 90 days", lambda r: "yes" if r.is_not_reviewed(today) else "no"),
            ("opened on", lambda r: r.opened_on),
            ("closed on", lambda r: r.closed_on),
            ("closed because", lambda r: r.closed_because),
            ("boards", lambda r: ", ".join(str(body) for body in r.bodies.all())),
            ("activities", lambda r: ", ".join(x.reference for x in r.activities.all())),
        ]


def score_columns(kind, bands):
    """The four columns of a file for one kind of score."""

    def of_score(read):
        return lambda risk: read(score) if (score := risk.standing[kind]) else None

    return [
        (f"{kind} likelihood", of_score(lambda score: score.likelihood)),
        (f"{kind} impact", of_score(lambda score: score.impact)),
        (f"{kind} score", of_score(lambda score: score.value)),
        (f"{kind} band", of_score(lambda score: band_of(score.value, bands))),
    ]


class RiskDetail(RegisterDetail):
    model = Risk
    template_name = "governance/risk_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("owner").prefetch_related("scores")

    def get_context_data(self, **kwargs):
        risk, today = self.object, self.request.today
        return super().get_context_data(
            bands=list(RiskBand.objects.all()),
            kinds=[(RiskScore.Kind(kind), lines) for kind, lines in risk.judged.items()],
            reviewed=risk.standing["current"],
            days_since_review=risk.days_since_review(today),
            is_not_reviewed=risk.is_not_reviewed(today),
            lines=list(reversed(risk.scores.all())),
            controls=[(c, c.days_late(today)) for c in risk.controls.select_related("owner")],
            activities=risk.activities.select_related("objective", "plan"),
            bodies=risk.bodies.all(),
            **kwargs,
        )


class OfOpenRisks:
    """Mixed into a form about a risk: a closed one stays as it was when it closed."""

    def refusal(self):
        return "This risk is closed, so it stays as it is." if self.row.closed_on else ""


class RiskAdd(RegisterEdit):
    model = Risk
    form_class = RiskAddForm
    heading = "Add a risk"

    def fitting(self):
        return super().fitting() | {"user": self.request.user, "at": self.request.now}


class RiskChange(OfOpenRisks, RegisterEdit):
    model = Risk
    form_class = RiskForm
    heading = "Change the risk"


class RiskVerb(OfOpenRisks, RegisterVerb):
    model = Risk


class RiskScoring(RiskVerb):
    """Judges a risk anew, beginning from the score of the kind that the address names."""

    form_class = ScoreForm
    heading = "Score it anew"
    saved = "The new score is noted. The ones before stay."
    lines_name = "scores"

    def get_initial(self):
        kind = self.request.GET.get("kind")
        kind = kind if kind in RiskScore.Kind.values else RiskScore.Kind.CURRENT.value
        score = self.row.standing[kind]
        figures = {"likelihood": score.likelihood, "impact": score.impact} if score else {}
        return super().get_initial() | {"kind": kind} | figures


class RiskClose(RiskVerb):
    form_class = RiskCloseForm
    heading = "Close the risk"
    saved = "The risk is closed. It stays readable."
    template_name = "governance/risk_close.html"
    lines_name = ""
    ended_in = "closed_because"


class ControlDetail(ForReaders, RedirectView):
    """A control has no page of its own: its risk's page shows it."""

    model = Risk
    http_method_names = ["get", "head"]

    def get_redirect_url(self, pk):
        risks = self.get_queryset()
        return get_object_or_404(risks, controls=pk).get_absolute_url()


class ControlEdit(RiskVerb):
    """Adds a control to a risk, or changes the one that the address names."""

    form_class = ControlForm
    template_name = "governance/risk_control_form.html"
    saved = "The control is saved."
    facts = ("title", "owner", "state", "due_on")
    typed = None

    @cached_property
    def control(self):
        key = self.kwargs.get("control")
        if key is None:
            return Control()
        control = self.row.controls.filter(pk=key).first()
        if control is None:
            raise Http404
        return control

    def get_initial(self):
        read = {name: getattr(self.control, name, None) for name in self.facts[2:]}
        if self.control.pk:
            read |= {"title": self.control.title, "owner": self.control.owner_id}
        return super().get_initial() | read

    def fitting(self):
        return super().fitting() | {"control": self.control}

    def form_valid(self, form):
        self.typed = form.facts
        return super().form_valid(form)

    def has_ended_it(self):
        """A control ends no risk."""
        return False

    def was_sent_before(self, token):
        """Whether the control stands already as it was typed."""
        if self.typed is None:
            return False
        own = {"pk": self.control.pk} if self.control.pk else {}
        return self.row.controls.filter(**own, **self.typed).exists()


class HeatMapForm(forms.Form):
    kind = forms.ChoiceField(label="Which score", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(k, k.label.partition(":")[0]) for k in RiskScore.Kind]

    @property
    def chosen(self):
        """The kind asked for; the current one where none is, or one that is unknown."""
        is_known = self.is_valid() and self.cleaned_data["kind"]
        return RiskScore.Kind(self.cleaned_data["kind"] if is_known else "current")


class RiskHeatMap(ForReaders, TemplateView):
    """Every open risk on a map of five by five, and the same as a table."""

    model = Risk
    template_name = "governance/risk_heat_map.html"

    def get_context_data(self, **kwargs):
        asked = self.request.GET if "kind" in self.request.GET else None
        form = HeatMapForm(asked, initial={"kind": "current"})
        bands = list(RiskBand.objects.all())
        risks = list(self.get_queryset().open().with_score_of(form.chosen).select_related("owner"))
        rows = heat_map.heat_map([risk for risk in risks if risk.likelihood], bands)
        return super().get_context_data(
            form=form,
            score_words=form.chosen.label.lower().replace(":", " score,"),
            bands=bands,
            rows=rows,
            impacts=heat_map.IMPACTS.items(),
            likelihoods=heat_map.LIKELIHOODS.items(),
            cells=heat_map.gravest_first(rows),
            ranges=heat_map.ranges(bands),
            total=len(risks),
            unscored=[risk for risk in risks if not risk.likelihood],
            **kwargs,
        )
