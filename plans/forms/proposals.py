"""Forms that propose a line of the record, one for each kind of draft.

What is typed is kept as typed (a draft may be half written), and becomes a line through
`enter`, when somebody who may decide has said yes.
"""

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import HTML, Button, Field, Layout, Size
from django import forms
from django.forms.utils import ErrorDict
from django.http import QueryDict

from opcc.office.models import Post

from .. import record
from ..models import Activity, Draft, Entry
from ..statuses import MEANINGS, Status
from .fields import LONGEST_TEXT, DayField, WordsField

SAYABLE = [
    Choice(status.value, status.label, hint=MEANINGS[status])
    for status in Status
    if status != Status.WITHDRAWN
]
OWN_FIELDS = ("base", "token")
"""Hidden fields that belong to one showing of a form, not to what was typed."""


class ProposalForm(forms.Form):
    """A draft of one kind about one activity.

    lenient: for saving a half-written draft, when nothing is required yet.
    posts: those that may receive a hand-over, where the caller has loaded them.
    """

    kind = None
    title = ""
    send = "Send for approval"
    decide = "Save"

    base = forms.CharField(widget=forms.HiddenInput, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    internal_note = WordsField(
        rows=2,
        required=False,
        label="Note for colleagues (optional)",
        help_text="Seen inside the office only. It never becomes part of the record.",
    )

    def __init__(
        self, *args, activity, today, decides=False, lenient=False, posts=None, **kwargs
    ):
        self.activity, self.today, self.lenient, self.posts = activity, today, lenient, posts
        super().__init__(*args, **kwargs)
        self.prepare()
        if lenient:
            for field in self.fields.values():
                field.required = False
        self.helper = FormHelper()
        self.helper.layout = Layout(*self.rows(), *self.closing(decides))

    def prepare(self):
        """Fit the fields to the activity."""

    def rows(self):
        """The fields as laid out, above the note and the buttons."""
        return [self.row(name) for name in self.fields if name not in (*OWN_FIELDS, "internal_note")]

    def row(self, name):
        field = self.fields[name]
        if isinstance(field, WordsField):
            rows = field.widget.attrs["rows"]
            return Field.textarea(
                name, label_size=Size.SMALL, rows=rows, max_characters=LONGEST_TEXT, threshold=75
            )
        if isinstance(field.widget, forms.RadioSelect):
            return Field.radios(name, legend_size=Size.SMALL)
        if isinstance(field.widget, forms.CheckboxSelectMultiple):
            return Field.checkboxes(name, legend_size=Size.SMALL)
        if isinstance(field, DayField):
            return Field(name, context={"legend_size": Size.for_legend(Size.SMALL)})
        if isinstance(field, forms.ChoiceField):
            return Field.select(name, label_size=Size.SMALL)
        return Field.text(name, label_size=Size.SMALL)

    def closing(self, decides):
        send = Button.primary("send", self.decide if decides else self.send)
        later = Button.secondary("save_later", "Save and finish later")
        yield Field.textarea("internal_note", label_size=Size.SMALL, rows=2)
        yield from ("base", "token")
        yield HTML('<div class="govuk-button-group">')
        yield from (send, later)
        yield HTML("</div>")

    def unchecked(self):
        """Show what was typed before with nothing complained of; not for saving."""
        self._errors, self.cleaned_data = ErrorDict(), {}
        return self

    def clean(self):
        cleaned = super().clean()
        if not self.lenient:
            self.check(cleaned)
        return cleaned

    def check(self, cleaned):
        """Add the errors that concern more than one field."""

    def require(self, cleaned, name, message):
        if not cleaned.get(name) and name not in self.errors:
            self.add_error(name, message)

    def typed(self):
        """What was typed, field by field, to be kept in a draft."""
        return {
            name: values
            for name, values in self.data.lists()
            if any(name == f or name.startswith(f"{f}_") for f in self.fields)
            and name not in (*OWN_FIELDS, "internal_note")
        }

    def words(self, *names):
        return {name: self.cleaned_data.get(name) or blank(name) for name in names}

    def enter(self, **voice):
        """Write the line. voice: by, at, written_by, token. Returns the Entry."""
        raise NotImplementedError


def blank(name):
    return None if name.endswith("_on") else ""


def as_posted(typed):
    """Turn kept fields back into what a browser would post."""
    data = QueryDict(mutable=True)
    for name, values in typed.items():
        data.setlist(name, values)
    return data


class UpdateForm(ProposalForm):
    kind = Draft.Kind.UPDATE
    title = "Say how it is going"
    decide = "Save to the record"

    status = forms.ChoiceField(
        choices=SAYABLE,
        widget=forms.RadioSelect,
        label="How is it going?",
        error_messages={"required": "Select how it is going"},
    )
    narrative = WordsField(
        label="What has happened",
        help_text="Two or three plain sentences that a panel member can follow.",
        missing="Say what has happened",
    )
    reason = WordsField(
        rows=3,
        required=False,
        label="Why it is at risk or off track",
        help_text="Needed for At risk and Off track.",
    )
    next_steps = WordsField(
        rows=3,
        required=False,
        label="What happens next",
        help_text="Needed for Off track: what is being done about it.",
    )
    forecast_on = DayField(
        required=False,
        label="When it is now expected",
        help_text="Needed for Off track. The promised date stays until a move is accepted; "
        "saving this asks for the move. For example, 30 6 2021.",
    )
    milestones_met = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Milestones met",
        help_text="Tick what has been reached since the last update.",
    )
    met_on = DayField(
        required=False,
        label="When the ticked milestones were met",
        help_text="Leave empty for today.",
    )
    evidence = WordsField(
        rows=2,
        required=False,
        label="Evidence",
        help_text="Needed for Complete: a link, or where it can be seen.",
    )

    def prepare(self):
        if self.activity.is_duty:
            del self.fields["forecast_on"]
        self.open_milestones = open_milestones(self.activity)
        choices = [(pk, milestone.title) for pk, milestone in self.open_milestones.items()]
        self.fields["milestones_met"].choices = choices
        if not choices:
            del self.fields["milestones_met"], self.fields["met_on"]

    def check(self, cleaned):
        status = cleaned.get("status")
        if status in (Status.AT_RISK, Status.OFF_TRACK):
            label = Status(status).label.lower()
            self.require(cleaned, "reason", f"Give the reason why it is {label}")
        if status == Status.OFF_TRACK:
            self.require(cleaned, "next_steps", "Say what is being done about it")
            if "forecast_on" in self.fields:
                self.require(cleaned, "forecast_on", "Enter the date when it is now expected")
        if status == Status.COMPLETE:
            self.require(cleaned, "evidence", "Give a link to the evidence, or say where it is")
        self.check_days(cleaned)

    def check_days(self, cleaned):
        forecast_on, met_on = cleaned.get("forecast_on"), cleaned.get("met_on")
        if forecast_on and forecast_on < self.today:
            self.add_error("forecast_on", "Enter a date from today on")
        if met_on and met_on > self.today:
            self.add_error("met_on", "Enter today or an earlier day: it has been met already")

    def enter(self, **voice):
        met_on = self.cleaned_data.get("met_on") or self.today
        ticked = self.cleaned_data.get("milestones_met") or ()
        met = [(self.open_milestones[pk], met_on) for pk in ticked]
        return record.update(
            self.activity,
            status=self.cleaned_data["status"],
            milestones_met=met,
            **self.words("narrative", "reason", "next_steps", "forecast_on", "evidence"),
            **voice,
        )


