"""The forms by which a pack is prepared, published and opened."""

import datetime as dt
import re

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fixed, Layout, Size
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from plans.forms import layout
from plans.forms.fields import DayField, WordsField
from plans.models import DeliveryPlan
from plans.registers.models import Stale
from plans.templatetags.plan_tags import clock, moment

from ..models import Pack, PackDraft
from ..models.packs import sha256
from ..packs.freezing import as_text

ATTEMPTS = 5
TIME = re.compile(r"^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$")
NAMED_TIMES = {"midday": "12:00", "noon": "12:00", "midnight": "00:00"}


class TimeOfDayField(forms.CharField):
    """A time typed as people write it: "5pm", "5:30pm", "17:30". Cleans to a time."""

    def clean(self, value):
        typed = super().clean(value).strip().lower()
        found = TIME.match(NAMED_TIMES.get(typed, typed))
        try:
            return as_time(*found.groups())
        except (AttributeError, ValueError) as error:
            raise ValidationError("Enter a time, such as 5pm or 17:30") from error


def as_time(hour, minute, half):
    """Raises ValueError where the figures are no time of day."""
    hour = int(hour)
    if half and not 1 <= hour <= 12:
        raise ValueError(hour)
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return dt.time(hour, int(minute or 0))


def lay_out(name, field):
    if isinstance(field, TimeOfDayField):
        return Field.text(name, label_size=Size.SMALL, field_width=Fixed.FIVE)
    return layout.row(name, field)


class PackForm(forms.Form):
    """A form laid out as on every other page, its hidden fields last."""

    send = "Save"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.prepare()
        shown = [(f.name, f.field) for f in self.visible_fields()]
        hidden = [f.name for f in self.hidden_fields()]
        rows = [lay_out(name, field) for name, field in shown]
        self.helper = FormHelper()
        self.helper.layout = Layout(*rows, *hidden, *layout.buttons(self.button()))

    def prepare(self):
        """Fit the fields to what the form is about."""

    def button(self):
        # Two presses of one button send the form once where the browser runs scripts.
        return Button.primary("send", self.send, data_prevent_double_click="true")


class CutOffFields(forms.Form):
    """A day and a time, cleaned together to `cut_off`."""

    cut_off_on = DayField(
        label="Cut-off: the day",
        help_text="The pack shows the plan as it stood at this moment. It may be planned ahead; "
        "the pack can be published once it has passed. Such as 31 3 2021.",
        missing="Enter the day of the cut-off",
    )
    cut_off_at = TimeOfDayField(
        label="Cut-off: the time",
        help_text="Such as 5pm or 17:30.",
        max_length=20,
        error_messages={"required": "Enter the time of the cut-off"},
    )

    def clean(self):
        cleaned = super().clean()
        if "cut_off_on" in cleaned and "cut_off_at" in cleaned:
            cleaned["cut_off"] = dt.datetime.combine(
                cleaned["cut_off_on"],
                cleaned["cut_off_at"],
                tzinfo=timezone.get_current_timezone(),
            )
        return cleaned


def told_cut_off(at):
    """A moment as the two fields of a cut-off show it."""
    local = timezone.localtime(at)
    return {"cut_off_on": local.date(), "cut_off_at": clock(local)}


