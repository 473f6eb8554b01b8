"""Reading a draft, and deciding on it."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from opcc.office.kept_typing import take_kept_typing
from opcc.office.models import Post

from .. import deciding
from ..evidence import keeping
from ..forms.decisions import ReturnForm
from ..forms.fields import KeptFilesField
from ..models import Draft
from ..record import Refused, Stale
from .access import demand, find_draft

CHANGED = "Somebody saved or decided this draft while you were reading it. Look at it again."


def drafts_to_decide(request):
    """Submitted drafts this reader may decide on, oldest first, each with its proposal."""
    drafts = deciding.decided_by(request.user, deciding.waiting(request.today))
    posts = list(Post.objects.standing(request.today)) if drafts else []
    files = keeping.proposed_in(drafts)
    for draft in drafts:
        draft.lines = proposal_lines(draft, request.today, posts=posts, files=files)
    return drafts


def proposal_lines(draft, today, **loaded):
    """[(label, words)] of what a draft proposes, for reading."""
    return form_lines(deciding.form_of(draft, today=today, lenient=True, **loaded))


def form_lines(form):
    """[(label, words)] of what a form holds, whether or not it is complete."""
    form.is_valid()
    return [
        (bound.label, readable(bound, form))
        for bound in form
        if not bound.is_hidden and bound.name != "internal_note" and readable(bound, form)
    ]


def readable(bound, form):
    """The words a choice stands for, or what was typed as it is; files as links."""
    if isinstance(bound.field, KeptFilesField):
        return linked([form.known_files[key] for key in form.cleaned_data.get(bound.name, ())])
    value = form.cleaned_data.get(bound.name)
    if value in (None, "") or (hasattr(value, "__len__") and not len(value)):
        typed = bound.value()
        return typed if isinstance(typed, str) else ""
    choices = dict(getattr(bound.field, "choices", None) or [])
    if isinstance(value, str):
        return choices.get(value, value)
    if hasattr(value, "strftime"):
        return f"{value:%-d %B %Y}"
    if hasattr(value, "__iter__"):
        return ", ".join(str(choices.get(each, each)) for each in value)
    return str(value)


def linked(files):
    return render_to_string("plans/includes/files.html", {"files": files}) if files else ""


def try_to_approve(request, draft, version):
    """Return None once it is in the record, or why it is not, in words."""
    draft.version = version
    try:
        deciding.approve(draft, by=request.user, at=request.now, today=request.today)
    except Stale:
        return CHANGED
    except Refused as refusal:
        return str(refusal)
    return None


def try_to_send_back(request, draft, version, comment):
    """Return None once it is with its author again, or why it is not, in words."""
    draft.version = version
    sent = draft.send_back(comment=comment, by=request.user, at=request.now)
    return None if sent else CHANGED


def draft_detail(request, pk):
    """A draft as it stands, with what the reader may do with it."""
    draft = find_draft(request, pk)
    return show(request, draft, ReturnForm(initial={"version": draft.version}))


def show(request, draft, form, status=200):
    context = {
        "draft": draft,
        "activity": draft.activity,
        "plan": draft.activity.plan,
        "lines": proposal_lines(draft, request.today),
        "can_decide": draft.state == Draft.State.SUBMITTED
        and request.user.has_perm("plans.decide", draft),
        "can_write": draft.state != Draft.State.DONE
        and request.user.has_perm("plans.rewrite", draft),
        "has_moved_on": draft.state == Draft.State.SUBMITTED
        and draft.activity_version != draft.activity.version,
        "edit_url": edit_url(draft),
        "form": form,
    }
    return render(request, "plans/draft_detail.html", context, status=status)


def edit_url(draft):
    if draft.kind == Draft.Kind.CORRECTION:
        return reverse("plans:entry-correct", args=[draft.corrects_id])
    word = {"date_move": "move-date"}.get(draft.kind, draft.kind.replace("_", "-"))
    return reverse(f"plans:activity-{word}", args=[draft.activity_id])


def approve(request, pk):
    draft = find_draft(request, pk)
    if request.method != "POST":
        return redirect(draft)
    demand(request.user, "plans.decide", draft)
    problem = try_to_approve(request, draft, version_read(request))
    if problem:
        messages.error(request, problem)
        return redirect(find_draft(request, pk))
    messages.success(request, f"In the record: {draft.get_kind_display()}.")
    return redirect(draft.activity)


def version_read(request):
    """The version of a draft that the reader had before them; 0, which none has, if unsaid."""
    version = request.POST.get("version", "")
    return int(version) if version.isdecimal() and len(version) < 10 else 0


def send_back(request, pk):
    """Return a draft to its author with a comment."""
    draft = find_draft(request, pk)
    if request.method != "POST":
        return again(request, draft)
    demand(request.user, "plans.decide", draft)
    form = ReturnForm(request.POST)
    if not form.is_valid():
        return show(request, draft, form)
    comment, version = form.cleaned_data["comment"], form.cleaned_data["version"]
    problem = try_to_send_back(request, draft, version, comment)
    if problem:
        form.add_error(None, problem)
        return show(request, find_draft(request, pk), form, status=409)
    messages.success(request, f"Returned to {draft.author}.")
    return redirect("plans:approval-list")


def again(request, draft):
    """After signing in again: the draft, with the comment that had been typed."""
    kept = take_kept_typing(request) or {}
    comment = kept.get("comment", [""])[-1]
    return show(request, draft, ReturnForm(initial={"version": draft.version, "comment": comment}))


def discard(request, pk):
    """Throw a draft away, after asking. The record is not touched."""
    draft = find_draft(request, pk)
    demand(request.user, "plans.rewrite", draft)
    if request.method != "POST":
        return render(request, "plans/draft_discard.html", {"draft": draft})
    if draft.state == Draft.State.DONE:
        messages.error(request, "This draft is in the record already, so it stays.")
        return redirect(draft)
    draft.version = version_read(request)
    if not Draft.objects.unchanged_since(draft).open().delete()[0]:
        messages.error(request, CHANGED)
        return redirect(draft)
    messages.success(request, "The draft was discarded.")
    return redirect(draft.activity)