class ConfirmForm(ProposalForm):
    kind = Draft.Kind.CONFIRM
    title = "No change, still true"
    decide = "Confirm: still true"

    narrative = WordsField(
        rows=3,
        required=False,
        label="Anything to add (optional)",
        help_text="Leave empty to let the last words stand.",
    )

    def enter(self, **voice):
        return record.confirm(self.activity, **self.words("narrative"), **voice)


class DateMoveForm(ProposalForm):
    kind = Draft.Kind.DATE_MOVE
    title = "Ask to move the date"
    send = "Ask for this move"
    decide = "Move the date"

    what = forms.ChoiceField(
        label="Which date?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select which date should move"},
    )
    to = DayField(
        label="The new date",
        help_text="For example, 30 6 2021. The first date stays on the page beside it.",
        missing="Enter the new date",
    )
    reason_category = forms.ChoiceField(
        choices=Entry.ReasonCategory,
        widget=forms.RadioSelect,
        label="What kind of reason is it?",
        error_messages={"required": "Select the kind of reason"},
    )
    reason = WordsField(
        label="The reason, in words",
        help_text="It stands in the record beside the move.",
        missing="Give the reason for the move",
    )

    WHOLE = "activity"

    def prepare(self):
        self.open_milestones = open_milestones(self.activity)
        label = "Review date" if self.activity.is_duty else "Due date"
        choices = [(self.WHOLE, f"{label} of the activity: {day_words(self.activity.due_on)}")]
        choices += [
            (pk, f"{m.title}: {day_words(m.due_on)}") for pk, m in self.open_milestones.items()
        ]
        self.fields["what"].choices = choices
        self.fields["what"].initial = self.WHOLE

    def check(self, cleaned):
        to, moved = cleaned.get("to"), self.moved(cleaned)
        if to and moved and moved.due_on == to:
            self.add_error("to", "That is the date that stands already. Enter another")

    def moved(self, cleaned):
        what = cleaned.get("what")
        return self.activity if what == self.WHOLE else self.open_milestones.get(what)

    def enter(self, **voice):
        moved = self.moved(self.cleaned_data)
        return record.move_date(
            self.activity,
            to=self.cleaned_data["to"],
            milestone=None if moved is self.activity else moved,
            **self.words("reason_category", "reason"),
            **voice,
        )


