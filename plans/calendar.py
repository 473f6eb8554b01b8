"""The dates of activities as events of a calendar: those that are still to be kept."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Count, Max, Q

from opcc.office.calendar.event import Event
from plans.registers.words import on_day

from .models import Entry
from .templatetags.plan_tags import times
from .views.showing import activity_url

CHANGES_THE_PROMISE = [
    Entry.Kind.PROMISED,
    Entry.Kind.DATE_MOVED,
    Entry.Kind.OWNER_CHANGED,
    Entry.Kind.REWORDED,
    Entry.Kind.MILESTONE_ADDED,
]
"""Kinds of lines that change what a calendar says. What is said of progress changes nothing."""


@dataclass
class Changes:
    """What lines say of when and how often promises changed."""

    changed_at: dict = field(default_factory=dict)
    """{activity's key: when what it promises last changed}"""

    moves: Counter = field(default_factory=Counter)
    """{milestone's key: how often its date moved, there and back too}"""


def changes_in(lines):
    """The Changes in these Entries. One query."""
    found = Changes()
    counted = (
        lines.filter(kind__in=CHANGES_THE_PROMISE)
        .order_by()
        .values_list("activity_id", "milestone_id")
        .annotate(at=Max("made_at"), moves=Count("pk", filter=Q(kind=Entry.Kind.DATE_MOVED)))
    )
    for activity, milestone, at, moves in counted:
        found.changed_at[activity] = max(at, found.changed_at.get(activity, at))
        found.moves[milestone] += moves
    return found


def dates_to_keep(standing, *, changed_at, moves, lead, said_in, path=None, since=dt.date.min):
    """[Event] of an activity's own date and its open milestones; none once it has ended.

    moves: {milestone's key: how often it moved}. lead: the title of the post that leads it.
    said_in: where the dates stand, as a sentence. path: of its page, where that is not the
    office's own.
    """
    return [
        Event(
            name=f"milestone-{milestone.pk}" if milestone else f"activity-{standing.pk}",
            starts=due_on,
            title=title_of(standing, milestone),
            lines=tuple(filter(None, (first_said(standing, milestone), f"Lead: {lead}", said_in))),
            changed_at=changed_at,
            path=path or activity_url(standing.pk),
            version=moves[milestone.pk] if milestone else standing.moves,
        )
        for due_on, milestone in standing.open_dates
        if due_on >= since
    ]


def title_of(standing, milestone):
    whole = f"{standing.reference} {standing.title}"
    if milestone:
        return f"Milestone: {milestone.title} ({whole})"
    return f"{'Review point' if standing.is_duty else 'Due'}: {whole}"


def first_said(standing, milestone):
    """ "First said 30 June 2020, moved twice"; empty where the date is the one first said."""
    if milestone:
        return f"First said {on_day(milestone.first_due_on)}" if milestone.was_moved else ""
    moved = f", moved {times(standing.moves)}"
    return f"First said {on_day(standing.first_due_on)}{moved}" if standing.moves else ""


def plan_dates(position, *, posts, since):
    """[Event] of what a plan's activities must keep from a day on. One query.

    posts: {post's key: Post}.
    """
    plan = position.plan
    changes = changes_in(Entry.objects.filter(plan=plan))
    return [
        event
        for standing in position.standings
        for event in dates_to_keep(
            standing,
            changed_at=changes.changed_at[standing.pk],
            moves=changes.moves,
            lead=posts[standing.lead].title,
            said_in=plan.title,
            since=since,
        )
    ]
