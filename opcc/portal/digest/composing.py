"""One digest a person and day: who gets one, and what is in it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from opcc.office.addresses import absolute
from opcc.office.backends import everybody
from opcc.office.mail import stopping
from opcc.office.mail.letters import write
from opcc.office.models import MailPreference, OutgoingMail, Reminder

from ..work import Desk
from . import lines

SHOWN_AT_MOST = 40
"""Lines of a part; what is left over has not been said, and comes in the next digest."""

DAILY, WEEKLY, OFF = MailPreference.Reminders
MONDAY = 0


@dataclass(frozen=True)
class Part:
    """A heading, the words for its number in the subject, and its lines."""

    heading: str
    counted: str
    lines: list

    @property
    def in_words(self):
        return f"{len(self.lines)} {self.counted}"


def make(*, now):
    """Keep the digests of that day; return (how many are new, how many people get none).

    now: aware datetime of the office's clock. Reading takes the same number of queries however
    many people and activities there are, and keeping takes two statements, in batches. Made
    again, or by two machines at once, each person has one digest a day, and hears of each moment
    once.
    """
    day = timezone.localdate(now)
    people = [user for user in everybody(day) if user.works_here]
    wanted = dict(MailPreference.objects.values_list("user_id", "reminders"))
    desk = Desk.read(people, now=now)
    parts = {user: parts_for(desk.work_of(user), desk) for user in people}
    said = said_already(parts)
    digests = []
    for user in people:
        choice = wanted.get(user.pk, DAILY)
        if chosen := choose(user, parts[user], said, choice, day):
            # What nobody else can do cannot be stopped, so no link claims to.
            stops = "" if choice == OFF else stopping.REMINDERS
            digests.append(digest(user, chosen, said, now, stops))
    return Reminder.objects.put_digests(digests), len(people) - len(digests)


def parts_for(work, desk):
    """Everything that could be said to a person today, whether or not it was said before."""
    dated = lines.dated(work, desk.day)
    moments = Reminder.Moment

    def at(moment):
        return [line for line in dated if line.moment == moment]

    return [
        Part("Waits for your word", "for your word", lines.approvals(work)),
        Part("Passes to you", "to accept", lines.handovers(work)),
        Part("Returned to you", "returned", lines.returns(work)),
        Part("Overdue", "overdue", at(moments.LATE)),
        Part("Due within 3 days", "due within 3 days", at(moments.SOON)),
        Part("Due within 14 days", "due within 14 days", at(moments.AHEAD)),
        Part("Needs a word from you", "to report on", lines.unsaid(work)),
        Part(
            "Silent for more than two intervals, in the plan that you answer for",
            "silent too long",
            lines.long_silent(work, desk.position),
        ),
    ]


def said_already(parts):
    """{(user's key, thing, day, moment)} of what was said before. One query."""
    days = [line.due_on for each in parts.values() for part in each for line in part.lines]
    return Reminder.objects.said_since(min(days)) if days else set()


def choose(user, parts, said, wanted, day):
    """The Parts that the digest of the day shows to a person; none where there is no digest.

    wanted: what they chose. Who wants only what nobody else can do gets a digest when something
    new waits for them of which no mail of its own has told.
    """

    def is_new(line):
        return (user.pk, *line.key) not in said

    waits = Reminder.Moment.WAITS
    if wanted == OFF:
        waiting = [part for part in parts if part.lines and part.lines[0].moment == waits]
        news = any(is_new(line) and not line.was_told for part in waiting for line in part.lines)
        return waiting if news else []
    if wanted == WEEKLY and day.weekday() != MONDAY:
        return []
    shown = []
    for part in parts:
        kept = [line for line in part.lines if line.moment == waits or is_new(line)]
        shown.append(Part(part.heading, part.counted, kept[:SHOWN_AT_MOST]))
    return [part for part in shown if part.lines]


def digest(user, parts, said, now, stops):
    """Return (OutgoingMail, [Reminder]) of what is said to a person, neither of them kept yet."""
    letter = write(
        "digest",
        to=user,
        subject=f"Delivery plan: {', '.join(part.in_words for part in parts)}",
        stops=stops,
        parts=parts,
        day=timezone.localdate(now),
        url=absolute(reverse("portal:home")),
    )
    cause = f"digest {user.pk} {timezone.localdate(now).isoformat()}"
    mail = OutgoingMail.of(
        to=user, kind=OutgoingMail.Kind.DIGEST, cause=cause, letter=letter, at=now
    )
    keys = sorted({line.key for part in parts for line in part.lines})
    return mail, [
        Reminder(user=user, thing=thing, due_on=due_on, moment=moment)
        for thing, due_on, moment in keys
        if (user.pk, thing, due_on, moment) not in said
    ]
