"""From a draft to a line: proposing, approving and sending back."""

from django.db import IntegrityError, transaction

from opcc.office.kept_typing import as_posted

from .forms.proposals import form_class
from .models import Draft, Entry
from .record import Refused, Stale, Voice
from .statuses import Status


def form_of(draft, *, today, **kwargs):
    """Return the form that shows, or checks again, what a draft proposes."""
    if draft.kind == Draft.Kind.CORRECTION:
        kwargs["corrects"] = draft.corrects
    data = as_posted(draft.proposal)
    form = form_class(draft.kind, draft.corrects)
    return form(data, activity=draft.activity, today=today, **kwargs)


def waiting(on):
    """[Draft] that wait for a decision, with what the rules ask of each. Four queries."""
    return list(Draft.objects.submitted().for_deciding(on))


def decided_by(user, drafts):
    """Those among the waiting drafts that wait for this user's word. No query."""
    return [draft for draft in drafts if user.has_perm("plans.decide", draft)]


@transaction.atomic
def approve(draft, *, by, at, today, token=None):
    """Turn a submitted draft into a line of the record; return the Entry.

    by: the User who decides. Raises Stale where the draft was saved or decided meanwhile, and
    Refused where what it proposes no longer holds.
    """
    if draft.state != Draft.State.SUBMITTED or not draft.claim(state=Draft.State.DONE, saved_at=at):
        raise Stale
    form = form_of(draft, today=today)
    if not form.is_valid():
        raise Refused(first_error(form))
    author = Voice.of(draft.author, draft.activity)
    return enter(form, by=decider(by, draft), written_by=author, at=at, token=token)


def decider(user, draft):
    """The Voice of a user who decides on a draft, in the capacity that lets them."""
    accepts = draft.is_for_accountable_post
    return Voice.of(user, draft.activity, right="accept" if accepts else "approve")


@transaction.atomic(savepoint=False)
def enter(form, *, by, written_by, at, token=None):
    """Write the line that a valid form proposes, and what follows from it.

    What goes wrong undoes the caller's transaction as well.
    """
    due_on = form.activity.due_on
    try:
        entry = form.enter(by=by, written_by=written_by, at=at, token=token)
    except IntegrityError as error:
        raise refusal(error) from error
    if entry.status == Status.OFF_TRACK and entry.forecast_on not in (None, due_on):
        ask_for_move(form.activity, entry, author=(written_by or by).user, at=at)
    return entry


def refusal(error):
    """What a constraint of the database means to the person who sent the line."""
    if "token" in str(error):
        return Stale()
    return Refused("The plan does not allow this: check the dates, the title and the words.")


def ask_for_move(activity, entry, *, author, at):
    """An off-track update names a new date: put the move before the accountable post."""
    if author is None or activity.drafts.open().filter(kind=Draft.Kind.DATE_MOVE).exists():
        return
    category = entry.reason_category or Entry.ReasonCategory.OTHER
    why = {"reason_category": category, "reason": entry.reason}
    submit_move(activity, to=entry.forecast_on, author=author, at=at, **why)


def submit_move(activity, *, to, reason_category, reason, author, at):
    """Ask for a move of the activity's date, as a browser would post it; return the Draft."""
    proposal = {
        "what": ["activity"],
        "to_0": [str(to.day)],
        "to_1": [str(to.month)],
        "to_2": [str(to.year)],
        "reason_category": [reason_category],
        "reason": [reason],
    }
    return Draft.objects.create(
        activity=activity,
        kind=Draft.Kind.DATE_MOVE,
        author=author,
        proposal=proposal,
        state=Draft.State.SUBMITTED,
        activity_version=activity.version,
        saved_at=at,
        submitted_at=at,
    )


def first_error(form):
    """One sentence for a list of drafts: the first thing that is wrong with this one."""
    errors = next(iter(form.errors.values()))
    return f"{errors[0]}."
