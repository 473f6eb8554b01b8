"""Forms about what the office must publish, and what it published."""

import datetime as dt

from plans.forms.fields import DayField, WordsField
from plans.registers.fields import ActivitiesField, LinkField
from plans.registers.forms import LineForm, RegisterForm

from ..models import PublicationDuty
from ..publishing_dates import MONTHS, Interval

EVERYBODY_READS = "Everybody can read this, as data."

FURTHEST_AHEAD = dt.timedelta(days=2 * 366)
"""A publication may be about a year to come, as a budget is; further ahead it is a slip."""


class PublicationDutyForm(RegisterForm):
    activities = ActivitiesField()

    class Meta(RegisterForm.Meta):
        model = PublicationDuty
        fields = [
            "title",
            "outline",
            "source",
            "owner",
            "interval",
            "interval_source",
            "is_prominent",
            "starts_on",
            "link",
            "activities",
            "internal_note",
        ]

    def prepare(self):
        for name in ("title", "outline"):
            self.fields[name].help_text = EVERYBODY_READS
        self.fields["interval"].help_text = (
            "How often it has to be published. Leave it as not set until somebody has read it "
            "in the law or in guidance, and name that below."
        )

    def clean(self):
        cleaned = super().clean()
        interval = cleaned.get("interval")
        if interval and interval != Interval.UNKNOWN and not cleaned.get("interval_source"):
            self.add_error(
                "interval_source",
                "Enter where this interval is written, or who set it. "
                "If nobody has checked it, select “Not set”",
            )
        return cleaned


class PublishForm(LineForm):
    """Notes that something was published: what, on which day, and how far it reaches."""

    send = "Note the publication"
    field_order = ["words", "said_on", "covers_until", "link"]

    words = WordsField(
        label="What was published",
        help_text=f"Such as: spending over £500 in November 2020. {EVERYBODY_READS}",
        missing="Say what was published",
    )
    covers_until = DayField(
        label="Until which day it is published now",
        missing="Enter the last day that is published now",
        help_text="The last day of the newest month, quarter or year that stands on the website. "
        "For a budget, the last day of the financial year it is for.",
    )
    link = LinkField(
        required=False,
        label="Link",
        help_text="Where it stands, if not on the usual page.",
    )

    def prepare(self):
        self.fields["said_on"].label = "The day it was published"
        self.order_fields(self.field_order)
        if self.row.interval not in MONTHS and self.row.interval != Interval.BEFORE_YEAR:
            self.fields["covers_until"].required = False
            self.fields[
                "covers_until"
            ].help_text = "Leave empty for the day it was published: no next date follows from it."

    def clean(self):
        cleaned = super().clean()
        said_on = cleaned.get("said_on")
        until = cleaned.setdefault("covers_until", None)
        if said_on and until is None and "covers_until" not in self.errors:
            cleaned["covers_until"] = said_on
        elif said_on and until:
            self.refuse_what_cannot_be_published(until, said_on)
        return cleaned

    def refuse_what_cannot_be_published(self, until, said_on):
        if self.row.interval in MONTHS and until > said_on:
            self.add_error("covers_until", "Enter a day that had passed when it was published")
        elif until > said_on + FURTHEST_AHEAD:
            self.add_error("covers_until", "Enter a day within two years of the publication")

    def enter(self, **voice):
        names = ("covers_until", "words", "link", "said_on")
        self.row.publish(**{name: self.cleaned_data[name] for name in names}, **voice)
