"""The dates of activities as events of a calendar: those that are still to be kept."""

import datetime as dt

from django.db.models import Max

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


def promised_at(lines):
    """{activity's key: when what it promises last changed}. lines: Entries. One query."""
    newest = lines.filter(kind__in=CHANGES_THE_PROMISE).order_by().values("activity_id")
    return dict(newest.annotate(at=Max("made_at")).values_list("activity_id", "at"))


def dates_to_keep(standing, *, changed_at, lead, said_in, path=None, since=dt.date.min):
    """[Event] of an activity's own date and its open milestones; none once it has ended.

    lead: the title of the post that leads it. said_in: where the dates stand, as a sentence.
    path: of its page, where that is not the office's own.
    """
    return [
        Event(
            name=f"milestone-{milestone.pk}" if milestone else f"activity-{standing.pk}",
            starts=due_on,
            title=title_of(standing, milestone),
            lines=tuple(filter(None, (first_said(standing, milestone), f"Lead: {lead}", said_in))),
            changed_at=changed_at,
            path=path or activity_url(standing.pk),
            version=milestone.was_moved if milestone else standing.moves,
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
    changed = promised_at(Entry.objects.filter(plan=plan))
    return [
        event
        for standing in position.standings
        for event in dates_to_keep(
            standing,
            changed_at=changed[standing.pk],
            lead=posts[standing.lead].title,
            said_in=plan.title,
            since=since,
        )
    ]
