"""The form about a body."""

from plans.registers.choosing import ChoosesPriorities
from plans.registers.fields import ActivitiesField
from plans.registers.forms import RegisterForm

from ..models import Body


class BodyForm(ChoosesPriorities, RegisterForm):
    activities = ActivitiesField(label="Activities of the plan that the office delivers there")

    class Meta(RegisterForm.Meta):
        model = Body
        fields = [
            "name",
            "kind",
            "our_role",
            "owner",
            "area",
            "purpose",
            "our_work",
            "activities",
            "priorities",
            "partners",
            "link",
            "ended_on",
            "internal_note",
        ]

    def prepare(self):
        super().prepare()
        self.fields["our_role"].error_messages["required"] = "Select what the office is there"
        self.fields["link"].help_text = "The body's own page, where it has one."
        self.fields["partners"].help_text = "Administrators add organisations to this list."
        if not self.fields["partners"].queryset.exists():
            del self.fields["partners"]
