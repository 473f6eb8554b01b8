"""What a digest can say: lines about things, each with what tells it from others."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from opcc.office.addresses import absolute
from opcc.office.mail.letters import one_line
from opcc.office.models import Reminder
from plans.models import Draft
from plans.views.showing import activity_url

from .moments import moment_of, silent_since, silent_too_long_since


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
def approvals(work):
    return [approval(draft) for draft in work.decisions]


def approval(draft):
    return waiting(
        f"draft {draft.pk}, version {draft.version}",
        timezone.localdate(draft.submitted_at),
        f"{draft.get_kind_display()}: {draft.activity}",
        f"from {draft.author}",
        draft.get_absolute_url(),
        was_told=draft.kind == Draft.Kind.HAND_OVER,
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
    """What registers ask by a day: questions to answer, actions, reviews and the like."""
    for each in work.asked:
        if each.due_on:
            word = f"{each.what}, due"
            yield due(each.row, each.due_on, on, each.item.title, word, each.item.url)


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
    """For whoever answers for the whole plan: what of it was silent for two intervals and more.

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
