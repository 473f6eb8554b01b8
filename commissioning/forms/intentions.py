"""Forms about commissioning intentions, and what is decided about them."""

from django import forms
from django.db.models import Q

from governance.models import Decision
from governance.templatetags.governance_tags import pounds
from plans.financial_years import in_words, year_of
from plans.registers.choosing import ChoosesPriorities
from plans.registers.fields import ActivitiesField, PoundsField
from plans.registers.forms import LineForm, RegisterForm

from ..models import Intention, Service

YEARS_BACK = 10
YEARS_AHEAD = 5

DECIDED = ("outcome", "decision", "resources_agreed")
"""Columns that a decision sets."""

Outcome = Intention.Outcome


class IntentionForm(ChoosesPriorities, RegisterForm):
    """The year and the money of an intention that was decided stay as the decision found them."""

    year = forms.TypedChoiceField(
        coerce=int, label="For which year", error_messages={"required": "Select the year"}
    )
    activities = ActivitiesField(label="Activities of the plan that it carries out")

    class Meta(RegisterForm.Meta):
        model = Intention
        fields = [
            "title",
            "year",
            "theme",
            "words",
            "resources_asked",
            "owner",
            "service",
            "priorities",
            "activities",
            "internal_note",
        ]

    def prepare(self):
        super().prepare()
        self.fields["resources_asked"].label = "Resources asked for"
        self.fields["resources_asked"].error_messages["required"] = (
            "Enter the resources asked for, in pounds"
        )
        self.fields["words"].error_messages["required"] = "Enter why, and what for"
        self.fields["service"].queryset = self.services_to_choose()
        self.fields["service"].label = "Service that it buys"
        self.fields["service"].empty_label = "None yet"
        self.offer_years()
        if self.instance.is_decided:
            del self.fields["year"], self.fields["resources_asked"]

    def services_to_choose(self):
        """Those that go on, and the one that it is tied to already."""
        return Service.objects.filter(Q(ended_on=None) | Q(pk=self.instance.service_id))

    def offer_years(self):
        now = year_of(self.today)
        years = set(range(now - YEARS_BACK, now + YEARS_AHEAD + 1)) | {self.instance.year or now}
        self.fields["year"].choices = [(y, in_words(y)) for y in sorted(years, reverse=True)]
        self.initial["year"] = self.initial.get("year") or now

    def clean(self):
        cleaned = super().clean()
        year = cleaned.get("year", self.instance.year)
        same = Intention.objects.filter(year=year, title=cleaned.get("title"))
        if same.exclude(pk=self.instance.pk).exists():
            words = "has an intention with this title. Change that one, or enter another title"
            self.add_error("title", f"{in_words(year)} {words}")
        return cleaned


class DecideForm(LineForm):
    """What was decided about an intention, by which decision, and the pounds agreed."""

    send = "Save the outcome"
    dated = False
    words = None

    outcome = forms.ChoiceField(
        label="What was decided",
        widget=forms.RadioSelect,
        choices=[choice for choice in Outcome.choices if choice[0] != Outcome.WAITING],
        error_messages={"required": "Select what was decided"},
    )
    resources_agreed = PoundsField(
        required=False,
        label="Resources agreed",
        help_text="In pounds, for the year. Leave empty where it was not agreed.",
    )
    decision = forms.ModelChoiceField(
        Decision.objects.all(),
        label="Decision that says so",
        empty_label="Select a decision",
        help_text="From the register of decisions, newest first.",
        error_messages={"required": "Select the decision that says so"},
    )

    def prepare(self):
        self.fields["decision"].label_from_instance = decision_words

    @property
    def facts(self):
        """The columns of the row that are typed here."""
        return {name: self.cleaned_data[name] for name in DECIDED}

    def clean(self):
        cleaned = super().clean()
        if "outcome" in cleaned and "resources_agreed" in cleaned:
            self.check_amount(cleaned["outcome"], cleaned["resources_agreed"])
        return cleaned

    def check_amount(self, outcome, agreed):
        if wrong := wrong_amount(outcome, agreed, self.row.resources_asked):
            self.add_error("resources_agreed", wrong)

    def enter(self, **voice):
        self.row.decide(**self.facts)


def wrong_amount(outcome, agreed, asked):
    """What to do about an amount that does not go with the outcome; else an empty text."""
    if outcome == Outcome.REFUSED:
        return "" if agreed is None else "Leave this empty: nothing was agreed"
    if agreed is None:
        return "Enter how much was agreed, in pounds"
    if outcome == Outcome.PART and agreed >= asked:
        return f"Enter less than {pounds(asked)}, or select Agreed"
    return ""


def decision_words(decision):
    return f"{decision}, {decision.taken_on:%-d %B %Y}"
