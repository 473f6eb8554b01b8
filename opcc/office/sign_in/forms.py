"""The forms of signing in, as GOV.UK sets them."""

import struct
from contextlib import contextmanager

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as second_step
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fixed, Layout, Size
from django.core.exceptions import ValidationError

from ..models import User
from . import notices, words
from .counting import counted_if_wrong
from .sessions import fix_the_end

NEW_PASSWORD = (
    "At least 12 characters, and neither your name nor your address nor a common password. Three "
    "words that have nothing to do with each other are easy to remember."
)
LONGEST_NAME = 100


def lay_out(form, *fields, button, **of_button):
    """Give the form its layout: its fields in that order, each with a label, and its button."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    form.helper = FormHelper()
    form.helper.layout = Layout(*fields, Button.primary("send", button, **of_button))


def ask_for(form, name, label, missing, hint=""):
    field = form.fields[name]
    field.label, field.help_text = label, hint
    field.error_messages["required"] = missing


def ask_for_code(form, label, hint):
    """A code that may be typed or pasted, with spaces or without."""
    ask_for(form, "code", label, "Enter the code", hint)
    form.fields["code"].widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}
    return Field.text("code", field_width=Fixed.TEN)


class SignInForm(account.LoginForm):
    """E-mail and password. The message never says which of the two was wrong."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_for(self, "login", "E-mail address", "Enter your e-mail address")
        ask_for(self, "password", "Password", "Enter your password")
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "spellcheck": "false"}
        lay_out(self, "login", "password", button="Sign in")

    def login(self, request, redirect_url=None):
        response = super().login(request, redirect_url)
        if request.user.is_authenticated:
            fix_the_end(request.session)
        return response


# --- Passwords ----------------------------------------------------------------------------------
class TwiceTyped:
    """For a form that asks for a new password twice."""

    def ask_twice(self):
        ask_for(self, "password1", "New password", "Enter a new password", NEW_PASSWORD)
        ask_for(self, "password2", "New password again", "Enter the new password again")

    def add_error(self, field, error):
        """Say of two that differ what to do."""
        if field == "password2" and not isinstance(error, ValidationError):
            error = "Enter the same password in both fields"
        super().add_error(field, error)


class ChangePasswordForm(TwiceTyped, account.ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_for(self, "oldpassword", "Password now", "Enter the password that you have now")
        self.ask_twice()
        lay_out(self, "oldpassword", "password1", "password2", button="Change password")

    def clean_oldpassword(self):
        """Whether it is theirs, counted as in confirming: an open session is no way to guess."""
        typed, adapter = self.cleaned_data["oldpassword"], get_adapter()
        if not adapter.reauthenticate(self.user, typed):
            raise adapter.validation_error("enter_current_password")
        return typed


class SetPasswordForm(TwiceTyped, account.SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask_twice()
        lay_out(self, "password1", "password2", button="Set password")


class NewPasswordForm(TwiceTyped, account.ResetPasswordKeyForm):
    button = "Save the new password"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.ask_twice()
        lay_out(self, "password1", "password2", button=self.button)


class ForgottenPasswordForm(account.ResetPasswordForm):
    """Asks where to send a link, and answers alike whoever has the address, or nobody."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_for(
            self,
            "email",
            "E-mail address",
            "Enter your e-mail address",
            "The one that you sign in with.",
        )
        self.fields["email"].widget.attrs |= {"autocomplete": "username", "spellcheck": "false"}
        lay_out(self, "email", button="Send the link")

    def clean_email(self):
        """Find whose address it is, letter by letter: a database may take others for the same."""
        typed = self.cleaned_data["email"]
        found = User.objects.filter(email__iexact=typed, is_active=True)
        self.user = next((user for user in found if user.email.lower() == typed), None)
        return typed

    def save(self, request, **kwargs):
        notices.send_reset_link(self.user, at=request.now)


class ConfirmForm(account.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        ask_for(self, "password", "Password", "Enter your password")
        lay_out(self, "password", button="Continue")


# --- Second steps -------------------------------------------------------------------------------
MALFORMED = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error)
"""What reading a passkey's answer fails with that no browser gave: anybody can send anything."""


@contextmanager
def refused_as(said):
    """Say of a wrong code or a wrong answer of a passkey what to do: allauth has the same words
    for all of them."""
    try:
        yield
    except ValidationError as refusal:
        if refusal.code != "incorrect_code":
            raise
        raise ValidationError(said, code="wrong") from refusal
    except MALFORMED as fault:
        raise ValidationError(said, code="malformed") from fault


CODE_HINT = "The 6 digits that your app shows now, or one of your 8-digit recovery codes."


class SecondStepForm(second_step.AuthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lay_out(self, ask_for_code(self, "Code", CODE_HINT), button="Sign in")

    def clean_code(self):
        with counted_if_wrong(context.request):
            return super().clean_code()


class ConfirmByCodeForm(second_step.ReauthenticateForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lay_out(self, ask_for_code(self, "Code", CODE_HINT), button="Continue")


class AppForm(ActivateTOTPForm):
    """Asks for the first code of an app that is being set up."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        code = ask_for_code(self, "Code that the app shows", "6 digits, new twice a minute.")
        lay_out(self, code, button="Set up the app")

    def clean_code(self):
        with refused_as(words.WRONG_FIRST_CODE):
            return super().clean_code()

    @property
    def grouped_secret(self):
        """The secret as people type it: in fours."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))


class OfPasskey:
    """For a form that brings what a passkey answered."""

    def clean_credential(self):
        with refused_as(words.WRONG_PASSKEY):
            return super().clean_credential()


class SignInByPasskeyForm(OfPasskey, passkeys.LoginWebAuthnForm):
    pass


class PasskeyStepForm(OfPasskey, passkeys.AuthenticateWebAuthnForm):
    def clean_credential(self):
        with counted_if_wrong(context.request):
            return super().clean_credential()


class ConfirmByPasskeyForm(OfPasskey, passkeys.ReauthenticateWebAuthnForm):
    pass


def ask_for_name(form):
    ask_for(
        form,
        "name",
        "Name",
        "Enter a name",
        "For you to tell your passkeys apart, such as “Work laptop”.",
    )
    form.fields["name"].max_length = LONGEST_NAME
    form.fields["name"].widget.attrs |= {"maxlength": LONGEST_NAME, "autocomplete": "off"}
    return Field.text("name", label_size=Size.SMALL)


class PasskeyForm(passkeys.AddWebAuthnForm):
    """A new passkey. Each can sign in by itself: it asks its owner for a finger, face or PIN."""

    passwordless = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        pressed = {"button": "Add a passkey", "css_id": "passkey-button", "type": "button"}
        lay_out(self, ask_for_name(self), "credential", **pressed)
        self.fields["credential"].error_messages["required"] = words.NO_PASSKEY

    def clean(self):
        self.cleaned_data["passwordless"] = True
        with refused_as(words.WRONG_PASSKEY):
            return super().clean()


class PasskeyNameForm(passkeys.EditWebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        lay_out(self, ask_for_name(self), button="Save")
