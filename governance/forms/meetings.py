"""Forms about meetings and their papers."""

import datetime as dt

from crispy_forms_gds.layout import Button
from django import forms

from plans.forms.fields import LineField
from plans.registers.fields import LinkField
from plans.registers.forms import LineForm, RegisterForm

from ..models import Body, Meeting, Paper

TIMES = ["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p", "%I:%M %p", "%I.%M %p", "%I %p"]
"""How people write a time of day: 14:00, 2:30pm, 2.30 pm, 10am."""


class TimeOfDayField(forms.TimeField):
    """A time of day, as people write it."""

    def __init__(self, **kwargs):
        super().__init__(
            label="Time",
            help_text="Such as 10am or 2:30pm.",
            required=False,
            input_formats=TIMES,
            widget=forms.TextInput(attrs={"class": "govuk-input--width-5"}),
            error_messages={"invalid": "Enter a time, such as 10am or 2:30pm"},
            **kwargs,
        )

    def prepare_value(self, value):
        return f"{value:%H:%M}" if isinstance(value, dt.time) else value


class MeetingForm(RegisterForm):
    starts_at = TimeOfDayField()

    class Meta(RegisterForm.Meta):
        model = Meeting
        fields = [
            "body",
            "on",
            "starts_at",
            "place",
            "papers_due_on",
            "summary",
            "internal_note",
        ]

    def prepare(self):
        self.fields["body"].queryset = Body.objects.standing(self.today)
        self.fields["body"].empty_label = "Select a body"
        self.fields["on"].help_text = "Such as 14 1 2021."
        self.fields["papers_due_on"].help_text = "Leave empty where there are none."
        # What was said to one body's members stays with that body.
        if self.instance.pk:
            del self.fields["body"]

    def clean(self):
        cleaned = super().clean()
        on, papers_due_on = cleaned.get("on"), cleaned.get("papers_due_on")
        if on and self.is_taken(on):
            self.add_error("on", "Enter another day: the body already has a meeting on this one")
        if on and papers_due_on and papers_due_on > on:
            self.add_error("papers_due_on", "Enter the day of the meeting or an earlier day")
        return cleaned

    def is_taken(self, on):
        """Whether the body has another meeting that day: the form of a change holds no body."""
        body = self.instance.body_id if self.instance.pk else self.cleaned_data.get("body")
        return Meeting.objects.filter(body=body, on=on).exclude(pk=self.instance.pk).exists()


class AskingForm(LineForm):
    """Asks whether something is to be done, and writes no line."""

    dated = False
    words = None


class CancelForm(AskingForm):
    send = "Cancel the meeting"
    button = Button.warning

    def enter(self, **voice):
        self.row.cancel(on=self.today)


class RestoreForm(AskingForm):
    send = "Let it stand"

    def enter(self, **voice):
        self.row.restore()


class PaperForm(AskingForm):
    """A paper to be listed, or the one given as it is to be listed."""

    kind = forms.ChoiceField(choices=Paper.Kind.choices, label="Kind", initial=Paper.Kind.PAPER)
    title = LineField(max_length=200, label="Title", error_messages={"required": "Enter the title"})
    link = LinkField(
        required=False,
        label="Link",
        help_text="Where its readers find it. Leave empty where it is not on a page.",
    )

    def __init__(self, *args, paper=None, **kwargs):
        self.paper = paper
        super().__init__(*args, **kwargs)

    def enter(self, **voice):
        facts = {name: self.cleaned_data[name] for name in ("kind", "title", "link")}
        if self.paper:
            self.row.change_paper(self.paper, **facts)
        else:
            self.row.add_paper(**facts)


class PaperRemoveForm(AskingForm):
    send = "Remove the paper"
    button = Button.warning

    def __init__(self, *args, paper, **kwargs):
        self.paper = paper
        super().__init__(*args, **kwargs)

    def enter(self, **voice):
        self.row.remove_paper(self.paper)
