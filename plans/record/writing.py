"""Adding a line: the only door to an activity's facts.

The plan's row is locked first, always, so that lines are numbered without gaps and no two
writers wait for each other in a circle.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from opcc.office.composed import composed_once
from opcc.office.models import User

from ..evidence.keeping import hold
from ..models import Activity, DeliveryPlan, Entry, FileNaming
from .chain import digest
from .folding import EMPTY, fold

COLUMNS = (
    "number",
    "title",
    "detail",
    "kind",
    "starts_on",
    "due_on",
    "first_due_on",
    "moves",
    "status",
    "said_on",
)
"""The facts that an activity's own row repeats, for lists and filters."""

MOMENT = dt.timedelta(microseconds=1)
LONGEST_WAIT = dt.timedelta(seconds=60)
"""Longer than either database lets a writer wait for the plan's row."""


class Stale(Exception):
    """Somebody else wrote about the activity since this writer read it."""


class Refused(Exception):
    """The record does not take this line now; the message says why, in words for a page."""


@dataclass(frozen=True)
class Voice:
    """Who speaks: an account where there is one, and the name and post as they are today."""

    name: str
    post: str = ""
    user: User | None = None

    @classmethod
    def of(cls, user, activity=None, *, right="write"):
        """The Voice of a user who speaks about `activity`, in the capacity that fits.

        right: what they make use of: "write", "approve" or "accept", as in `plans.rules`.
        """
        holding = capacity(user, activity, right)
        post = holding.described() if holding else user.post_title
        return cls(name=user.name, post=post, user=user)


def capacity(user, activity, right):
    """Return the Holding in which a user speaks about an activity; None where they hold nothing.

    The posts nearest to the activity come first: its lead, joint owners, contributors, and then
    the accountable post, which comes first where a move is accepted. Support does not decide.
    """
    shares = dict(activity.shares()) if activity else {}

    def rank(holding):
        near = ["joint", "contributor"]
        answers = holding.decides and holding.post.is_accountable
        if activity and holding.post_id == activity.lead_id:
            nearness = 0
        elif shares.get(holding.post_id) in near:
            nearness = 1 + near.index(shares[holding.post_id])
        else:
            nearness = 3 if answers else 4
        decides = holding.decides or right == "write"
        accepts = right == "accept" and answers
        return not decides, not accepts, nearness, not holding.decides

    return min(user.current_holdings, key=rank, default=None)


@transaction.atomic(savepoint=False)
def add_line(activity, kind, *, by, at, written_by=None, files=(), **facts):
    """Add one line about `activity` and bring its row up to it; return the Entry.

    by, written_by: Voice. at: aware datetime, when the writer asked. The line takes the moment of
    the plan's newest line where that one was made while this writer waited for its turn.
    files: keys of the EvidenceFiles that show it. facts: the columns of Entry that the kind of
    line carries.
    Stale is raised where the activity has moved on from the version that `activity` holds.
    What goes wrong here undoes the verb that called it, whole.
    """
    plan = wait_for_turn(activity)
    if not plan.is_open:
        raise Refused(f"{plan.title} is closed, so nothing more can be said about it.")
    version, standing = next(iter(where_it_stands(activity.pk)), (0, EMPTY))
    if activity.version != version:
        raise Stale
    entry = Entry(
        plan=plan,
        number=plan.record_length + 1,
        activity=activity,
        version=version + 1,
        kind=kind,
        made_at=in_order(at, earliest(plan)),
        files=held(files, activity),
        **signature(by, written_by),
        **{"said_on": timezone.localdate(at), **facts},
    )
    seal(entry, standing, plan.record_digest)
    entry.save(force_insert=True)
    name_files(entry)
    extend(plan, entry)
    bring_up(activity, entry)
    return entry


def wait_for_turn(activity):
    """Lock the record of the activity's plan until the transaction ends; return the plan.

    A verb that touches other rows calls this before it does.
    """
    [plan] = locked(activity.plan_id)
    return plan


