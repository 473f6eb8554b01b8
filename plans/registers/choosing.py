"""Which priorities a form offers."""

from django.db.models import Q

from ..models import Priority


class ChoosesPriorities:
    """Mixed into a RegisterForm that has `priorities`, as checkboxes; none where there are none."""

    def prepare(self):
        super().prepare()
        field = self.fields["priorities"]
        field.label = "Priorities it serves"
        field.queryset = self.priorities_to_choose()
        field.label_from_instance = self.named
        if not field.queryset.exists():
            del self.fields["priorities"]

    def priorities_to_choose(self):
        """Those that this year's plan serves, and those that the row is linked to already."""
        every = Priority.objects.select_related("plan")
        if not self.served:
            return every
        linked = self.instance.priorities.values("pk") if self.instance.pk else []
        return every.filter(Q(plan=self.served) | Q(pk__in=linked))

    @property
    def served(self):
        """The key of the Police and Crime Plan that this year's plan serves, where it names one."""
        return self.plan and self.plan.police_and_crime_plan_id

    def named(self, priority):
        """A priority of another plan with the name of that plan: their numbers are the same."""
        of_this_year = priority.plan_id == self.served
        return str(priority) if of_this_year else f"{priority} ({priority.plan})"
