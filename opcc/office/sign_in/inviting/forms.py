"""The form by which a person chooses a password by a link that an administrator made."""

from ..forms import NewPasswordForm


class ChoosePasswordForm(NewPasswordForm):
    button = "Save and sign in"
