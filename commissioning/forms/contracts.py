"""Forms about contracts: what was agreed, how it is varied, published and closed."""

from crispy_forms_gds.layout import Button, Fieldset, Size
from django import forms
from django.db.models import Q

from plans.forms import layout
from plans.forms.fields import DayField, WordsField
from plans.registers.fields import ActivitiesField, LinkField, PoundsField
from plans.registers.forms import LineForm, RegisterForm
from plans.templatetags.plan_tags import day

from ..models import Contract, ContractReview

VARIED = ("value", "ends_on")
"""Columns that are typed once, when a contract is added; after that it is varied.

The next review is typed until there is one, and moves by reviews after that.
"""

GROUPS = {
    "What is bought": ["reference", "title", "service", "provider", "owner"],
    "Its value and its days": [
        "value",
        "starts_on",
        "ends_on",
        "extension",
        "notice_on",
        "review_on",
    ],
    "How it was bought, and what it serves": [
        "procurement_route",
        "department",
        "activities",
        "internal_note",
    ],
}
"""{legend: fields} of the form."""


class BeginsBeforeReviews:
    """Mixed into a form with `starts_on`: a contract that was reviewed had begun by then."""

    def clean_starts_on(self):
        starts_on = self.cleaned_data["starts_on"]
        reviews = ContractReview.objects.filter(contract=self.instance.pk)
        reviewed_on = reviews.first_days().get(self.instance.pk)
        if reviewed_on and starts_on > reviewed_on:
            raise forms.ValidationError(
                f"It was first reviewed on {day(reviewed_on)}. Enter that day or an earlier day"
            )
        return starts_on


class ContractForm(BeginsBeforeReviews, RegisterForm):
    activities = ActivitiesField(label="Activities of the plan that it delivers")

    class Meta(RegisterForm.Meta):
        model = Contract
        fields = [name for names in GROUPS.values() for name in names]

    def prepare(self):
        self.fields["reference"].help_text = "As in the office's own papers."
        self.fields["owner"].label = "Manager"
        self.fields["owner"].help_text = "The post that manages it, whoever holds the post."
        self.fields["owner"].error_messages["required"] = "Select the post that manages it"
        self.fields["starts_on"].help_text = "Such as 1 4 2021."
        self.fields["review_on"].help_text = "Each review sets the day of the next one."
        self.fields["department"].empty_label = "None"
        self.fields["department"].help_text = "The department that pays for it."
        for name, noun in (("service", "a service"), ("provider", "a provider")):
            self.fields[name].empty_label = f"Select {noun}"
            self.fields[name].queryset = self.to_choose(name)
        if self.instance.pk:
            for name in [*VARIED, *(["review_on"] if self.instance.review_on else [])]:
                del self.fields[name]
        else:
            self.fields[
                "ends_on"
            ].help_text = "Without extensions. It is kept for ever as the day first agreed."

    def to_choose(self, name):
        """Those that go on, and the one that the contract names already."""
        its_own = Q(pk=getattr(self.instance, f"{name}_id"))
        return self.fields[name].queryset.filter(Q(ended_on=None) | its_own)

    def rows(self):
        return [
            Fieldset(*self.laid_out(names), legend=legend, legend_size=Size.MEDIUM)
            for legend, names in GROUPS.items()
        ]

    def laid_out(self, names):
        return [layout.row(name, self.fields[name]) for name in names if name in self.fields]

    def clean(self):
        cleaned = super().clean()
        days = {
            name: cleaned[name] if name in self.fields else getattr(self.instance, name)
            for name in ("starts_on", "ends_on", "notice_on")
            if name not in self.errors
        }
        if days.get("starts_on") and days.get("ends_on"):
            self.refuse_order(**days)
        return cleaned

    def refuse_order(self, starts_on, ends_on, notice_on=None):
        """The last day of a contract that stands moves by varying it, with a reason."""
        if ends_on < starts_on and self.instance.pk:
            self.add_error("starts_on", f"Enter {day(ends_on)}, its last day, or an earlier day")
        elif ends_on < starts_on:
            self.add_error("ends_on", "Enter the first day or a later day")
        if notice_on and notice_on > ends_on:
            self.add_error("notice_on", "Enter the last day of the contract or an earlier day")


class VaryForm(LineForm):
    send = "Vary the contract"
    field_order = ["ends_on", "value", "words"]

    ends_on = DayField(label="Last day", missing="Enter the last day: a day, a month and a year")
    value = PoundsField(
        label="Whole value",
        help_text="In pounds, over the whole term as it is now.",
        error_messages={"required": "Enter the whole value"},
    )
    words = WordsField(
        label="Why it is varied",
        help_text="Shown beside what changes. What was first agreed stays.",
        missing="Say why the contract is varied",
    )

    def prepare(self):
        self.fields["said_on"].label = "On which day it was agreed"

    def clean_said_on(self):
        """Each variation begins from what the one before it left."""
        agreed_on = super().clean_said_on()
        last = self.row.lines.filter(kind="varied").order_by("-said_on").first()
        if last and agreed_on < last.said_on:
            raise forms.ValidationError(
                f"It was varied on {day(last.said_on)}. Enter that day or a later day"
            )
        return agreed_on

    def clean_ends_on(self):
        ends_on, row = self.cleaned_data["ends_on"], self.row
        if ends_on < row.starts_on:
            raise forms.ValidationError(
                f"Enter {day(row.starts_on)}, its first day, or a later day"
            )
        if row.notice_on and ends_on < row.notice_on:
            raise forms.ValidationError(
                f"The notice day is {day(row.notice_on)}. Enter that day or a later one, "
                "or change the notice day first"
            )
        return ends_on

    def clean(self):
        cleaned = super().clean()
        stands = {"ends_on": self.row.ends_on, "value": self.row.value}
        if all(cleaned.get(name) == value for name, value in stands.items()):
            self.add_error("ends_on", "Enter another last day, or another value below")
        return cleaned

    def enter(self, **voice):
        names = ["ends_on", "value", "words", "said_on"]
        self.row.vary(**{name: self.cleaned_data[name] for name in names}, **voice)


class PublishCopyForm(LineForm):
    send = "Note the copy"
    field_order = ["link", "words"]

    link = LinkField(
        label="Where the copy is",
        help_text="Its address, such as https://www.example.org/contracts/c101.pdf. From then on "
        "everybody can read the reference, title, provider, procurement route, days and value as "
        "data, as they stand now.",
        error_messages={"required": "Enter the address of the copy"},
    )
    words = WordsField(
        rows=3,
        required=False,
        label="What is to be said about it",
        help_text="Such as what was left out of it, and why.",
    )

    def prepare(self):
        self.fields["said_on"].label = "Day on which it was published"

    def enter(self, **voice):
        names = ["link", "words", "said_on"]
        self.row.publish(**{name: self.cleaned_data[name] for name in names}, **voice)


class CloseForm(LineForm):
    send = "Close the contract"
    button = Button.warning
    words = WordsField(
        label="What came of it",
        help_text="What it delivered, what was spent, and what follows it.",
        missing="Say what came of the contract",
    )

    def clean_said_on(self):
        closed_on = super().clean_said_on()
        if closed_on <= self.row.ends_on:
            raise forms.ValidationError(
                f"Its last day was {day(self.row.ends_on)}. Enter a day after it"
            )
        return closed_on

    def enter(self, **voice):
        facts = self.cleaned_data
        self.row.close(words=facts["words"], said_on=facts["said_on"], **voice)
