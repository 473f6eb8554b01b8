"""The form that makes a key."""

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.core import signing

from opcc.office.models import AccessKey, TooManyKeys
from opcc.office.models.keys import STANDING_AT_MOST, new_secret
from plans.forms.fields import LineField

OPEN_FOR_SECONDS = 60 * 60
"""How long after it was opened the form can be sent."""

POSTS, PLAN, DATA = "posts", "plan", "data"

FOR_STAFF = [
    (POSTS, "A calendar: meetings, and what is due from my posts"),
    (PLAN, "A calendar: the same, and the dates of the whole plan"),
    (DATA, "Data: a program or a spreadsheet reads what I may read"),
]
FOR_PANEL = [
    (POSTS, "A calendar of the panel’s meetings"),
    (PLAN, "A calendar of the panel’s meetings, and the dates in the newest pack"),
]


class KeyForm(forms.Form):
    """Makes one key, however often it is sent: it brings the secret along, signed for its reader.

    The secret opens nothing until the form has been sent, and is kept nowhere.
    """

    opens = forms.ChoiceField(
        label="What is it for?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the key is for"},
    )
    name = LineField(
        label="Name",
        max_length=100,
        help_text="For you to tell your keys apart, such as “My phone”.",
        error_messages={"required": "Enter a name, such as “My phone”"},
    )
    secret = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.signer = signing.TimestampSigner(salt=f"secret of a key of {user.pk}")
        self.fields["opens"].choices = FOR_STAFF if user.works_here else FOR_PANEL
        self.initial["secret"] = self.signer.sign(new_secret())
        self.helper = FormHelper()
        self.helper.layout = Layout(
            Field.radios("opens", legend_size=Size.SMALL),
            Field.text("name", label_size=Size.SMALL),
            "secret",
            Button.primary("make", "Make the key"),
        )

    def clean(self):
        try:
            signed = self.cleaned_data.get("secret", "")
            self.cleaned_data["secret"] = self.signer.unsign(signed, max_age=OPEN_FOR_SECONDS)
        except signing.BadSignature:
            self.send_again("This page was open for too long. Check the form, and send it again.")
        return self.cleaned_data

    def send_again(self, words):
        """Refuse, and bring a new secret along, so that the form can be sent as it stands."""
        self.add_error(None, words)
        self.data = self.data.copy()
        self.data["secret"] = self.initial["secret"]

    @property
    def purpose(self):
        is_data = self.cleaned_data["opens"] == DATA
        return AccessKey.Purpose.DATA if is_data else AccessKey.Purpose.CALENDAR

    def issue(self, *, at):
        """Return (AccessKey, its secret), or None where it could not be made; errors say why."""
        name, secret = self.cleaned_data["name"], self.cleaned_data["secret"]
        try:
            key, secret = AccessKey.objects.issue(
                self.user, self.purpose, name=name, at=at, secret=secret
            )
        except TooManyKeys:
            self.add_error(
                None,
                f"You have {STANDING_AT_MOST} keys, and can have no more. Revoke one that you no "
                "longer use, then come back.",
            )
            return None
        if (key.name, key.purpose, key.revoked_at) != (name, self.purpose, None):
            self.send_again(
                f"This form made the key “{key.name}” before. Send it again for another."
            )
            return None
        return key, secret
