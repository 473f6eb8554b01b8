"""Meetings, and what packs say of dates, as events of a calendar."""

import datetime as dt

from django.urls import reverse

from opcc.office.calendar.event import Event, beginning_of, moment_of
from plans.calendar import changes_in, dates_to_keep
from plans.models import Entry
from plans.registers.calendar import last_changed
from plans.registers.words import on_day

from .models import Meeting
from .packs.reading import read_pack


def with_changes(meetings):
    """Load what events of these meetings say, in one query."""
    return meetings.select_related("body").annotate(changed_at=last_changed(Meeting))


def meetings_to_keep(meetings, *, since):
    """[Event] of meetings and of the days their papers are due, from a day on. One query."""
    coming = with_changes(meetings.filter(on__gte=since))
    return [event for meeting in coming for event in events_of(meeting) if event.order[0] >= since]


def events_of(meeting):
    """[Event] of one meeting, of `with_changes`, and of its papers where they have a day."""
    facts = {
        "changed_at": meeting.changed_at or beginning_of(meeting.on),
        "path": meeting.get_absolute_url(),
        "version": meeting.version - 1,
        "is_cancelled": meeting.cancelled_on is not None,
    }
    held = Event(
        name=f"meeting-{meeting.pk}",
        starts=moment_of(meeting.on, meeting.starts_at),
        title=meeting.body.name,
        lines=lines_of(meeting),
        place=meeting.place,
        **facts,
    )
    if meeting.papers_due_on is None:
        return [held]
    papers = Event(
        name=f"papers-{meeting.pk}",
        starts=meeting.papers_due_on,
        title=f"Papers due: {meeting.body.name}",
        lines=(f"For the meeting on {on_day(meeting.on)}",),
        **facts,
    )
    return [papers, held]


def lines_of(meeting):
    lines = []
    if meeting.cancelled_on:
        lines.append(f"Cancelled on {on_day(meeting.cancelled_on)}")
    elif meeting.papers_due_on:
        lines.append(f"Papers due {on_day(meeting.papers_due_on)}")
    return tuple(lines)


def dates_in_pack(pack, *, since):
    """[Event] of the dates that a published pack says are to be kept, from a day on.

    None of a pack whose text is not the one that was published. At most two queries.
    """
    reading = read_pack(pack)
    if not reading.is_intact:
        return []
    moves = moves_until(pack)
    return [
        event
        for standing in reading.position.standings
        for event in dates_of(standing, pack, reading, moves, since=since)
    ]


def moves_until(pack):
    """{milestone's key: how often its date had moved at the pack's cut-off}. One query."""
    return changes_in(Entry.objects.filter(plan=pack.plan_id, made_at__lte=pack.cut_off)).moves


def dates_of(standing, pack, reading, moves, *, since=dt.date.min):
    """[Event] of the dates that one activity must keep, as a pack says."""
    return dates_to_keep(
        standing,
        changed_at=pack.published_at,
        moves=moves,
        lead=reading.posts[standing.lead].title,
        said_in=f"As the pack for {on_day(reading.meeting_on)} says",
        path=reverse("governance:pack-activity", args=[pack.pk, standing.pk]),
        since=since,
    )
