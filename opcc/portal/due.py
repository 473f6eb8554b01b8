"""What time asks for: digests, the mail that waits, and a look at the record.

Each step is safe to run at any frequency and on several machines at once, and none keeps another
from being done.
"""

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models.functions import Now
from django.utils import timezone

from opcc.office.backends import everybody
from opcc.office.mail.sending import has_a_way_out, send_waiting
from opcc.office.models import DueRun, OutgoingMail, SharedCount, User
from opcc.office.papers.keeping import clear_out
from opcc.office.sign_in import sessions
from opcc.office.telling import tell_idle
from plans.evidence import keeping
from plans.models import DeliveryPlan
from plans.record.verifying import unguarded, verify_whole

from .digest import composing

FIRST_HOUR = 7
"""London's hour from which digests are made: they tell of a day that has begun."""

WAITS_TOO_LONG = dt.timedelta(hours=4)
"""After this long, mail that waits needs somebody to look at the mail server."""

logger = logging.getLogger(__name__)


@dataclass
class Outcome:
    """What a run did, and what of it needs a person; both in sentences. kept: for its DueRun.

    is_stopped: () -> whether it is to end, after the mail in hand.
    """

    tell: Callable
    is_stopped: Callable = lambda: False
    said: list = field(default_factory=list)
    trouble: list = field(default_factory=list)
    kept: dict = field(default_factory=dict)

    def say(self, sentence):
        self.said.append(sentence)
        self.tell(sentence)

    def warn(self, sentence):
        self.trouble.append(sentence)
        self.tell(sentence)


def run(*, clock, tell, is_stopped=lambda: False):
    """Do all that time asks for, keep what came of it, and return the Outcome.

    clock: () -> aware datetime. tell: is given each sentence as it comes. is_stopped: as in
    Outcome.
    """
    kept = DueRun.objects.begin(clock())
    outcome = Outcome(tell, is_stopped)
    for name, step in STEPS:
        try:
            step(outcome, clock)
        except Exception as fault:
            # One step that fails must not keep the mail from going, or a bad record unseen.
            logger.exception("A step of run_due failed: %s", name)
            outcome.warn(f"{name}: failed with {type(fault).__name__}. The log says where.")
    said, error = "\n".join(outcome.said), "\n".join(outcome.trouble)
    kept.finish(clock(), said=said, error=error, **outcome.kept)
    return outcome


def make_digests(outcome, clock):
    """Once a day, so that everybody hears of a day at its beginning."""
    now = clock()
    day = timezone.localdate(now)
    if timezone.localtime(now).hour < FIRST_HOUR:
        outcome.say(f"Digests: they are made from {FIRST_HOUR} in the morning.")
        return
    if DueRun.objects.made_digests_of(day):
        outcome.say(f"Digests: those of {day:%-d %B %Y} were made already.")
        return
    made = composing.make(now=now, is_weekly=is_weekly(day))
    outcome.kept["digests_of"] = day
    people = "1 person has" if made.without == 1 else f"{made.without} people have"
    outcome.say(f"Digests: {made.new} made for {day:%-d %B %Y}; {people} nothing due.")
    if made.failed:
        digests = "1 digest" if made.failed == 1 else f"{made.failed} digests"
        outcome.warn(f"Digests: {digests} could not be written. The log says why.")
    if made.is_unanswered:
        outcome.warn("Digests: Nobody holds the post that answers for the whole plan.")


def is_weekly(day):
    """Whether digests of this day are also for those who want one a week: on Mondays, and on the
    first day after a Monday that was missed."""
    return not DueRun.objects.made_digests_between(monday_of(day), day)


def monday_of(day):
    return day - dt.timedelta(days=day.weekday())


def name_idle_accounts(outcome, clock):
    """Once a week, to every administrator: the accounts by which nobody came for long."""
    now = clock()
    day = timezone.localdate(now)
    if not (idle := list(User.objects.idle(now).order_by("name"))):
        return
    administrators = [user for user in everybody(day) if user.is_administrator]
    told = tell_idle(administrators, idle, week=monday_of(day), at=now)
    if told:
        outcome.say(f"Accounts: {len(idle)} idle, named to administrators in {told} mails.")


