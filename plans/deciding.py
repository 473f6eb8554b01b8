"""From a draft to a line: proposing, approving and sending back."""

from django.db import transaction

from .forms.proposals import FORMS
from .forms.proposing import as_posted
from .models import Draft, Entry
from .record import Refused, Stale, Voice


def form_of(draft, *, today, **kwargs):
    """Return the form that shows, or checks again, what a draft proposes."""
    if draft.kind == Draft.Kind.CORRECTION:
        kwargs["corrects"] = draft.corrects
    data = as_posted(draft.proposal)
    return FORMS[draft.kind](data, activity=draft.activity, today=today, **kwargs)


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
    author = Voice.of(draft.author)
    return enter(form, by=Voice.of(by), written_by=author, at=at, token=token)


@transaction.atomic
def enter(form, *, by, written_by, at, token=None):
    """Write the line that a valid form proposes, and what follows from it."""
    due_on = form.activity.due_on
    entry = form.enter(by=by, written_by=written_by, at=at, token=token)
    if entry.kind == Entry.Kind.UPDATED and entry.forecast_on not in (None, due_on):
        ask_for_move(form.activity, entry, author=(written_by or by).user, at=at)
    return entry


def ask_for_move(activity, entry, *, author, at):
    """An off-track update names a new date: put the move before the accountable post."""
    day = entry.forecast_on
    proposal = {
        "what": ["activity"],
        "to_0": [str(day.day)],
        "to_1": [str(day.month)],
        "to_2": [str(day.year)],
        "reason_category": [entry.reason_category or Entry.ReasonCategory.OTHER],
        "reason": [entry.reason],
    }
    if author is None or activity.drafts.open().filter(kind=Draft.Kind.DATE_MOVE).exists():
        return
    Draft.objects.create(
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
