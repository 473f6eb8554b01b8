"""Forms about service level agreements and what their reviews found."""

from django import forms
from django.db.models import Min, Q

from plans.forms.fields import DayField, WordsField
from plans.registers.fields import ActivitiesField
from plans.registers.forms import EndsByToday, LineForm, RegisterForm

from ..models import ServiceLevelAgreement, SharedService


def before_lines(typed, row):
    """The day typed as the one from which a row holds: on that of its first line, or before.

    Raises ValidationError.
    """
    first = row.lines.aggregate(day=Min("said_on"))["day"] if row.pk else None
    if first and typed > first:
        raise forms.ValidationError(
            f"Something was said about it on {first:%-d %B %Y}. Enter that day or an earlier day"
        )
    return typed


class InForceBeforeReviews:
    """Mixed into a form with `starts_on`: an agreement that was reviewed was in force by then."""

    def clean_starts_on(self):
        return before_lines(self.cleaned_data["starts_on"], self.instance)


def services_to_choose(instance):
    """Shared services that go on, and the one that the row is about already."""
    own = Q(pk=instance.service_id) if instance.pk else Q(pk=None)
    return SharedService.objects.filter(Q(ended_on=None) | own)


class AgreementForm(InForceBeforeReviews, EndsByToday, RegisterForm):
    activities = ActivitiesField()

    class Meta(RegisterForm.Meta):
        model = ServiceLevelAgreement
        fields = [
            "title",
            "service",
            "office_does",
            "force_does",
            "starts_on",
            "review_on",
            "owner",
            "link",
            "activities",
            "ended_on",
            "internal_note",
        ]

    def prepare(self):
        self.fields["title"].error_messages["unique"] = (
            "An agreement with this title is here already. Find it in the list, "
            "or enter another title"
        )
        self.fields["service"].label = "Shared service"
        self.fields["service"].queryset = services_to_choose(self.instance)
        self.fields["service"].empty_label = "Select a shared service"
        self.fields["service"].error_messages["required"] = "Select the shared service"
        self.fields["starts_on"].error_messages["required"] = (
            "Enter the day since which it is in force"
        )
        self.fields["review_on"].help_text = "It is late from the day after. A review moves it."
        del self.fields["review_on" if self.instance.pk else "ended_on"]

    def clean(self):
        cleaned = super().clean()
        starts_on, ended_on = cleaned.get("starts_on"), cleaned.get("ended_on")
        if starts_on and ended_on and ended_on < starts_on:
            self.add_error("ended_on", "Enter the day it came into force or a later day")
        review_on = self.instance.review_on if self.instance.pk else cleaned.get("review_on")
        if starts_on and review_on and review_on < starts_on:
            self.refuse_order(review_on)
        return cleaned

    def refuse_order(self, review_on):
        """The review of an agreement that stands is moved by a review, with its words."""
        if self.instance.pk:
            words = f"Enter {review_on:%-d %B %Y}, its next review, or an earlier day"
            self.add_error("starts_on", words)
        else:
            self.add_error("review_on", "Enter the day it comes into force or a later day")


class AgreementReviewForm(LineForm):
    send = "Save the review"
    field_order = ["words", "said_on", "next_review_on"]

    words = WordsField(
        label="What the review found",
        help_text="Whether each side does what was agreed, and what changes.",
        missing="Say what the review found",
    )
    next_review_on = DayField(
        label="Next review",
        missing="Enter the day of the next review",
        help_text="A day after today, such as 31 3 2022.",
    )

    def prepare(self):
        self.fields["said_on"].label = "Day of the review"
        self.order_fields(self.field_order)

    def clean_said_on(self):
        day = super().clean_said_on()
        if day < self.row.starts_on:
            raise forms.ValidationError(
                f"Enter {self.row.starts_on:%-d %B %Y}, since when it is in force, or a later day"
            )
        return day

    def clean_next_review_on(self):
        day = self.cleaned_data["next_review_on"]
        if day <= self.today:
            raise forms.ValidationError("Enter a day after today")
        return day

    def enter(self, **voice):
        names = ("words", "next_review_on", "said_on")
        self.row.review(**{name: self.cleaned_data[name] for name in names}, **voice)