def open_milestones(activity):
    """{key as typed: Milestone} of what has not been met. One query unless prefetched."""
    return {str(m.pk): m for m in activity.milestones.all() if m.met_on is None}


def day_words(day):
    return f"{day:%-d %B %Y}" if day else "none yet"


class RewordForm(ProposalForm):
    kind = Draft.Kind.REWORD
    title = "Reword the promise"
    decide = "Save the new words"

    new_title = forms.CharField(
        max_length=500, label="Title", error_messages={"required": "Enter a title"}
    )
    new_detail = WordsField(required=False, label="Detail")
    reason = WordsField(
        rows=3,
        label="Why the words change",
        help_text="The first words stay in the record.",
        missing="Say why the words change",
    )

    def prepare(self):
        self.fields["new_title"].initial = self.activity.title
        self.fields["new_detail"].initial = self.activity.detail

    def clean_new_title(self):
        title = " ".join(self.cleaned_data["new_title"].split())
        others = Activity.objects.filter(plan_id=self.activity.plan_id, title=title)
        if others.exclude(pk=self.activity.pk).exists():
            raise forms.ValidationError("Another activity of the plan has this title already")
        return title

    def check(self, cleaned):
        same = (cleaned.get("new_title"), cleaned.get("new_detail")) == (
            self.activity.title,
            self.activity.detail,
        )
        if same:
            self.add_error("new_title", "Change the title or the detail")

    def enter(self, **voice):
        return record.reword(
            self.activity,
            title=self.cleaned_data["new_title"],
            detail=self.cleaned_data["new_detail"],
            reason=self.cleaned_data["reason"],
            **voice,
        )


class WithdrawForm(ProposalForm):
    kind = Draft.Kind.WITHDRAW
    title = "Withdraw this activity"
    send = "Ask to withdraw it"
    decide = "Withdraw it"

    reason = WordsField(
        label="Why the office no longer intends to do this",
        help_text="The activity stays in the plan, marked as withdrawn, with this reason.",
        missing="Give the reason for withdrawing it",
    )

    def enter(self, **voice):
        return record.withdraw(self.activity, **self.words("reason"), **voice)


class HandOverForm(ProposalForm):
    kind = Draft.Kind.HAND_OVER
    title = "Hand this activity over"
    send = "Offer the hand-over"
    decide = "Hand it over"

    to = forms.ChoiceField(
        label="The post that will lead it",
        help_text="The post's holder or deputy accepts the hand-over.",
        error_messages={
            "required": "Select the post that will lead it",
            "invalid_choice": "Select a post from the list",
        },
    )
    reason = WordsField(
        label="Why, and what the next owner should know",
        missing="Give the reason for the hand-over",
    )

    def prepare(self):
        posts = Post.objects.standing(self.today) if self.posts is None else self.posts
        self.offered = {str(post.pk): post for post in posts if post.pk != self.activity.lead_id}
        choices = [(pk, post.title) for pk, post in self.offered.items()]
        self.fields["to"].choices = [("", "Select a post"), *choices]

    def enter(self, **voice):
        to = self.offered[self.cleaned_data["to"]]
        return record.hand_over(self.activity, to=to, **self.words("reason"), **voice)


class CorrectionForm(UpdateForm):
    kind = Draft.Kind.CORRECTION
    title = "Correct what was said"
    decide = "Save the correction"

    correction = WordsField(
        rows=3,
        label="What was wrong",
        help_text="The line stays as it was said. The correction stands beside it, with this.",
        missing="Say what was wrong",
    )
    field_order = ("correction",)

    def __init__(self, *args, corrects, **kwargs):
        self.corrects = corrects
        super().__init__(*args, **kwargs)

    def prepare(self):
        super().prepare()
        for name in ("milestones_met", "met_on"):
            self.fields.pop(name, None)
        for name in ("status", "narrative", "reason", "next_steps", "forecast_on", "evidence"):
            if name in self.fields:
                self.fields[name].initial = getattr(self.corrects, name)

    def enter(self, **voice):
        return record.correct(
            self.corrects,
            activity=self.activity,
            status=self.cleaned_data["status"],
            correction=self.cleaned_data["correction"],
            **self.words("narrative", "reason", "next_steps", "forecast_on", "evidence"),
            **voice,
        )


FORMS = {
    form.kind: form
    for form in (
        UpdateForm,
        ConfirmForm,
        DateMoveForm,
        RewordForm,
        WithdrawForm,
        HandOverForm,
        CorrectionForm,
    )
}
