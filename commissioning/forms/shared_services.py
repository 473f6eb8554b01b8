"""The form about shared services."""

from plans.registers.choosing import ChoosesPriorities
from plans.registers.fields import ActivitiesField
from plans.registers.forms import EndsByToday, RegisterForm

from ..models import SharedService


class SharedServiceForm(ChoosesPriorities, EndsByToday, RegisterForm):
    activities = ActivitiesField(label="Activities of the plan that it serves")

    class Meta(RegisterForm.Meta):
        model = SharedService
        fields = [
            "title",
            "host",
            "outline",
            "department",
            "owner",
            "priorities",
            "activities",
            "ended_on",
            "internal_note",
        ]

    def prepare(self):
        super().prepare()
        self.fields["title"].label = "Name"
        self.fields["title"].error_messages |= {
            "required": "Enter the name",
            "unique": "A shared service with this name is here already. Find it in the list, "
            "or enter another name",
        }
        self.fields["host"].error_messages["required"] = "Select who runs it"
        self.fields["department"].empty_label = "None"
        self.fields["department"].help_text = "The department that runs it."
        if self.instance.pk is None:
            del self.fields["ended_on"]
