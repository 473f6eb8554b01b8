"""What administrators do to many activities at once. Every one of them gets its own line.

Each operation is one transaction: all of it happens, or nothing does. They raise Refused, with
words for a page, ValidationError for a value that cannot be, and Stale, naming the activity,
where somebody wrote about it meanwhile. Like the verbs of the record they do not ask who may.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from opcc.office.models import posts

from . import record
from .models import Activity, DeliveryPlan, Objective, Ownership
from .record import Refused, Stale


def led_and_open(post):
    """The activities that a hand-over or transfer of the post is about, in the record's order.

    Plans in the order of their keys: writers lock them, and two must not meet head on.
    """
    led = Activity.objects.open().filter(lead=post).exclude(plan__state=DeliveryPlan.State.CLOSED)
    return led.select_related("plan", "objective", "lead").order_by(
        "plan_id", "objective__number", "number"
    )


def refuse_closed(plan):
    """Raise Refused where nothing more may be said about the plan."""
    if not plan.is_open:
        raise Refused(f"{plan} is closed, so nothing more can be said about it.")


@transaction.atomic
def hand_over_post(post, *, to, on, reason, by, at):
    """Let `to`, a User or None for vacant, hold the post from the day `on`; return the Handover.

    Each open activity that the post leads gets a line that names who leaves and who comes; it is
    said on the day `on` and written at `at`. `by` is the Voice of who records it.
    """
    refuse_as_holder(to)
    handover = post.hand_over(to=to, on=on, note=reason, by=by.user, at=at)
    if handover.from_user is None and to is None:
        raise ValidationError(f"{post} is vacant already.")
    names = {
        "previous": handover.from_user.name if handover.from_user else "",
        "holder": to.name if to else "",
    }
    for activity in led_and_open(post):
        record.note_new_holder(activity, **names, reason=reason, said_on=on, by=by, at=at)
    return handover


def refuse_as_holder(user):
    if user and not user.is_active:
        raise ValidationError(f"The account of {user} is deactivated. Choose somebody else.")
    if user and user.is_panel:
        raise ValidationError(f"{user} is on the panel, and so holds no post of the office.")


@transaction.atomic
def transfer_activities(activities, *, to, reason, by, at):
    """Give each activity to the lead post `to`, one line each; return how many.

    activities: as they were read; one that moved on since makes the whole transfer Stale.
    """
    if to.abolished_on and to.abolished_on <= timezone.localdate(at):
        raise Refused(f"{to} was abolished. Choose a post that stands.")
    activities = sorted(activities, key=lambda activity: (activity.plan_id, activity.pk))
    for activity in activities:
        transfer(activity, to=to, reason=reason, by=by, at=at)
    return len(activities)


@transaction.atomic
def transfer_everything(post, activities, *, to, reason, by, at):
    """Give the activities to the post `to`, and whatever else `post` answers for; return how many
    activities went. Other apps keep the rest (`opcc.office.models.posts.carried_work`).
    """
    if to == post:
        raise Refused(f"{to} answers for this already. Choose another post.")
    count = transfer_activities(activities, to=to, reason=reason, by=by, at=at)
    for work in posts.carried_work:
        work.carry(post, to, by=by.user, reason=reason)
    return count


def what_else(post):
    """Say in words what the post answers for besides activities; empty where it is nothing."""
    return [words for work in posts.carried_work for words in work.words(post)]


def transfer(activity, *, to, **words):
    refuse_closed(activity.plan)
    if activity.lead_id == to.pk:
        raise Refused(f"{to} leads {activity} already. Choose another post, or leave it out.")
    try:
        record.hand_over(activity, to=to, **words)
    except Stale:
        raise Stale(activity) from None


@transaction.atomic
def roll_forward(plan, *, title, by, at, reason="", close=False, update_every=None):
    """Begin the next year's plan with what this one leaves unfinished; return the new plan.

    The new plan has the same objectives. Every activity that is neither complete nor withdrawn
    is promised again under its old number, by the same owners, for the same priorities, with
    its open milestones, and points back (`carried_from`).

    A due date in the new year or later is kept; an earlier one is left out, to be promised anew.
    The date promised first and the count of moves go along, so that a new year makes no late
    promise look kept. Milestones keep their dates, so that a late one shows as late.

    The new plan is being prepared until its year has begun. `close` closes the old one.
    `update_every`: days between updates in the new plan, where they are not those of the old.
    """
    plan = DeliveryPlan.objects.select_for_update().get(pk=plan.pk)
    if DeliveryPlan.objects.filter(previous=plan).exists():
        raise Refused(f"{plan} has been rolled forward already, to {plan.next}.")
    days = update_every or plan.update_every
    following = next_plan(plan, title=title, update_every=days, on=timezone.localdate(at))
    for objective in plan.objectives.all():
        carry_objective(objective, following, reason=reason, by=by, at=at)
    if close:
        plan.state = DeliveryPlan.State.CLOSED
        plan.save(update_fields=["state"])
    return following


def next_plan(plan, *, title, update_every, on):
    """Make the plan of the year after `plan`.

    Raises ValidationError where its title is taken, or the year has a plan already.
    """
    starts_on = plan.starts_on.replace(year=plan.starts_on.year + 1)
    state = DeliveryPlan.State
    following = DeliveryPlan(
        title=title,
        starts_on=starts_on,
        police_and_crime_plan=plan.police_and_crime_plan,
        update_every=update_every,
        state=state.CURRENT if starts_on <= on else state.PREPARING,
        previous=plan,
    )
    following.full_clean()
    following.save()
    return following


def unfinished(plan):
    """The activities that rolling `plan` forward would carry."""
    return plan.activities.open().in_order()


def carry_objective(objective, plan, **words):
    copy = Objective.objects.create(plan=plan, number=objective.number, title=objective.title)
    left = objective.activities.open().select_related("objective", "plan", "lead")
    for activity in left.prefetch_related("ownerships__post", "priorities", "milestones"):
        carry(activity, copy, **words)


def carry(activity, objective, *, reason, by, at):
    """Promise the activity again under an objective of the next plan."""
    starts_on = objective.plan.starts_on
    why = f"Carried forward from {activity.reference} of {activity.plan}. {reason}".strip()
    return record.promise(
        objective,
        number=activity.number,
        title=activity.title,
        detail=activity.detail,
        kind=activity.kind,
        starts_on=activity.starts_on,
        due_on=still_to_come(activity.due_on, starts_on),
        first_due_on=activity.first_due_on,
        moves=activity.moves,
        lead=activity.lead,
        joint=sharing(activity, Ownership.Role.JOINT),
        contributors=sharing(activity, Ownership.Role.CONTRIBUTOR),
        priorities=list(activity.priorities.all()),
        milestones=[
            (m.title, m.due_on, m.first_due_on) for m in activity.milestones.all() if not m.met_on
        ],
        carried_from=activity,
        reason=why,
        by=by,
        at=at,
    )


def still_to_come(day, starts_on):
    return day if day and day >= starts_on else None


def sharing(activity, role):
    return [o.post for o in activity.ownerships.all() if o.role == role]
