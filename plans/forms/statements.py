"""Forms that say how an activity is going, and set right what was said."""

from crispy_forms_gds.choices import Choice
from django import forms
from django.utils.functional import cached_property

from .. import record
from ..evidence.keeping import MOST_BYTES, MOST_FILES, find
from ..evidence.naming import read_files
from ..models import Draft, Entry
from ..statuses import MEANINGS, Status
from .fields import DayField, FilesField, KeptFilesField, WordsField
from .proposing import ProposalForm, open_milestones

SAYABLE = [
    Choice(status.value, status.label, hint=MEANINGS[status])
    for status in Status
    if status != Status.WITHDRAWN
]

STATED = ("narrative", "reason", "reason_category", "next_steps", "forecast_on", "evidence")
"""The words of a statement, beside its status."""


class UpdateForm(ProposalForm):
    kind = Draft.Kind.UPDATE
    title = "Say how it is going"
    decide = "Save to the record"
    last = ("evidence", "files", "new_files")

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
    reason_category = forms.ChoiceField(
        required=False,
        choices=[("", "Select one"), *Entry.ReasonCategory.choices],
        label="What kind of reason is it?",
        help_text="For At risk and Off track.",
    )
    forecast_on = DayField(
        required=False,
        label="When it is now expected",
        help_text="Needed for Off track. The promised date stays until a move is accepted; "
        "saving this asks for the move, unless one is asked for already. For example, 30 6 2021.",
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
        help_text="Needed for Complete, unless you add a file: a link, or where it can be seen. "
        "Packs repeat it.",
    )
    files = KeptFilesField(
        required=False,
        label="Files",
        help_text="They are kept with what you write. Take the tick away from one that should not "
        "go with it.",
    )
    new_files = FilesField(
        required=False,
        label="Add files as evidence",
        help_text=f"Up to {MOST_FILES} files, {MOST_BYTES // 1024 // 1024} MB together: PDF, Word, "
        "Excel, PowerPoint, OpenDocument, PNG, JPEG, CSV or text. Only people of the office can "
        "open them; packs tell a file’s name, size and SHA-256. A file stays as it is, with what "
        "it says of its author and earlier versions: look through it first.",
    )

    def prepare(self):
        if self.activity.is_duty:
            del self.fields["forecast_on"]
            ends = [choice for choice in SAYABLE if choice.value != Status.COMPLETE]
            self.fields["status"].choices = ends
        self.open_milestones = open_milestones(self.activity)
        choices = [(pk, milestone.title) for pk, milestone in self.open_milestones.items()]
        self.fields["milestones_met"].choices = choices
        if not choices:
            del self.fields["milestones_met"], self.fields["met_on"]
        self.prepare_files()

    def prepare_files(self):
        """Offer what was brought before, and remember what of it is gone."""
        typed = self.data.getlist("files") if self.is_bound else []
        if self.known_files is None:
            self.known_files = find(typed, self.activity)
        offered = {key: self.known_files[key] for key in typed if key in self.known_files}
        if not self.lenient:
            offered = {file.id: file for file in self.files_before()} | offered
        self.lost_files = set(typed) - set(offered)
        self.fields["files"].choices = [(key, str(file)) for key, file in offered.items()]
        if not offered:
            del self.fields["files"]

    def files_before(self):
        """The NamedFiles that are offered to every writer."""
        return ()

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
            self.require_evidence(cleaned)
        self.check_files(cleaned)
        self.check_days(cleaned)

    def require_evidence(self, cleaned):
        if not cleaned.get("files"):
            words = "Give a link to the evidence, say where it is, or add a file"
            self.require(cleaned, "evidence", words)

    def check_files(self, cleaned):
        for problem in self.not_taken:
            self.add_error("new_files", problem)
        if self.lost_files:
            self.add_error("new_files", "A file is not kept any more. Choose it again")
        if len(cleaned.get("files", ())) > MOST_FILES:
            self.add_error("files", f"Tick {MOST_FILES} files at most")

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
            files=self.cleaned_data.get("files", ()),
            **self.words(*STATED),
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


class CorrectionForm(UpdateForm):
    """Only a line that withdrew the activity can be corrected to "Withdrawn" again."""

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
        if self.corrects.status == Status.WITHDRAWN:
            withdrawn = (Status.WITHDRAWN.value, Status.WITHDRAWN.label)
            self.fields["status"].choices = [*SAYABLE, withdrawn]
            self.fields["narrative"].required = False
        if not self.is_bound:
            self.begin_from(self.stands)

    @cached_property
    def stands(self):
        """The line whose words stand now: the newest correction, where there is one."""
        return self.corrects.corrections.last() or self.corrects

    def begin_from(self, line):
        for name in ("status", *STATED):
            if name in self.fields:
                self.fields[name].initial = getattr(line, name)
        if "files" in self.fields:
            self.fields["files"].initial = [file.id for file in self.files_before()]

    def files_before(self):
        return read_files(self.stands.files)

    def check(self, cleaned):
        super().check(cleaned)
        if cleaned.get("status") == Status.WITHDRAWN:
            self.require(cleaned, "reason", "Give the reason for withdrawing it")
        elif not cleaned.get("narrative"):
            self.require(cleaned, "narrative", "Say what has happened")

    def check_days(self, cleaned):
        """An old line may have named a day that is past by now."""

    def enter(self, **voice):
        return record.correct(
            self.corrects,
            activity=self.activity,
            status=self.cleaned_data["status"],
            correction=self.cleaned_data["correction"],
            files=self.cleaned_data.get("files", ()),
            **self.words(*STATED),
            **voice,
        )
