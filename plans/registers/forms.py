"""The forms of every register: a row added or changed, and a line said about it."""

import uuid

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.text import capfirst

from opcc.office.keys import RowsField
from opcc.office.models import Post
from plans.forms import layout
from plans.forms.fields import DayField, LineField, WordsField

from .fields import ActivitiesField, LinkField, PoundsField, not_to_come
from .models import Stale

TYPED_AS = {forms.NumberInput: "decimal"}
"""Plain text boxes: in others the browser complains first, in words that are not ours."""

HIDDEN = ("base", "token", "told")
"""Names of the fields that a form carries and does not show."""

PENCE = 2
"""Decimal places of an amount of money."""


def named(label):
    """A label as it stands within a sentence: "the title", "what is to be done"."""
    words = label[:1].lower() + label[1:]
    return words if words.startswith(("what ", "our ")) else f"the {words}"


def typed_in(db_field):
    """Return our own class of form field for a line, an address, rows or an amount, or None."""
    if isinstance(db_field, models.URLField):
        return LinkField
    if isinstance(db_field, models.CharField):
        return LineField
    if isinstance(db_field, models.ManyToManyField):
        return RowsField
    is_money = isinstance(db_field, models.DecimalField) and db_field.decimal_places == PENCE
    return PoundsField if is_money else None


def fit(db_field, **kwargs):
    """Return the form field for a model's field: days and sentences as on every other form."""
    words = {
        "label": kwargs.get("label") or capfirst(db_field.verbose_name),
        "help_text": kwargs.get("help_text") or db_field.help_text,
        "required": not db_field.blank,
    }
    label = named(words["label"])
    if isinstance(db_field, models.DateField):
        return DayField(missing=f"Enter {label}: a day, a month and a year", **words)
    if isinstance(db_field, models.TextField):
        return WordsField(rows=3, missing=f"Enter {label}", **words)
    if typed := typed_in(db_field):
        kwargs.setdefault("form_class", typed)
    field = db_field.formfield(**kwargs)
    if field is not None:
        verb = "Select" if isinstance(field, forms.ChoiceField) else "Enter"
        field.error_messages["required"] = f"{verb} {label}"
        if mode := TYPED_AS.get(type(field.widget)):
            field.widget = forms.TextInput(attrs={"inputmode": mode})
        if isinstance(field, forms.TypedChoiceField) and not field.choices[0][0]:
            field.choices = [("", "Select one" if field.required else "None"), *field.choices[1:]]
        if isinstance(field, forms.ModelMultipleChoiceField):
            field.widget = forms.CheckboxSelectMultiple(choices=field.choices)
            field.help_text = words["help_text"]
    return field


def hidden(form):
    return [name for name in HIDDEN if name in form.fields]


class WholeRow:
    """Mixed into a ModelForm: asks the rules of the table of every column of the row.

    Django leaves out a rule about a column that the form does not hold, and the database refuses.
    """

    def _post_clean(self):
        super()._post_clean()
        if self.errors:
            return
        try:
            self.instance.validate_constraints()
        except ValidationError as broken:
            self._update_errors(broken)


