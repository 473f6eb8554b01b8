"""Fields that the forms of registers share."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError

from opcc.office.text import printable
from plans.models import Activity

REFERENCE = re.compile(r"^\d{1,4}\.\d{1,4}$")
AMOUNT = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]*)?")
"""Commas stand between thousands only: "12,50" may mean £12.50, and is asked again."""


def not_to_come(day, today):
    """Return the day. Raises ValidationError where it is still to come."""
    if day > today:
        raise ValidationError("Enter today or an earlier day")
    return day


class LinkField(forms.URLField):
    """An address on the web, read as https where no scheme was typed.

    A plain text box: in one for addresses the browser complains first, in words not ours.
    """

    def __init__(self, **kwargs):
        usual = {"max_length": 200, "assume_scheme": "https"}
        super().__init__(**usual | kwargs | {"widget": forms.TextInput({"inputmode": "url"})})
        self.error_messages["invalid"] = (
            "Enter a full address, such as https://www.example.org/agenda"
        )

    def to_python(self, value):
        return super().to_python(printable(value or ""))


class PoundsField(forms.DecimalField):
    """Money typed as people write it: "1234", "£1,234" or "1,234.50". Cleans to a Decimal."""

    unreal = "Enter an amount in pounds in figures, such as 1,234 or 1,234.50"
    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **kwargs):
        usual = {"max_digits": 12, "decimal_places": 2, "min_value": 0}
        super().__init__(**usual | kwargs)
        self.error_messages["invalid"] = self.unreal

    def prepare_value(self, value):
        """An amount that is saved already, as people write it."""
        if not isinstance(value, Decimal):
            return value
        return f"{value:,.2f}".removesuffix(".00")

    def to_python(self, value):
        typed = str(value or "").replace(" ", "").removeprefix("£")
        if typed and not AMOUNT.fullmatch(typed):
            raise ValidationError(self.unreal, code="invalid")
        return super().to_python(typed.replace(",", ""))

    def run_validators(self, value):
        """One sentence for every way in which an amount is none."""
        try:
            super().run_validators(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(self.unreal, code="invalid") from error


class ActivitiesField(forms.CharField):
    """Activities of one plan, typed as people quote them: "2.3, 3.14". Cleans to a list.

    plan: set by the form; without one nothing can be named.
    """

    plan = None

    def __init__(self, **kwargs):
        kwargs.setdefault("label", "Activities of the plan it is about")
        kwargs.setdefault("help_text", "Their numbers with commas between, such as 2.3, 3.14.")
        super().__init__(required=False, max_length=500, **kwargs)

    def prepare_value(self, value):
        if isinstance(value, list):
            return ", ".join(activity.reference for activity in value if self.is_of_plan(activity))
        return value

    def is_of_plan(self, activity):
        return self.plan is not None and activity.plan_id == self.plan.pk

    def clean(self, value):
        typed = super().clean(value)
        wanted = list(dict.fromkeys(filter(None, re.split(r"[\s,;]+", typed))))
        if not wanted:
            return []
        found = {} if self.plan is None else self.look_up(wanted)
        unknown = [reference for reference in wanted if reference not in found]
        if unknown:
            raise ValidationError(
                f"{', '.join(unknown)}: the plan has no activity with this number. "
                "Write numbers as on its page, such as 3.14"
            )
        return [found[reference] for reference in wanted]

    def look_up(self, references):
        """{reference: Activity} of those that the plan holds. One query."""
        pairs = [tuple(map(int, r.split("."))) for r in references if REFERENCE.match(r)]
        activities = Activity.objects.filter(
            plan=self.plan,
            objective__number__in={objective for objective, _ in pairs},
            number__in={number for _, number in pairs},
        )
        return {activity.reference: activity for activity in activities.select_related("objective")}
