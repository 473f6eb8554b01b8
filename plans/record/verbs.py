"""What can be said and done about an activity. Each verb adds exactly one line.

All take `by`, the Voice that answers for the line, `at`, an aware datetime, and where somebody
else wrote the words `written_by`. They raise Refused, with words for a page, where the record
does not take the line, and Stale where the activity moved on meanwhile. They do not ask who may:
`plans.rules` does, before they are called.
"""

from django.db import transaction

from ..models import Activity, Entry, Milestone, Ownership
from ..statuses import ENDED, Status
from .folding import date_change
from .writing import Refused, Stale, add_line, wait_for_turn

Kind = Entry.Kind


def iso(day):
    return day.isoformat() if day else None


@transaction.atomic
def promise(objective, *, number, title, lead, by, at, **details):
    """Add an activity to the plan with its first line; return the Activity.

    details: detail, kind, starts_on, due_on, joint and contributors (posts), priorities,
    milestones [(title, due_on) or (title, due_on, first_due_on)], carried_from, token, reason;
    first_due_on and moves where the date was promised and moved before, in an earlier plan.
    """
    shared = shares(lead, details.pop("joint", ()), details.pop("contributors", ()))
    priorities, milestones = details.pop("priorities", []), details.pop("milestones", [])
    said = {name: details.pop(name) for name in ("reason", "token", "said_on") if name in details}
    details.setdefault("first_due_on", details.get("due_on"))
    wait_for_turn(objective)
    activity = Activity.objects.create(
        plan=objective.plan,
        objective=objective,
        number=number,
        title=title,
        lead=lead,
        **details,
    )
    set_shared(activity, **shared)
    activity.priorities.set(priorities)
    changes = first_facts(activity, shared, priorities)
    for facts in milestones:
        changes |= milestone_facts(new_milestone(activity, *facts))
    add_line(activity, Kind.PROMISED, by=by, at=at, changes=changes, **said)
    return activity


def shares(lead, joint, contributors):
    """Give each post one share in the activity: lead before joint before contributor."""
    joint = [post for post in dict.fromkeys(joint) if post != lead]
    taken = {lead, *joint}
    return {
        "joint": joint,
        "contributors": [post for post in dict.fromkeys(contributors) if post not in taken],
    }


def first_facts(activity, shared, priorities):
    """Every fact of a new activity, each from None."""
    facts = {
        "objective": activity.objective_id,
        "number": activity.number,
        "title": activity.title,
        "detail": activity.detail,
        "kind": str(activity.kind),
        "starts_on": iso(activity.starts_on),
        "due_on": iso(activity.due_on),
        "first_due_on": iso(activity.first_due_on),
        "moves": activity.moves or None,
        "carried_from": activity.carried_from_id,
        "lead": activity.lead_id,
        "joint": [post.pk for post in shared["joint"]],
        "contributors": [post.pk for post in shared["contributors"]],
        "priorities": sorted(priority.pk for priority in priorities),
    }
    return {name: [None, value] for name, value in facts.items() if value not in (None, "", [])}


def new_milestone(activity, title, due_on, first_due_on=None):
    first_due_on = first_due_on or due_on
    return Milestone.objects.create(
        activity=activity, title=title, due_on=due_on, first_due_on=first_due_on
    )


def milestone_facts(milestone):
    path, due_on = f"milestones.{milestone.pk}", iso(milestone.due_on)
    return {
        f"{path}.title": [None, milestone.title],
        f"{path}.due_on": [None, due_on],
        f"{path}.first_due_on": [None, iso(milestone.first_due_on)],
        f"{path}.met_on": [None, None],
    }


def set_shared(activity, joint, contributors):
    """Make the rows of shared ownership say exactly this."""
    wanted = {post.pk: Ownership.Role.CONTRIBUTOR for post in contributors}
    wanted |= {post.pk: Ownership.Role.JOINT for post in joint}
    activity.ownerships.exclude(post_id__in=wanted).delete()
    for post_id, role in wanted.items():
        activity.ownerships.update_or_create(post_id=post_id, defaults={"role": role})


