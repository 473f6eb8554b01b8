"""What every form that brings a table in has: the document, and which column is which."""

import hashlib

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.forms.utils import ErrorDict
from django.utils.text import capfirst

from ..intake import columns, reading
from ..intake.errors import IntakeError
from ..intake.table import LONGEST_PASTE, quoted

TOO_LARGE = (
    f"The file is larger than {reading.MAX_BYTES // 1024 // 1024} MB. Copy the table and paste it, "
    "or take the pictures out of a .docx or .xlsx"
)
ROWS_OFFERED_AS_HEADER = 60


class DocumentForm(forms.Form):
    """A table, pasted or as a file, not both. Valid, it has ``table``, the rows read.

    what: what the table is called in labels and errors. recognise: tells its header.
    """

    what = "the table"
    recognise = staticmethod(columns.recognise)

    pasted = forms.CharField(
        required=False,
        strip=False,
        help_text="Copy the whole table in Word or Excel, with its heading row, and paste it here: "
        f"up to {LONGEST_PASTE:,} characters.",
        widget=forms.Textarea(
            attrs={"spellcheck": "false", "wrap": "off", "maxlength": LONGEST_PASTE}
        ),
    )
    document = forms.FileField(
        required=False,
        allow_empty_file=True,
        label="Or upload the document",
        help_text="A .docx, .xlsx, .csv, .tsv or .txt file of up to 10 MB.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["pasted"].label = f"Paste {self.what}"

    def rows(self):
        """The two fields, laid out."""
        yield Field.textarea("pasted", label_size=Size.SMALL, rows=8, css_class="app-paste")
        yield Field("document", context={"label_size": Size.for_label(Size.SMALL)})

    def clean(self):
        cleaned = super().clean()
        pasted, document = cleaned.get("pasted", "").strip(), cleaned.get("document")
        if pasted and document:
            self.add_error("pasted", "Paste the table or upload a file, not both")
        elif not pasted and not document and "document" not in self.errors:
            self.add_error("pasted", f"Paste {self.what}, or upload the document")
        else:
            self.read(cleaned)
        return cleaned

    def read(self, cleaned):
        document = cleaned.get("document")
        field = "document" if document else "pasted"
        try:
            self.table = (
                reading.read(document.name, document.read(), self.recognise)
                if document
                else reading.read_pasted(cleaned["pasted"], self.recognise)
            )
        except IntakeError as error:
            # What was pasted begins with a word of ours, a file with its own name.
            self.add_error(field, str(error) if document else capfirst(str(error)))

    def refuse_size(self):
        """Say that the file was too large to be read. What else was typed may be lost with it."""
        self.cleaned_data = {}
        self._errors = ErrorDict(renderer=self.renderer)
        self.add_error("document", TOO_LARGE)


def name_field(kind, name):
    """Return a field's name for a name in a document, which may hold anything."""
    return f"{kind}_" + hashlib.sha256(name.casefold().encode()).hexdigest()[:12]


def choice_for_name(name, rows, choices):
    """The field in which a person says who or what a name in these rows is."""
    return forms.ChoiceField(
        required=False,
        label=name,
        widget=forms.Select(attrs={"class": "govuk-select"}),
        choices=[("", "Choose"), *choices],
        help_text=f"Row {rows[0]}" if len(rows) == 1 else f"Rows {', '.join(map(str, rows))}",
    )


def column_choices(table, mapping):
    header = table.row(mapping.header_row)
    return [
        ("", "Not in this table"),
        *((str(column), column_words(header, column)) for column in range(table.width)),
    ]


def column_words(header, column):
    heading = header.cell(column) if header else ""
    return f"Column {column + 1}: {quoted(heading, 40)}" if heading else f"Column {column + 1}"


def header_choices(table, mapping):
    """Offer the first rows as the header, and the one that was taken for it."""
    rows = {row.number: row for row in table.rows[:ROWS_OFFERED_AS_HEADER]}
    if chosen := table.row(mapping.header_row):
        rows[chosen.number] = chosen
    return [
        ("", "There is none"),
        *((str(number), f"Row {number}: {start_of(row)}") for number, row in sorted(rows.items())),
    ]


def start_of(row):
    return quoted(" | ".join(filter(None, map(str.strip, row.cells))), 50)
