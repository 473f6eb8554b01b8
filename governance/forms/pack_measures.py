"""The form that chooses which measures a pack shows."""

from django import forms

from opcc.office.keys import RowsField
from plans.models import Measure

from .packs import DraftForm


class MeasuresField(RowsField):
    """Checkboxes, each a measure with the priority that it tells of."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, measure):
        about = f" ({measure.priority})" if measure.priority else ""
        ended = ", no longer reported" if measure.ended_on else ""
        return f"{measure}{about}{ended}"


class MeasuresForm(DraftForm):
    """Chooses measures of the Police and Crime Plan that the delivery plan serves."""

    send = "Save the measures"

    measures = MeasuresField(
        Measure.objects.none(),
        label="Which measures the pack shows",
        help_text="Each is shown with its chart, its values and what is said about them, as they "
        "stood at the cut-off.",
        required=False,
        error_messages={"invalid_choice": "Select measures of this list only"},
    )

    def prepare(self):
        self.fields["measures"].queryset = offered(self.draft)

    def told(self, draft):
        return {"measures": sorted(draft.measures.values_list("pk", flat=True))}

    def facts(self, draft):
        return {"measures": self.cleaned_data["measures"]}

    def their_lines(self, newest):
        titles = newest.measures.values_list("title", flat=True)
        return [(self.fields["measures"].label, "\n".join(titles))] if titles else []


def offered(draft):
    """The measures of the plan that are reported, and those that the draft shows already."""
    measures = Measure.objects.filter(plan=draft.plan.police_and_crime_plan_id)
    reported = measures.reported() | measures.filter(pk__in=draft.measures.values("pk"))
    return reported.select_related("priority")
