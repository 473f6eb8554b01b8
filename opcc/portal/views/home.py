"""The first page, which differs by role."""

from django.shortcuts import render

from opcc.office.models import Post
from plans.views.showing import rows

from ..work import Desk
from .panel import panel_home


def home(request):
    """My work for those who work here; the panel's own page for everybody else."""
    if not request.user.works_here:
        return render(request, "portal/home_panel.html", panel_home(request))
    return render(request, "portal/home.html", my_work(request))


def my_work(request):
    """What is due from this reader, what they are writing, and what waits for their word."""
    desk = Desk.read([request.user], now=request.now)
    work = desk.work_of(request.user)
    posts = {post.pk: post for post in Post.objects.all()}
    return {
        "plan": desk.plan,
        "holdings": request.user.current_holdings,
        "asked": work.asked,
        "asked_late": work.asked_late,
        "drafts": work.drafts,
        "returned": work.returned,
        "decisions": work.decisions,
        "handovers": work.handovers,
        "position": work.position,
        "to_update": rows(work.to_update, posts),
        "up_to_date": rows(work.up_to_date, posts),
    }
