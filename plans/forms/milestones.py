"""The form that sets right when a milestone was met."""

from crispy_forms_gds.choices import Choice
from django import forms
from django.utils.html import format_html

from .. import record
from ..models import Draft
from .fields import DayField, WordsField
from .proposing import ProposalForm

MET, NOT_MET = "met", "not_met"


class MilestoneCorrectionForm(ProposalForm):
    """Corrects a line that said a milestone was met: on another day, or not at all.

    corrects: the Entry, of the kind milestone_met.
    """

    kind = Draft.Kind.CORRECTION
    title = "Correct when a milestone was met"
    decide = "Save the correction"

    was_met = forms.ChoiceField(
        choices=[
            Choice(MET, "Yes"),
            Choice(NOT_MET, "No, it has not been met", hint="It will be open again."),
        ],
        widget=forms.RadioSelect,
        label="Has the milestone been met?",
        error_messages={"required": "Select whether the milestone has been met"},
    )
    met_on = DayField(
        required=False,
        label="When it was met",
        help_text="Needed for Yes. For example, 30 6 2020.",
    )
    correction = WordsField(
        rows=3,
        label="What was wrong",
        help_text="The line stays as it was said. The correction stands beside it, with this.",
        missing="Say what was wrong",
    )

    def __init__(self, *args, corrects, **kwargs):
        self.corrects = corrects
        super().__init__(*args, **kwargs)

    def prepare(self):
        milestone = self.corrects.milestone
        # The form's templates do not escape labels.
        self.fields["was_met"].label = format_html("Has “{}” been met?", milestone.title)
        self.fields["was_met"].initial = MET if milestone.met_on else NOT_MET
        self.fields["met_on"].initial = milestone.met_on

    def check(self, cleaned):
        met_on = cleaned.get("met_on")
        if cleaned.get("was_met") == MET:
            self.require(cleaned, "met_on", "Enter the day when the milestone was met")
            if met_on and met_on > self.today:
                self.add_error("met_on", "Enter today or an earlier day: it has been met already")

    def enter(self, **voice):
        met = self.cleaned_data["was_met"] == MET
        return record.correct_milestone(
            self.corrects,
            activity=self.activity,
            met_on=self.cleaned_data["met_on"] if met else None,
            correction=self.cleaned_data["correction"],
            **voice,
        )
