"""Forms about questions and recommendations."""

from crispy_forms_gds.layout import Field, Size
from django import forms

from plans.forms.fields import DayField, LineField, WordsField
from plans.registers.fields import ActivitiesField, not_to_come
from plans.registers.forms import HIDDEN, LineForm, RegisterForm, SinceRaised

from .. import clocks
from ..models import Body, Meeting, ScrutinyItem
from .actions import MoveDateForm

FIXED = ("kind", "source", "title", "words", "raised_on", "clock", "period_days")
"""What was put, and what its date was computed from. Whoever could change them later would change
in silence what somebody else asked, or when the office owes an answer."""

WHY_FIXED = (
    "What was asked, by whom and when is fixed once it is added: whoever asked reads it. A mistake "
    "in copying is put right by a dated line (“Say how it is going”). A date moves by “Move the "
    "date”, which asks for a reason."
)
LONGEST_PERIOD = 366


class ClockedForm(forms.ModelForm):
    """Computes the date of a new question or recommendation from its clock."""

    agreed_on = DayField(
        label="Date that was agreed",
        help_text="Only where a date was agreed. It is kept for ever as the first that was said.",
        required=False,
    )

    def clean(self):
        super().clean()
        if self.instance.pk is None:
            self.check_clock()
            self.check_period()
            self.check_agreed_day()
        self.check_meeting()
        self.check_body()
        return self.cleaned_data

    def said(self, name):
        """What was typed, or on a later change what stands; None where it makes no sense."""
        if name in self.fields:
            return self.cleaned_data.get(name)
        return getattr(self.instance, name)

    def check_clock(self):
        by_law = self.said("clock") == clocks.Clock.INSPECTORATE
        source = self.said("source")
        if by_law and source and source != ScrutinyItem.Source.INSPECTORATE:
            words = "The 56 days are for an inspectorate’s report. Select how its date is set"
            self.add_error("clock", words)

    def check_period(self):
        days, clock = self.said("period_days"), self.said("clock")
        if "period_days" in self.errors or not clock:
            return
        if clock == clocks.Clock.PERIOD and days is None:
            self.add_error("period_days", "Enter the number of days that were given")
        elif clock == clocks.Clock.PERIOD and not 1 <= days <= LONGEST_PERIOD:
            self.add_error("period_days", f"Enter a number from 1 to {LONGEST_PERIOD}")
        elif clock != clocks.Clock.PERIOD and days is not None:
            words = "Leave this empty, or say above that a period was set when it was asked"
            self.add_error("period_days", words)

    def check_agreed_day(self):
        day, clock = self.said("agreed_on"), self.said("clock")
        raised_on = self.said("raised_on")
        if "agreed_on" in self.errors or not clock:
            return
        if clock == clocks.Clock.AGREED and day is None:
            self.add_error("agreed_on", "Enter the date that was agreed")
        elif clock != clocks.Clock.AGREED and day is not None:
            self.add_error("agreed_on", "Leave this empty, or say above that a date was agreed")
        elif day and raised_on and day < raised_on:
            self.add_error("agreed_on", "Enter the day it was raised or a later day")

    def check_meeting(self):
        """Members read at which meeting it was asked, so it must be one of their own."""
        meeting, by_panel = self.said("meeting"), self.said("source") == ScrutinyItem.Source.PANEL
        if by_panel and meeting and not meeting.body.is_panel:
            self.add_error("meeting", "Select a meeting of the panel, which asked, or none")

    def check_body(self):
        body, by_panel = self.said("body"), self.said("source") == ScrutinyItem.Source.PANEL
        if by_panel and body and not body.is_panel:
            self.add_error("body", "Select the panel, which asked, or none")

    def set_date(self):
        """Let the clock say when the new item is due. It is kept as the first date too."""
        item = self.instance
        item.due_on = item.first_due_on = clocks.due_on(
            item.clock,
            item.raised_on,
            period_days=item.period_days,
            agreed_on=self.cleaned_data["agreed_on"],
        )


