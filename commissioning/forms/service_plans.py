"""The form about items of service plans. What is said about them is said as about actions."""

from governance.forms.actions import ActionForm
from plans.registers.forms import RegisterForm

from ..models import ServicePlanItem
from .agreements import before_lines, services_to_choose


class ServicePlanItemForm(ActionForm):
    """Ordered and dated as an action is, but agreed for a shared service."""

    class Meta(RegisterForm.Meta):
        model = ServicePlanItem
        fields = [
            "title",
            "service",
            "owner",
            "raised_on",
            "due_on",
            "activities",
            "internal_note",
        ]

    def prepare(self):
        self.fields["service"].label = "Shared service"
        self.fields["service"].queryset = services_to_choose(self.instance)
        self.fields["service"].empty_label = "Select a shared service"
        self.fields["service"].error_messages["required"] = "Select the shared service"
        self.fields["due_on"].help_text = "It is kept for ever as the first date that was said."
        if self.instance.pk:
            del self.fields["due_on"]

    def clean_raised_on(self):
        return before_lines(super().clean_raised_on(), self.instance)

    def refuse_order(self, due_on):
        if self.instance.pk:
            super().refuse_order(due_on)
        else:
            self.add_error("due_on", "Enter the day it was agreed or a later day")
