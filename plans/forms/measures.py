"""Forms about measures."""

from crispy_forms_gds.layout import Button
from django import forms

from plans.registers.forms import LineForm, RegisterForm, TellsOnce

from .. import measure_values, periods
from ..measures import reading
from ..models import Measure, Priority
from ..xmr import FIRM
from .fields import LineField, WordsField

SUCH_AS = {
    "month": ("a month", "April 2020"),
    "quarter": ("a quarter", "April to June 2020"),
    "year": ("a year from April to March", "2020 to 2021"),
}


class PeriodField(LineField):
    """A period as people write it. Cleans to its first day.

    frequency: set by the form.
    """

    width = 20
    frequency = None

    def fit(self, measure):
        """Ask for the periods of this measure."""
        self.frequency = measure.frequency
        what, example = SUCH_AS[measure.frequency]
        self.error_messages["required"] = f"Enter {what}, such as {example}"
        self.help_text = self.help_text or f"{what[:1].upper()}{what[1:]}, such as {example}."

    def clean(self, value):
        text = super().clean(value)
        try:
            return periods.read(self.frequency, text)
        except periods.Unreadable as error:
            raise forms.ValidationError(self.error_messages["required"]) from error


class ValueField(LineField):
    """A value as people write it, such as "1,204" or "£607,045". Cleans to a Decimal.

    measure: set by the form.
    """

    width = 10
    measure = None

    def clean(self, value):
        text = super().clean(value)
        try:
            number = measure_values.read(text, self.measure.unit)
        except measure_values.Unreadable as unreadable:
            raise forms.ValidationError(str(unreadable)) from unreadable
        places = self.measure.decimals
        if number != round(number, places):
            most = f"at most {places} decimal place{'' if places == 1 else 's'}"
            raise forms.ValidationError(
                f"Enter a {f'number with {most}' if places else 'whole number'}, "
                "as the measure is shown"
            )
        return number


class NamesThePlan:
    """Mixed into a field of priorities: those of several Police and Crime Plans share numbers."""

    def label_from_instance(self, priority):
        return f"{priority} ({priority.plan})"


class PriorityField(NamesThePlan, forms.ModelChoiceField):
    pass


class MeasureForm(RegisterForm):
    class Meta(RegisterForm.Meta):
        model = Measure
        fields = [
            "title",
            "definition",
            "source",
            "frequency",
            "unit",
            "decimals",
            "better",
            "plan",
            "priority",
            "owner",
            "is_screened",
            "internal_note",
        ]

    def prepare(self):
        choices = Priority.objects.select_related("plan")
        old = self.fields["priority"]
        self.fields["priority"] = PriorityField(
            choices, required=False, empty_label="None", label=old.label, help_text=old.help_text
        )
        self.fields["plan"].empty_label = "Select one"
        self.fields["plan"].error_messages["required"] = "Select the Police and Crime Plan"
        self.fields["better"].error_messages["required"] = "Select which way is better"
        self.fields["frequency"].error_messages["required"] = "Select how often it has a value"
        self.fields["decimals"].width = 2
        self.fields["unit"].width = 20
        if self.instance.pk:
            self.fix_what_stands()
        elif self.plan:
            self.initial.setdefault("plan", self.plan.police_and_crime_plan_id)

    def fix_what_stands(self):
        """The definition changes by its own verb, and what has values or lines its frequency."""
        del self.fields["definition"]
        if self.instance.observations.exists() or self.instance.lines.exists():
            del self.fields["frequency"]

    def clean_decimals(self):
        decimals = self.cleaned_data["decimals"]
        if decimals > measure_values.DECIMALS:
            raise forms.ValidationError("Enter a number from 0 to 4")
        return decimals


