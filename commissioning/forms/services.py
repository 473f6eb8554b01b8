"""The form about services."""

from django.db.models import Q

from governance.models import Body
from plans.registers.choosing import ChoosesPriorities
from plans.registers.fields import ActivitiesField
from plans.registers.forms import EndsByToday, RegisterForm

from ..models import Service


class ServiceForm(ChoosesPriorities, EndsByToday, RegisterForm):
    activities = ActivitiesField(label="Activities of the plan that it delivers")

    class Meta(RegisterForm.Meta):
        model = Service
        fields = [
            "title",
            "kind",
            "purpose",
            "need",
            "groups",
            "owner",
            "starts_on",
            "ended_on",
            "priorities",
            "activities",
            "bodies",
            "internal_note",
        ]

    def prepare(self):
        super().prepare()
        self.fields["kind"].label = "For whom or what"
        self.fields["kind"].error_messages["required"] = "Select for whom or what it is"
        self.fields["purpose"].help_text = "In a sentence or two, as the public would read it."
        self.fields["bodies"].help_text = "Every board that asks how it goes."
        self.fields["bodies"].queryset = self.bodies_to_choose()
        if not self.fields["bodies"].queryset.exists():
            del self.fields["bodies"]

    def bodies_to_choose(self):
        """Those that still meet, and those that watch it already."""
        linked = self.instance.bodies.values("pk") if self.instance.pk else []
        return Body.objects.filter(Q(ended_on=None) | Q(pk__in=linked))

    def clean(self):
        cleaned = super().clean()
        starts_on, ended_on = cleaned.get("starts_on"), cleaned.get("ended_on")
        if starts_on and ended_on and ended_on < starts_on:
            self.add_error(
                "ended_on", f"Enter {starts_on:%-d %B %Y}, when it began, or a later day"
            )
        return cleaned
