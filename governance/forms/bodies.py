"""The form about a body."""

from django.db.models import Q

from plans.models import Priority
from plans.registers.fields import ActivitiesField
from plans.registers.forms import RegisterForm

from ..models import Body


class BodyForm(RegisterForm):
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
        self.fields["our_role"].error_messages["required"] = "Select what the office is there"
        self.fields["link"].help_text = "The body's own page, where it has one."
        self.fields["priorities"].label = "Priorities it serves"
        self.fields["priorities"].queryset = self.priorities_to_choose()
        self.fields["priorities"].label_from_instance = self.named
        self.fields["partners"].help_text = "Administrators add organisations to this list."
        for name in ("priorities", "partners"):
            if not self.fields[name].queryset.exists():
                del self.fields[name]

    def priorities_to_choose(self):
        """Those that this year's plan serves, and those that the body is linked to already."""
        every = Priority.objects.select_related("plan")
        if not self.served:
            return every
        linked = Q(bodies=self.instance) if self.instance.pk else Q()
        return every.filter(Q(plan=self.served) | linked).distinct()

    @property
    def served(self):
        """The key of the Police and Crime Plan that this year's plan serves, where it names one."""
        return self.plan and self.plan.police_and_crime_plan_id

    def named(self, priority):
        """A priority of another plan with the name of that plan: their numbers are the same."""
        of_this_year = priority.plan_id == self.served
        return str(priority) if of_this_year else f"{priority} ({priority.plan})"