class MeasureLineForm(LineForm):
    """Something said about a measure. reading: its MeasureReading, as the form is shown or sent."""

    def prepare(self):
        self.reading = reading(self.row)
        for field in self.fields.values():
            if isinstance(field, PeriodField):
                field.fit(self.row)
            if isinstance(field, ValueField):
                field.measure = self.row
                field.help_text = f"In {self.row.unit}." if self.row.unit else ""


class ObserveForm(TellsOnce, MeasureLineForm):
    send = "Save the value"
    dated = False
    field_order = ["period", "value", "is_provisional", "words"]

    period = PeriodField(label="Which period")
    value = ValueField(label="The value", error_messages={"required": "Enter the value"})
    is_provisional = forms.BooleanField(
        required=False, label="It is provisional: a final value will follow"
    )
    words = WordsField(
        required=False,
        label="Note",
        help_text="What a reader of the chart should know. For a revised value, why it changes.",
    )

    def clean_period(self):
        period = self.cleaned_data["period"]
        if period > self.today:
            raise forms.ValidationError(
                f"{self.reading.in_words(period)} has not begun: enter a period that has"
            )
        return period

    def clean(self):
        cleaned = super().clean()
        standing = self.reading.said.get(cleaned.get("period"))
        if standing and cleaned.get("value") is not None:
            self.revise(standing[-1])
        return cleaned

    def revise(self, line):
        """Another value for a period is said to be one, changes something, and says why."""
        words = (
            f"A value of {self.reading.in_unit(line.value)} stands since {line.made_at:%-d %B %Y}"
        )
        typed = self.cleaned_data
        if (typed["value"], typed["is_provisional"]) == (line.value, line.is_provisional):
            self.add_error("value", f"{words}: enter another one, or leave it as it is")
            return
        self.tell(str(line.pk), f"{words}: this revises it. Save again to revise it")
        if not typed.get("words"):
            self.add_error("words", "Say why the value changes")

    def enter(self, **voice):
        facts = self.cleaned_data
        self.row.observe(
            facts["period"],
            facts["value"],
            words=facts["words"],
            is_provisional=facts["is_provisional"],
            said_on=self.today,
            **voice,
        )


class RebaseForm(TellsOnce, MeasureLineForm):
    send = "Begin new limits"
    dated = False
    field_order = ["from_period", "words"]

    from_period = PeriodField(label="From which period")
    words = WordsField(
        label="What changed then",
        help_text="A cause that is known, such as a new system or a change in law. Shown with the "
        "chart.",
        missing="Say what changed then",
    )

    def clean_from_period(self):
        period = self.cleaned_data["from_period"]
        known = list(self.reading.said)
        if period not in self.reading.said:
            among = self.those_with_values(known)
            raise forms.ValidationError(f"Enter a period that has a value: {among}")
        if period == known[0]:
            raise forms.ValidationError(
                "Enter a later period: the first limits begin with this one"
            )
        if any(known[at] == period for at, _ in self.reading.breaks if at < len(known)):
            raise forms.ValidationError(
                "Enter another period: new limits begin with this one already"
            )
        return period

    def clean(self):
        cleaned = super().clean()
        if period := cleaned.get("from_period"):
            self.warn_of_trial(period)
        return cleaned

    def those_with_values(self, known):
        """Words for the periods among which those with values are."""
        first, last = self.reading.in_words(known[0]), self.reading.in_words(known[-1])
        if first == last:
            return f"{first} alone has one"
        if self.row.frequency == periods.Frequency.MONTH:
            return f"from {first} to {last}"
        return f"the first is {first}, and the last {last}"

    def warn_of_trial(self, period):
        following = [line.from_period for _, line in self.reading.breaks]
        end = min((other for other in following if other > period), default=None)
        count = sum(period <= each and (end is None or each < end) for each in self.reading.said)
        if count < FIRM:
            values = f"{count} value{'' if count == 1 else 's'}"
            self.tell(
                period.isoformat(),
                f"Limits from {self.reading.in_words(period)} on would rest on {values}, and stay "
                f"on trial until there are {FIRM}. Save again to begin them all the same",
            )

    def enter(self, **voice):
        facts = self.cleaned_data
        self.row.rebase(
            from_period=facts["from_period"], words=facts["words"], said_on=self.today, **voice
        )