def send_mail(outcome, clock):
    tally = send_waiting(clock, is_stopped=outcome.is_stopped)
    state = OutgoingMail.State
    waiting = tally.states.get(state.WAITING, 0)
    if settings.SENDS_MAIL:
        outcome.say(f"Mail: {tally.sent} sent, {waiting} waiting.")
    elif not has_a_way_out():
        tell = outcome.warn if waiting else outcome.say
        tell(f"Mail: {waiting} waiting. EMAIL_URL names no mail server.")
    else:
        shown = f"{tally.sent} printed above" if tally.sent else "none to print"
        outcome.say(f"Mail: {shown}. Nothing leaves this machine: EMAIL_URL names no mail server.")
    if tally.dropped:
        outcome.say(f"Mail: {tally.dropped} not sent, since nobody wants it any more.")
    if tally.trouble:
        outcome.say(f"Mail: {tally.trouble} It is tried again.")
    ask_for_help(outcome, clock(), tally.states)


def ask_for_help(outcome, now, states):
    """Say what of the outbox will not mend by itself."""
    given_up, oldest = states.get(OutgoingMail.State.GIVEN_UP, 0), states["oldest"]
    if given_up:
        outcome.warn(f"Mail: {given_up} given up. An administrator can try again under /health/.")
    if oldest and now - oldest > WAITS_TOO_LONG:
        since = timezone.localtime(oldest)
        outcome.warn(f"Mail: the oldest has waited since {since:%-d %B %Y, %H:%M}.")


def verify_record(outcome, clock):
    """Once a day: the record of every plan that is open, and whether its triggers stand."""
    day = timezone.localdate(clock())
    if DueRun.objects.found_intact_on(day):
        outcome.say(f"Record: it was verified on {day:%-d %B %Y} already.")
    elif DueRun.objects.found_intact_since(monday_of(day)):
        plans = DeliveryPlan.objects.exclude(state=DeliveryPlan.State.CLOSED)
        verify(plans, "open plans", outcome, clock(), read_files=False)


def verify_whole_record(outcome, clock):
    """Once a week: that of plans that are closed as well, with every file of evidence read through.

    What is not intact is verified by each run, which then needs a person again.
    """
    if not DueRun.objects.found_intact_since(monday_of(timezone.localdate(clock()))):
        verify(DeliveryPlan.objects.all(), "all plans", outcome, clock(), read_files=True)


def verify(plans, words, outcome, now, *, read_files):
    """Verify these plans, and keep what was found; nothing where it is told to stop meanwhile."""
    plans, said = list(plans.order_by("starts_on", "pk")), [str(each) for each in unguarded()]
    for plan in plans:
        if outcome.is_stopped():
            outcome.say("Record: not verified to its end. The next run begins anew.")
            return
        said += [str(finding) for finding in found_in(plan, read_files=read_files)]
    outcome.kept |= {"verified_at": now, "findings": "\n".join(said)}
    for sentence in said:
        outcome.warn(f"Record: {sentence}.")
    if not said:
        lines = sum(plan.record_length for plan in plans)
        outcome.say(f"Record: intact, all {lines} lines of {words} stand as they were written.")


def found_in(plan, **how):
    """Everything that is not as it was written in a plan's record, and in what rests on it."""
    return [finding for found, _ in verify_whole(plan, **how) for finding in found]


def tidy(outcome, clock):
    now = clock()
    mails, runs = OutgoingMail.objects.tidy(now), DueRun.objects.tidy(now)
    if mails or runs:
        outcome.say(f"Tidied: {mails} old mails and {runs} old runs forgotten.")
    # These live by the machine's clock, whatever a demonstration's says.
    ended, counts = sessions.tidy(), SharedCount.objects.tidy(Now())
    if ended or counts:
        outcome.say(f"Tidied: {ended} sessions and {counts} counts that are over forgotten.")


def clear_papers(outcome, clock):
    if removed := clear_out(settings.PAPERS_ROOT):
        outcome.say(f"Papers: {removed} kept files that nobody used, or leftovers, removed.")


def clear_evidence(outcome, clock):
    if removed := keeping.clear_out():
        files = "1 file was" if removed == 1 else f"{removed} files were"
        outcome.say(f"Evidence: {files} removed that no line and no draft names.")


STEPS = (
    ("Digests", make_digests),
    # Before the mail: a slow mail server must not keep a bad record unseen.
    ("Record", verify_record),
    ("Accounts", name_idle_accounts),
    ("Mail", send_mail),
    ("Tidying", tidy),
    ("Papers", clear_papers),
    ("Evidence", clear_evidence),
    # Last: reading all files may take longer than a run is given, and must not keep mail waiting.
    ("Whole record", verify_whole_record),
)
