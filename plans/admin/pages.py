"""The verbs' pages. What is pressed here goes through `plans.record` or `plans.operations`."""

from copy import copy

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property

from opcc.office.admin.pages import VerbPage
from opcc.office.keys import is_key
from opcc.office.models import Post
from opcc.office.sign_in.confirming import AsksAgain

from .. import operations, record
from ..models import Activity, DeliveryPlan, Draft
from ..record import Refused, Stale, Voice
from .forms import (
    HandOverForm,
    MilestoneForm,
    PromiseForm,
    RewordForm,
    RollForwardForm,
    TransferForm,
    next_number,
)

MOST_AT_ONCE = 500
"""Activities that one transfer takes: the list must fit in an address."""


def activities_in_words(count):
    return f"{count} activit{'y' if count == 1 else 'ies'}"


class RecordPage(VerbPage):
    """A page whose verb writes lines, and so may come too late."""

    refusals = (ValidationError, Refused, Stale, IntegrityError)

    @property
    def signed(self):
        """Who writes the line, and when."""
        return {"by": Voice.of(self.request.user), "at": self.request.now}

    def words_of(self, refusal):
        if isinstance(refusal, IntegrityError):
            return ["Somebody else wrote this at the same moment. Look, then press again."]
        if not isinstance(refusal, Stale):
            return super().words_of(refusal)
        which = refusal.args[0] if refusal.args else "An activity"
        return [
            (
                f"{which} changed while you were writing, so nothing was done. What you typed is "
                "below, and the page now shows how things stand. Check it, then press again."
            )
        ]

    def log(self, thing, words):
        """Note it in Django admin's own history of `thing`, beside the record."""
        self.model_admin.log_change(self.request, thing, words)


class SeenActivities:
    """Remembers, through the form, which version of each activity the page showed."""

    came_late = False

    def words_of(self, refusal):
        # Whoever came too late is shown what stands now, and may press again.
        self.came_late = isinstance(refusal, Stale)
        return super().words_of(refusal)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        posted = self.request.POST.get("seen")
        fresh = "-".join(f"{a.pk}.{a.version}" for a in self.read_again())
        return {**context, "seen": fresh if self.came_late or not posted else posted}

    def as_seen(self):
        """The activities as they stood when the page was shown; newer ones make it Stale."""
        posted = self.request.POST.get("seen", "")
        versions = dict(pair.partition(".")[::2] for pair in posted.split("-"))
        activities = self.read_again()
        for activity in activities:
            if versions.get(str(activity.pk)) != str(activity.version):
                raise Stale(activity)
        return activities


class PromiseActivity(RecordPage):
    name = "promise"
    title = "Add an activity"
    button = "Promise this activity"
    form_class = PromiseForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "day": self.request.today}

    def get_initial(self):
        asked = self.request.GET.get("objective", "")
        form = self.form_class(day=self.request.today)
        objective = is_key(asked) and form.fields["objective"].queryset.filter(pk=asked).first()
        return {"objective": objective, "number": next_number(objective)} if objective else {}

    def consequences(self):
        return [
            "The first line of the activity's record is written in your name.",
            "The due date given here stays as the first promise, whatever it is moved to later.",
        ]

    def act(self, form):
        activity = record.promise(form.cleaned_data["objective"], **form.details(), **self.signed)
        self.model_admin.log_addition(self.request, activity, "Promised.")
        return f"{activity} has been promised, led by {activity.lead}."


class ActivityPage(SeenActivities, RecordPage):
    """A verb about one activity."""

    @property
    def signed(self):
        return {"by": Voice.of(self.request.user, self.activity), "at": self.request.now}

    @cached_property
    def activity(self):
        return get_object_or_404(Activity.objects.for_page(), pk=self.kwargs["pk"])

    def read_again(self):
        return list(Activity.objects.for_page().filter(pk=self.kwargs["pk"]))

    def refused_because(self):
        plan = self.activity.plan
        return "" if plan.is_open else f"{plan} is closed, so nothing more can be said about it."

    def back_url(self):
        return reverse("admin:plans_activity_change", args=[self.activity.pk])


