"""The forms of signing in, as GOV.UK sets them."""

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Layout


class SignInForm(LoginForm):
    """E-mail and password. The message never says which of the two was wrong."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "E-mail address"
        self.fields["login"].error_messages["required"] = "Enter your e-mail address"
        self.fields["password"].error_messages["required"] = "Enter your password"
        self.fields["password"].help_text = ""
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.helper = FormHelper()
        self.helper.layout = Layout("login", "password", Button.primary("sign_in", "Sign in"))


class ChangePasswordForm(AllauthChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "oldpassword", "password1", "password2", Button.primary("save", "Change password")
        )