class BeginForm(PackForm, CutOffFields):
    """Chooses the meeting and the plan of a pack, and its cut-off.

    meetings: {heading: Meetings of the panel that are offered under it}.
    """

    send = "Begin to prepare it"
    field_order = ["meeting", "plan", "cut_off_on", "cut_off_at", "reason"]

    meeting = forms.ChoiceField(
        label="For which meeting",
        error_messages={"required": "Select the meeting"},
    )
    plan = forms.ModelChoiceField(
        DeliveryPlan.objects.none(),
        label="Which delivery plan",
        empty_label=None,
        error_messages={"required": "Select the delivery plan"},
    )
    reason = WordsField(
        label="Why there is another version",
        help_text="Only where a pack for this meeting is published already. Everybody who reads "
        "the new version reads this. The version before it stays readable.",
        required=False,
        rows=3,
    )

    def __init__(self, *args, meetings, plans, **kwargs):
        self.meetings, self.plans = meetings, plans
        super().__init__(*args, **kwargs)

    def prepare(self):
        self.fields["plan"].queryset = self.plans
        groups = [
            (heading, [(str(m.pk), in_words(m)) for m in meetings])
            for heading, meetings in self.meetings.items()
            if meetings
        ]
        self.fields["meeting"].choices = [("", "Select a meeting"), *groups]

    def clean_meeting(self):
        offered = {str(m.pk): m for meetings in self.meetings.values() for m in meetings}
        return offered[self.cleaned_data["meeting"]]

    def clean(self):
        cleaned = super().clean()
        meeting, plan = cleaned.get("meeting"), cleaned.get("plan")
        if not (meeting and plan and Pack.objects.filter(meeting=meeting, plan=plan).exists()):
            cleaned["reason"] = ""
        elif not cleaned.get("reason"):
            self.add_error("reason", "Say why there is another version of this pack")
        return cleaned


def in_words(meeting):
    """A meeting as a choice, with what is published for it already."""
    published = f", version {meeting.newest} is published" if meeting.newest else ""
    return f"{meeting.on:%-d %B %Y}{published}"


# --- The words of a draft -----------------------------------------------------------------------
class DraftForm(PackForm):
    """Changes part of a PackDraft. `base` marks what that part said when the form was opened.

    Two people who write different parts at once both keep their words; `save` raises Stale where
    somebody else changed this part.
    """

    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, draft, initial=None, **kwargs):
        self.draft = draft
        told = self.told(draft) | {"base": self.mark(draft)}
        super().__init__(*args, initial=told | (initial or {}), **kwargs)

    def told(self, draft):
        """{field: what the draft says now} of this form's part."""
        raise NotImplementedError

    def facts(self, draft):
        """The columns to write on the draft as it is now."""
        raise NotImplementedError

    def mark(self, draft):
        told = {name: str(value) for name, value in self.told(draft).items()}
        return sha256(as_text(told))[:16]

    def save(self, *, by, at):
        """Write what was typed. by: User. at: aware datetime. Raises Stale."""
        for _ in range(ATTEMPTS):
            newest = PackDraft.objects.filter(pk=self.draft.pk).first()
            if newest is None or self.mark(newest) != self.cleaned_data["base"]:
                raise Stale(self.draft)
            try:
                return newest.change(by=by, at=at, **self.facts(newest))
            except Stale:
                continue  # Another part was saved in between: look again, and write ours.
        raise Stale(self.draft)

    def note_clash(self, newest):
        """Say that somebody else saved this part; what was typed stays in the form."""
        self.data = self.data.copy()
        self.data["base"] = self.mark(newest)
        self.add_error(
            None,
            "Somebody else saved this while you were typing. Theirs is shown below, and what you "
            "typed is in the form. Saving again replaces theirs.",
        )

    def their_lines(self, newest):
        """[(label, words)] of this part as it is saved now."""
        told = self.told(newest)
        return [(self.fields[n].label, told[n]) for n in self.fields if told.get(n)]


class CutOffForm(DraftForm, CutOffFields):
    send = "Save the cut-off"

    def told(self, draft):
        return told_cut_off(draft.cut_off)

    def facts(self, draft):
        return {"cut_off": self.cleaned_data["cut_off"]}

    def their_lines(self, newest):
        return [("Cut-off", moment(newest.cut_off))]