class RewordActivity(ActivityPage):
    name = "reword"
    button = "Reword this activity"
    form_class = RewordForm

    @property
    def title(self):
        return f"Reword {self.activity.reference}"

    def get_form_kwargs(self):
        # A model form writes on its instance: it gets one of its own.
        return {**super().get_form_kwargs(), "instance": copy(self.activity)}

    def consequences(self):
        return ["One line is written in the record, with the old words, the new ones and why."]

    def act(self, form):
        (activity,) = self.as_seen()
        reason = form.cleaned_data["reason"]
        record.reword(activity, reason=reason, **form.changes(), **self.signed)
        self.log(activity, f"Reworded: {reason}")
        return f"{activity} has been reworded."


class AddMilestone(ActivityPage):
    name = "milestone"
    button = "Promise this milestone"
    form_class = MilestoneForm

    @property
    def title(self):
        return f"Add a milestone to {self.activity.reference}"

    def consequences(self):
        return [f"One line is written in the record of “{self.activity.title}”."]

    def act(self, form):
        (activity,) = self.as_seen()
        words = form.cleaned_data
        if activity.milestones.filter(title=words["title"]).exists():
            raise Refused(f"{activity.reference} has a milestone with this title already.")
        record.add_milestone(activity, **words, **self.signed)
        self.log(activity, f"Milestone promised: {words['title']}")
        return f"“{words['title']}” has been promised for {words['due_on']:%-d %B %Y}."


class TransferActivities(SeenActivities, RecordPage):
    """Chosen activities (`?activities=1,2`), or all open ones that a post leads (`?post=1`).

    With a post, whatever else it answers for goes along where the box is ticked.
    """

    name = "transfer"
    title = "Transfer activities to another post"
    button = "Transfer"
    form_class = TransferForm

    def get_form_kwargs(self):
        return {
            **super().get_form_kwargs(),
            "day": self.request.today,
            "what_else": self.what_else,
            "needs_it": not self.read_again(),
        }

    @cached_property
    def what_else(self):
        return operations.what_else(self.post_left) if self.post_left else []

    @cached_property
    def post_left(self):
        key = self.request.GET.get("post", "")
        return get_object_or_404(Post, pk=key) if is_key(key) else None

    def read_again(self):
        if self.post_left:
            return list(operations.led_and_open(self.post_left))
        keys = self.request.GET.get("activities", "").split(",")
        if not all(map(is_key, keys)):
            raise Http404
        return list(Activity.objects.for_page().filter(pk__in=keys).in_order())

    def subjects(self):
        return [f"{a} (led by {a.lead}, {a.plan})" for a in self.read_again()]

    def consequences(self):
        count = len(self.read_again())
        return [
            f"{activities_in_words(count)} will be led by the post you choose, all or none.",
            "One line is written in the record of each, with the old post, the new one and why.",
            "Joint owners and contributors stay as they are.",
            *self.what_goes_along(),
        ]

    def what_goes_along(self):
        if not self.what_else:
            return []
        along = ", ".join(self.what_else)
        return [
            f"If you tick the box, the post you choose will answer for this as well: {along}.",
            "Who gave it, and why, is kept in the field history of each.",
        ]

    def refused_because(self):
        activities = self.read_again()
        if not activities and not self.what_else:
            return f"{self.post_left or 'Your choice'} has no open activities to transfer."
        closed = next((a.plan for a in activities if not a.plan.is_open), None)
        return f"{closed} is closed. Choose activities of an open plan." if closed else ""

    def act(self, form):
        activities, words = self.as_seen(), form.cleaned_data
        everything = words.pop("everything", False)
        if everything:
            count = operations.transfer_everything(
                self.post_left, activities, **words, **self.signed
            )
        else:
            count = operations.transfer_activities(activities, **words, **self.signed)
        for activity in activities:
            self.log(activity, f"Transferred to {words['to']}: {words['reason']}")
        along = f", and {', '.join(self.what_else)}," if everything else ""
        return f"{activities_in_words(count)}{along} transferred to {words['to']}."

    def back_url(self):
        if self.post_left:
            return reverse("admin:office_post_change", args=[self.post_left.pk])
        return super().back_url()


