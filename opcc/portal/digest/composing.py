"""One digest a person and day: who gets one, and what is in it."""

import datetime as dt
import logging
from dataclasses import dataclass, field
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from opcc.office.addresses import absolute
from opcc.office.backends import everybody
from opcc.office.mail import stopping
from opcc.office.mail.letters import write
from opcc.office.models import MailPreference, OutgoingMail, Reminder
from plans.telling import offers_told

from ..work import Desk
from . import lines

SHOWN_AT_MOST = 40
"""Lines of a part. What is left over and was not said comes first in the next digest."""

DAILY, WEEKLY, OFF = MailPreference.Reminders
WAITS = Reminder.Moment.WAITS
KEPT_FOR = dt.timedelta(days=365)
"""How long it is remembered, after its day, that a thing was said which is no longer to be done."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Part:
    """A heading, the words for its number in the subject, its lines, and how many there are."""

    heading: str
    counted: str
    lines: list
    total: int = 0

    @property
    def in_words(self):
        return f"{self.total} {self.counted}"

    @property
    def left_over(self):
        """What to say of lines that there was no room for, or an empty text."""
        shown = len(self.lines)
        return f"{shown} of {self.total}; the rest under My work" if shown < self.total else ""

    def showing(self, kept, is_new):
        """The same with these lines alone, as many as there is room for: what is new first."""
        found = sorted(kept, key=is_new, reverse=True)[:SHOWN_AT_MOST]
        return Part(self.heading, self.counted, found, len(kept))


class Made(NamedTuple):
    """How many digests are new, how many people get none, and how many could not be written.

    is_unanswered: whether the plan is open and nobody acts for the post that answers for it.
    """

    new: int
    without: int
    failed: int = 0
    is_unanswered: bool = False


@dataclass
class Round:
    """The digests of a day: what is read for everybody at once, and what comes of it for each.

    now: aware datetime. is_weekly: whether it is for those, too, who want one a week. parts:
    {User: [Part] of everything that could be said}. said: what was said before. unsent: {user's
    key: {what its link stops}} of digests of days before that never left.
    """

    now: dt.datetime
    is_weekly: bool
    desk: Desk
    wanted: dict
    told: set
    unsent: dict
    parts: dict = field(default_factory=dict)
    said: set = field(default_factory=set)
    failed: set = field(default_factory=set)

    @property
    def day(self):
        return self.desk.day

    def each(self, people, act):
        """Do it for one after the other; a fault in what one of them is told stops nobody else."""
        for user in people:
            try:
                act(user)
            except Exception:
                logger.exception("The digest of the user with the key %s failed", user.pk)
                self.failed.add(user)

    def wants(self, user):
        """What the person is to hear this time: everything, or only what nobody else can do.

        Whose weekly digest never left gets it on the next day instead.
        """
        wanted = self.wanted.get(user.pk, DAILY)
        if wanted != WEEKLY:
            return wanted
        missed = stopping.REMINDERS in self.unsent.get(user.pk, ())
        return DAILY if self.is_weekly or missed else WEEKLY


def make(*, now, is_weekly):
    """Keep the digests of that day; return what was Made.

    now: aware datetime of the office's clock. is_weekly: whether those who want one a week get
    it. Reading takes the same number of queries however many people and activities there are, and
    keeping takes as few, in batches. Made again, or by two machines at once, each person has one
    digest a day, and hears of each moment once.
    """
    day = timezone.localdate(now)
    people = [user for user in everybody(day) if user.works_here]
    desk = Desk.read(people, now=now)
    this = Round(
        now=now,
        is_weekly=is_weekly,
        desk=desk,
        wanted=dict(MailPreference.objects.values_list("user_id", "reminders")),
        told=offers_told(desk.waiting, people),
        unsent=OutgoingMail.objects.unsent_digests(before=day),
    )
    digests = written(this, people)
    new = Reminder.objects.put_digests(digests, before=day)
    accountable = any(user.acts_as_accountable for user in people)
    return Made(
        new,
        len(people) - len(digests) - len(this.failed),
        len(this.failed),
        desk.position is not None and not accountable,
    )


def written(this, people):
    """[(OutgoingMail, [Reminder])] of everybody who gets a digest, none of them kept yet."""
    digests = []

    def read(user):
        work = this.desk.work_of(user)
        this.parts[user] = parts_for(work, this.desk, this.told)

    def compose(user):
        if chosen := choose(user, this):
            digests.append(digest(user, chosen, this))

    this.each(people, read)
    things = {line.thing for parts in this.parts.values() for part in parts for line in part.lines}
    this.said = Reminder.objects.said_of(list(this.parts), things, before=this.day)
    if not this.failed:
        Reminder.objects.forget_others(things, before=this.day - KEPT_FOR)
    this.each(list(this.parts), compose)
    return digests


def parts_for(work, desk, told):
    """Everything that could be said to a person today, whether or not it was said before.

    told: as `offers_told` gives it.
    """
    dated = lines.dated(work, desk.day)
    moments = Reminder.Moment

    def at(moment):
        return [line for line in dated if line.moment == moment]

    return [
        Part("Waits for your word", "for your word", lines.approvals(work, told)),
        Part("Passes to you", "to accept", lines.handovers(work)),
        Part("Returned to you", "returned", lines.returns(work)),
        Part("Overdue", "overdue", at(moments.LATE)),
        Part("Due within 3 days", "due within 3 days", at(moments.SOON)),
        Part("Due within 14 days", "due within 14 days", at(moments.AHEAD)),
        Part(
            "Needs a word from you",
            "to report on",
            [*at(moments.ASKED), *lines.unsaid(work)],
        ),
        Part(
            "Silent for two intervals or more, in the plan that you answer for",
            "silent too long",
            lines.long_silent(work, desk.position),
        ),
    ]


def choose(user, this):
    """The Parts that the digest of the day shows to a person; none where there is no digest.

    Who does not get everything gets a digest when something new waits for them of which no mail
    of its own has told: who wants only what nobody else can do, and who wants one a week and
    would otherwise hear of it after those.
    """

    def is_new(line):
        return (user.pk, *line.key) not in this.said

    gets_all = this.wants(user) == DAILY
    shown = []
    for part in this.parts[user]:
        kept = [line for line in part.lines if line.moment == WAITS or (gets_all and is_new(line))]
        if kept:
            shown.append(part.showing(kept, is_new))
    lines_shown = [line for part in shown for line in part.lines]
    if gets_all or any(is_new(line) and not line.was_told for line in lines_shown):
        return shown
    return []


def digest(user, parts, this):
    """Return (OutgoingMail, [Reminder]) of what is said to a person, neither of them kept yet."""
    wants = this.wants(user)
    letter = write(
        "digest",
        to=user,
        subject=f"Delivery plan: {', '.join(part.in_words for part in parts)}",
        # What nobody else can do cannot be stopped, so no link claims to.
        stops=stopping.REMINDERS if wants == DAILY else "",
        parts=parts,
        day=this.day,
        is_between=wants == WEEKLY,
        record=record_of(this) if user.acts_as_accountable else "",
        url=absolute(reverse("portal:home")),
    )
    cause = f"digest {user.pk} {this.day.isoformat()}"
    mail = OutgoingMail.of(
        to=user, kind=OutgoingMail.Kind.DIGEST, cause=cause, letter=letter, at=this.now
    )
    keys = sorted({line.key for part in parts for line in part.lines})
    return mail, [
        Reminder(user=user, mail=mail, thing=thing, due_on=due_on, moment=moment)
        for thing, due_on, moment in keys
        if (user.pk, thing, due_on, moment) not in this.said
    ]


def record_of(this):
    """Once a week, how long the record is and its last digest: a tail cut off would show."""
    plan = this.desk.plan
    if not (this.is_weekly and this.desk.position):
        return ""
    length, last = plan.record_length, plan.record_digest
    return f"The record of {plan} has {length} lines and ends with the digest {last}."
