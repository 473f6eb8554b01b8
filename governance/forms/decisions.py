"""The form about decisions."""

from plans.registers.fields import ActivitiesField, PoundsField, not_to_come
from plans.registers.forms import RegisterForm

from ..models import Decision, Meeting


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
        self.fields["link"].help_text = (
            "Its address. From then on everybody can read the reference, title, day, who took it, "
            "reason and cost as data."
        )

    def clean_taken_on(self):
        return not_to_come(self.cleaned_data["taken_on"], self.today)
