"""Pages about one activity, its owners and its priorities."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from opcc.office.calendar.answers import as_file
from opcc.office.composed import composed_once
from opcc.office.models import Handover, Holding, Post

from ..calendar import changes_in, dates_to_keep
from ..change_words import change_lines
from ..measures import readings
from ..models import Draft, Ownership, Priority
from ..names import Names
from ..position import standing_now
from ..registers import links
from ..registers.files import file_response
from ..statuses import LABELS, SHOWN_ORDER
from .access import find_whole_activity, refuse_outsiders
from .kept_content import kept
from .plans import Standpoint, current_plan, list_files
from .showing import Row, rows

NEWEST_LINES = 40
Role = Ownership.Role


def activity_detail(request, pk):
    """How the activity stands, what was promised, and everything that has been said."""
    activity = find_whole_activity(request, pk)
    names = Names.beside(activity.plan)
    lead, everything = activity.lead, bool(request.GET.get("all"))
    lead.people = people_of(lead.pk, request.today)
    standing = standing_now(activity, names.numbers, request.today, activity.plan)
    activity.shares_known = [(pk, role) for role, pks in shared(standing) for pk in pks]
    may = rights(request.user, activity)
    context = {
        "activity": activity,
        "plan": activity.plan,
        "standing": Row(standing, names.posts),
        "milestones": standing.milestones,
        "has_open_dates": bool(standing.open_dates),
        "position_day": request.today,
        "lead_held_by": lead.held_by_words(request.today),
        "shared": [(Role(role).label, names.posts[pk]) for pk, role in activity.shares()],
        "priorities": [
            priority for pk, priority in names.every_priority.items() if pk in standing.priorities
        ],
        "timeline": timeline(activity, names, everything, may["can_correct"]),
        "has_more": activity.version > NEWEST_LINES and not everything,
        "drafts": open_drafts(pk),
        "handovers": newest_handovers(lead.pk),
        "linked": links.about_activity(activity, request.user, request.today),
    }
    return render(request, "plans/activity_detail.html", context | may)


@composed_once
def people_of(post, on):
    return Holding.objects.filter(post=post).on(on).with_users()


@composed_once
def open_drafts(activity):
    return Draft.objects.filter(activity=activity).open().select_related("author")


@composed_once
def newest_handovers(post):
    return Handover.objects.filter(post=post).select_related("from_user", "to_user")[:5]


def timeline(activity, names, everything, can_correct):
    """HTML of what has been said. The digest of its newest line stands for all of its lines."""

    def context():
        lines = lines_of(activity, everything, names.posts)
        shown = lines if everything else lines[:NEWEST_LINES]
        return {"entries": shown, "can_correct": can_correct}

    shown = activity.newest_digest, names.titles, everything, can_correct
    # People's words stand here with line breaks of their own, which are theirs to keep.
    return kept("plans/includes/timeline.html", shown, context, lay_out=str.strip)


def activity_calendar(request, pk):
    """A file with the dates that the activity must still keep; 404 where there are none."""
    activity = find_whole_activity(request, pk)
    numbers = {activity.objective_id: activity.objective.number}
    changes = changes_in(activity.entries.all())
    events = dates_to_keep(
        standing_now(activity, numbers, request.today, activity.plan),
        changed_at=changes.changed_at[pk],
        moves=changes.moves,
        lead=activity.lead.title,
        said_in=activity.plan.title,
    )
    if not events:
        raise Http404
    return as_file(events, title=f"Activity {activity}")


def lines_of(activity, everything, posts):
    """The newest lines first, or all, each with its changes in words and its corrections.

    A correction is newer than its line, so it is always among those that are loaded.
    """
    lines = activity.entries.for_timeline()
    lines = list(lines if everything else lines[: NEWEST_LINES + 1])
    corrections = {}
    for line in reversed(lines):
        line.change_lines = change_lines(line, posts)
        line.corrected_by = corrections.setdefault(line.pk, [])
        if line.corrects_id:
            corrections.setdefault(line.corrects_id, []).append(line)
    return lines


def shared(standing):
    yield Role.CONTRIBUTOR, standing.contributors
    yield Role.JOINT, standing.joint


def rights(user, activity):
    """What this reader may begin here; each page asks again."""
    writes = user.has_perm("plans.write", activity)
    goes_on = writes and not activity.has_ended
    return {
        "can_write": writes and activity.status != "withdrawn",
        "can_confirm": goes_on and activity.said_on is not None,
        "can_ask_date": goes_on,
        "can_reword": writes,
        "can_hand_over": goes_on and user.has_perm("plans.offer", activity),
        "can_withdraw": goes_on,
        "can_correct": writes,
    }


def owner_list(request):
    """Every post, who holds it, and how much it leads."""
    refuse_outsiders(request)
    posts, plan = every_owner(request)
    context = {"posts": posts, "plan": plan, "files": list_files("owner-list")}
    return render(request, "plans/owner_list.html", context)


def owner_file(request, ending):
    """The same as a file."""
    refuse_outsiders(request)
    posts, _ = every_owner(request)
    return file_response(request, ending, "owners", "Owners", OWNER_COLUMNS, posts)


OWNER_COLUMNS = [
    ("post", lambda p: p.title),
    ("held by", lambda p: p.held_by),
    ("answers for the whole plan", lambda p: p.is_accountable),
    ("statutory role", lambda p: p.get_statutory_role_display() if p.statutory_role else ""),
    ("activities it leads", lambda p: p.leads.total if p.leads else 0),
    *(
        (LABELS[word].lower(), lambda p, word=word: p.leads.counts[word] if p.leads else 0)
        for word in SHOWN_ORDER
    ),
    ("activities it shares in", lambda p: p.shares.total if p.shares else 0),
]


def every_owner(request):
    """(Posts with who holds them and the Positions of what they lead and share in, the plan)"""
    posts = list(Post.objects.standing(request.today).with_people(request.today))
    plan = current_plan(request)
    stand = Standpoint(request, plan, asks_day=False) if plan else None
    for post in posts:
        post.held_by = post.held_by_words(request.today)
        post.leads = stand and stand.whole.only(lambda s, pk=post.pk: s.lead == pk)
        post.shares = stand and stand.whole.only(
            lambda s, pk=post.pk: pk in s.owners and s.lead != pk
        )
    return posts, plan


def owner_detail(request, pk):
    """A post: who holds it, what it answers for, and the hand-overs it has seen."""
    refuse_outsiders(request)
    post = get_object_or_404(Post.objects.select_related("department"), pk=pk)
    plan = current_plan(request)
    holdings = list(post.holdings.select_related("user").order_by("-starts_on", "kind"))
    post.people = [holding for holding in holdings if holding.lasts_on(request.today)]
    context = {
        "post": post,
        "plan": plan,
        "held_by": post.held_by_words(request.today),
        "holdings": holdings,
        "handovers": post.handovers.select_related("from_user", "to_user"),
        "linked": links.about_post(post, request.user, request.today),
    }
    if plan:
        stand = Standpoint(request, plan, asks_day=False)
        context |= owned(stand, post)
    return render(request, "plans/owner_detail.html", context)


def owned(stand, post):
    leads = stand.whole.only(lambda s: s.lead == post.pk)
    shares = stand.whole.only(lambda s: post.pk in s.owners and s.lead != post.pk)
    return {
        "position": leads,
        "leads": rows(leads.standings, stand.posts),
        "shares": rows(shares.standings, stand.posts),
    }


def priority_list(request):
    """The Police and Crime Plan's priorities, with how their activities stand."""
    refuse_outsiders(request)
    plan = current_plan(request)
    stand = Standpoint(request, plan, asks_day=False) if plan else None
    priorities = list(priorities_of(plan))
    for priority in priorities:
        priority.position = stand and stand.whole.only(lambda s, pk=priority.pk: pk in s.priorities)
    unlinked = stand and stand.whole.only(lambda s: not s.priorities)
    context = {"plan": plan, "priorities": priorities, "unlinked": unlinked}
    return render(request, "plans/priority_list.html", context)


def priorities_of(plan):
    """Those that a delivery plan serves, or all of them where it names no plan to serve."""
    priorities = Priority.objects.select_related("plan")
    served = plan and plan.police_and_crime_plan_id
    return priorities.filter(plan=served) if served else priorities


def priority_detail(request, pk):
    """One priority and the activities that serve it."""
    refuse_outsiders(request)
    priority = get_object_or_404(Priority.objects.select_related("plan"), pk=pk)
    plan = current_plan(request)
    linked = links.about_priority(priority, request.user, request.today)
    context = {
        "priority": priority,
        "plan": plan,
        "linked": linked,
        "measures": readings(priority.measures.visible_to(request.user).reported()),
    }
    if plan:
        stand = Standpoint(request, plan, asks_day=False)
        serving = stand.whole.only(lambda s: priority.pk in s.priorities)
        context |= {"position": serving, "standings": rows(serving.standings, stand.posts)}
    return render(request, "plans/priority_detail.html", context)