@transaction.atomic
def update(activity, *, status, narrative, by, at, milestones_met=(), **words):
    """Say how it is going. words: next_steps, reason, reason_category, forecast_on, evidence, and
    files, the keys of the EvidenceFiles that show it.

    milestones_met: [(Milestone, met_on)], each its own line after the update's.
    """
    if activity.status == Status.WITHDRAWN:
        raise Refused("This activity was withdrawn, so nothing more can be said about it.")
    if status not in Status.values or status == Status.WITHDRAWN:
        raise Refused("Select how the activity is going.")
    if status == Status.COMPLETE and activity.is_duty:
        raise Refused("A continuing duty does not end. Reword it as a deliverable first.")
    entry = add_line(
        activity, Kind.UPDATED, by=by, at=at, status=status, narrative=narrative, **words
    )
    for milestone, met_on in milestones_met:
        meet_milestone(milestone, activity=activity, met_on=met_on, by=by, at=at)
    return entry


@transaction.atomic
def confirm(activity, *, by, at, **words):
    """Say that what was said last is still true."""
    refuse_ended(activity)
    if activity.said_on is None:
        raise Refused("Nothing has been said yet that could still be true. Say how it is going.")
    return add_line(activity, Kind.CONFIRMED, by=by, at=at, status=activity.status, **words)


def refuse_ended(activity):
    if activity.status in ENDED:
        raise Refused(f"This activity is {activity.get_status_display().lower()}.")


@transaction.atomic
def move_date(activity, *, to, reason_category, reason, by, at, milestone=None, **words):
    """Move the activity's date, or one of its milestones', to another day."""
    refuse_ended(activity)
    if (milestone or activity).due_on == to:
        raise Refused("That is the date that stands already. Choose another.")
    wait_for_turn(activity)
    if milestone:
        changes = milestone_move(activity, milestone, to)
    else:
        stood = {
            "due_on": iso(activity.due_on),
            "first_due_on": iso(activity.first_due_on),
            "moves": activity.moves,
        }
        changes = date_change(stood, iso(to))
    return add_line(
        activity,
        Kind.DATE_MOVED,
        by=by,
        at=at,
        reason_category=reason_category,
        reason=reason,
        milestone=milestone,
        changes=changes,
        **words,
    )


def milestone_move(activity, milestone, to):
    if milestone.met_on:
        raise Refused("This milestone has been met, so its date stands.")
    standing = activity.milestones.filter(pk=milestone.pk, met_on=None, due_on=milestone.due_on)
    if not standing.update(due_on=to):
        raise Stale
    changes = {f"milestones.{milestone.pk}.due_on": [iso(milestone.due_on), iso(to)]}
    milestone.due_on = to
    return changes


@transaction.atomic
def meet_milestone(milestone, *, activity, met_on, by, at, **words):
    """Say that a milestone was met, once."""
    wait_for_turn(activity)
    if not activity.milestones.filter(pk=milestone.pk, met_on=None).update(met_on=met_on):
        raise Refused(f"“{milestone.title}” has been met already.")
    milestone.met_on = met_on
    changes = {f"milestones.{milestone.pk}.met_on": [None, iso(met_on)]}
    return add_line(
        activity, Kind.MILESTONE_MET, by=by, at=at, milestone=milestone, changes=changes, **words
    )


@transaction.atomic
def add_milestone(activity, *, title, due_on, by, at, **words):
    """Promise a dated part of the activity; return the Milestone."""
    refuse_ended(activity)
    wait_for_turn(activity)
    milestone = new_milestone(activity, title, due_on)
    add_line(
        activity,
        Kind.MILESTONE_ADDED,
        by=by,
        at=at,
        milestone=milestone,
        changes=milestone_facts(milestone),
        **words,
    )
    return milestone


@transaction.atomic
def hand_over(activity, *, to, reason, by, at, joint=None, contributors=None, **words):
    """Give the activity another lead post, or other shared owners; all at once, one line."""
    wait_for_turn(activity)
    before = {"joint": [], "contributors": []}
    for ownership in activity.ownerships.select_related("post"):
        before["joint" if ownership.role == "joint" else "contributors"].append(ownership.post)
    wanted = {"joint": joint, "contributors": contributors}
    after = shares(to, **{role: before[role] if v is None else v for role, v in wanted.items()})
    changes = {} if to.pk == activity.lead_id else {"lead": [activity.lead_id, to.pk]}
    for role in before:
        old, new = ([post.pk for post in posts] for posts in (before[role], after[role]))
        changes |= {} if set(old) == set(new) else {role: [old, new]}
    if not changes:
        raise Refused("These are the owners already. Choose another post.")
    set_shared(activity, **after)
    return add_line(
        activity, Kind.OWNER_CHANGED, by=by, at=at, reason=reason, changes=changes, **words
    )


