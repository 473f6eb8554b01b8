"""The form that every proposal of a line begins from.

What is typed is kept as typed (a draft may be half written), and becomes a line through
`enter`, when somebody who may decide has said yes.
"""

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms
from django.forms.utils import ErrorDict

from opcc.office.text import with_its_lines

from . import layout
from .fields import DayField, WordsField

OWN_FIELDS = ("base", "token")
"""Hidden fields that belong to one showing of a form, not to what was typed."""

NOT_TYPED = (*OWN_FIELDS, "internal_note", "new_files")
"""What a draft keeps apart from what was typed, or does not keep."""

LONGEST_DRAFT = 30_000
"""Characters that a draft may hold in all, finished or not."""


class ProposalForm(forms.Form):
    """A draft of one kind about one activity.

    lenient: for reading a draft, finished or not: nothing is required or looked up.
    posts: those that may receive a hand-over, files: {key: NamedFile} of those that drafts name,
    where the caller has loaded them. not_taken: [why a file that came with the form was refused].
    """

    kind = None
    title = ""
    send = "Send for approval"
    decide = "Save"
    last = ()
    """Names of fields that are laid out after the note."""

    base = forms.CharField(widget=forms.HiddenInput, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, required=False)
    internal_note = WordsField(
        rows=2,
        required=False,
        label="Note for colleagues (optional)",
        help_text="Seen inside the office only. It never becomes part of the record.",
    )

    def __init__(
        self,
        *args,
        activity,
        today,
        decides=False,
        lenient=False,
        posts=None,
        files=None,
        not_taken=(),
        **kwargs,
    ):
        self.activity, self.today, self.lenient = activity, today, lenient
        self.posts, self.known_files, self.not_taken = posts, files, not_taken
        super().__init__(*args, **kwargs)
        self.prepare()
        if lenient:
            for field in self.fields.values():
                field.required = False
        self.helper = FormHelper()
        # What is hidden comes first, and files last: what stands before a file that is too large
        # has been read by then.
        self.helper.layout = Layout(*OWN_FIELDS, *self.rows(), *self.closing(decides))

    def prepare(self):
        """Fit the fields to the activity."""

    def rows(self):
        """The fields as laid out, above the note and the buttons."""
        apart = (*OWN_FIELDS, "internal_note", *self.last)
        return [self.row(name) for name in self.fields if name not in apart]

    def row(self, name):
        return layout.row(name, self.fields[name])

    def closing(self, decides):
        send = Button.primary("send", self.decide if decides else self.send)
        later = Button.secondary("save_later", "Save and finish later")
        yield Field.textarea("internal_note", label_size=Size.SMALL, rows=2)
        yield from (self.row(name) for name in self.last if name in self.fields)
        yield from layout.buttons(send, later)

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
        """What was typed, half written or wrong as it may be, to be kept in a draft."""
        kept = {}
        for name, field in self.fields.items():
            if name in NOT_TYPED:
                continue
            parts = [f"{name}_{i}" for i in range(3)] if isinstance(field, DayField) else [name]
            for part in parts:
                values = [with_its_lines(value) for value in self.data.getlist(part)]
                kept[part] = values if isinstance(field, forms.MultipleChoiceField) else values[-1:]
        return {name: values for name, values in kept.items() if values}

    @property
    def note(self):
        return with_its_lines(self.data.get("internal_note", ""))

    def is_too_long_to_keep(self):
        words = [self.note, *(value for values in self.typed().values() for value in values)]
        return sum(map(len, words)) > LONGEST_DRAFT

    def words(self, *names):
        return {name: self.cleaned_data.get(name) or blank(name) for name in names}

    def enter(self, **voice):
        """Write the line. voice: by, at, written_by, token. Returns the Entry."""
        raise NotImplementedError


def blank(name):
    return None if name.endswith("_on") else ""


def open_milestones(activity):
    """{key as typed: Milestone} of what has not been met. One query unless prefetched."""
    return {str(m.pk): m for m in activity.all_milestones() if m.met_on is None}
