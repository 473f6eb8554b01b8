"""Commissioning intentions: what the office means to buy in a year, and what was decided."""

import django_filters

from governance.models import Decision
from plans.financial_years import in_words
from plans.registers.filters import (
    EVERYTHING,
    ActivityFilter,
    PriorityFilter,
    RegisterFilter,
    choice,
)
from plans.registers.views import (
    RegisterDetail,
    RegisterEdit,
    RegisterFile,
    RegisterList,
    RegisterVerb,
)

from ..forms.intentions import DecideForm, IntentionForm
from ..intention_totals import of_year
from ..models import Intention, Service
from ..money_in_file import money_in_file


def years():
    """Return (year, "2020 to 2021") of every year that has an intention, newest first."""
    found = Intention.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, in_words(year)) for year in found]


def services(request):
    return Service.objects.filter(intentions__isnull=False).distinct()


def decisions(request):
    return Decision.objects.filter(intentions__isnull=False).distinct()


class IntentionFilter(RegisterFilter):
    words_in = ("title", "words")

    year = choice("Year from April", years)
    theme = choice("Theme", Intention.Theme.choices)
    outcome = choice("Outcome", Intention.Outcome.choices)
    service = django_filters.ModelChoiceFilter(
        label="Service", queryset=services, empty_label=EVERYTHING
    )
    decision = django_filters.ModelChoiceFilter(
        label="Decision", queryset=decisions, empty_label=EVERYTHING
    )
    priority = PriorityFilter()
    activity = ActivityFilter()

    class Meta:
        model = Intention
        fields = [
            "q", "year", "theme", "outcome", "owner", "service", "decision", "priority",
            "activity", "sort",
        ]  # fmt: skip


class IntentionList(RegisterList):
    """Every intention, and the money of one year by theme: the year asked for, or the latest."""

    model = Intention
    template_name = "commissioning/intention_list.html"
    filterset_class = IntentionFilter
    sorts = {
        "intention": ["title"],
        "year": ["year", "theme", "title"],
        "asked": ["resources_asked"],
        "agreed": ["resources_agreed"],
        "owner": ["owner__title"],
    }
    file_name = "commissioning-intentions"
    columns = [
        ("year", lambda i: i.year_words),
        ("theme", lambda i: i.get_theme_display()),
        ("intention", lambda i: i.title),
        ("why, and what for", lambda i: i.words),
        ("resources asked in pounds", lambda i: money_in_file(i.resources_asked)),
        ("outcome", lambda i: i.get_outcome_display()),
        ("resources agreed in pounds", lambda i: money_in_file(i.resources_agreed)),
        ("decision", lambda i: i.decision),
        ("service", lambda i: i.service),
        ("owner", lambda i: i.owner.title),
        ("priorities", lambda i: "; ".join(str(p) for p in i.priorities.all())),
        ("activities", lambda i: ", ".join(a.reference for a in i.activities.all())),
    ]

    def in_order(self, rows):
        """The latest year first, then by theme, unless another order is asked for."""
        return super().in_order(rows.select_related("owner", "decision", "service"))

    def for_file(self):
        return super().for_file().prefetch_related("priorities", "activities__objective")

    def get_context_data(self, **kwargs):
        known = years()
        year = self.chosen_year(known)
        return super().get_context_data(
            totals=of_year(self.before_filters(), year) if year else None,
            other_years=[(other, words) for other, words in known if other != year],
            **kwargs,
        )

    def chosen_year(self, known):
        asked = self.request.GET.get("year", "")
        found = [year for year, _ in known if str(year) == asked]
        return next(iter(found or [year for year, _ in known]), None)


class IntentionFile(RegisterFile, IntentionList):
    pass


class IntentionDetail(RegisterDetail):
    model = Intention
    template_name = "commissioning/intention_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("owner", "service", "decision")

    def get_context_data(self, **kwargs):
        intention = self.object
        return super().get_context_data(
            activities=intention.activities.select_related("objective", "plan"),
            priorities=intention.priorities.select_related("plan"),
            decided_before=intention.decided_before(),
            **kwargs,
        )


class IntentionEdit(RegisterEdit):
    model = Intention
    form_class = IntentionForm
    template_name = "commissioning/intention_form.html"
    prefilled = ("year", "theme", "service")


class IntentionDecide(RegisterVerb):
    """Notes the outcome. A later decision may replace it; the page keeps the earlier one."""

    model = Intention
    form_class = DecideForm
    template_name = "commissioning/intention_decide.html"
    permission = "answer"
    heading = "Say what was decided"
    saved = "The outcome is noted."
    lines_name = ""
    typed = None

    def get_queryset(self):
        return super().get_queryset().select_related("decision")

    def form_valid(self, form):
        self.typed = form.facts
        return super().form_valid(form)

    def was_sent_before(self, token):
        """Whether the outcome stands already as it was typed."""
        stands = self.get_queryset().filter(pk=self.row.pk)
        return self.typed is not None and stands.filter(**self.typed).exists()
