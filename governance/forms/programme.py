"""Forms about the panel's work programme."""

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.db import transaction

from opcc.office.keys import is_key
from plans.forms import layout
from plans.forms.fields import DayField, WordsField
from plans.registers.fields import ActivitiesField, not_to_come
from plans.registers.forms import LineForm, RegisterForm

from ..models import Meeting, ProgrammeItem


def panel_meetings():
    return Meeting.objects.filter(body__is_panel=True).select_related("body")


def meetings_to_come(on):
    return panel_meetings().from_day(on)


class ProgrammeItemForm(RegisterForm):
    activities = ActivitiesField()

    class Meta(RegisterForm.Meta):
        model = ProgrammeItem
        fields = [
            "title",
            "synopsis",
            "origin",
            "offered_on",
            "offered_at",
            "owner",
            "priorities",
            "activities",
            "internal_note",
        ]

    def prepare(self):
        words = {
            "title": ("Topic", "As the panel would put it on an agenda."),
            "synopsis": ("Synopsis", "A short paragraph on the work involved. The panel reads it."),
            "origin": ("Where it comes from", ""),
            "offered_on": ("On which day", "The day it was offered or asked for."),
            "offered_at": ("At which meeting", "A meeting of the panel, where it was one."),
            "owner": ("Lead post", "The post that answers for it, whoever holds the post."),
            "priorities": ("Priorities it serves", "Of the Police and Crime Plan."),
        }
        for name, (label, help_text) in words.items():
            self.fields[name].label, self.fields[name].help_text = label, help_text
        for name, label in (("title", "topic"), ("synopsis", "synopsis"), ("owner", "lead post")):
            verb = "Select" if name == "owner" else "Enter"
            self.fields[name].error_messages["required"] = f"{verb} the {label}"
        self.fields["offered_on"].error_messages["required"] = (
            "Enter the day it was offered or asked for"
        )
        self.fields["origin"].widget = forms.RadioSelect()
        self.fields["origin"].choices = ProgrammeItem.Origin.choices
        self.fields["offered_at"].queryset = panel_meetings()
        self.fields["offered_at"].empty_label = "None"
        self.keep_to_priorities()

    def keep_to_priorities(self):
        """Offer those that the year's plan serves, and those that the item is tied to already."""
        priorities = self.fields["priorities"]
        plan = self.plan and self.plan.police_and_crime_plan_id
        if plan:
            tied = self.instance.priorities.values("pk") if self.instance.pk else []
            every = priorities.queryset
            priorities.queryset = every.filter(plan=plan) | every.filter(pk__in=tied)
        priorities.widget.choices = priorities.choices

    def clean_offered_on(self):
        return not_to_come(self.cleaned_data["offered_on"], self.today)


class ProgrammeLineForm(LineForm):
    """What happened to an item: written on the row itself, and kept in its field history."""

    def has_come_true(self):
        """Whether the row says already what was typed, as after the same form was sent twice."""
        return False


class ScheduleForm(ProgrammeLineForm):
    send = "Give it this meeting"
    dated = False
    words = None

    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        label="Meeting",
        help_text="A meeting of the panel since it was offered, held or still to come.",
        empty_label="Select a meeting",
        error_messages={"required": "Select a meeting"},
    )

    def prepare(self):
        self.fields["meeting"].queryset = panel_meetings().from_day(self.row.offered_on)

    def clean_meeting(self):
        meeting = self.cleaned_data["meeting"]
        if meeting.on < self.row.offered_on:
            raise forms.ValidationError("Select a meeting after it was offered")
        return meeting

    def has_come_true(self):
        return self.row.meeting_id == self.cleaned_data["meeting"].pk

    def enter(self, **voice):
        if not self.has_come_true():
            self.row.schedule(self.cleaned_data["meeting"], on=self.today)


class HearForm(ProgrammeLineForm):
    words = WordsField(
        label="What came of it",
        help_text="What the panel concluded or asked for. The panel reads it.",
        missing="Say what came of it",
    )

    def prepare(self):
        day = f"{self.row.meeting.on:%-d %B %Y}"
        self.fields["said_on"].label = "On which day it was heard"
        self.fields["said_on"].help_text = f"Leave empty for the day of its meeting, {day}."

    def clean_said_on(self):
        day = not_to_come(self.cleaned_data["said_on"] or self.row.meeting.on, self.today)
        if day < self.row.meeting.on:
            raise forms.ValidationError("Enter the day of its meeting or a later day")
        return day

    def enter(self, **voice):
        self.row.hear(on=self.cleaned_data["said_on"], outcome=self.cleaned_data["words"])


