"""Forms that bring a published plan in, and say how its table is to be read."""

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fixed, Layout, Size
from django import forms

from opcc.office.models import Post

from ..intake import applying
from ..intake.columns import NOT_IMPORTED, OFFERED, Mapping
from ..intake.errors import IntakeError
from ..intake.proposal import LONGEST_OBJECTIVE
from ..models import Entry
from .documents import (
    DocumentForm,
    choice_for_name,
    column_choices,
    header_choices,
    name_field,
)
from .fields import LineField, WordsField

LABELS = {
    "activity": "Activity",
    "objective": "Objective",
    "owner": "Owner",
    "due": "Due date or timescale",
    "detail": "Detail",
    "priority": "Priority",
    "reference": "Reference",
}


class StartForm(DocumentForm):
    """Which plan it is, and the document. Valid, it has ``starts_on`` too."""

    what = "the plan's table"
    field_order = ["title", "year", "pasted", "document"]

    title = LineField(
        max_length=200,
        label="Title of the plan",
        help_text="For example, Delivery Plan 2020 to 2021. With the title of a plan that is here "
        "already, the document is compared with it.",
        error_messages={"required": "Enter the title of the plan"},
    )
    year = forms.IntegerField(
        min_value=2000,
        max_value=2099,
        label="Year it starts in",
        help_text="The plan's year begins on 1 April. For 2020 to 2021, enter 2020.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Enter the year the plan starts in",
            "invalid": "Enter the year as four figures, such as 2020",
            "min_value": "Enter a year between 2000 and 2099",
            "max_value": "Enter a year between 2000 and 2099",
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.text("title", label_size=Size.SMALL),
            Field.text("year", label_size=Size.SMALL, field_width=Fixed.FOUR),
            *self.rows(),
            Button.primary("continue", "Continue"),
        )

    def clean(self):
        cleaned = super().clean()
        self.find_plan(cleaned)
        return cleaned

    def find_plan(self, cleaned):
        if "title" in cleaned and "year" in cleaned:
            self.starts_on = applying.year_from(cleaned["year"])
            try:
                applying.find_plan(cleaned["title"], self.starts_on)
            except IntakeError as error:
                self.add_error("title", str(error))


class ReadingForm(forms.Form):
    """How the table is to be read: its header, its columns, and who its owners are.

    Shown by a template of its own: the words of a document may stand in its labels.
    """

    sole_objective = LineField(
        required=False,
        max_length=LONGEST_OBJECTIVE,
        label="Objective",
        widget=forms.TextInput(attrs={"class": "govuk-input"}),
    )
    header_row = forms.ChoiceField(required=False, label="Row with the headings")

    def __init__(self, *args, table, mapping, owners, **kwargs):
        super().__init__(*args, **kwargs)
        self.table, self.guessed = table, mapping
        self.owner_names = {owner_field(name): name for name in owners}
        self.fields["header_row"].choices = header_choices(table, mapping)
        for field in OFFERED:
            self.fields[field] = forms.ChoiceField(
                required=False, label=LABELS[field], choices=column_choices(table, mapping)
            )
        posts = [(str(post.pk), post.title) for post in Post.objects.standing()] if owners else []
        for name, rows in owners.items():
            self.fields[owner_field(name)] = owner_choice(name, rows, posts)

    @property
    def owner_fields(self):
        return [self[name] for name in self.owner_names]

    @property
    def column_fields(self):
        return [self["header_row"], *(self[field] for field in LABELS)]

    def clean(self):
        cleaned = super().clean()
        try:
            self.mapping(cleaned)
        except IntakeError as error:
            self.add_error("activity", str(error))
        return cleaned

    def mapping(self, cleaned):
        return Mapping.from_choices(cleaned.get("header_row"), self.columns(cleaned))

    def columns(self, cleaned):
        """The columns chosen; those not asked for stay as guessed, where they are still free."""
        chosen = {field: cleaned[field] for field in OFFERED if cleaned.get(field)}
        guessed = {field: self.guessed.column(field) for field in NOT_IMPORTED}
        free = {
            field: str(column)
            for field, column in guessed.items()
            if column is not None and str(column) not in chosen.values()
        }
        return chosen | free

    def choices(self):
        """Return what was chosen, as an Intake keeps it."""
        cleaned = self.cleaned_data
        return {
            "header_row": cleaned["header_row"],
            "columns": self.columns(cleaned),
            "sole_objective": cleaned["sole_objective"],
            "owners": {
                name: cleaned[field] for field, name in self.owner_names.items() if cleaned[field]
            },
        }


def owner_field(name):
    return name_field("owner", name)


def owner_choice(name, rows, posts):
    new = [(applying.NEW_POST, "Make it a new post")]
    fits = len(name) <= applying.LONGEST_POST
    return choice_for_name(name, rows, [*(new if fits else []), *posts])


class ImportForm(forms.Form):
    """The last click: why, where promises change, and what was checked."""

    expected = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = WordsField(
        rows=3,
        label="Why the plan changes",
        help_text="It stands in the record, beside each activity that changes.",
        missing="Say why the plan changes",
    )

    reason_category = forms.ChoiceField(
        choices=Entry.ReasonCategory,
        widget=forms.RadioSelect,
        label="What kind of reason is it for the dates?",
        error_messages={"required": "Select the kind of reason for the dates"},
    )

    def __init__(self, *args, changes, dates, button, **kwargs):
        super().__init__(*args, **kwargs)
        reason = []
        if changes:
            reason.append(Field.textarea("reason", label_size=Size.SMALL, rows=3))
        else:
            del self.fields["reason"]
        if dates:
            reason.append(Field.radios("reason_category", legend_size=Size.SMALL))
        else:
            del self.fields["reason_category"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*reason, "expected", Button.primary("import", button))