@composed_once
def locked(plan):
    return DeliveryPlan.objects.select_for_update().filter(pk=plan)


@composed_once
def where_it_stands(activity):
    """The version and the standing of its newest line."""
    lines = Entry.objects.filter(activity=activity).order_by("-version")
    return lines.values_list("version", "standing")[:1]


def earliest(plan):
    """The moment before which no line can be made now; None while any moment will do."""
    after_settled = plan.settled_at and plan.settled_at + MOMENT
    return max(filter(None, (plan.record_at, after_settled)), default=None)


def in_order(at, newest):
    """Return the moment of a line asked for at `at`, so that moments never run backwards.

    newest: the earliest moment that will do, as of the newest line, or None. Whoever asked first
    may get the lock second; Refused is raised where no wait explains the difference.
    """
    if newest is None or at >= newest:
        return at
    if newest - at > LONGEST_WAIT:
        raise Refused("A line cannot be dated before the one it follows.")
    return newest


def signature(by, written_by):
    """The columns that say who made a line and, where it was another, who wrote it."""
    made = {"made_by": by.user, "made_by_name": by.name, "made_by_post": by.post}
    if written_by is None or written_by == by:
        return made
    return made | {
        "written_by": written_by.user,
        "written_by_name": written_by.name,
        "written_by_post": written_by.post,
    }


def seal(entry, standing, previous_digest):
    """Work out what stands after the line, and close it with its digest."""
    entry.standing = fold(standing, as_line(entry))
    entry.previous_digest = previous_digest
    entry.digest = digest(entry)


def held(keys, activity):
    """The files with these keys as a line names them, held so that none goes meanwhile; None
    without any. Raises Refused where one is gone."""
    found = hold(keys, activity) if keys else {}
    if len(found) < len(set(keys)):
        raise Refused("A file that was to go with it is not kept any more. Choose it again.")
    return [found[key].as_json() for key in keys] or None


def name_files(entry):
    """Bind the rows of the files that a line names to it: they stay as long as the line does."""
    FileNaming.objects.bulk_create(
        FileNaming(entry=entry, file_id=facts["id"]) for facts in entry.files or ()
    )


def as_line(entry):
    """The plain values that `fold` reads from a line."""
    return {
        "number": entry.number,
        "kind": str(entry.kind),
        "said_on": entry.said_on.isoformat(),
        "status": str(entry.status),
        "narrative": entry.narrative,
        "next_steps": entry.next_steps,
        "reason": entry.reason,
        "forecast_on": entry.forecast_on and entry.forecast_on.isoformat(),
        "evidence": entry.evidence,
        "files": entry.files,
        "corrects": entry.corrects and entry.corrects.number,
        "changes": entry.changes,
    }


@transaction.atomic
def settle(plan, until):
    """Publish the record up to the moment `until`: every line still to come is later than that.

    Waits for whoever is writing, so that the position at that moment can change no more. Returns
    the plan as it then is.
    """
    plan = DeliveryPlan.objects.select_for_update().get(pk=plan.pk)
    unsettled = DeliveryPlan.objects.filter(pk=plan.pk).exclude(settled_at__gte=until)
    unsettled.update(settled_at=until)
    return plan


def extend(plan, entry):
    """Move the end of the plan's chain to this line."""
    DeliveryPlan.objects.filter(pk=plan.pk).update(
        record_length=entry.number, record_digest=entry.digest, record_at=entry.made_at
    )


def bring_up(activity, entry):
    """Write the standing's facts on the activity's own row."""
    values = {name: entry.standing[name] for name in COLUMNS}
    claimed = Activity.objects.filter(pk=activity.pk, version=entry.version - 1).update(
        **values,
        objective_id=entry.standing["objective"],
        lead_id=entry.standing["lead"],
        version=F("version") + 1,
    )
    if not claimed:
        raise Stale
    activity.version = entry.version
    activity.objective_id, activity.lead_id = entry.standing["objective"], entry.standing["lead"]
    for name, value in values.items():
        setattr(activity, name, Activity._meta.get_field(name).to_python(value))
