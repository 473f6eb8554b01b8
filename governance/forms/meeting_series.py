"""The form that adds a year of meetings in one go."""

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Layout
from django import forms

from plans.forms import layout
from plans.forms.fields import DayField, LineField

from ..models import Body, Meeting
from ..models.meetings import meeting_days
from .meetings import TimeOfDayField

LONGEST_DAYS = 2 * 366
MOST_MEETINGS = 60

STEPS = [(1, "Every week"), (2, "Every 2 weeks"), (4, "Every 4 weeks"), (13, "Every 13 weeks")]


class SeriesForm(forms.Form):
    """A body, days at one distance from each other, and what all those meetings have in common."""

    body = forms.ModelChoiceField(
        queryset=Body.objects.none(),
        label="Body",
        empty_label="Select a body",
        error_messages={"required": "Select the body"},
    )
    first = DayField(
        label="First meeting",
        help_text="Such as 14 1 2021. The others fall on the same day of the week.",
        missing="Enter the day of the first meeting",
    )
    weeks = forms.TypedChoiceField(
        coerce=int,
        choices=STEPS,
        widget=forms.RadioSelect,
        label="How often",
        error_messages={"required": "Select how often it meets"},
    )
    last = DayField(
        label="No meeting later than",
        help_text="At most two years after the first.",
        missing="Enter the last day on which there may be a meeting",
    )
    starts_at = TimeOfDayField()
    place = LineField(max_length=200, required=False, label="Place")
    papers_days = forms.IntegerField(
        required=False,
        min_value=0,
        max_value=60,
        label="Papers are due how many days before",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-3"}),
        help_text="Such as 7. Leave empty where there are no papers.",
        error_messages={
            "invalid": "Enter a whole number of days, such as 7",
            "min_value": "Enter 0 days or more",
            "max_value": "Enter 60 days or fewer",
        },
    )

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = Body.objects.standing(today)
        self.helper = FormHelper()
        rows = [layout.row(name, field) for name, field in self.fields.items()]
        go_on = Button.primary("check", "Check the days")
        self.helper.layout = Layout(*rows, *layout.buttons(go_on))

    def clean(self):
        cleaned = super().clean()
        first, last, weeks = (cleaned.get(name) for name in ("first", "last", "weeks"))
        if first and last and weeks:
            self.check_span(first, last, weeks)
        return cleaned

    def check_span(self, first, last, weeks):
        if last < first:
            self.add_error("last", "Enter the day of the first meeting or a later day")
        elif (last - first).days > LONGEST_DAYS:
            self.add_error("last", "Enter a day at most two years after the first meeting")
        elif (number := len(meeting_days(first, last, weeks))) > MOST_MEETINGS:
            self.add_error(
                "last",
                f"That would be {number} meetings. Enter an earlier day, so that there are "
                f"at most {MOST_MEETINGS}",
            )

    @property
    def days(self):
        typed = self.cleaned_data
        return meeting_days(typed["first"], typed["last"], typed["weeks"])

    def taken(self):
        """The meetings that the body has on those days already, by day."""
        return {
            meeting.on: meeting
            for meeting in Meeting.objects.filter(body=self.cleaned_data["body"], on__in=self.days)
        }

    def make(self):
        """Add the meetings that are not there yet, and return them. All or none of them."""
        typed = self.cleaned_data
        return Meeting.objects.add_series(
            typed["body"],
            self.days,
            papers_days=typed["papers_days"],
            starts_at=typed["starts_at"],
            place=typed["place"],
        )