class RegisterForm(WholeRow, forms.ModelForm):
    """Adds or changes a row of a register. Raises Stale from `save` where somebody else did.

    today: London date. plan: the delivery plan whose activities can be named, or None.
    """

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        formfield_callback = fit

    def __init__(self, *args, today, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.today, self.plan = today, plan
        self.initial.setdefault("base", self.instance.version)
        if self.instance.pk is None:
            self.fields["token"] = forms.UUIDField(widget=forms.HiddenInput, required=False)
            self.initial["token"] = uuid.uuid4()
        if "owner" in self.fields:
            self.fields["owner"].queryset = Post.objects.standing(today)
            self.fields["owner"].empty_label = "Select a post"
        for name, field in self.fields.items():
            if isinstance(field, ActivitiesField):
                field.plan = plan
                self.initial[name] = self.linked(name)
        self.prepare()
        self.helper = FormHelper()
        save = Button.primary("send", "Save")
        self.helper.layout = Layout(*self.rows(), *hidden(self), *layout.buttons(save))

    def prepare(self):
        """Fit the fields to the row."""

    def rows(self):
        """The fields that are seen, laid out in order."""
        shown = [(name, field) for name, field in self.fields.items() if name not in HIDDEN]
        return [layout.row(name, field) for name, field in shown]

    def linked(self, name):
        """The activities that the row is linked to already, of every year's plan."""
        if self.instance.pk is None:
            return list(self.initial.get(name) or [])
        return list(getattr(self.instance, name).select_related("objective", "plan"))

    def clean_activities(self):
        """What was typed, and what is linked in other years' plans, which the form cannot show."""
        others = [
            a for a in self.linked("activities") if not self.plan or a.plan_id != self.plan.pk
        ]
        return [*others, *self.cleaned_data["activities"]]

    @transaction.atomic
    def save(self):
        """Write the row and its links, all or nothing."""
        if self.instance.pk is None:
            self.instance.token = self.cleaned_data["token"]
            return super().save()
        if self.cleaned_data["base"] != self.instance.version:
            raise Stale(self.instance)
        many = {field.name for field in self._meta.model._meta.many_to_many}
        own = [f for f in self.cleaned_data if f not in many and f in self._meta.fields]
        self.instance.change(fields=own)
        self._save_m2m()
        return self.instance

    def note_clash(self, newest):
        """Say what somebody else changed meanwhile; sending again replaces it."""
        self.data = self.data.copy()
        self.data["base"] = str(newest.version)
        now = [f for f in self.changed_against(newest) if f in self.fields]
        labels = ", ".join(str(self.fields[name].label) for name in now)
        differs = f" What is saved now differs from yours in: {labels}." if labels else ""
        self.add_error(
            None,
            "Somebody else changed this while you were typing. What you typed is below."
            f"{differs} Check it, and save again to replace theirs.",
        )

    def changed_against(self, newest):
        """Names of this form's columns whose saved value is not what was typed."""
        many = {field.name for field in newest._meta.many_to_many}
        return [
            name
            for name in self._meta.fields
            if name not in many and getattr(newest, name) != self.cleaned_data.get(name)
        ]


class EndsByToday:
    """Mixed into a RegisterForm with `ended_on`: once that day is given, the row has ended."""

    def clean_ended_on(self):
        day = self.cleaned_data["ended_on"]
        return day and not_to_come(day, self.today)


class LineForm(forms.Form):
    """Something said about a row of a register. `enter` writes it.

    row: the row it is about, as it was read.
    """

    send = "Save"
    button = Button.primary
    dated = True
    """Whether the writer may say that it is about an earlier day than today."""

    base = forms.IntegerField(widget=forms.HiddenInput, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput)
    words = WordsField(label="What is to be said", missing="Write what is to be said")

    def __init__(self, *args, row, today, **kwargs):
        self.row, self.today = row, today
        super().__init__(*args, **kwargs)
        if self.dated:
            self.fields["said_on"] = DayField(
                required=False,
                label="On which day",
                help_text="Leave empty for today.",
            )
        self.prepare()
        self.helper = FormHelper()
        names = [name for name in self.fields if name not in HIDDEN]
        rows = [layout.row(name, self.fields[name]) for name in names]
        send = self.button("send", self.send)
        self.helper.layout = Layout(*rows, *hidden(self), *layout.buttons(send))

    def prepare(self):
        """Fit the fields to the row."""

    def clean_said_on(self):
        return not_to_come(self.cleaned_data["said_on"] or self.today, self.today)

    def clean(self):
        cleaned = super().clean()
        cleaned.setdefault("said_on", self.today)
        return cleaned

    def enter(self, **voice):
        """Write the line. voice: by (Voice), at (aware datetime), token. Raises Stale."""
        raise NotImplementedError


class TellsOnce(forms.Form):
    """Mixed into a LineForm: what the writer may not know is said first; sent again, it holds.

    asks: what is said, for a notice above the form; "" while there is nothing to say. Nothing that
    was typed is wrong, so that it is no error; the form is not valid until it is sent again.
    """

    asks = ""
    told = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)

    def is_valid(self):
        return super().is_valid() and not self.asks

    def tell(self, what, words):
        """Ask with these words, unless the form has been told `what` before."""
        if self.cleaned_data.get("told") == what:
            return
        self.data = self.data.copy()
        self.data["told"] = what
        self.asks = words


class SinceRaised:
    """Mixed into a LineForm about a row: nothing was said about it before it was raised."""

    def clean_said_on(self):
        day = super().clean_said_on()
        if day < self.row.raised_on:
            raise forms.ValidationError(
                f"Enter {self.row.raised_on:%-d %B %Y}, when it was raised, or a later day"
            )
        return day
