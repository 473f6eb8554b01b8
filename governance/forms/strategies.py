"""The form about strategies and policies."""

from plans.models import Priority
from plans.registers.fields import ActivitiesField
from plans.registers.forms import RegisterForm

from ..models import Strategy


class StrategyForm(RegisterForm):
    activities = ActivitiesField(label="Activities of the plan that carry it out")

    class Meta(RegisterForm.Meta):
        model = Strategy
        fields = [
            "title",
            "kind",
            "outline",
            "owner",
            "state",
            "agreed_on",
            "review_on",
            "link",
            "activities",
            "priorities",
            "internal_note",
        ]

    def prepare(self):
        served = self.plan and self.plan.police_and_crime_plan_id
        priorities = Priority.objects.select_related("plan")
        self.fields["priorities"].queryset = (
            priorities.filter(plan=served) | self.chosen_already() if served else priorities
        )

    def chosen_already(self):
        """Priorities of earlier Police and Crime Plans stay on offer where the row has them."""
        chosen = Priority.objects.filter(strategies=self.instance) if self.instance.pk else None
        return Priority.objects.filter(pk__in=chosen.values("pk") if chosen is not None else [])

    def clean(self):
        cleaned = super().clean()
        agreed_on, review_on = cleaned.get("agreed_on"), cleaned.get("review_on")
        if agreed_on and review_on and review_on < agreed_on:
            self.add_error("review_on", "Enter the day it was agreed or a later day")
        return cleaned