class WordsForm(DraftForm):
    """The commentary of the whole, the reason of a further version, and a note for colleagues."""

    names = ("commentary", "reason", "internal_note")
    field_order = names

    commentary = WordsField(
        label="Commentary on the whole plan",
        help_text="What a member should know before the figures: what went well, what did not, "
        "and what the office does about it. Line breaks are kept.",
        rows=8,
        required=False,
    )
    reason = WordsField(
        label="Why there is another version",
        help_text="Everybody who reads the new version reads this.",
        missing="Say why there is another version of this pack",
        rows=3,
    )
    internal_note = WordsField(
        label="Note for colleagues",
        help_text="Seen inside the office only. It is not part of the pack.",
        rows=3,
        required=False,
    )

    def __init__(self, *args, version, **kwargs):
        self.version = version
        super().__init__(*args, **kwargs)

    def prepare(self):
        if self.version == 1:
            del self.fields["reason"]

    def told(self, draft):
        return {name: getattr(draft, name) for name in self.names}

    def facts(self, draft):
        return {name: self.cleaned_data[name] for name in self.names if name in self.fields}


class ObjectiveForm(DraftForm):
    """The commentary of one objective."""

    commentary = WordsField(
        label="Commentary",
        help_text="What a member should know about this objective, in a few plain sentences. "
        "Shown above its activities.",
        rows=10,
        required=False,
    )

    def __init__(self, *args, objective, **kwargs):
        self.key = str(objective.pk)
        super().__init__(*args, **kwargs)

    def told(self, draft):
        return {"commentary": draft.objective_commentary.get(self.key, "")}

    def facts(self, draft):
        words = draft.objective_commentary | {self.key: self.cleaned_data["commentary"]}
        return {"objective_commentary": {key: said for key, said in words.items() if said}}


# --- Publishing and opening ---------------------------------------------------------------------
class PublishForm(PackForm):
    """Publishes what its reader had before them: `seen` is the fingerprint of that."""

    send = "Publish to the panel"

    public_from = DayField(
        label="Open to everybody from (optional)",
        help_text="From this day anybody can read the pack without signing in. Leave it empty to "
        "keep it to the panel and the office; the day can be set later. Where an earlier version "
        "is public, its day stands here already, so that the correction is public too.",
        required=False,
    )
    has_read = forms.BooleanField(
        label="I have read the preview",
        error_messages={"required": "Read the preview, and say here that you have"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)

    def show_again(self, draft, seen):
        """Stand on the draft as it is now, to be read and ticked again."""
        self.data = self.data.copy()
        self.data["version"], self.data["seen"] = str(draft.version), seen
        self.data.pop("has_read", None)


class OpeningForm(PackForm):
    """Says from which day everybody may read a pack, or closes it again.

    newest: the PackOpening that counts now, or None.
    """

    send = "Save"
    OPEN, CLOSED = "open", "closed"

    access = forms.ChoiceField(
        label="Who is to be able to read it",
        choices=[
            (OPEN, "Everybody, without signing in, from a day"),
            (CLOSED, "The panel and the office only"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select who is to be able to read it"},
    )
    public_from = DayField(
        label="Open to everybody from",
        help_text="A day that has passed opens it at once. Such as 31 3 2021.",
        required=False,
    )
    words = WordsField(
        label="Why",
        help_text="Needed where the pack is closed again. Kept with the day, inside the office.",
        rows=3,
        required=False,
    )
    base = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, newest, **kwargs):
        self.newest = newest
        super().__init__(*args, **kwargs)

    @property
    def day_now(self):
        return self.newest.public_from if self.newest else None

    def clean(self):
        cleaned = super().clean()
        access, day = cleaned.get("access"), cleaned.get("public_from")
        if access == self.OPEN:
            self.check_day(day)
        elif access == self.CLOSED:
            cleaned["public_from"] = None
            self.check_closing(cleaned)
        return cleaned

    def check_day(self, day):
        if day is None and "public_from" not in self.errors:
            self.add_error("public_from", "Enter the day from which everybody may read it")
        elif day and day == self.day_now:
            self.add_error("public_from", "This is the day already. Enter another day")

    def check_closing(self, cleaned):
        # A day left in a field that is not asked for is no mistake.
        self.errors.pop("public_from", None)
        if self.day_now is None:
            self.add_error("access", "It is not open to everybody, so there is nothing to close")
        elif not cleaned.get("words"):
            self.add_error("words", "Say why it is closed again")
