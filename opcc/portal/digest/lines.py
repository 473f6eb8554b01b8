"""What a digest can say: lines about things, each with what tells it from others."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from opcc.office.addresses import absolute
from opcc.office.mail.letters import one_line
from opcc.office.models import Reminder
from plans.views.showing import activity_url

from .moments import moment_of, silent_since, silent_too_long_since

UNDATED = dt.date.min
"""Stands for the day of what is late without one, such as a risk that nobody has scored."""


@dataclass(frozen=True)
class Line:
    """One thing in a digest.

    thing, due_on, moment: what it is remembered by, once it was said. title, note, url: what a
    mail shows: names and titles, never what somebody wrote. was_told: whether a mail of its own
    told of it when it came up.
    """

    thing: str
    due_on: dt.date
    moment: str
    title: str
    note: str
    url: str
    was_told: bool = False

    @property
    def key(self):
        return self.thing, self.due_on, self.moment

    @property
    def is_late(self):
        return self.moment == Reminder.Moment.LATE


# --- What waits for this person's word ----------------------------------------------------------
def approvals(work, told):
    return [approval(draft, (draft.pk, work.user.pk) in told) for draft in work.decisions]


def approval(draft, was_told):
    return waiting(
        f"draft {draft.pk}, version {draft.version}",
        timezone.localdate(draft.submitted_at),
        f"{draft.get_kind_display()}: {draft.activity}",
        f"from {draft.author}",
        draft.get_absolute_url(),
        was_told=was_told,
    )


def returns(work):
    return [
        waiting(
            f"returned draft {draft.pk}, version {draft.version}",
            timezone.localdate(draft.saved_at),
            f"{draft.get_kind_display()}: {draft.activity}",
            f"returned by {draft.returned_by}" if draft.returned_by else "returned",
            draft.get_absolute_url(),
            was_told=True,
        )
        for draft in work.returned
    ]


def handovers(work):
    return [
        waiting(
            f"handover {handover.pk}",
            handover.on,
            handover.post,
            f"from {handover.from_user or 'a vacant post'}",
            reverse("portal:home"),
            was_told=True,
        )
        for handover in work.handovers
    ]


def waiting(thing, since, title, note, url, *, was_told):
    note = f"{one_line(note)}, {since:%-d %B %Y}"
    moment = Reminder.Moment.WAITS
    return Line(thing, since, moment, one_line(title), note, absolute(url), was_told)


# --- What has a date ------------------------------------------------------------------------------
def dated(work, on):
    """[Line] of what is overdue or due soon, soonest first: of plans, then of registers."""
    found = [*promises(work, on), *asked(work, on)]
    return sorted((line for line in found if line.moment), key=lambda line: line.due_on)


def promises(work, on):
    """Activities and milestones of the person's posts that are still to be kept."""
    for standing in work.standings:
        for due_on, milestone in standing.open_dates:
            thing = f"milestone {milestone.pk}" if milestone else f"activity {standing.pk}"
            title = f"{standing.reference} {standing.title}"
            if milestone:
                title = f"{milestone.title}, milestone of {title}"
            word = "review point" if standing.is_duty and not milestone else "due"
            yield due(thing, due_on, on, title, word, activity_url(standing.pk))


def asked(work, on):
    """What registers ask: questions to answer, actions, reviews and the like.

    Whether it is late is theirs to say, as on *My work*: some wait beyond the day, and some are
    late without one.
    """
    for each in work.asked:
        moment = asked_moment(each, on)
        if each.due_on:
            by = "since" if each.is_first_day else "due"
            note = f"{each.what}, {by} {each.due_on:%-d %B %Y}"
        else:
            note = one_line(f"{each.what}. {each.item.note}")
        title, url = one_line(each.item.title), absolute(each.item.url)
        yield Line(each.row, each.due_on or UNDATED, moment, title, note, url)


def asked_moment(asked, on):
    if asked.item.is_late:
        return Reminder.Moment.LATE
    if asked.due_on is None:
        return None
    can_be_done = asked.is_first_day or asked.due_on < on
    return Reminder.Moment.ASKED if can_be_done else moment_of(asked.due_on, on)


def due(thing, due_on, on, title, word, url):
    note = f"{word} {due_on:%-d %B %Y}"
    return Line(thing, due_on, moment_of(due_on, on), one_line(title), note, absolute(url))


# --- What nobody spoke of -------------------------------------------------------------------------
def unsaid(work):
    """The person's activities about which nothing was said for an interval or more."""
    return [
        silence("words", standing, since)
        for standing in work.to_update
        if (since := silent_since(standing))
    ]


def long_silent(work, position):
    """For whoever answers for the whole plan: what of it was silent for two intervals or more.

    Their own activities are among what is unsaid.
    """
    if position is None or not work.user.acts_as_accountable:
        return []
    own = {standing.pk for standing in work.standings}
    return [
        silence("silence", standing, since)
        for standing in position.standings
        if not standing.has_ended
        and standing.pk not in own
        and (since := silent_too_long_since(standing))
    ]


def silence(kind, standing, since):
    days = standing.days_silent
    return Line(
        f"{kind} {standing.pk}",
        since,
        Reminder.Moment.LATE,
        one_line(f"{standing.reference} {standing.title}"),
        f"{days} day{'' if days == 1 else 's'} without a word",
        absolute(activity_url(standing.pk)),
    )