class DropForm(ProgrammeLineForm):
    send = "Drop it"
    button = Button.warning
    words = WordsField(
        label="Why it is dropped",
        help_text="The panel reads it. The topic stays in the programme, as dropped.",
        missing="Say why it is dropped",
    )

    def clean_said_on(self):
        day = super().clean_said_on()
        if day < self.row.offered_on:
            raise forms.ValidationError("Enter the day it was offered or a later day")
        return day

    def enter(self, **voice):
        self.row.drop(on=self.cleaned_data["said_on"], reason=self.cleaned_data["words"])


class ItemsField(forms.MultipleChoiceField):
    """Boxes for what is offered. Keys of rows are taken as they come: the form looks them up."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value):
        return is_key(value)


class ChooseForm(forms.Form):
    """What the panel chose of what it was offered: all that is ticked, or nothing.

    rows: the items whose choice this writer may record.
    """

    items = ItemsField(
        label="Which topics did the panel choose?",
        help_text="Select all that it chose. What is left stays offered.",
        error_messages={"required": "Select the topics that the panel chose"},
    )
    chosen_on = DayField(label="On which day", missing="Enter the day on which the panel chose")
    meeting = forms.ModelChoiceField(
        Meeting.objects.none(),
        required=False,
        label="At which meeting it will hear them",
        help_text="One meeting for all that are ticked. Each can be given its own later.",
        empty_label="Decide later",
    )

    def __init__(self, *args, rows, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows, self.today = {row.pk: row for row in rows}, today
        self.fields["meeting"].queryset = meetings_to_come(today)
        offered = [row for row in rows if row.chosen_on is None]
        self.fields["items"].choices = [
            Choice(str(row.pk), row.title, hint=f"{row.synopsis} Lead: {row.owner.title}.")
            for row in offered
        ]
        self.helper = FormHelper()
        fields = [layout.row(name, field) for name, field in self.fields.items()]
        save = Button.primary("send", "Record what the panel chose")
        self.helper.layout = Layout(*fields, *layout.buttons(save))

    def clean_chosen_on(self):
        return not_to_come(self.cleaned_data["chosen_on"], self.today)

    def clean_items(self):
        """The rows that are ticked. Raises where one of them has gone from the programme."""
        ticked = [self.rows.get(int(key)) for key in self.cleaned_data["items"]]
        if None in ticked:
            raise forms.ValidationError(
                "A topic that you ticked was dropped or heard meanwhile. "
                "Check the list, and tick again"
            )
        return ticked

    def clean(self):
        cleaned = super().clean()
        day, ticked = cleaned.get("chosen_on"), cleaned.get("items")
        if day and ticked and not self.has_come_true():
            self.refuse_what_is_chosen(ticked)
            self.refuse_what_came_later(ticked, day)
        return cleaned

    def has_come_true(self):
        """Whether everything that was typed is so already: the same form was sent before."""
        facts = self.cleaned_data
        meeting = facts["meeting"].pk if facts.get("meeting") else None
        return all(
            row.chosen_on == facts["chosen_on"] and row.meeting_id == meeting
            for row in facts["items"]
        )

    def refuse_what_is_chosen(self, ticked):
        titles = [f"“{row.title}”" for row in ticked if row.chosen_on]
        if titles:
            words = f"The panel’s choice of {', '.join(titles)} was recorded meanwhile. Tick others"
            self.add_error("items", words)

    def refuse_what_came_later(self, ticked, day):
        latest = max(row.offered_on for row in ticked)
        if day < latest:
            words = f"Enter {latest:%-d %B %Y}, when the last of them was offered, or a later day"
            self.add_error("chosen_on", words)

    @transaction.atomic
    def enter(self):
        """Record the choice of every topic that is ticked, or of none. Raises Stale."""
        facts = self.cleaned_data
        for row in facts["items"]:
            if facts["meeting"]:
                row.schedule(facts["meeting"], on=facts["chosen_on"])
            else:
                row.choose(on=facts["chosen_on"])
