"""Deciding on many drafts from one page."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from .access import demand, find_draft, refuse_outsiders
from .approving import drafts_to_decide, try_to_approve, try_to_send_back


def approvals(request):
    """What waits for this reader's word, to be ticked and decided together."""
    refuse_outsiders(request)
    return show(request)


def show(request, comment="", comment_error=""):
    ticked = set(request.POST.getlist("draft"))
    drafts = drafts_to_decide(request)
    for draft in drafts:
        draft.is_ticked = f"{draft.pk}.{draft.version}" in ticked
    context = {"drafts": drafts, "comment": comment, "comment_error": comment_error}
    return render(request, "plans/approval_list.html", context)


@require_POST
def decide_many(request):
    """Approve or return each ticked draft on its own: one that fails does not stop the others."""
    refuse_outsiders(request)
    comment = " ".join(request.POST.get("comment", "").split())
    returning = "send_back" in request.POST
    if returning and not 0 < len(comment) <= 2000:
        error = "Use 2,000 characters or fewer" if comment else "Say what should change"
        return show(request, comment, error)
    decided, problems = 0, []
    for draft, version in ticked_drafts(request):
        if returning:
            problem = try_to_send_back(request, draft, version, comment)
        else:
            problem = try_to_approve(request, draft, version)
        decided += not problem
        problems += [f"{draft.activity.reference}: {problem}"] if problem else []
    say_how_it_went(request, decided, problems, returning)
    return redirect("plans:approval-list")


def ticked_drafts(request):
    """Yield (draft, version as read) of each tick; 403 for one that is not theirs to decide."""
    for ticked in request.POST.getlist("draft"):
        pk, _, version = ticked.partition(".")
        if pk.isdigit() and version.isdigit():
            draft = find_draft(request, int(pk))
            demand(request.user, "plans.decide", draft)
            yield draft, int(version)


def say_how_it_went(request, decided, problems, returning):
    if decided:
        are = "draft is" if decided == 1 else "drafts are"
        where = "back with whoever wrote them" if returning else "in the record"
        messages.success(request, f"{decided} {are} now {where}.")
    if not decided and not problems:
        problems = ["Tick the drafts to decide on first."]
    for problem in problems:
        messages.error(request, problem)
