"""What the pages for verbs ask. Each asks why; the record keeps the answer."""

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import Max

from opcc.office.keys import RowsField
from opcc.office.models import PANEL, Post, User
from opcc.office.text import one_line, with_its_lines

from ..intake.dates import due_date
from ..models import Activity, Objective, Priority


class Day(forms.DateField):
    widget = AdminDateWidget


class Words(forms.CharField):
    """Text of some length, read by others later."""

    widget = AdminTextareaWidget

    def to_python(self, value):
        return with_its_lines(super().to_python(value))


class Title(forms.CharField):
    """One line, its spaces folded."""

    def to_python(self, value):
        return one_line(super().to_python(value))


class Ticks(RowsField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, queryset, **kwargs):
        super().__init__(queryset, required=False, **kwargs)


def reason(help_text="It stands in the record of each activity."):
    return Words(
        label="Reason", help_text=help_text, error_messages={"required": "Say why, in words."}
    )


class HandOverForm(forms.Form):
    """Who holds a post next, from when, and why."""

    to = forms.ModelChoiceField(
        User.objects.none(), label="New holder", required=False, empty_label="Choose a person"
    )
    vacant = forms.BooleanField(
        label="Leave the post vacant",
        required=False,
        help_text="Its deputy, if it has one, goes on approving for it.",
    )
    on = Day(label="First day", help_text="The present holder's last day is the day before.")
    note = reason(
        "Why, and what the next holder should know. It stands in the record of each activity."
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(is_active=True).exclude(groups__name=PANEL)
        self.fields["to"].queryset = people.order_by("name")

    def clean(self):
        cleaned = super().clean()
        if "to" in cleaned and bool(cleaned["to"]) == bool(cleaned.get("vacant")):
            raise ValidationError("Choose the new holder, or tick that the post is left vacant.")
        return cleaned


class TransferForm(forms.Form):
    """Which post leads from now on, and why.

    what_else: what the post answers for besides activities, in words; needs_it: whether that is
    all there is to transfer.
    """

    to = forms.ModelChoiceField(
        Post.objects.none(), label="New lead post", empty_label="Choose a post"
    )
    everything = forms.BooleanField(
        label="And everything else",
        error_messages={"required": "Tick this: there is nothing else to transfer."},
    )
    reason = reason()

    field_order = ["to", "everything", "reason"]

    def __init__(self, *args, day, what_else=(), needs_it=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = Post.objects.standing(day)
        self.fields["everything"].required = needs_it
        self.fields["everything"].help_text = f"That the post answers for: {', '.join(what_else)}."
        if not what_else:
            del self.fields["everything"]


class RollForwardForm(forms.Form):
    title = Title(
        label="Title of the new plan", max_length=200, widget=forms.TextInput(attrs={"size": 60})
    )
    update_every = forms.IntegerField(
        label="Days between updates",
        min_value=1,
        max_value=366,
        help_text="It stands for the new plan's year: with another number, days gone by would "
        "look otherwise than they did.",
    )
    reason = Words(
        label="Reason",
        required=False,
        help_text="Added to the line that says where each activity was carried from.",
    )
    close = forms.BooleanField(
        label="Close the old plan",
        required=False,
        help_text="Nothing more can be said about a closed plan. Its pages and record stay.",
    )


class PromisedWords(forms.ModelForm):
    """Title and detail as they go into the record: whatever browser they were typed in."""

    def clean_title(self):
        return self.unless_empty(one_line(self.cleaned_data["title"]))

    def clean_detail(self):
        return with_its_lines(self.cleaned_data["detail"])

    def unless_empty(self, title):
        """A title of nothing but what cannot be shown is no title."""
        if not title:
            raise ValidationError(self.fields["title"].error_messages["required"])
        return title


class RewordForm(PromisedWords):
    """What was promised, in words. Dates and owners have verbs of their own."""

    priorities = Ticks(Priority.objects.select_related("plan"))
    reason = reason()

    class Meta:
        model = Activity
        fields = ["title", "detail", "kind", "starts_on", "priorities"]
        widgets = {"title": AdminTextareaWidget(attrs={"rows": 3}), "starts_on": AdminDateWidget}

    def clean(self):
        cleaned, due_on = super().clean(), self.instance.due_on
        if due_on and cleaned.get("starts_on") and cleaned["starts_on"] > due_on:
            self.add_error("starts_on", f"It is due on {due_on:%-d %B %Y}, before this start.")
        refuse_taken_title(self, self.instance.plan)
        return cleaned

    def changes(self):
        """The facts to pass to the verb."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class MilestoneForm(forms.Form):
    title = Title(max_length=200, widget=forms.TextInput(attrs={"size": 60}))
    due_on = Day()
    reason = Words(required=False, help_text="Why it is promised now, if there is more to say.")


class PromiseForm(PromisedWords):
    """A new activity. Its first line is written from this."""

    number = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=9999,
        help_text="Its place under the objective. Empty for the next free number.",
    )
    joint = Ticks(Post.objects.none(), label="Joint owners")
    contributors = Ticks(Post.objects.none())
    priorities = Ticks(Priority.objects.select_related("plan"))
    milestones = Words(
        required=False,
        help_text="One per line: a date, a colon and a title. 30 September 2020: Tender out",
    )
    reason = Words(required=False, help_text="Why it is promised now. It stands in the record.")

    class Meta:
        model = Activity
        fields = [
            "objective",
            "number",
            "title",
            "detail",
            "kind",
            "starts_on",
            "due_on",
            "lead",
            "joint",
            "contributors",
            "priorities",
            "milestones",
            "reason",
        ]
        widgets = {
            "title": AdminTextareaWidget(attrs={"rows": 3}),
            "starts_on": AdminDateWidget,
            "due_on": AdminDateWidget,
        }

    def __init__(self, *args, day, **kwargs):
        super().__init__(*args, **kwargs)
        posts = Post.objects.standing(day)
        for name in ("lead", "joint", "contributors"):
            self.fields[name].queryset = posts
        open_plans = Objective.objects.exclude(plan__state="closed").select_related("plan")
        self.fields["objective"].queryset = open_plans
        self.fields["objective"].label_from_instance = lambda o: f"{o.plan}: {o}"

    def clean(self):
        cleaned = super().clean()
        objective = cleaned.get("objective")
        if objective:
            cleaned["number"] = cleaned.get("number") or next_number(objective)
            cleaned["milestones"] = self.read_milestones(objective.plan.starts_on)
            refuse_taken_title(self, objective.plan)
        return cleaned

    def read_milestones(self, year_starts_on):
        """Return [(title, due_on)] of the lines typed; each may stand once."""
        found = {}
        for line in self.cleaned_data.get("milestones", "").splitlines():
            day, _, title = line.partition(":")
            due_on, title = due_date(day, year_starts_on).on, one_line(title)
            if line.strip() and not (due_on and title and len(title) <= 200):
                self.add_error("milestones", f"“{line}” is not a date, a colon and a title.")
            elif title in found:
                self.add_error("milestones", f"“{title}” stands twice.")
            elif title:
                found[title] = due_on
        return list(found.items())

    def details(self):
        """The facts to pass to the verb, beside the objective."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields if name != "objective"}


def next_number(objective):
    """The next free place under the objective."""
    taken = objective.activities.aggregate(highest=Max("number"))["highest"]
    return (taken or 0) + 1


def refuse_taken_title(form, plan):
    """Say on the form that another activity of the plan has this title."""
    others = Activity.objects.filter(plan=plan, title=form.cleaned_data.get("title"))
    other = others.exclude(pk=form.instance.pk).select_related("objective").first()
    if other:
        form.add_error("title", f"Activity {other.reference} of {plan} has this title already.")
