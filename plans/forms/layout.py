"""How forms are laid out: each kind of field in the one way that pages use."""

from crispy_forms_gds.layout import HTML, Field, Size
from django import forms

from .fields import LONGEST_TEXT, DayField, WordsField


def row(name, field):
    """Return the layout of one field, labelled in the size that pages use.

    A field for a line of text may have a `width`, in the characters that its box has room for: 2,
    3, 4, 5, 10 or 20.
    """
    if isinstance(field, WordsField):
        rows = field.widget.attrs["rows"]
        return Field.textarea(name, label_size=Size.SMALL, rows=rows, max_characters=LONGEST_TEXT)
    if isinstance(field.widget, forms.RadioSelect):
        return Field.radios(name, legend_size=Size.SMALL)
    if isinstance(field.widget, forms.CheckboxSelectMultiple):
        return Field.checkboxes(name, legend_size=Size.SMALL)
    if isinstance(field, DayField):
        return Field(name, context={"legend_size": Size.for_legend(Size.SMALL)})
    if isinstance(field.widget, forms.CheckboxInput):
        return Field.checkbox(name)
    if isinstance(field, forms.ChoiceField | forms.FileField):
        return Field(name, context={"label_size": Size.for_label(Size.SMALL)})
    width = {"field_width": field.width} if hasattr(field, "width") else {}
    return Field.text(name, label_size=Size.SMALL, **width)


def buttons(*each):
    """Lay buttons, or links beside them, in one group."""
    yield HTML('<div class="govuk-button-group">')
    yield from each
    yield HTML("</div>")
