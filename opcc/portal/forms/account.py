"""What a person may set about their own account."""

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms

from opcc.office.models import MailPreference


class MailForm(forms.ModelForm):
    """Which mail a person wants. Members of the panel get mail about packs alone."""

    packs = forms.TypedChoiceField(
        label="Published packs",
        choices=[("yes", "Tell me when a pack is published"), ("no", "Do not tell me")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        help_text="Sent to members of the panel, and to those who hold or deputise for a post of "
        "the leadership team.",
        error_messages={"required": "Say whether you want to be told of packs"},
    )

    class Meta:
        model = MailPreference
        fields = ["reminders", "packs"]
        labels = {"reminders": "What is due from you"}
        widgets = {"reminders": forms.RadioSelect}
        help_texts = {
            "reminders": "One mail a day at most, in the morning, and none when there is nothing "
            "to say. What nobody else can do for you always comes: drafts for you to approve or "
            "returned to you, and posts or activities that pass to you.",
        }
        error_messages = {"reminders": {"required": "Say how often you want to be reminded"}}

    def __init__(self, *args, reader, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["packs"] = "yes" if self.instance.packs else "no"
        self.fields["reminders"].choices = MailPreference.Reminders.choices
        shown = ["reminders", "packs"] if reader.works_here else ["packs"]
        for name in set(self.fields) - set(shown):
            del self.fields[name]
        fields = [Field.radios(name, legend_size=Size.SMALL) for name in shown]
        self.helper = FormHelper()
        self.helper.layout = Layout(*fields, Button.primary("save", "Save"))

    def keep(self):
        """Write what was chosen."""
        return MailPreference.objects.choose(self.instance.user, **self.cleaned_data)
