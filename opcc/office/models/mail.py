"""Mail that waits to be sent, what was reminded of, and what each person wants to get.

A mail is a row in the transaction of what causes it; a later run sends it (`mail.sending`).
"""

import datetime as dt
import uuid

from django.db import IntegrityError, models, transaction
from django.db.models import F, Min, Q
from django.utils import timezone

from ..mail import stopping
from .people import User

CLAIM_LASTS = dt.timedelta(minutes=15)
"""After this long, whoever took a mail to send it is taken to have died."""

FIRST_WAIT, LONGEST_WAIT = dt.timedelta(minutes=2), dt.timedelta(hours=1)
"""Before the second attempt, and at most: each further wait is three times as long, so that a mail
server that comes back has everything within the hour."""

TRIED_FOR, FEWEST_ATTEMPTS = dt.timedelta(days=4), 5
"""A mail is given up at that age: a server that is down for a long weekend costs no mail. One that
is tried for the first time later, or again by hand, has some attempts even so."""

MOST_ATTEMPTS = 150
"""More than four days hold: a mail over which whoever sends it dies, and can give it up no more."""

KEPT_FOR = dt.timedelta(days=92)
"""How long a mail that was sent stays to be looked up."""

WORDS_OF_ERROR = 300


def wait_after(attempts):
    """How long to wait after so many attempts have failed."""
    return min(FIRST_WAIT * 3 ** min(attempts - 1, 9), LONGEST_WAIT)


class OutgoingMailQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state=OutgoingMail.State.WAITING)

    def due(self, at):
        """What may be tried at that moment, and is in nobody's hands.

        A claim from a time that is still to come was made by a clock that went wrong.

        Asks the row's own columns alone: PostgreSQL looks at those again where an UPDATE by this
        had to wait for another, and would not look at a joined table again.
        """
        is_held = Q(claimed_at__range=(at - CLAIM_LASTS, at + CLAIM_LASTS))
        is_free = Q(claim=None) | ~is_held
        return self.waiting().filter(is_free, next_attempt_at__lte=at)

    def drop_unsent(self):
        """Put aside what of these was not sent, and forget what only it told. Return how many."""
        unsent = self.filter(state__in=[OutgoingMail.State.WAITING, OutgoingMail.State.GIVEN_UP])
        with transaction.atomic():
            keys = list(unsent.values_list("pk", flat=True))
            dropped = unsent.filter(pk__in=keys).update(
                state=OutgoingMail.State.DROPPED, claim=None, claimed_at=None
            )
            told = Reminder.objects.filter(mail__in=keys, mail__state=OutgoingMail.State.DROPPED)
            told.delete()
        return dropped

    def digests_before(self, day):
        """Digests of days before that never left, and are in nobody's hands."""
        states = [OutgoingMail.State.WAITING, OutgoingMail.State.GIVEN_UP]
        began = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        return self.filter(
            kind=OutgoingMail.Kind.DIGEST, state__in=states, claim=None, made_at__lt=began
        )

    def given_up(self):
        return self.filter(state=OutgoingMail.State.GIVEN_UP)

    def tidy(self, at):
        """Forget what was sent, or put aside, long ago. Return how many."""
        over = [OutgoingMail.State.SENT, OutgoingMail.State.DROPPED]
        return self.filter(state__in=over, made_at__lt=at - KEPT_FOR).delete()[0]


class OutgoingMailManager(models.Manager.from_queryset(OutgoingMailQuerySet)):
    def put(self, *, cause, **mail):
        """Let a letter wait, once for a cause. Return whether this call did it.

        Belongs into the transaction of what caused it. mail: as for `OutgoingMail.of`.
        """
        try:
            with transaction.atomic():
                OutgoingMail.of(cause=cause, **mail).save()
        except IntegrityError:
            if self.filter(cause=cause).exists():
                return False
            raise
        return True

    def claim(self, pk, at):
        """Take a due mail into these hands alone; return it with its user, or None.

        One conditional UPDATE, so that of two senders one wins. The attempt counts from here on:
        a mail over which its senders die is given up as well.
        """
        mine = uuid.uuid4()
        taken = self.due(at).filter(pk=pk)
        if not taken.update(claim=mine, claimed_at=at, attempts=F("attempts") + 1):
            return None
        return self.select_related("user").get(pk=pk)

    def unsent_digests(self, *, before):
        """{user's key: {what the link stops}} of `digests_before` a day. One query."""
        found = {}
        for user, stops in self.digests_before(before).values_list("user_id", "stops"):
            found.setdefault(user, set()).add(stops)
        return found

    def drop_for_leavers(self):
        """Put aside what waits for people whose account was closed. Return how many."""
        return self.filter(user__in=User.objects.filter(is_active=False)).drop_unsent()

    def drop_stopped(self, user, what):
        """Put aside what waits for a person who stopped that kind of mail. Return how many."""
        return self.filter(user=user, stops=what).drop_unsent()

    def try_again(self, at, keys=None):
        """Let mails that were given up (all, or these keys) be tried anew. Return how many."""
        found = self.given_up() if keys is None else self.given_up().filter(pk__in=keys)
        return found.update(
            state=OutgoingMail.State.WAITING, attempts=0, next_attempt_at=at, last_error=""
        )

    def standing(self):
        """{state: how many}, and as "oldest" since when the oldest waits. Two queries."""
        counted = self.order_by().values_list("state").annotate(count=models.Count("pk"))
        oldest = self.waiting().aggregate(oldest=Min("made_at"))
        return dict(counted) | oldest

    def forget_all(self):
        """Empty the outbox: a demonstration tells nobody of the year that was invented."""
        return self.all().delete()[0]


