"""The Executive Leadership Team's fortnight: one page that prints on A4, and the same as a file."""

import datetime as dt
from operator import attrgetter

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from governance.models import Action, Meeting
from opcc.office.models import Handover
from opcc.office.papers.formats import PDF, WORD
from opcc.office.papers.serving import made_response
from plans.change_words import change_lines
from plans.headline import headline
from plans.models import DeliveryPlan, Draft, Entry
from plans.position import end_of
from plans.views.access import refuse_outsiders
from plans.views.plans import Standpoint
from plans.views.showing import rows

from ..papers.elt import fortnight_paper

MOVES = (Entry.Kind.DATE_MOVED, Entry.Kind.WITHDRAWN, Entry.Kind.REWORDED, Entry.Kind.OWNER_CHANGED)
FORTNIGHT = dt.timedelta(days=14)


DOCUMENTS = {"elt-pdf": PDF, "elt-docx": WORD}
"""{name of an address: Format}"""


def fortnight(request):
    """Exceptions, silence, what moved since the team last met, and what waits for approval."""
    refuse_outsiders(request)
    plan = plan_of_the_year(request)
    if plan is None:
        return render(request, "portal/elt.html", {"plan": None})
    files = [(kind, reverse(f"portal:{name}")) for name, kind in DOCUMENTS.items()]
    return render(request, "portal/elt.html", context_of(request, plan) | {"files": files})


def fortnight_file(request, name):
    """The same as a document; there is none without a plan."""
    refuse_outsiders(request)
    plan = plan_of_the_year(request)
    if plan is None:
        raise Http404
    return made_response(
        request,
        DOCUMENTS[name],
        f"elt-fortnight-{request.today}",
        lambda: fortnight_paper(request.office, context_of(request, plan)),
    )


def plan_of_the_year(request):
    return DeliveryPlan.objects.visible_to(request.user).current(request.today)


def context_of(request, plan):
    """All that the page shows, and the document with it."""
    stand = Standpoint(request, plan, asks_day=False)
    last, before = meetings_held(request.today)
    since = began(last) if last else end_of(request.today - dt.timedelta(days=plan.update_every))
    context = {"plan": plan, "last_meeting": last, "meeting_before": before}
    return context | exceptions(stand, since, before) | asked_for(request.today)


def meetings_held(today):
    """The leadership team's last meeting before today and the one before it; None for neither."""
    held = Meeting.objects.filter(body__is_leadership_team=True).before_day(today)
    last, before, *_ = [*held[:2], None, None]
    return last, before


def began(meeting):
    """The moment that a meeting began: what was said later that day is news to the next one."""
    return timezone.make_aware(dt.datetime.combine(meeting.on, meeting.starts_at or dt.time.min))


def is_unheard(standing, before):
    """Whether nothing was said since the meeting `before`, or for longer than the plan allows."""
    is_stale = before and not standing.has_ended and standing.heard_from_on < before.on
    return standing.is_silent or bool(is_stale)


def exceptions(stand, since, before):
    position, posts = stand.whole, stand.posts
    unheard = [s for s in position.standings if is_unheard(s, before)]
    heard = [s for s in position.attention() if not is_unheard(s, before)]
    return {
        "position": position,
        "headline": headline(position),
        "since": since,
        "shown_at": stand.request.now,
        "by_owner": by_owner(heard, posts),
        "silent": rows(sorted(unheard, key=attrgetter("heard_from_on")), posts),
        "moves": moved_since(stand, since),
        "waiting": Draft.objects.submitted().for_list().filter(activity__plan=stand.plan),
        "handovers": Handover.objects.filter(accepted_at=None)
        .exclude(to_user=None)
        .select_related("post", "from_user", "to_user"),
    }


def asked_for(today):
    """Actions that are late, or due before the fortnight is over."""
    due = Action.objects.open().filter(due_on__lte=today + FORTNIGHT)
    return {"actions": due.select_related("owner"), "today": today}


def by_owner(standings, posts):
    """[(Post, rows)] of what the team must talk about, by the post that leads it."""
    groups = {}
    for row in rows(standings, posts):
        groups.setdefault(row.lead, []).append(row)
    return [(post, groups[post]) for post in posts.values() if post in groups]


def moved_since(stand, since):
    """Lines since then that changed a promise, with what they changed in words."""
    lines = Entry.objects.made_between(since, stand.request.now).filter(
        plan=stand.plan, kind__in=MOVES
    )
    lines = list(lines.select_related("activity__objective", "milestone").order_by("number"))
    for line in lines:
        line.change_lines = change_lines(line, stand.posts)
    return lines
