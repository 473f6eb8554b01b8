"""Fields shared by this app's forms."""

import datetime as dt

from crispy_forms_gds.fields import DateInputField
from django import forms
from django.core.exceptions import ValidationError

from opcc.office.text import one_line, with_its_lines

from ..evidence.kinds import BY_ENDING

LONGEST_TEXT = 2000
"""Characters that one text may have: a screenful, which a panel member will read."""


class DayField(DateInputField):
    """A day, month and year typed apart (GOV.UK date input). Cleans to a date, or None."""

    def __init__(self, *, missing="Enter a day, a month and a year", **kwargs):
        kwargs.setdefault("require_all_fields", False)
        super().__init__(**kwargs)
        self.error_messages["required"] = missing
        self.unreal = "Enter a real date in figures, such as 31 3 2021"
        for part in self.fields:
            part.validators = []
            part.max_length = 4

    def clean(self, value):
        typed = [str(part or "").strip() for part in (value or [])]
        if not any(typed):
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        return self.real(typed)

    def real(self, typed):
        """Return the date; raise where the three parts do not make one within four digits."""
        try:
            day, month, year = (int(part) for part in typed)
            found = dt.date(year, month, day)
        except (ValueError, OverflowError) as error:
            raise ValidationError(self.unreal, code="invalid") from error
        if not 1990 <= found.year <= 2100:
            raise ValidationError("Enter a year between 1990 and 2100", code="invalid")
        return found


class LineField(forms.CharField):
    """One line of text, its spaces folded, without characters that no page can show."""

    def to_python(self, value):
        return one_line(super().to_python(value))


class FilesField(forms.FileField):
    """Files to be brought, several at once. What comes of them is the view's to say: they are kept
    before the rest of the form is looked at, so that none is lost with an error elsewhere."""

    def widget_attrs(self, widget):
        """Several may be chosen; a browser shows those first that may be taken."""
        endings = ",".join(f".{ending}" for ending in BY_ENDING)
        return super().widget_attrs(widget) | {"multiple": True, "accept": endings}

    def clean(self, value, initial=None):
        return None


class KeptFilesField(forms.MultipleChoiceField):
    """Files that were brought before, each kept by its tick. Cleans to keys of its choices."""

    widget = forms.CheckboxSelectMultiple

    def validate(self, value):
        """What is no choice any more is for the form to say: its tick cannot be shown."""

    def clean(self, value):
        choices = {key for key, _ in self.choices}
        return [key for key in dict.fromkeys(super().clean(value)) if key in choices]


class WordsField(forms.CharField):
    """Sentences, without characters that no page can show and some exports cannot hold."""

    def __init__(self, *, rows=4, missing="", **kwargs):
        super().__init__(
            # The empty description is where the character count's own will be added.
            widget=forms.Textarea(attrs={"rows": rows, "aria-describedby": ""}),
            max_length=LONGEST_TEXT,
            error_messages={
                "required": missing,
                "max_length": f"Use {LONGEST_TEXT:,} characters or fewer",
            },
            **kwargs,
        )

    def to_python(self, value):
        """Fold line ends to one kind and drop characters that no page can show."""
        return with_its_lines(super().to_python(value))
