"""Forms that say what was published, of one row or of a whole month."""

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Layout
from django import forms

from plans.forms import layout
from plans.forms.fields import DayField
from plans.registers.fields import LinkField, not_to_come
from plans.registers.forms import LineForm

WHERE = "Enter the address of the page where it is published"


class PublishForm(LineForm):
    """Notes where and when a grant or an item of spend was published."""

    send = "Note the publication"
    field_order = ["link", "said_on"]
    words = None

    link = LinkField(
        label="Where it is published",
        help_text="The address of the page on the website.",
        error_messages={"required": WHERE},
    )

    def prepare(self):
        self.fields["said_on"].label = "Day it was published"
        self.order_fields(self.field_order)

    def clean_said_on(self):
        day = super().clean_said_on()
        if day < self.row.happened_on:
            first = f"{self.row.happened_on:%-d %B %Y}"
            raise forms.ValidationError(f"Enter {first}, the day it is about, or a later day")
        return day

    def has_come_true(self):
        """Whether the row says already what was typed, as after the same form was sent twice."""
        facts = self.cleaned_data
        return (self.row.published_on, self.row.link) == (facts["said_on"], facts["link"])

    def enter(self, **voice):
        self.row.publish(on=self.cleaned_data["said_on"], link=self.cleaned_data["link"])


class MonthForm(forms.Form):
    """Notes where and when a whole month was published.

    opens_on: the first day after the month. today: London date.
    """

    link = LinkField(
        label="Where the month is published",
        help_text="The address of the page on the website.",
        error_messages={"required": WHERE},
    )
    said_on = DayField(
        required=False, label="Day it was published", help_text="Leave empty for today."
    )

    def __init__(self, *args, opens_on, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.opens_on, self.today = opens_on, today
        self.helper = FormHelper()
        rows = [layout.row(name, field) for name, field in self.fields.items()]
        go_on = Button.primary("check", "Check what will be marked")
        self.helper.layout = Layout(*rows, *layout.buttons(go_on))

    def clean_said_on(self):
        day = not_to_come(self.cleaned_data["said_on"] or self.today, self.today)
        if day < self.opens_on:
            raise forms.ValidationError(
                f"Enter {self.opens_on:%-d %B %Y}, when the month was over, or a later day"
            )
        return day
