"""Deciding on many drafts from one page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render

from opcc.office.kept_typing import take_kept_typing
from opcc.office.text import with_its_lines

from ..forms.fields import LONGEST_TEXT
from .access import demand, find_draft, refuse_outsiders
from .approving import drafts_to_decide, try_to_approve, try_to_send_back

GONE = "A draft that you ticked is not there any more, or is not yours to decide on."


def approvals(request):
    """What waits for this reader's word, to be ticked and decided together."""
    refuse_outsiders(request)
    return show(request)


def show(request, ticked=(), comment="", comment_error=""):
    drafts = drafts_to_decide(request)
    for draft in drafts:
        draft.is_ticked = f"{draft.pk}.{draft.version}" in ticked
    context = {"drafts": drafts, "comment": comment, "comment_error": comment_error}
    return render(request, "plans/approval_list.html", context)


def decide_many(request):
    """Approve or return each ticked draft on its own: one that fails does not stop the others."""
    refuse_outsiders(request)
    if request.method != "POST":
        kept = take_kept_typing(request) or {}
        return show(request, kept.get("draft", ()), kept.get("comment", [""])[-1])
    ticked = request.POST.getlist("draft")
    comment = with_its_lines(request.POST.get("comment", "")).strip()
    returning = "send_back" in request.POST
    if returning and not 0 < len(comment) <= LONGEST_TEXT:
        long = f"Use {LONGEST_TEXT:,} characters or fewer"
        return show(request, ticked, comment, long if comment else "Say what should change")
    problems = [decide(request, tick, comment if returning else None) for tick in ticked]
    say_how_it_went(request, problems, returning)
    return redirect("plans:approval-list")


def decide(request, tick, comment):
    """Decide on one ticked draft. Return None, or in words why it could not be done."""
    pk, _, version = tick.partition(".")
    if not (pk.isdecimal() and version.isdecimal() and len(tick) < 30):
        return GONE
    try:
        draft = find_draft(request, int(pk))
        demand(request.user, "plans.decide", draft)
    except (Http404, PermissionDenied):
        return GONE
    if comment is None:
        problem = try_to_approve(request, draft, int(version))
    else:
        problem = try_to_send_back(request, draft, int(version), comment)
    return f"{draft.activity.reference}: {problem}" if problem else None


def say_how_it_went(request, problems, returning):
    decided = problems.count(None)
    if decided:
        are = "draft is" if decided == 1 else "drafts are"
        where = "back with whoever wrote them" if returning else "in the record"
        messages.success(request, f"{decided} {are} now {where}.")
    for problem in filter(None, problems):
        messages.error(request, problem)
    if not problems:
        messages.error(request, "Tick the drafts to decide on first.")
