"""The form by which a person chooses a password."""

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django.contrib.auth.forms import SetPasswordForm


class ChoosePasswordForm(SetPasswordForm):
    """A password, twice. Password managers may fill both in, and both can be pasted."""

    error_messages = {
        "password_mismatch": "The two passwords differ. Type the same one twice",
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first, again = self.fields["new_password1"], self.fields["new_password2"]
        first.label, again.label = "Password", "The same password again"
        first.help_text = (
            "At least 12 characters. Three words that have nothing to do with each other are easy "
            "to remember and hard to guess. Not your name, and none that many people use."
        )
        again.help_text = ""
        first.error_messages["required"] = "Enter a password"
        again.error_messages["required"] = "Enter the same password again"
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.text("new_password1", label_size=Size.SMALL),
            Field.text("new_password2", label_size=Size.SMALL),
            Button.primary("save", "Save and sign in"),
        )
