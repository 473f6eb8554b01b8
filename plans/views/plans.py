"""Pages about a whole plan: dashboard, activities, timeline, what changed."""

import datetime as dt
from functools import cached_property

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse

from opcc.office.papers.formats import CSV, PDF, SPREADSHEET, TABLES, WORD

from ..change_words import change_lines
from ..changes import KINDS, changes
from ..forms.filters import AsAtForm, BetweenForm, StandingFilter
from ..headline import headline
from ..kept_positions import kept_position
from ..models import DeliveryPlan, Entry
from ..names import Names
from ..position import DUE_WITHIN_DAYS, end_of
from ..registers.facts import pattern
from ..registers.files import file_response
from ..statuses import MEANINGS, SHOWN_ORDER
from .access import find_plan, refuse_outsiders
from .kept_content import kept_content
from .showing import due_rows, rows

PAGE_SIZE = 50
ATTENTION_AT_MOST = 12
DUE_AT_MOST = 8

DOCUMENTS = {"plan-pdf": PDF, "plan-docx": WORD}
LISTS = {"activity-list-csv": CSV, "activity-list-xlsx": SPREADSHEET}
"""{name of an address: Format} of a plan's position, and of its list of activities."""


class Standpoint:
    """A plan and the day from which a page looks at it: one query for each thing it names.

    asks_day: whether the page lets its reader choose the day; other pages show today.
    """

    def __init__(self, request, plan, *, asks_day=True):
        self.request, self.plan = request, plan
        asked = request.GET if asks_day and request.GET.get("as_at") else None
        self.as_at_form = AsAtForm(asked, today=request.today)

    @cached_property
    def at(self):
        """The end of the day asked for; None means now."""
        form = self.as_at_form
        day = form.cleaned_data["as_at"] if form.is_bound and form.is_valid() else None
        return end_of(day) if day and day < self.request.today else None

    @property
    def is_understood(self):
        """Whether there is such a day and such a choice as was asked for."""
        form = self.as_at_form
        return self.filter.is_valid() and (not form.is_bound or form.is_valid())

    @property
    def shown_at(self):
        return self.at or self.request.now

    @cached_property
    def names(self):
        return Names.beside(self.plan)

    @property
    def posts(self):
        return self.names.posts

    @cached_property
    def whole(self):
        return self.position_at(self.at)

    def position_at(self, at):
        return kept_position(self.plan, at=at, now=self.request.now, numbers=self.names.numbers)

    @cached_property
    def filter(self):
        return StandingFilter(
            self.request.GET,
            objectives=self.names.objectives,
            posts=self.names.posts.values(),
            priorities=self.names.priorities,
        )

    @cached_property
    def position(self):
        return self.filter.narrow(self.whole)

    def context(self):
        return {
            "plan": self.plan,
            "position": self.position,
            "shown_at": self.shown_at,
            "is_past": self.at is not None,
            "filter_form": self.filter,
            "as_at_form": self.as_at_form,
        }


def current_plan(request):
    """The plan of the year, as far as this reader may see one; None without any."""
    return DeliveryPlan.objects.visible_to(request.user).current(request.today)


def current(request):
    """Open the plan of the year, or say that there is none yet."""
    refuse_outsiders(request)
    plan = current_plan(request)
    return redirect(plan) if plan else redirect("plans:plan-list")


def plan_list(request):
    refuse_outsiders(request)
    plans = DeliveryPlan.objects.visible_to(request.user).select_related("police_and_crime_plan")
    can_import = request.user.has_perm("plans.import_plan")
    context = {"plans": plans, "can_import": can_import, "files": list_files("plan-list")}
    return render(request, "plans/plan_list.html", context)


def plan_file(request, ending):
    """The list of plans as a file."""
    refuse_outsiders(request)
    plans = DeliveryPlan.objects.visible_to(request.user).select_related("police_and_crime_plan")
    return file_response(request, ending, "delivery-plans", "Delivery plans", PLAN_COLUMNS, plans)


PLAN_COLUMNS = [
    ("plan", lambda p: p.title),
    ("starts on", lambda p: p.starts_on),
    ("ends on", lambda p: p.ends_on),
    ("police and crime plan", lambda p: p.police_and_crime_plan),
    ("state", lambda p: p.get_state_display()),
    ("days between updates", lambda p: p.update_every),
]


def list_files(name):
    """[(Format, address)] of a list of this app as files."""
    return [(kind, reverse(f"plans:{name}-{ending}")) for ending, kind in TABLES.items()]


def plan_detail(request, pk):
    """The dashboard: how the plan stands, what needs attention, what is due."""
    stand = Standpoint(request, find_plan(request, pk))
    content = kept_content("plans/includes/dashboard.html", stand, lambda: dashboard(stand))
    return render(request, "plans/plan_detail.html", {"plan": stand.plan, "content": content})


def dashboard(stand):
    position = stand.position
    attention = position.attention()
    due = position.due_within(DUE_WITHIN_DAYS)
    query = stand.request.GET.urlencode()
    return stand.context() | {
        "headline": headline(position),
        "whole_total": stand.whole.total,
        "objectives": objective_rows(stand),
        "attention": rows(attention[:ATTENTION_AT_MOST], stand.posts),
        "attention_total": len(attention),
        "due_soon": due_rows(due[:DUE_AT_MOST], stand.posts),
        "due_total": len(due),
        "moved_total": position.count_moved(),
        "waiting_total": stand.names.waiting_total,
        "activities_url": address("plans:activity-list", stand.plan, query),
        "changes_url": address("plans:plan-changes", stand.plan, changes_query(stand)),
        "timeline_url": address("plans:plan-timeline", stand.plan, query),
        "files": files_of(stand, DOCUMENTS),
    }