class ScrutinyForm(ClockedForm, RegisterForm):
    activities = ActivitiesField()

    field_order = [
        "kind", "source", "body", "title", "words", "meeting", "report", "link", "importance",
        "raised_on", "clock", "period_days", "agreed_on", "owner", "activities", "internal_note",
    ]  # fmt: skip

    class Meta(RegisterForm.Meta):
        model = ScrutinyItem
        fields = [
            "kind",
            "source",
            "body",
            "title",
            "words",
            "meeting",
            "report",
            "link",
            "importance",
            "raised_on",
            "clock",
            "period_days",
            "owner",
            "activities",
            "internal_note",
        ]

    def prepare(self):
        self.word_fields()
        self.fields["meeting"].queryset = Meeting.objects.select_related("body")
        self.fields["meeting"].empty_label = self.fields["body"].empty_label = "None"
        self.fields["importance"].choices = [("", "None"), *ScrutinyItem.Importance.choices]
        if self.instance.pk:
            for name in (*FIXED, "agreed_on"):
                del self.fields[name]
            return
        self.as_radios("kind", ScrutinyItem.Kind.choices)
        self.as_radios("clock", clocks.Clock.choices)

    def as_radios(self, name, choices):
        self.fields[name].widget = forms.RadioSelect()
        self.fields[name].choices = choices

    def word_fields(self):
        words = {
            "kind": ("What it is", ""),
            "source": ("Who asked", ""),
            "body": ("Which body", "Where it is one that the office keeps a page of."),
            "title": ("What it is about", "A few words, by which it is found in lists."),
            "words": ("The question or recommendation", "Word for word, as it was put."),
            "meeting": ("At which meeting", "A question of the panel names a meeting of its own."),
            "importance": ("Priority", "As whoever asked ranked it, where they did."),
            "raised_on": ("On which day", "The day it was asked, or its report was published."),
            "clock": ("How its date is set", "The date is computed from this, and then stays."),
            "period_days": (
                "Days that were given",
                "Only for a period, counted from the day after it was asked.",
            ),
        }
        for name, (label, help_text) in words.items():
            self.fields[name].label, self.fields[name].help_text = label, help_text
        required = {
            "kind": "Select whether it is a question or a recommendation",
            "source": "Select who asked",
            "title": "Enter what it is about",
            "words": "Enter the words of the question or recommendation",
            "raised_on": "Enter the day it was asked, or its report was published",
            "clock": "Select how its date is set",
        }
        for name, message in required.items():
            self.fields[name].error_messages["required"] = message

    def rows(self):
        """A number of days needs no box as wide as a sentence."""
        rows = super().rows()
        names = [name for name in self.fields if name not in HIDDEN]
        if "period_days" in names:
            narrow = Field.text("period_days", label_size=Size.SMALL, field_width=3)
            rows[names.index("period_days")] = narrow
        return rows

    def clean_raised_on(self):
        return not_to_come(self.cleaned_data["raised_on"], self.today)

    def clean(self):
        cleaned = super().clean()
        if self.said("source") == ScrutinyItem.Source.PANEL and not cleaned.get("body"):
            cleaned["body"] = Body.objects.panel()
        return cleaned

    def save(self):
        if self.instance.pk is None:
            self.set_date()
        return super().save()


class RespondForm(SinceRaised, LineForm):
    """An answer to a question; to a recommendation, whether it is accepted and why."""

    field_order = ["response", "words"]

    response = forms.ChoiceField(
        label="Is it accepted?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is accepted"},
    )

    def prepare(self):
        if self.row.is_question:
            del self.fields["response"]
            self.word("The answer", "", "Write the answer")
            return
        replies = ScrutinyItem.Response
        offered = (replies.ACCEPTED, replies.PARTLY, replies.NOT_ACCEPTED)
        self.fields["response"].choices = [(reply.value, reply.label) for reply in offered]
        self.word(
            "Why, and what is done about it",
            "What was done or will be, or why nothing is. ",
            "Say why, and what is done about it",
        )

    def word(self, label, help_text, missing):
        words = self.fields["words"]
        words.label, words.error_messages["required"] = label, missing
        words.help_text = f"{help_text}Whoever asked reads it as you write it."
        if self.row.response:
            words.help_text += " It stands instead of the one before, which stays readable."

    def enter(self, **voice):
        facts = self.cleaned_data
        self.row.respond(
            response=facts.get("response") or ScrutinyItem.Response.ANSWERED.value,
            words=facts["words"],
            said_on=facts["said_on"],
            **voice,
        )


class ScrutinyUpdateForm(SinceRaised, LineForm):
    words = WordsField(
        label="What has happened",
        help_text="Two or three plain sentences. Whoever asked may read them.",
        missing="Say what has happened",
    )

    def enter(self, **voice):
        facts = self.cleaned_data
        self.row.update(words=facts["words"], said_on=facts["said_on"], **voice)


class ScrutinyMoveForm(MoveDateForm):
    """Moves the date; where whoever asked had set a period, the line says who agreed."""

    field_order = ["to", "agreed_by", "words"]

    agreed_by = LineField(
        label="Who agreed to it, and when",
        help_text="Whoever set the period must have agreed. Such as: the panel’s chair, "
        "3 December 2020.",
        max_length=200,
        error_messages={"required": "Enter who agreed to the new date, and when"},
    )

    def prepare(self):
        if self.row.clock != clocks.Clock.PERIOD:
            del self.fields["agreed_by"]
        self.fields[
            "words"
        ].help_text = "Shown beside both dates, to whoever asked too. The first date stays."

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("agreed_by") and cleaned.get("words"):
            cleaned["words"] = f"{cleaned['words']}\nAgreed by: {cleaned['agreed_by']}"
        return cleaned


class CloseForm(SinceRaised, LineForm):
    send = "Close it"
    words = WordsField(
        label="What was done",
        help_text="And where it can be seen. Whoever asked may read it.",
        missing="Say what was done",
    )

    def enter(self, **voice):
        facts = self.cleaned_data
        self.row.close(words=facts["words"], said_on=facts["said_on"], **voice)
