"""Forms about risks: what may happen, how likely and grave it is, and what is done about it."""

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.layout import Button, Fieldset, Size
from django import forms
from django.db import transaction

from opcc.office.models import Post
from plans.forms import layout
from plans.forms.fields import DayField, LineField, WordsField
from plans.registers.fields import ActivitiesField, not_to_come
from plans.registers.forms import LineForm, RegisterForm
from plans.registers.voices import voice_of
from plans.templatetags.plan_tags import day

from ..heat_map import IMPACTS, LIKELIHOODS
from ..models import Control, Risk, RiskScore
from ..models.risks import refuse_another_day

KINDS = RiskScore.Kind.values


class RiskForm(RegisterForm):
    activities = ActivitiesField()

    class Meta(RegisterForm.Meta):
        model = Risk
        fields = [
            "title",
            "cause",
            "event",
            "effect",
            "owner",
            "opened_on",
            "activities",
            "bodies",
            "internal_note",
        ]

    def prepare(self):
        self.fields["title"].help_text = "In a few words, as it is called in a meeting."
        self.fields["opened_on"].help_text = "When it was first seen, such as 14 12 2020."
        self.fields["bodies"].help_text = "Every board that asks about it."

    def clean_opened_on(self):
        return not_to_come(self.cleaned_data["opened_on"], self.today)


class RiskAddForm(RiskForm):
    """A risk is added with its first three scores, all or nothing.

    user: who adds it. at: the moment of writing.
    """

    def __init__(self, *args, user, at, **kwargs):
        self.user, self.at = user, at
        super().__init__(*args, **kwargs)

    def prepare(self):
        super().prepare()
        for kind in KINDS:
            self.fields[f"{kind}_likelihood"] = scale_to_select(kind, "likelihood", LIKELIHOODS)
            self.fields[f"{kind}_impact"] = scale_to_select(kind, "impact", IMPACTS)
            self.fields[f"{kind}_words"] = WordsField(
                rows=3, label="Why", missing=f"Say why the {kind} score is what it is"
            )

    def rows(self):
        """What may happen, the three scores, and then what the risk is linked to."""
        links = ["activities", "bodies", "internal_note"]
        first = [name for name in self._meta.fields if name not in links]
        return [*self.laid_out(first), *map(self.scores_of, KINDS), *self.laid_out(links)]

    def laid_out(self, names):
        return [layout.row(name, self.fields[name]) for name in names]

    def scores_of(self, kind):
        names = [f"{kind}_likelihood", f"{kind}_impact", f"{kind}_words"]
        legend = RiskScore.Kind(kind).label
        return Fieldset(*self.laid_out(names), legend=legend, legend_size=Size.MEDIUM)

    @transaction.atomic
    def save(self):
        """Write the risk and its first scores."""
        risk = super().save()
        voice = voice_of(self.user, risk)
        for kind in KINDS:
            risk.score(
                kind,
                likelihood=self.cleaned_data[f"{kind}_likelihood"],
                impact=self.cleaned_data[f"{kind}_impact"],
                words=self.cleaned_data[f"{kind}_words"],
                said_on=self.today,
                by=voice,
                at=self.at,
            )
        return risk


def scale_to_select(kind, name, words):
    """One of five figures from a list, each with its word and what that means."""
    shown = [(figure, f"{figure} {word}: {meaning}") for figure, (word, meaning) in words.items()]
    return forms.TypedChoiceField(
        label=name.capitalize(),
        choices=[("", "Select a figure"), *shown],
        coerce=int,
        error_messages={"required": f"Select the {kind} {name}"},
    )


def scale_to_choose(name, words):
    """One of five figures from radio buttons, what each means under its word."""
    shown = [Choice(n, f"{n} {word}", hint=meaning) for n, (word, meaning) in words.items()]
    return forms.TypedChoiceField(
        label=name.capitalize(),
        choices=shown,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": f"Select the {name}"},
    )


class ScoreForm(LineForm):
    field_order = ["kind", "likelihood", "impact", "words"]

    kind = forms.ChoiceField(
        label="Which score",
        choices=RiskScore.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select which score it is"},
    )
    likelihood = scale_to_choose("likelihood", LIKELIHOODS)
    impact = scale_to_choose("impact", IMPACTS)
    words = WordsField(
        label="Why",
        help_text="What has changed, or why it is still the same.",
        missing="Say why the score is what it is",
    )

    def clean(self):
        cleaned = super().clean()
        standing = self.row.standing.get(cleaned.get("kind"))
        if standing and cleaned["said_on"] < standing.said_on:
            self.add_error(
                "said_on",
                f"A score of {day(standing.said_on)} stands already. Enter that day or a later one",
            )
        return cleaned

    def enter(self, **voice):
        names = ["likelihood", "impact", "words", "said_on"]
        facts = {name: self.cleaned_data[name] for name in names}
        self.row.score(self.cleaned_data["kind"], **facts, **voice)


class RiskCloseForm(LineForm):
    send = "Close the risk"
    button = Button.warning
    words = WordsField(
        label="Why it is closed",
        help_text="Such as: it can no longer happen, or another risk holds it now.",
        missing="Say why the risk is closed",
    )

    def clean_said_on(self):
        closed_on = super().clean_said_on()
        if closed_on < self.row.opened_on:
            raise forms.ValidationError(
                f"The risk was opened on {day(self.row.opened_on)}. Enter that day or a later one"
            )
        return closed_on

    def enter(self, **voice):
        facts = self.cleaned_data
        self.row.close(on=facts["said_on"], because=facts["words"])


class ControlForm(LineForm):
    """Adds a control to a risk, or changes the one given.

    control: a Control, new or as it was read.
    """

    dated = False
    field_order = ["title", "owner", "state", "due_on"]
    words = None

    title = LineField(
        label="What is done about it",
        max_length=300,
        error_messages={"required": "Say what is done about it"},
    )
    owner = forms.ModelChoiceField(
        label="Post that sees to it",
        queryset=Post.objects.none(),
        empty_label="Select a post",
        error_messages={"required": "Select the post that sees to it"},
    )
    state = forms.ChoiceField(
        label="State",
        choices=Control.State.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the state of the control"},
    )
    due_on = DayField(
        required=False,
        label="When it is to stand",
        help_text="For a planned control, such as 31 3 2021.",
    )

    def __init__(self, *args, control, **kwargs):
        self.control = control
        super().__init__(*args, **kwargs)

    def prepare(self):
        self.fields["owner"].queryset = Post.objects.standing(self.today)

    def clean(self):
        cleaned = super().clean()
        is_planned = cleaned.get("state") == Control.State.PLANNED
        if is_planned and not cleaned.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Enter the day on which the planned control is to stand")
        if "due_on" not in self.errors:
            refuse_another_day(self.control.due_on, cleaned.get("due_on"))
        return cleaned

    @property
    def facts(self):
        return {name: self.cleaned_data[name] for name in self.field_order}

    def enter(self, **voice):
        for name, value in self.facts.items():
            setattr(self.control, name, value)
        self.row.keep(self.control)
