"""Measures of the scorecard, their values, and what was said about how they are measured.

A measure needs no target. Values and lines are never edited: a revised value is a new line.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from plans import periods
from plans.periods import Frequency
from plans.registers.models import Line, OnceInAnyCase, Registered, RegisteredQuerySet, spoken

from .plans import DeliveryPlan, PoliceAndCrimePlan, Priority

MOMENT = dt.timedelta(microseconds=1)


class MeasureQuerySet(RegisteredQuerySet):
    def reported(self):
        return self.filter(ended_on=None)

    def with_last(self):
        """Annotate `last_period` and `last_value` with those of the newest period that has one."""
        newest = Observation.objects.filter(measure=OuterRef("pk"))
        newest = newest.order_by("-period", "-made_at", "-pk")
        return self.annotate(
            last_period=Subquery(newest.values("period")[:1]),
            last_value=Subquery(newest.values("value")[:1]),
        )


class Measure(Registered):
    """Something counted again and again, by which one sees whether a priority is served."""

    class Better(models.TextChoices):
        HIGHER = "higher", "Higher is better"
        LOWER = "lower", "Lower is better"
        NEITHER = "neither", "Neither is better"

    title = models.CharField(max_length=200)
    definition = models.TextField(help_text="What is counted, and what is left out.")
    source = models.CharField(
        max_length=300, help_text="Where the values come from, such as a system or publication."
    )
    frequency = models.CharField("how often", max_length=7, choices=Frequency)
    unit = models.CharField(
        max_length=60, blank=True, help_text="Such as calls, per cent, days or £. Empty for none."
    )
    decimals = models.PositiveSmallIntegerField(
        "decimal places", default=0, help_text="How many are shown, from 0 to 4."
    )
    better = models.CharField("which way is better", max_length=7, choices=Better)
    is_screened = models.BooleanField(
        "leave outlying moving ranges out of the limits",
        default=True,
        help_text="One wild value then does not hide the next. The chart says which was done.",
    )
    plan = models.ForeignKey(
        PoliceAndCrimePlan,
        models.PROTECT,
        related_name="measures",
        verbose_name="Police and Crime Plan",
        help_text="On whose scorecard it stands.",
    )
    priority = models.ForeignKey(
        Priority,
        models.PROTECT,
        related_name="measures",
        null=True,
        blank=True,
        help_text="The priority that it tells of. Empty where it tells of none alone.",
    )
    target = models.DecimalField(
        max_digits=16, decimal_places=4, null=True, blank=True, editable=False
    )
    ended_on = models.DateField(null=True, blank=True, editable=False)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        ordering = ["plan", F("priority__number").asc(nulls_last=True), "title"]
        constraints = [
            OnceInAnyCase(
                column="title",
                name="measure_title_once_in_any_case",
                violation_error_message="A measure with this title is here already. "
                "Find it in the list, or enter another title",
            ),
            models.CheckConstraint(
                name="measure_decimals_are_at_most_four",
                condition=Q(decimals__lte=4),
                violation_error_message="Enter a number of decimal places from 0 to 4.",
            ),
            models.CheckConstraint(
                name="measure_better_is_known",
                condition=Q(better__in=["higher", "lower", "neither"]),
            ),
            models.CheckConstraint(
                name="measure_frequency_is_known",
                condition=Q(frequency__in=["month", "quarter", "year"]),
            ),
            models.CheckConstraint(name="measure_has_a_definition", condition=~Q(definition="")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("plans:measure-detail", args=[self.pk])

    def clean(self):
        super().clean()
        if self.priority and self.plan_id and self.priority.plan_id != self.plan_id:
            raise ValidationError({"priority": f"Select a priority of the {self.plan}"})

    @transaction.atomic
    def observe(
        self, period, value, *, words="", is_provisional=False, said_on, by, at, token=None
    ):
        """Say the value of a period. Another for the same period revises it; the old line stays.

        period: its first day. Raises ValidationError where it is not one of this measure's.
        """
        self.refuse_other_period(period)
        line = Observation.objects.create(
            measure=self, period=period, value=value, words=words, is_provisional=is_provisional,
            **spoken(by, self.after_settled(at), said_on, token),
        )  # fmt: skip
        self.change(fields=[])
        return line

    @transaction.atomic
    def rebase(self, *, from_period, words, said_on, by, at, token=None):
        """Begin new limits at a period, for a cause that is known. `words` say which."""
        self.refuse_other_period(from_period)
        return self.add_line(
            "rebased", from_period=from_period, words=words, **spoken(by, at, said_on, token)
        )

    @transaction.atomic
    def redefine(self, definition, *, from_period, words, said_on, by, at, token=None):
        """Measure it differently from a period on. The old definition stays in the line."""
        self.refuse_other_period(from_period)
        return self.add_line(
            "redefined",
            {"definition": definition},
            from_period=from_period,
            definition_from=self.definition,
            definition_to=definition,
            words=words,
            **spoken(by, at, said_on, token),
        )

    @transaction.atomic
    def set_target(self, target, *, set_by, words, said_on, by, at, token=None):
        """Set a target, or take it away with None. set_by: who wants it; `words` say why."""
        return self.add_line(
            "target_set" if target is not None else "target_removed",
            {"target": target},
            target=target,
            set_by=set_by,
            words=words,
            **spoken(by, at, said_on, token),
        )

    @transaction.atomic
    def end(self, *, words, said_on, by, at, token=None):
        """Say that it is no longer reported, and why. What was measured stays."""
        return self.add_line(
            "ended", {"ended_on": said_on}, words=words, **spoken(by, at, said_on, token)
        )

    @transaction.atomic
    def resume(self, *, words, said_on, by, at, token=None):
        """Report it again after `end`, and say why. Both lines stay."""
        return self.add_line(
            "resumed", {"ended_on": None}, words=words, **spoken(by, at, said_on, token)
        )

    @transaction.atomic
    def take_back(self, line, *, words, said_on, by, at, token=None):
        """Let new limits that were begun wrongly count no more. line: its "rebased" MeasureLine.

        Raises IntegrityError where that was taken back before.
        """
        return self.add_line(
            "taken_back", takes_back=line, words=words, **spoken(by, at, said_on, token)
        )

    def add_line(self, kind, columns=None, **facts):
        facts["made_at"] = self.after_settled(facts["made_at"])
        line = MeasureLine.objects.create(measure=self, kind=kind, **facts)
        columns = columns or {}
        self.change(fields=list(columns), **columns)
        return line

    def after_settled(self, at):
        """The moment of a line asked for at `at`: later than all that packs show of the measure.

        Locks the rows of the delivery plans whose packs may show it, as `plans.record.settle`
        does: a line that waits while a pack is published is made after the cut-off of the pack.
        """
        plans = DeliveryPlan.objects.filter(police_and_crime_plan=self.plan_id).order_by("pk")
        settled = plans.select_for_update().values_list("settled_at", flat=True)
        return max([at, *(moment + MOMENT for moment in settled if moment)])

    def refuse_other_period(self, period):
        if periods.begins(self.frequency, period) != period:
            raise ValidationError(f"{period} begins no period of {self}.")


class Observation(Line):
    """The value of a measure in one period. The newest line of a period stands."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="observations")
    period = models.DateField(help_text="Its first day.")
    value = models.DecimalField(max_digits=16, decimal_places=4)
    is_provisional = models.BooleanField("provisional", default=False)

    class Meta(Line.Meta):
        indexes = [models.Index(fields=["measure", "period"], name="observation_by_period")]
        constraints = [
            models.CheckConstraint(
                name="observation_period_begins_a_month", condition=Q(period__day=1)
            )
        ]

    def __str__(self):
        return f"{periods.in_words(self.measure.frequency, self.period)}: {self.value:f}"