class OutgoingMail(models.Model):
    """A mail to a person, from the moment of its cause until it is sent."""

    class Kind(models.TextChoices):
        DIGEST = "digest", "What is due"
        RETURNED = "returned", "Returned draft"
        OFFERED = "offered", "Activity offered"
        HANDOVER = "handover", "Post handed over"
        PACK = "pack", "Pack published"
        ACCOUNT = "account", "Signing in"
        INVITATION = "invitation", "Invitation"
        IDLE = "idle", "Idle accounts"

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        SENT = "sent", "Sent"
        GIVEN_UP = "given_up", "Given up"
        DROPPED = "dropped", "Not sent: nobody wants it any more"

    user = models.ForeignKey(User, models.PROTECT, related_name="outgoing_mail")
    kind = models.CharField(max_length=10, choices=Kind)
    cause = models.CharField(max_length=200, unique=True, help_text="One cause, one mail.")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    stops = models.CharField(max_length=10, blank=True, help_text="What its stop link stops.")
    address = models.EmailField(
        blank=True, default="", db_default="", help_text="Where to, if not to its person's own."
    )
    stamp = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text="Where it brings a link to a new password: what ends that link changes it.",
    )
    made_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    last_error = models.CharField(max_length=WORDS_OF_ERROR, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    claim = models.UUIDField(null=True, blank=True, help_text="Of who is sending it now.")
    claimed_at = models.DateTimeField(null=True, blank=True)

    objects = OutgoingMailManager()

    class Meta:
        ordering = ["next_attempt_at", "pk"]
        verbose_name = verbose_name_plural = "outgoing mail"
        constraints = [
            models.CheckConstraint(
                name="mail_state_is_known",
                condition=Q(state__in=["waiting", "sent", "given_up", "dropped"]),
            ),
            models.CheckConstraint(
                name="mail_sent_has_its_moment",
                condition=Q(state="sent", sent_at__isnull=False)
                | (~Q(state="sent") & Q(sent_at=None)),
            ),
            models.CheckConstraint(
                name="mail_given_up_says_why",
                condition=~Q(state="given_up") | ~Q(last_error=""),
            ),
            models.CheckConstraint(
                name="mail_is_claimed_with_a_moment_and_while_it_waits",
                condition=Q(claim=None, claimed_at=None)
                | Q(claim__isnull=False, claimed_at__isnull=False, state="waiting"),
            ),
            models.CheckConstraint(
                name="mail_stops_something_known",
                condition=Q(stops__in=["", stopping.REMINDERS, stopping.PACKS]),
            ),
        ]
        indexes = [models.Index(fields=["state", "next_attempt_at"], name="mail_by_turn")]

    def __str__(self):
        return f"{self.get_kind_display()} for {self.user}"

    @classmethod
    def of(cls, *, to, kind, cause, letter, at, **facts):
        """The mail of a Letter to the User `to`, not kept yet. at: when it may be sent, an aware
        datetime. facts: further columns."""
        values = letter._asdict() | facts
        return cls(user=to, kind=kind, cause=cause, made_at=at, next_attempt_at=at, **values)

    def settle(self, state, **values):
        """Let go of the mail in this state. Return whether it was still in these hands."""
        mine = OutgoingMail.objects.waiting().filter(pk=self.pk, claim=self.claim)
        return bool(mine.update(state=state, claim=None, claimed_at=None, **values))

    def note_sent(self, at):
        return self.settle(self.State.SENT, sent_at=at, last_error="")

    def drop(self):
        return OutgoingMail.objects.filter(pk=self.pk, claim=self.claim).drop_unsent()

    def give_up(self, why):
        return self.settle(self.State.GIVEN_UP, last_error=why[:WORDS_OF_ERROR])

    def was_tried_for_long(self, at):
        """Whether an attempt that failed is to be the last."""
        return at - self.made_at > TRIED_FOR and self.attempts >= FEWEST_ATTEMPTS

    def put_off(self, why, at):
        """Let it wait for its next attempt."""
        next_at = at + wait_after(self.attempts)
        why = why[:WORDS_OF_ERROR]
        return self.settle(self.State.WAITING, last_error=why, next_attempt_at=next_at)


class MailPreferenceManager(models.Manager):
    def of(self, user):
        """What the person wants, or what everybody gets who never said."""
        return self.filter(user=user).first() or MailPreference(user=user)

    def choose(self, user, **wanted):
        """Note what the person wants, from now on; what waits and is not wanted is not sent."""
        with transaction.atomic():
            kept = self.update_or_create(user=user, defaults=wanted)
            for what in kept[0].stopped:
                OutgoingMail.objects.drop_stopped(user, what)
        return kept

    def stop(self, key, what):
        """Stop one kind of mail for the user with this key; nothing where there is none."""
        wanted = {
            stopping.REMINDERS: {"reminders": MailPreference.Reminders.OFF},
            stopping.PACKS: {"packs": False},
        }[what]
        if user := User.objects.filter(pk=key).first():
            self.choose(user, **wanted)


class MailPreference(models.Model):
    """Which mail a person wants. Without a row: every day, and packs too."""

    class Reminders(models.TextChoices):
        DAILY = "daily", "Every day on which there is something to say"
        WEEKLY = "weekly", "On Mondays"
        OFF = "off", "Only what nobody else can do for me"

    user = models.OneToOneField(User, models.CASCADE, related_name="mail_preference")
    reminders = models.CharField(max_length=10, choices=Reminders, default=Reminders.DAILY)
    packs = models.BooleanField(default=True)

    objects = MailPreferenceManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mail_preference_is_known",
                condition=Q(reminders__in=["daily", "weekly", "off"]),
            )
        ]

    def __str__(self):
        return f"Mail for {self.user}"

    @property
    def stopped(self):
        """What the person does not want, as in `stopping`."""
        wants = {
            stopping.REMINDERS: self.reminders != self.Reminders.OFF,
            stopping.PACKS: self.packs,
        }
        return [what for what, is_wanted in wants.items() if not is_wanted]


