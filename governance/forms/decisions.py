"""The form about decisions."""

from django import forms

from plans.registers.fields import ActivitiesField, not_to_come
from plans.registers.forms import RegisterForm

from ..models import Decision, Meeting


class PoundsField(forms.DecimalField):
    """Money typed as people write it: "1234", "£1,234" or "1,234.50". Cleans to a Decimal."""

    unreal = "Enter an amount in pounds in figures, such as 1,234 or 1,234.50"
    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **kwargs):
        super().__init__(max_digits=12, decimal_places=2, min_value=0, **kwargs)
        self.error_messages["invalid"] = self.unreal

    def to_python(self, value):
        typed = str(value or "").replace("£", "").replace(",", "").replace(" ", "")
        return super().to_python(typed)

    def run_validators(self, value):
        """One sentence for every way in which an amount is none."""
        try:
            super().run_validators(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(self.unreal, code="invalid") from error


class DecisionForm(RegisterForm):
    activities = ActivitiesField()
    cost = PoundsField(
        required=False, label="Cost", help_text="In pounds. Leave empty where there is none."
    )

    class Meta(RegisterForm.Meta):
        model = Decision
        fields = [
            "reference",
            "title",
            "taken_on",
            "taken_by",
            "reason",
            "cost",
            "owner",
            "meeting",
            "link",
            "activities",
            "internal_note",
        ]

    def prepare(self):
        self.fields["reference"].help_text = "As on the published record."
        self.fields["reference"].error_messages["unique"] = (
            "A decision with this reference is here already. Find it in the list, "
            "or enter another reference"
        )
        self.fields["title"].label = "What was decided"
        self.fields["title"].error_messages["required"] = "Enter what was decided"
        self.fields["meeting"].queryset = Meeting.objects.select_related("body")
        self.fields["meeting"].empty_label = "None"
        self.fields["link"].label = "Published record"

    def clean_taken_on(self):
        return not_to_come(self.cleaned_data["taken_on"], self.today)