@transaction.atomic
def note_new_holder(activity, *, holder, previous, reason, by, at, **words):
    """Say on the activity that its lead post passed from one person to another."""
    return add_line(
        activity,
        Kind.OWNER_CHANGED,
        by=by,
        at=at,
        reason=reason,
        changes={"holder": [previous, holder]},
        **words,
    )


REWORDABLE = ("title", "detail", "kind", "number", "starts_on")


@transaction.atomic
def reword(activity, *, reason, by, at, **values):
    """Change what was promised in words: title, detail, kind, number, priorities, starts_on.

    Other keyword arguments go to the line (written_by, token, said_on).
    """
    wait_for_turn(activity)
    changes = {}
    for name in REWORDABLE:
        if name in values:
            old, new = (plain_value(v) for v in (getattr(activity, name), values.pop(name)))
            changes |= {} if old == new else {name: [old, new]}
    if "priorities" in values:
        changes |= set_priorities(activity, values.pop("priorities"))
    if not changes:
        raise Refused("Nothing was changed. Change the words, or leave them as they are.")
    return add_line(activity, Kind.REWORDED, by=by, at=at, reason=reason, changes=changes, **values)


def plain_value(value):
    return value.isoformat() if hasattr(value, "isoformat") else value


def set_priorities(activity, priorities):
    old = sorted(activity.priorities.values_list("pk", flat=True))
    new = sorted(priority.pk for priority in priorities)
    activity.priorities.set(priorities)
    return {} if old == new else {"priorities": [old, new]}


@transaction.atomic
def withdraw(activity, *, reason, by, at, **words):
    """Say that the office no longer intends to do this. The line stays, and so does the reason."""
    if activity.status in ENDED:
        refuse_ended(activity)
    return add_line(
        activity, Kind.WITHDRAWN, by=by, at=at, status=Status.WITHDRAWN, reason=reason, **words
    )


@transaction.atomic
def correct(entry, *, activity, status, narrative, correction, by, at, **words):
    """Set right what a line said. The line stays; this one points to it.

    correction: what was wrong. The other words replace those of the line corrected.
    """
    if entry.activity_id != activity.pk:
        raise Refused("That line is about another activity.")
    if entry.is_bare_confirmation:
        said = entry.standing["statement"]
        raise Refused(f"This line only says that line {said} was still true. Correct line {said}.")
    if entry.kind not in Entry.STATEMENTS:
        raise Refused(
            "Only what was said about progress can be corrected. Move, hand over or "
            "reword what else is wrong."
        )
    return add_line(
        activity,
        Kind.CORRECTED,
        by=by,
        at=at,
        corrects=entry,
        status=status,
        narrative=narrative,
        correction=correction,
        **words,
    )


@transaction.atomic
def correct_milestone(entry, *, activity, met_on, correction, by, at, **words):
    """Set right the day on which a milestone was met; None where it has not been met at all.

    entry: the line that said it was met. correction: what was wrong.
    """
    if entry.activity_id != activity.pk:
        raise Refused("That line is about another activity.")
    if entry.kind != Kind.MILESTONE_MET:
        raise Refused("That line does not say that a milestone was met.")
    wait_for_turn(activity)
    refuse_older(entry)
    milestone = activity.milestones.get(pk=entry.milestone_id)
    if milestone.met_on == met_on:
        raise Refused("That is what the record says already. Change it, or leave it as it is.")
    stood = milestone.met_on
    if not activity.milestones.filter(pk=milestone.pk, met_on=stood).update(met_on=met_on):
        raise Stale
    milestone.met_on = met_on
    return add_line(
        activity,
        Kind.CORRECTED,
        by=by,
        at=at,
        corrects=entry,
        correction=correction,
        milestone=milestone,
        changes={f"milestones.{milestone.pk}.met_on": [iso(stood), iso(met_on)]},
        **words,
    )


def refuse_older(entry):
    """Raise Refused where the milestone was met again since, in a line of its own."""
    lines = Entry.objects.filter(milestone=entry.milestone_id, kind=Kind.MILESTONE_MET)
    newest = lines.order_by("-number").first()
    if newest != entry:
        raise Refused(f"Line {newest.number} says when it was met at last. Correct that one.")
