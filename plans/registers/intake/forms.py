"""Forms that bring a table in, say how it is read, and import it."""

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms

from plans.forms.documents import (
    DocumentForm,
    choice_for_name,
    column_choices,
    header_choices,
    name_field,
)
from plans.forms.fields import WordsField
from plans.intake.errors import IntakeError


class StartForm(DocumentForm):
    """The table, pasted or as a file."""

    def __init__(self, *args, columns, **kwargs):
        super().__init__(*args, **kwargs)
        self.recognise = columns.headings.recognise
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.rows(), Button.primary("continue", "Continue"))


class ReadingForm(forms.Form):
    """How the table is to be read: its header, its columns, and what its names stand for.

    names: {field: Names}; what is unknown in them is asked. offered: {field: [(choice, label)]}.
    Shown by a template of its own: the words of a document may stand in its labels.
    """

    header_row = forms.ChoiceField(required=False, label="Row with the headings")

    def __init__(self, *args, table, mapping, columns, names, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.columns = columns
        self.fields["header_row"].choices = header_choices(table, mapping)
        for field, label in columns.labels.items():
            self.fields[field] = forms.ChoiceField(
                required=False, label=label, choices=column_choices(table, mapping)
            )
        self.asked = {field: self.ask(field, each, offered) for field, each in names.items()}

    def ask(self, field, names, offered):
        """Add a field for each unknown name; return {its name: the name that it is about}."""
        asked = {name_field(field, name): name for name in names.unknown}
        for key, name in asked.items():
            self.fields[key] = choice_for_name(name, names.unknown[name], offered[field])
        return asked

    def name_fields(self, field):
        return [self[key] for key in self.asked.get(field, {})]

    @property
    def column_fields(self):
        return [self["header_row"], *(self[field] for field in self.columns.labels)]

    def clean(self):
        cleaned = super().clean()
        try:
            self.columns.chosen(cleaned.get("header_row"), self.chosen_columns())
        except IntakeError as error:
            self.add_error(next(iter(self.columns.labels)), str(error))
        return cleaned

    def chosen_columns(self):
        cleaned = self.cleaned_data
        return {field: cleaned[field] for field in self.columns.labels if cleaned.get(field)}

    def choices(self, before):
        """Return what was chosen, as a RegisterIntake keeps it, over what was chosen `before`."""
        cleaned, kept = self.cleaned_data, before.get("names", {})
        names = {
            field: kept.get(field, {}) | {name: cleaned[key] for key, name in asked.items()}
            for field, asked in self.asked.items()
        }
        columns = self.chosen_columns()
        return {"header_row": cleaned["header_row"], "columns": columns, "names": names}


class FinishForm(forms.Form):
    """The last click: why, where what stands changes, and what was checked."""

    expected = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, flow, asks_reason, button, **kwargs):
        super().__init__(*args, **kwargs)
        rows = []
        if asks_reason:
            self.fields["reason"] = WordsField(
                rows=3,
                label=flow.reason_label,
                help_text=flow.reason_help,
                missing=f"Say {flow.reason_label[:1].lower()}{flow.reason_label[1:]}",
            )
            rows.append(Field.textarea("reason", label_size=Size.SMALL, rows=3))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(*rows, "expected", Button.primary("import", button))
