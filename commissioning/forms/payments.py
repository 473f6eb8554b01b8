"""Forms about items of spend."""

from django.db.models import Q

from plans.registers.fields import ActivitiesField, not_to_come
from plans.registers.forms import RegisterForm

from ..models import Contract, Payment
from ..thresholds import SPEND_OVER
from .grants import above_nothing, providers_to_choose


class PaymentForm(RegisterForm):
    activities = ActivitiesField()

    class Meta(RegisterForm.Meta):
        model = Payment
        fields = [
            "title",
            "payee",
            "amount",
            "paid_on",
            "reasons",
            "contract",
            "owner",
            "activities",
            "internal_note",
        ]

    def prepare(self):
        row, fields = self.instance, self.fields
        fields["title"].error_messages["required"] = "Enter what was paid for"
        fields["payee"].queryset = providers_to_choose(row.payee_id)
        fields["payee"].label = "Paid to"
        fields["payee"].empty_label = "Select a provider"
        fields["payee"].help_text = "Whoever is not listed is added as a provider first."
        fields["payee"].error_messages["required"] = "Select who was paid"
        fields["amount"].help_text = "In pounds, such as 5,000 or 749.50."
        fields[
            "reasons"
        ].help_text = f"Published with it. Needed where the amount is over £{SPEND_OVER:,}."
        fields["contract"].queryset = Contract.objects.filter(
            Q(closed_on=None) | Q(pk=row.contract_id)
        ).order_by("reference")
        fields["contract"].empty_label = "None"
        fields["contract"].help_text = "Where it was paid under one."

    def clean_amount(self):
        return above_nothing(self.cleaned_data["amount"])

    def clean_paid_on(self):
        return not_to_come(self.cleaned_data["paid_on"], self.today)

    def clean(self):
        cleaned = super().clean()
        amount = cleaned.get("amount")
        if amount and amount > SPEND_OVER and not cleaned.get("reasons"):
            words = f"Say why it is value for money: it is over £{SPEND_OVER:,}"
            self.add_error("reasons", words)
        return cleaned


class PaymentNoteForm(RegisterForm):
    """All that may still change in an item of spend that was published."""

    class Meta(RegisterForm.Meta):
        model = Payment
        fields = ["internal_note"]
