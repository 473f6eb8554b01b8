"""The form of a quarterly review of a contract, and of what corrects one."""

from crispy_forms_gds.choices import Choice
from django import forms

from governance.templatetags.governance_tags import pounds
from plans import periods
from plans.forms.fields import DayField, WordsField
from plans.registers.fields import PoundsField
from plans.registers.forms import LineForm
from plans.templatetags.plan_tags import day

from ..models import ContractReview
from ..models.contracts import quarter_of

PERFORMANCE = {
    "on_track": "It delivers what was bought, as well as was agreed.",
    "at_risk": "Something may stop it from delivering what was bought unless it is dealt with.",
    "off_track": "It does not deliver what was bought. What is being done about that is given.",
}
RISK = {
    "low": "Nothing is known that would interrupt the service.",
    "medium": "Something is known that could interrupt it, and somebody deals with it.",
    "high": "It may well be interrupted before the next review.",
}
"""What each judgement means."""

REVIEWED = [
    "performance",
    "performance_words",
    "risk",
    "risk_words",
    "spend_to_date",
    "words",
    "next_review_on",
]
"""What a review says, in the order of its form."""


def judgement(label, choices, meanings, missing):
    """One word from radio buttons, what each means under it."""
    return forms.ChoiceField(
        label=label,
        choices=[Choice(each.value, each.label, hint=meanings[each]) for each in choices],
        widget=forms.RadioSelect,
        error_messages={"required": missing},
    )


class ReviewForm(LineForm):
    send = "Save the review"
    field_order = REVIEWED

    performance = judgement(
        "How it performs", ContractReview.Performance, PERFORMANCE, "Select how it performs"
    )
    performance_words = WordsField(
        rows=3,
        label="Why, in words",
        help_text="What was delivered since the last review, and how you know.",
        missing="Say why it performs as you selected",
    )
    risk = judgement(
        "Risk to the service", ContractReview.Risk, RISK, "Select the risk to the service"
    )
    risk_words = WordsField(
        rows=3,
        label="Why the risk is what it is",
        missing="Say why the risk is what you selected",
    )
    spend_to_date = PoundsField(
        label="Spend to date",
        error_messages={"required": "Enter the spend to date, or 0"},
    )
    words = WordsField(
        rows=3,
        required=False,
        label="Issues, and what is being done about them",
        help_text="Needed where it is off track.",
    )
    next_review_on = DayField(required=False, label="Next review")

    def prepare(self):
        begins = periods.following("quarter", quarter_of(self.today))
        self.fields[
            "spend_to_date"
        ].help_text = (
            f"In pounds, since the first day. The whole value is {pounds(self.row.value)}."
        )
        self.fields["next_review_on"].help_text = (
            f"In the next quarter, {periods.in_words('quarter', begins)}. "
            "Leave empty where none will follow."
        )
        self.fields["said_on"].label = "Day on which it was held"

    def clean_said_on(self):
        held_on = super().clean_said_on()
        if held_on < self.row.starts_on:
            raise forms.ValidationError(
                f"The contract begins on {day(self.row.starts_on)}. Enter that day or a later one"
            )
        return held_on

    def clean(self):
        cleaned = super().clean()
        needs_words = cleaned.get("performance") == "off_track" and "words" not in self.errors
        if needs_words and not cleaned.get("words"):
            self.add_error("words", "Say what is being done about it: it is off track")
        next_on = cleaned.get("next_review_on")
        if next_on and next_on <= cleaned["said_on"]:
            self.add_error("next_review_on", "Enter a day after the one on which this was held")
        if cleaned.get("spend_to_date") is not None:
            self.refuse_falling_spend(cleaned["said_on"], cleaned["spend_to_date"])
        return cleaned

    def refuse_falling_spend(self, held_on, spent):
        """Spend to date never falls: either this amount is wrong, or one that stands."""
        standing = self.others()
        before = standing.filter(said_on__lte=held_on).order_by("-spend_to_date").first()
        after = standing.filter(said_on__gt=held_on).order_by("spend_to_date").first()
        if before and spent < before.spend_to_date:
            self.add_error("spend_to_date", self.contradicted(before, "more"))
        elif after and spent > after.spend_to_date:
            self.add_error("spend_to_date", self.contradicted(after, "less"))

    def others(self):
        """The reviews that stand beside this one."""
        return self.row.reviews.standing()

    def contradicted(self, review, way):
        return (
            f"The review of {day(review.said_on)} says that {pounds(review.spend_to_date)} was "
            f"spent by then. Enter that or {way}, or correct that review first"
        )

    def enter(self, **voice):
        facts = {name: self.cleaned_data[name] for name in [*REVIEWED, "said_on"]}
        self.row.review(**facts, **voice)


class CorrectReviewForm(ReviewForm):
    """Says a review again as it should have been.

    corrected: the ContractReview that it replaces.
    """

    send = "Save the correction"

    def __init__(self, *args, corrected, **kwargs):
        self.corrected = corrected
        super().__init__(*args, **kwargs)

    def prepare(self):
        super().prepare()
        self.fields["said_on"].required = True
        self.fields["said_on"].help_text = ""
        self.fields["said_on"].error_messages["required"] = "Enter the day on which it was held"

    def clean(self):
        cleaned = super().clean()
        says = [*REVIEWED, "said_on"]
        if all(cleaned.get(name) == getattr(self.corrected, name) for name in says):
            self.add_error(None, "Nothing differs from what stands. Change what was wrong")
        return cleaned

    def others(self):
        return super().others().exclude(pk=self.corrected.pk)

    def enter(self, **voice):
        facts = {name: self.cleaned_data[name] for name in [*REVIEWED, "said_on"]}
        self.row.review(**facts, corrects=self.corrected, **voice)