class TakeBackForm(MeasureLineForm):
    """line: the MeasureLine that began the new limits."""

    send = "Take these new limits back"
    button = Button.warning
    dated = False
    words = WordsField(
        label="Why they are taken back",
        help_text="Shown with the line that began them, which stays.",
        missing="Say why they are taken back",
    )

    def __init__(self, *args, line, **kwargs):
        self.line = line
        super().__init__(*args, **kwargs)

    @property
    def period(self):
        """Words of the period from which they were begun."""
        return self.reading.in_words(self.line.from_period)

    def enter(self, **voice):
        why = self.cleaned_data["words"]
        self.row.take_back(self.line, words=why, said_on=self.today, **voice)


class RedefineForm(MeasureLineForm):
    send = "Change the definition"
    dated = False
    field_order = ["definition", "from_period", "words"]

    definition = WordsField(
        label="The new definition",
        help_text="What is counted, and what is left out.",
        missing="Enter the new definition",
    )
    from_period = PeriodField(label="From which period")
    words = WordsField(
        label="Why it changes",
        help_text="Shown with both definitions. New limits begin where the new one does.",
        missing="Say why the definition changes",
    )

    def prepare(self):
        super().prepare()
        self.initial.setdefault("definition", self.row.definition)

    def clean_definition(self):
        definition = self.cleaned_data["definition"]
        if definition.split() == self.row.definition.split():
            raise forms.ValidationError("Enter another definition than the one that stands")
        return definition

    def enter(self, **voice):
        facts = self.cleaned_data
        self.row.redefine(
            facts["definition"],
            from_period=facts["from_period"],
            words=facts["words"],
            said_on=self.today,
            **voice,
        )


class TargetForm(MeasureLineForm):
    send = "Set the target"
    field_order = ["target", "set_by", "words", "said_on"]

    target = ValueField(label="The target", error_messages={"required": "Enter the target"})
    set_by = LineField(
        max_length=200,
        label="Who set it",
        help_text="Such as a post, a board, or a plan and its page.",
        error_messages={"required": "Enter who set it"},
    )
    words = WordsField(
        label="Why this target",
        help_text="What it rests on. Shown beside it.",
        missing="Say why this target",
    )

    def prepare(self):
        super().prepare()
        self.fields["said_on"].label = "On which day it was set"

    def enter(self, **voice):
        facts = self.cleaned_data
        self.row.set_target(
            facts["target"],
            set_by=facts["set_by"],
            words=facts["words"],
            said_on=facts["said_on"],
            **voice,
        )


class RemoveTargetForm(LineForm):
    send = "Remove the target"
    dated = False
    words = WordsField(
        label="Why it is removed",
        help_text="Shown beside the target that stood.",
        missing="Say why the target is removed",
    )

    def enter(self, **voice):
        words = self.cleaned_data["words"]
        self.row.set_target(None, set_by="", words=words, said_on=self.today, **voice)


class EndForm(LineForm):
    send = "Report it no longer"
    button = Button.warning
    words = WordsField(
        label="Why it is no longer reported",
        help_text="What was measured stays, with its chart.",
        missing="Say why it is no longer reported",
    )

    def enter(self, **voice):
        facts = self.cleaned_data
        self.row.end(words=facts["words"], said_on=facts["said_on"], **voice)


class ResumeForm(MeasureLineForm):
    send = "Report it again"
    dated = False
    words = WordsField(
        label="Why it is reported again",
        help_text="Shown with the line that ended it, which stays.",
        missing="Say why it is reported again",
    )

    def enter(self, **voice):
        self.row.resume(words=self.cleaned_data["words"], said_on=self.today, **voice)
