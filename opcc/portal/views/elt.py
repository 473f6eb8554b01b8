"""The Executive Leadership Team's fortnight, on one page that prints on A4."""

import datetime as dt

from django.shortcuts import render

from opcc.office.models import Handover
from plans.change_words import change_lines
from plans.headline import headline
from plans.models import DeliveryPlan, Draft, Entry
from plans.position import end_of
from plans.views.access import refuse_outsiders
from plans.views.plans import Standpoint
from plans.views.showing import rows

MOVES = (Entry.Kind.DATE_MOVED, Entry.Kind.WITHDRAWN, Entry.Kind.REWORDED, Entry.Kind.OWNER_CHANGED)


def fortnight(request):
    """Exceptions, silence, what moved since the last fortnight, and what waits for approval."""
    refuse_outsiders(request)
    plan = DeliveryPlan.objects.visible_to(request.user).current(request.today)
    if plan is None:
        return render(request, "portal/elt.html", {"plan": None})
    stand = Standpoint(request, plan, asks_day=False)
    since = end_of(request.today - dt.timedelta(days=plan.update_every))
    return render(request, "portal/elt.html", {"plan": plan, **exceptions(stand, since)})


def exceptions(stand, since):
    position, posts = stand.whole, stand.posts
    attention = position.attention()
    return {
        "position": position,
        "headline": headline(position),
        "since": since,
        "shown_at": stand.request.now,
        "by_owner": by_owner([s for s in attention if not s.is_silent], posts),
        "silent": rows([s for s in attention if s.is_silent], posts),
        "moves": moved_since(stand, since),
        "waiting": Draft.objects.submitted().for_list().filter(activity__plan=stand.plan),
        "handovers": Handover.objects.filter(accepted_at=None)
        .exclude(to_user=None)
        .select_related("post", "from_user", "to_user"),
    }


def by_owner(standings, posts):
    """[(Post, rows)] of what the team must talk about, by the post that leads it."""
    groups = {}
    for row in rows(standings, posts):
        groups.setdefault(row.lead, []).append(row)
    return [(post, groups[post]) for post in posts.values() if post in groups]


def moved_since(stand, since):
    """Lines of the last fortnight that changed a promise, with what they changed in words."""
    lines = Entry.objects.made_between(since, stand.request.now).filter(
        plan=stand.plan, kind__in=MOVES
    )
    lines = list(lines.select_related("activity__objective", "milestone").order_by("number"))
    for line in lines:
        line.change_lines = change_lines(line, stand.posts)
    return lines
