"""Forms of those who decide on drafts."""

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms

from .fields import WordsField


class ReturnForm(forms.Form):
    """Send a draft back to whoever wrote it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    comment = WordsField(
        rows=3,
        label="What should change",
        help_text="The author reads this. It never becomes part of the record.",
        missing="Say what should change",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Field.textarea("comment", label_size=Size.SMALL, rows=3),
            "version",
            Button.secondary("send_back", "Return to the author"),
        )
