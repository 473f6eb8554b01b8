"""Forms about grants."""

from django import forms
from django.db.models import Q

from plans.registers.fields import ActivitiesField, not_to_come
from plans.registers.forms import RegisterForm

from ..models import Grant, Provider, Service


def above_nothing(amount):
    """Return the amount. Raises ValidationError where it is nothing."""
    if amount == 0:
        raise forms.ValidationError("Enter an amount above £0")
    return amount


def providers_to_choose(key):
    """Providers in use, and the one of this key, which the row names already."""
    return Provider.objects.filter(Q(ended_on=None) | Q(pk=key))


class GrantForm(RegisterForm):
    activities = ActivitiesField()

    class Meta(RegisterForm.Meta):
        model = Grant
        fields = [
            "title",
            "recipient",
            "amount",
            "made_on",
            "purpose",
            "conditions",
            "reasons",
            "service",
            "owner",
            "activities",
            "internal_note",
        ]

    def prepare(self):
        row, fields = self.instance, self.fields
        fields["title"].help_text = "What colleagues call it."
        fields["recipient"].queryset = providers_to_choose(row.recipient_id)
        fields["recipient"].empty_label = "Select a provider"
        fields["recipient"].help_text = "Whoever is not listed is added as a provider first."
        fields["amount"].help_text = "In pounds, such as 5,000 or 749.50."
        fields["purpose"].help_text = "What it is for. Published with it."
        fields[
            "conditions"
        ].help_text = "What the recipient has to do, or “None”. Published with it."
        fields["conditions"].error_messages["required"] = "Enter the conditions, or “None”"
        fields["reasons"].label = "Why it was given"
        fields["reasons"].error_messages["required"] = "Enter why it was given"
        fields["service"].queryset = Service.objects.filter(Q(ended_on=None) | Q(pk=row.service_id))
        fields["service"].empty_label = "None"
        fields["service"].help_text = "Where it pays for one of the office’s services."

    def clean_amount(self):
        return above_nothing(self.cleaned_data["amount"])

    def clean_made_on(self):
        return not_to_come(self.cleaned_data["made_on"], self.today)


class GrantNoteForm(RegisterForm):
    """All that may still change in a grant that was published."""

    class Meta(RegisterForm.Meta):
        model = Grant
        fields = ["internal_note"]
