"""Forms about actions."""

from django import forms

from plans.forms.fields import DayField, WordsField
from plans.registers.fields import ActivitiesField, not_to_come
from plans.registers.forms import LineForm, RegisterForm, SinceRaised

from ..models import Action, Meeting, ScrutinyItem


class ActionForm(RegisterForm):
    activities = ActivitiesField()

    class Meta(RegisterForm.Meta):
        model = Action
        fields = [
            "title",
            "owner",
            "raised_on",
            "due_on",
            "meeting",
            "recommendation",
            "activities",
            "internal_note",
        ]

    def prepare(self):
        self.fields["meeting"].queryset = Meeting.objects.select_related("body")
        self.fields["meeting"].empty_label = "None"
        recommendations = ScrutinyItem.objects.filter(kind=ScrutinyItem.Kind.RECOMMENDATION)
        self.fields["recommendation"].queryset = recommendations
        self.fields["recommendation"].empty_label = "None"
        self.fields["due_on"].help_text = "It is kept for ever as the first date that was said."
        if self.instance.pk:
            del self.fields["due_on"]

    def clean_raised_on(self):
        return not_to_come(self.cleaned_data["raised_on"], self.today)

    def clean(self):
        cleaned = super().clean()
        raised_on = cleaned.get("raised_on")
        due_on = self.instance.due_on if self.instance.pk else cleaned.get("due_on")
        if raised_on and due_on and due_on < raised_on:
            self.refuse_order(due_on)
        return cleaned

    def refuse_order(self, due_on):
        """The date of a row that stands moves by its own verb, with a reason."""
        if self.instance.pk:
            words = f"Enter {due_on:%-d %B %Y}, when it is due, or an earlier day"
            self.add_error("raised_on", words)
        else:
            self.add_error("due_on", "Enter the day it was raised or a later day")

    def save(self):
        if self.instance.pk is None:
            self.instance.first_due_on = self.instance.due_on
        return super().save()


class ActionUpdateForm(SinceRaised, LineForm):
    words = WordsField(
        label="What has happened",
        help_text="Two or three plain sentences.",
        missing="Say what has happened",
    )

    def enter(self, **voice):
        facts = self.cleaned_data
        self.row.update(words=facts["words"], said_on=facts["said_on"], **voice)


class MoveDateForm(LineForm):
    """For whatever has a due date and a verb `move_date`."""

    send = "Move the date"
    dated = False
    field_order = ["to", "words"]

    to = DayField(
        label="The new date", missing="Enter the new date", help_text="Such as 30 6 2021."
    )
    words = WordsField(
        label="Why it moves",
        help_text="Shown beside both dates. The first date stays.",
        missing="Say why the date moves",
    )

    def clean_to(self):
        to = self.cleaned_data["to"]
        if to == self.row.due_on:
            raise forms.ValidationError("Enter another day than the one that stands")
        if to < self.row.raised_on:
            raise forms.ValidationError("Enter the day it was raised or a later day")
        return to

    def enter(self, **voice):
        facts = self.cleaned_data
        self.row.move_date(to=facts["to"], words=facts["words"], said_on=self.today, **voice)


class ActionDoneForm(SinceRaised, LineForm):
    send = "It is done"
    words = WordsField(
        label="What was done",
        help_text="And where it can be seen.",
        missing="Say what was done",
    )

    def enter(self, **voice):
        facts = self.cleaned_data
        self.row.finish(words=facts["words"], said_on=facts["said_on"], **voice)