class ReminderManager(models.Manager):
    def said_of(self, users, things, *, before=None):
        """{(user's key, thing, its day, moment)} of what these people heard of these things.

        before: a day; what only a digest of earlier days told that never left was not heard. One
        query.
        """
        said = self.filter(user__in=users, thing__in=things)
        if before:
            said = said.exclude(mail__in=OutgoingMail.objects.digests_before(before).values("pk"))
        return set(said.values_list("user_id", "thing", "due_on", "moment"))

    def forget_others(self, things, *, before):
        """Forget what was said of days before that one, about anything but these things."""
        return self.filter(due_on__lt=before).exclude(thing__in=things).delete()[0]

    def put_digests(self, digests, *, before):
        """Keep digests, [(OutgoingMail, its Reminders)], each once. Return how many were new.

        Each takes the place of the person's digests of days `before` that never left, and says
        what they said. All in a few statements; where another run was quicker with any of them,
        one by one.
        """
        digests = sorted(digests, key=lambda digest: digest[0].user_id)
        if not digests or self.keep(digests, before):
            return len(digests)
        return sum(self.keep([digest], before) for digest in digests)

    def keep(self, digests, before):
        """Write all of these or none. Return whether they were written, and not by another."""
        people = [mail.user_id for mail, _ in digests]
        try:
            with transaction.atomic():
                OutgoingMail.objects.digests_before(before).filter(user__in=people).drop_unsent()
                OutgoingMail.objects.bulk_create([mail for mail, _ in digests])
                self.bulk_create([said for _, reminders in digests for said in reminders])
        except IntegrityError:
            if any(self.is_kept(*digest) for digest in digests):
                return False
            raise
        return True

    def is_kept(self, mail, reminders):
        """Whether the digest, or anything that it says, is kept already."""
        words = [(said.user_id, said.thing, said.due_on, said.moment) for said in reminders]
        said = self.said_of([mail.user_id], [said.thing for said in reminders])
        return OutgoingMail.objects.filter(cause=mail.cause).exists() or not said.isdisjoint(words)


class Reminder(models.Model):
    """That a person was told, in a digest, of a thing and its day at one of the moments."""

    class Moment(models.TextChoices):
        AHEAD = "ahead", "Within 14 days"
        SOON = "soon", "Within 3 days"
        LATE = "late", "Overdue"
        ASKED = "asked", "Asked, and not late yet"
        WAITS = "waits", "Waits for a decision"

    user = models.ForeignKey(User, models.PROTECT, related_name="reminders")
    mail = models.ForeignKey(
        OutgoingMail,
        models.SET_NULL,
        null=True,
        related_name="reminders",
        help_text="The digest that told of it, while it is kept.",
    )
    thing = models.CharField(max_length=100, help_text="What it is about, as kind and key.")
    due_on = models.DateField()
    moment = models.CharField(max_length=10, choices=Moment)

    objects = ReminderManager()

    class Meta:
        ordering = ["user", "due_on", "thing"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "thing", "due_on", "moment"],
                name="reminder_once_for_a_person_thing_day_and_moment",
            )
        ]

    def __str__(self):
        return f"{self.thing}, {self.get_moment_display()}"