class HandOverPost(AsksAgain, RecordPage):
    name = "hand_over"
    button = "Hand over"
    form_class = HandOverForm

    @cached_property
    def handed(self):
        return get_object_or_404(Post, pk=self.kwargs["pk"])

    @property
    def title(self):
        return f"Hand over {self.handed}"

    def get_initial(self):
        return {"on": self.request.today}

    def refused_because(self):
        abolished_on = self.handed.abolished_on
        gone = abolished_on and abolished_on <= self.request.today
        return f"{self.handed} was abolished, so nobody can hold it." if gone else ""

    def subjects(self):
        return list(operations.led_and_open(self.handed))

    def consequences(self):
        count = operations.led_and_open(self.handed).count()
        lines = "Each open activity that the post leads gets a line in the record that says so: "
        return [
            f"Held now by: {self.handed.held_by_words(self.request.today)}.",
            f"{lines}{activities_in_words(count)}. The post leads them as before.",
            *self.what_stays(),
            "The new holder is asked to accept the hand-over.",
        ]

    def what_stays(self):
        """What the post answers for besides activities belongs to it, whoever holds it."""
        words = operations.what_else(self.handed)
        stays = f"The post also answers for {', '.join(words)}. It goes on answering for them."
        return [stays] if words else []

    def act(self, form):
        words = form.cleaned_data
        operations.hand_over_post(
            self.handed, to=words["to"], on=words["on"], reason=words["note"], **self.signed
        )
        self.log(self.handed, f"Handed over to {words['to'] or 'nobody'}: {words['note']}")
        to = words["to"] or "nobody: it is vacant"
        return f"{self.handed} is handed over from {words['on']:%-d %B %Y} to {to}."

    def back_url(self):
        return reverse("admin:office_post_change", args=[self.handed.pk])


class RollForward(RecordPage):
    name = "roll_forward"
    button = "Roll the plan forward"
    form_class = RollForwardForm

    @cached_property
    def plan(self):
        return get_object_or_404(DeliveryPlan, pk=self.kwargs["pk"])

    @property
    def title(self):
        return f"Roll {self.plan} forward to next year"

    def get_initial(self):
        year = self.plan.starts_on.year + 1
        title = f"Delivery Plan {year} to {year + 1}"
        return {"title": title, "update_every": self.plan.update_every}

    def subjects(self):
        return list(operations.unfinished(self.plan).select_related("objective"))

    def consequences(self):
        year, count = self.plan.starts_on.year + 1, len(self.subjects())
        return [
            f"A plan for the year from 1 April {year} is made, with the same objectives.",
            "It is “Being prepared” until you make it current, unless its year has begun.",
            f"{activities_in_words(count)} neither complete nor withdrawn will be promised again.",
            "Owners, priorities and open milestones go with each, and where it was carried from.",
            "Due dates before the new year are left out, to be promised anew.",
            "The date promised first and how often it was moved go with each.",
            *self.drafts_left_behind(),
        ]

    def drafts_left_behind(self):
        count = Draft.objects.open().filter(activity__plan=self.plan).count()
        if not count:
            return []
        drafts = "1 draft of this plan is" if count == 1 else f"{count} drafts of this plan are"
        return [f"{drafts} still open. Have them approved or discarded before you close it."]

    def refused_because(self):
        year = self.plan.starts_on.year + 1
        following = DeliveryPlan.objects.filter(starts_on__year=year).first()
        if following is None:
            return ""
        if following.previous_id == self.plan.pk:
            return f"{self.plan} has been rolled forward already, to {following}."
        return f"There is already a delivery plan for the year from 1 April {year}: {following}."

    def act(self, form):
        following = operations.roll_forward(self.plan, **form.cleaned_data, **self.signed)
        self.log(self.plan, f"Rolled forward to {following}.")
        count = activities_in_words(following.activities.count())
        return f"{following} has been made, with {count} carried from {self.plan}."

    def back_url(self):
        return reverse("admin:plans_deliveryplan_change", args=[self.plan.pk])
