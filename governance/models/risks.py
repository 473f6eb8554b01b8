"""Risks, and the dated judgements of how likely and how grave each is."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from simple_history.models import HistoricalRecords

from opcc.office.models import Post
from plans.models import Activity
from plans.registers.models import Line, Registered, RegisteredQuerySet, spoken

from .bodies import Body

REVIEW_EVERY_DAYS = 90
"""Days after which a risk whose current score nobody has looked at again counts as not reviewed."""

ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class RiskQuerySet(RegisteredQuerySet):
    def open(self):
        return self.filter(closed_on=None)

    def with_scores(self):
        """Annotate `inherent`, `current`, `target` (likelihood times impact) and `reviewed_on`.

        Each is of the newest line of its kind, and None where there is none.
        """
        newest = {kind: newest_score(kind) for kind in RiskScore.Kind.values}
        product = F("likelihood") * F("impact")
        current = newest["current"]
        return self.annotate(
            **{kind: Subquery(lines.values(score=product)[:1]) for kind, lines in newest.items()},
            likelihood=Subquery(current.values("likelihood")[:1]),
            impact=Subquery(current.values("impact")[:1]),
            reviewed_on=Subquery(current.values("said_on")[:1]),
        )

    def with_score_of(self, kind):
        """Annotate `likelihood` and `impact` with those of the newest line of this kind."""
        lines = newest_score(kind)
        return self.annotate(
            likelihood=Subquery(lines.values("likelihood")[:1]),
            impact=Subquery(lines.values("impact")[:1]),
        )

    def for_list(self):
        """Load what a table of risks shows. Two queries, whatever its length."""
        return self.with_scores().select_related("owner").prefetch_related("scores")

    def not_reviewed(self, on):
        """Of `with_scores`: open risks whose current score is missing or older than 90 days."""
        limit = on - dt.timedelta(days=REVIEW_EVERY_DAYS)
        return self.open().filter(Q(reviewed_on=None) | Q(reviewed_on__lt=limit))


def newest_score(kind):
    lines = RiskScore.objects.filter(risk=OuterRef("pk"), kind=kind)
    return lines.order_by("-made_at", "-pk")


class RiskBand(models.Model):
    """What a score of likelihood times impact, 1 to 25, is called here. An office sets its own."""

    class Tone(models.TextChoices):
        CALM = "calm", "Calm"
        WATCH = "watch", "Watchful"
        WARM = "warm", "Warm"
        HOT = "hot", "Hot"

    name = models.CharField(max_length=40, unique=True)
    lowest = models.PositiveSmallIntegerField(
        unique=True,
        validators=[MinValueValidator(1), MaxValueValidator(25)],
        help_text="The lowest score in the band. It reaches up to the next band.",
    )
    tone = models.CharField(max_length=6, choices=Tone, help_text="How strongly it is coloured.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["lowest"]
        constraints = [
            models.CheckConstraint(
                name="risk_band_begins_within_1_to_25",
                condition=Q(lowest__gte=1, lowest__lte=25),
                violation_error_message="A band begins at a score from 1 to 25.",
            ),
            models.CheckConstraint(
                name="risk_band_tone_is_known",
                condition=Q(tone__in=["calm", "watch", "warm", "hot"]),
            ),
        ]

    def __str__(self):
        return self.name


def band_of(score, bands):
    """Return the RiskBand that a score falls in; None without a score or below every band."""
    fits = [band for band in bands if score and band.lowest <= score]
    return max(fits, key=lambda band: band.lowest, default=None)


class Risk(Registered):
    """Something that may happen and would hurt what the office is to do."""

    title = models.CharField(max_length=200, unique=True)
    cause = models.TextField(help_text="What could bring it about.")
    event = models.TextField(help_text="What would happen.")
    effect = models.TextField(help_text="What that would do to the plan or the public.")
    opened_on = models.DateField("day it was opened")
    closed_on = models.DateField(null=True, blank=True, editable=False)
    closed_because = models.TextField(blank=True, editable=False)
    activities = models.ManyToManyField(Activity, related_name="risks", blank=True)
    bodies = models.ManyToManyField(
        Body, related_name="risks", blank=True, verbose_name="boards that watch it"
    )

    objects = RiskQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="risk_closed_for_a_reason",
                condition=Q(closed_on=None) | ~Q(closed_because=""),
                violation_error_message="Say why the risk is closed.",
            ),
            models.CheckConstraint(
                name="risk_closed_on_or_after_it_was_opened",
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                violation_error_message="A risk closes on the day it was opened or later.",
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.title}"

    def get_absolute_url(self):
        return reverse("governance:risk-detail", args=[self.pk])

    @property
    def reference(self):
        return f"Risk {self.pk or ''}".strip()

    @property
    def judged(self):
        """{kind: its scores, newest first}. One query, none where `scores` were fetched before."""
        kinds = {kind: [] for kind in RiskScore.Kind.values}
        for line in reversed(self.scores.all()):
            kinds[line.kind].append(line)
        return kinds

    @property
    def standing(self):
        """{kind: the score that stands, or None}. As `judged` in queries."""
        return {kind: next(iter(lines), None) for kind, lines in self.judged.items()}

    def days_since_review(self, on):
        """Days since the day of the current score that stands; None where there is none."""
        score = self.standing["current"]
        return (on - score.said_on).days if score else None

    def is_not_reviewed(self, on):
        """Of one risk what `not_reviewed` asks of many."""
        days = self.days_since_review(on)
        return self.closed_on is None and (days is None or days > REVIEW_EVERY_DAYS)

    @transaction.atomic
    def score(self, kind, *, likelihood, impact, words, said_on, by, at, token=None):
        """Judge it anew: a line with words. The scores before stay."""
        line = RiskScore.objects.create(
            risk=self, kind=kind, likelihood=likelihood, impact=impact, words=words,
            **spoken(by, at, said_on, token),
        )  # fmt: skip
        self.change(fields=[])
        return line

    @transaction.atomic
    def keep(self, control):
        """Write a control, new or as it now is, unless somebody wrote about the risk meanwhile."""
        self.change(fields=[])
        control.risk = self
        control.save()

    def close(self, *, on, because):
        self.change(fields=["closed_on", "closed_because"], closed_on=on, closed_because=because)


class RiskScore(Line):
    """How likely and how grave a risk was judged, each from 1 to 5, with the words for it."""

    class Kind(models.TextChoices):
        INHERENT = "inherent", "Inherent: with no controls"
        CURRENT = "current", "Current: with the controls in place"
        TARGET = "target", "Target: what the controls are to reach"

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="scores")
    kind = models.CharField(max_length=8, choices=Kind)
    likelihood = models.PositiveSmallIntegerField(validators=ONE_TO_FIVE)
    impact = models.PositiveSmallIntegerField(validators=ONE_TO_FIVE)

    class Meta(Line.Meta):
        constraints = [
            models.CheckConstraint(name="risk_score_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="risk_score_is_one_to_five",
                condition=Q(likelihood__gte=1, likelihood__lte=5, impact__gte=1, impact__lte=5),
                violation_error_message="Likelihood and impact are each 1 to 5.",
            ),
            models.CheckConstraint(
                name="risk_score_kind_is_known",
                condition=Q(kind__in=["inherent", "current", "target"]),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.said_on:%-d %B %Y}"

    @property
    def value(self):
        return self.likelihood * self.impact

    @property
    def kind_word(self):
        """The kind in one word."""
        return self.get_kind_display().partition(":")[0]


class Control(models.Model):
    """What is done about a risk, by which post."""

    class State(models.TextChoices):
        IN_PLACE = "in_place", "In place"
        PLANNED = "planned", "Planned"
        ENDED = "ended", "Ended"

    risk = models.ForeignKey(Risk, models.PROTECT, related_name="controls")
    title = models.CharField(max_length=300)
    owner = models.ForeignKey(Post, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State, default=State.IN_PLACE)
    due_on = models.DateField(null=True, blank=True, help_text="When a planned one is to stand.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["risk", "state", "pk"]
        constraints = [
            models.CheckConstraint(
                name="control_planned_names_the_day",
                condition=~Q(state="planned") | Q(due_on__isnull=False),
                violation_error_message="Say on which day the planned control is to stand.",
            )
        ]

    def __str__(self):
        return self.title

    def clean(self):
        super().clean()
        stored = Control.objects.filter(pk=self.pk).values_list("due_on", flat=True).first()
        refuse_another_day(stored, self.due_on)

    def days_late(self, on):
        """Days past the planned day; 0 where it is in time, in place or ended."""
        is_awaited = self.state == self.State.PLANNED and self.due_on
        return max((on - self.due_on).days, 0) if is_awaited else 0


def refuse_another_day(said, typed):
    """Raise ValidationError where a control's day was said and another, or none, is typed.

    Another day is another control, so that the page shows both.
    """
    if said and typed != said:
        raise ValidationError(
            {
                "due_on": f"{said:%-d %B %Y} was said, so it stays. For another day end this "
                "control, and add one that says it"
            }
        )