class MeasureLine(Line):
    """Something said about how a measure is measured, or what is aimed at."""

    class Kind(models.TextChoices):
        REBASED = "rebased", "Limits begun anew"
        REDEFINED = "redefined", "Definition changed"
        TARGET_SET = "target_set", "Target set"
        TARGET_REMOVED = "target_removed", "Target removed"
        ENDED = "ended", "No longer reported"
        TAKEN_BACK = "taken_back", "New limits taken back"
        RESUMED = "resumed", "Reported again"

    BREAKING = (Kind.REBASED, Kind.REDEFINED)
    """Kinds at which a chart's lines break."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=14, choices=Kind)
    from_period = models.DateField(null=True)
    definition_from = models.TextField(blank=True)
    definition_to = models.TextField(blank=True)
    target = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    set_by = models.CharField("who set it", max_length=200, blank=True)
    takes_back = models.OneToOneField(
        "self", models.PROTECT, related_name="taken_back_by", null=True, blank=True
    )

    class Meta(Line.Meta):
        verbose_name = "line of a measure"
        verbose_name_plural = "lines of measures"
        constraints = [
            models.CheckConstraint(name="measure_line_says_why", condition=~Q(words="")),
            models.CheckConstraint(
                name="measure_line_break_names_its_period",
                condition=Q(
                    kind__in=["rebased", "redefined"], from_period__isnull=False, from_period__day=1
                )
                | (~Q(kind__in=["rebased", "redefined"]) & Q(from_period=None)),
            ),
            models.CheckConstraint(
                name="measure_line_definition_is_said",
                condition=(Q(kind="redefined") & ~Q(definition_from="") & ~Q(definition_to=""))
                | (~Q(kind="redefined") & Q(definition_from="", definition_to="")),
            ),
            models.CheckConstraint(
                name="measure_line_taking_back_names_the_line",
                condition=Q(kind="taken_back", takes_back__isnull=False)
                | (~Q(kind="taken_back") & Q(takes_back=None)),
            ),
            models.CheckConstraint(
                name="measure_line_target_says_who",
                condition=(Q(kind="target_set", target__isnull=False) & ~Q(set_by=""))
                | (~Q(kind="target_set") & Q(target=None)),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.said_on:%-d %B %Y}"
