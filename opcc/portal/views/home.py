"""The first page, which differs by role."""

from django.shortcuts import render

from opcc.office.models import Handover, Post
from plans.kept_positions import kept_position
from plans.models import DeliveryPlan, Draft
from plans.registers.links import due_from
from plans.views.approving import drafts_to_decide
from plans.views.showing import rows

from .panel import panel_home


def home(request):
    """My work for those who work here; the panel's own page for everybody else."""
    if not request.user.works_here:
        return render(request, "portal/home_panel.html", panel_home(request))
    return render(request, "portal/home.html", my_work(request))


def my_work(request):
    """What is due from this reader, what they are writing, and what waits for their word."""
    user = request.user
    plan = DeliveryPlan.objects.visible_to(user).current(request.today)
    posts = {post.pk: post for post in Post.objects.all()}
    decisions = drafts_to_decide(request) if any(h.decides for h in user.current_holdings) else []
    drafts = Draft.objects.visible_to(user).open().for_list().filter(author=user)
    drafts = list(drafts.select_related("returned_by"))
    return {
        "plan": plan,
        "holdings": user.current_holdings,
        **asked_of(user, request.today),
        "drafts": [d for d in drafts if d.state != Draft.State.RETURNED],
        "returned": [d for d in drafts if d.state == Draft.State.RETURNED],
        "decisions": decisions,
        "handovers": Handover.objects.filter(to_user=user, accepted_at=None).select_related(
            "post", "from_user"
        ),
        **(worklist(request, plan, posts) if plan and plan.is_open else {}),
    }


def asked_of(user, today):
    """What the registers ask of the reader's posts, and how much of it is late."""
    asked = due_from(user.post_ids(), today)
    return {"asked": asked, "asked_late": sum(due.item.is_late for due in asked)}


def worklist(request, plan, posts):
    """The reader's activities: silent first, then by how long ago they were heard from."""
    numbers = dict(plan.objectives.values_list("pk", "number"))
    whole = kept_position(plan, now=request.now, numbers=numbers)
    mine = request.user.post_ids()
    position = whole.only(lambda s: not s.has_ended and mine & set(s.owners))
    due = [s for s in position.standings if needs_words(s)]
    return {
        "position": position,
        "to_update": rows(sorted(due, key=urgency), posts),
        "up_to_date": rows([s for s in position.standings if not needs_words(s)], posts),
    }


def needs_words(standing):
    """Whether an update is due: nothing was said for an interval, or since it became late."""
    unsaid_since_late = standing.is_overdue and standing.heard_from_on <= standing.due_on
    return standing.days_silent >= standing.update_every or unsaid_since_late


def urgency(standing):
    return -standing.days_silent, standing.due_on or standing.day, standing.order