def address(name, plan, query=""):
    return pattern(name).replace("0", str(plan.pk), 1) + (f"?{query}" if query else "")


def changes_query(stand):
    """From a past day, the comparison ends on that day and not today."""
    if stand.at is None:
        return ""
    end = stand.position.day
    start = end - dt.timedelta(days=stand.plan.update_every)
    return f"start={start}&end={end}"


def objective_rows(stand):
    """One row an objective: every word that occurs in the plan, so that tables line up."""
    groups = stand.position.by_objective()
    words = [word for word, _ in stand.position.parts]
    query = stand.request.GET.copy()
    query.pop("page", None)
    return [
        {
            "objective": objective,
            "parts": tuple((word, groups[objective.pk].counts[word]) for word in words),
            "total": groups[objective.pk].total,
            "url": objective_url(stand.plan, query, objective),
        }
        for objective in stand.names.objectives
        if objective.pk in groups
    ]


def objective_url(plan, query, objective):
    """The list behind a count: the same day and the same filters."""
    query["objective"] = objective.pk
    return address("plans:activity-list", plan, query.urlencode())


def activity_list(request, pk):
    """The plan's activities, filtered, sorted and paged."""
    stand = Standpoint(request, find_plan(request, pk))
    content = kept_content("plans/includes/activities.html", stand, lambda: a_page_of(stand))
    return render(request, "plans/activity_list.html", {"plan": stand.plan, "content": content})


def a_page_of(stand):
    ordered = stand.filter.order(stand.position.standings)
    page = Paginator(ordered, PAGE_SIZE).get_page(stand.request.GET.get("page"))
    return stand.context() | {
        "page_obj": page,
        "standings": rows(page, stand.posts),
        "whole_total": stand.whole.total,
        "files": files_of(stand, LISTS),
    }


def files_of(stand, kinds):
    """[(Format, address)] of the page as files, with its day and its filters."""
    query = stand.request.GET.copy()
    query.pop("page", None)
    return [
        (kind, address(f"plans:{name}", stand.plan, query.urlencode()))
        for name, kind in kinds.items()
    ]


def plan_timeline(request, pk):
    """Every promised date of the plan, month by month."""
    stand = Standpoint(request, find_plan(request, pk))
    dates = [
        (due_on, standing, milestone)
        for standing in stand.position.standings
        for due_on, milestone in promised_dates(standing)
    ]
    dates.sort(key=lambda d: (d[0], d[1].order))
    context = stand.context() | {"months": by_month(dates, stand.posts), "dates_total": len(dates)}
    return render(request, "plans/plan_timeline.html", context)


def promised_dates(standing):
    if standing.due_on:
        yield standing.due_on, None
    for milestone in standing.milestones:
        yield milestone.due_on, milestone


def by_month(dates, posts):
    """Return [{month, items}] with each item said in words: met, late, or due."""
    months = {}
    for due_on, standing, milestone in dates:
        month = months.setdefault(due_on.replace(day=1), [])
        item = due_rows([(due_on, standing, milestone)], posts)[0]
        month.append(
            item
            | {
                "milestone": milestone,
                "standing": standing,
                "state": state(item, standing, milestone),
            }
        )
    return [{"month": month, "items": items} for month, items in months.items()]


def state(item, standing, milestone):
    """The word for a date: "complete", "off_track" when late, "not_started" while ahead."""
    done = milestone.met_on if milestone else standing.status == "complete"
    if done:
        return "complete"
    if standing.status == "withdrawn":
        return "withdrawn"
    return "off_track" if item["due_on"] < standing.day else "not_started"


def plan_changes(request, pk):
    """What changed between two days, computed from the two positions."""
    stand = Standpoint(request, find_plan(request, pk), asks_day=False)
    asked = request.GET if "start" in request.GET or "end" in request.GET else None
    fortnight = dt.timedelta(days=stand.plan.update_every)
    usual = {"start": request.today - fortnight, "end": request.today}
    form = BetweenForm(asked, initial=usual)
    days = form.cleaned_data if form.is_bound and form.is_valid() else usual
    if form.is_bound and not form.is_valid():
        days = None
    context = {"plan": stand.plan, "form": form, "days": days}
    return render(request, "plans/plan_changes.html", context | compared(stand, days))


def compared(stand, days):
    """The two positions of those days, and what is different."""
    if days is None:
        return {}
    start, end = end_of(days["start"]), end_of(days["end"])
    before = stand.position_at(start)
    after = stand.position_at(end if days["end"] < stand.request.today else None)
    moves = Entry.objects.made_between(start, end).filter(plan=stand.plan, kind="date_moved")
    reasons = {}
    for move in moves.select_related("milestone").order_by("number"):
        move.change_lines = change_lines(move, stand.posts)
        reasons.setdefault(move.activity_id, []).append(move)
    groups = [
        {"kind": kind, "label": KINDS[kind], "changes": changed_rows(found, stand.posts, reasons)}
        for kind, found in changes(before, after).items()
    ]
    return {"groups": groups, "before": before, "after": after}


def changed_rows(found, posts, reasons):
    return [
        {
            "before": change.before and rows([change.before], posts)[0],
            "after": rows([change.after], posts)[0],
            "moves": reasons.get(change.after.pk, []),
            "milestones": change.milestones,
        }
        for change in found
    ]


@login_not_required
def statuses(request):
    """What each word means, for everybody: public packs use the same words."""
    meanings = [(code, MEANINGS[code]) for code in SHOWN_ORDER]
    return render(request, "plans/statuses.html", {"meanings": meanings})
