"""Forms that propose a change of what was promised: its date, its words, its owner, its end."""

from django import forms

from opcc.office.models import Post
from opcc.office.text import one_line

from .. import record
from ..models import Activity, Draft, Entry
from .fields import DayField, WordsField
from .proposing import ProposalForm, open_milestones


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
        to, moved, starts_on = cleaned.get("to"), self.moved(cleaned), self.activity.starts_on
        if to and starts_on and to < starts_on:
            self.add_error("to", f"Enter a date from {day_words(starts_on)} on, when it starts")
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
        return one_line(self.cleaned_data["new_title"])

    def check(self, cleaned):
        others = Activity.objects.filter(
            plan_id=self.activity.plan_id, title=cleaned.get("new_title")
        )
        if others.exclude(pk=self.activity.pk).exists():
            self.add_error("new_title", "Another activity of the plan has this title already")
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
