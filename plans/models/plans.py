"""Plans, their priorities and their objectives."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

GENESIS = "0" * 64
"""What the first line of a plan's record points back to."""


class PoliceAndCrimePlan(models.Model):
    """The Commissioner's plan (Police Reform and Social Responsibility Act 2011, s.5)."""

    title = models.CharField(max_length=200, unique=True)
    starts_on = models.DateField("from")
    ends_on = models.DateField("to")
    refreshed_on = models.DateField(
        null=True, blank=True, help_text="The day of the latest published update, if any."
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["-starts_on"]
        verbose_name = "Police and Crime Plan"
        constraints = [
            models.CheckConstraint(
                name="police_and_crime_plan_ends_after_start",
                condition=Q(ends_on__gt=F("starts_on")),
                violation_error_message="The plan must end after it starts.",
            )
        ]

    def __str__(self):
        return self.title


class Priority(models.Model):
    """One of the aims of a Police and Crime Plan."""

    plan = models.ForeignKey(PoliceAndCrimePlan, models.PROTECT, related_name="priorities")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    outline = models.TextField(blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["plan", "number"]
        verbose_name_plural = "priorities"
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="priority_number_once_in_plan",
                violation_error_message="The plan already has a priority with this number.",
            )
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"

    def get_absolute_url(self):
        return reverse("plans:priority-detail", args=[self.pk])


class DeliveryPlanQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.works_here else self.none()

    def current(self, on):
        """Return the plan whose year holds that day, else the newest plan; None without any."""
        started = self.exclude(state=DeliveryPlan.State.PREPARING)
        running = started.filter(starts_on__lte=on).order_by("-starts_on").first()
        return running or self.order_by("-starts_on").first()


class DeliveryPlan(models.Model):
    """One year's promises of the office, 1 April to 31 March."""

    class State(models.TextChoices):
        PREPARING = "preparing", "Being prepared"
        CURRENT = "current", "Current"
        CLOSED = "closed", "Closed"

    title = models.CharField(max_length=200, unique=True)
    starts_on = models.DateField("year starts on", help_text="1 April of the plan's year.")
    police_and_crime_plan = models.ForeignKey(
        PoliceAndCrimePlan,
        models.PROTECT,
        related_name="delivery_plans",
        null=True,
        blank=True,
        verbose_name="Police and Crime Plan",
    )
    update_every = models.PositiveSmallIntegerField(
        "days between updates",
        default=14,
        help_text="An activity not heard from for longer shows as “No update received”.",
    )
    state = models.CharField(max_length=10, choices=State, default=State.CURRENT)
    previous = models.OneToOneField(
        "self", models.PROTECT, related_name="next", null=True, blank=True
    )
    record_length = models.PositiveIntegerField(default=0, editable=False)
    record_digest = models.CharField(max_length=64, default=GENESIS, editable=False)
    record_at = models.DateTimeField(null=True, editable=False)
    settled_at = models.DateTimeField(null=True, editable=False)
    """The moment up to which the record has been published: every new line is later."""

    objects = DeliveryPlanQuerySet.as_manager()
    history = HistoricalRecords(
        excluded_fields=["record_length", "record_digest", "record_at", "settled_at"]
    )

    class Meta:
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["starts_on"],
                name="delivery_plan_one_a_year",
                violation_error_message="There is already a delivery plan for this year.",
            ),
            models.CheckConstraint(
                name="delivery_plan_year_starts_on_1_april",
                condition=Q(starts_on__month=4, starts_on__day=1),
                violation_error_message="A plan's year starts on 1 April.",
            ),
            models.CheckConstraint(
                name="delivery_plan_update_every_is_positive",
                condition=Q(update_every__gte=1),
                violation_error_message="Give at least one day between updates.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("plans:plan-detail", args=[self.pk])

    @property
    def ends_on(self):
        """The last day of the plan's year, 31 March."""
        return dt.date(self.starts_on.year + 1, 3, 31)

    @property
    def is_open(self):
        """Whether anything may still be said about this plan."""
        return self.state != self.State.CLOSED


class Objective(models.Model):
    """A heading of the plan, under which its activities stand."""

    plan = models.ForeignKey(DeliveryPlan, models.PROTECT, related_name="objectives")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)

    history = HistoricalRecords()

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "number"],
                name="objective_number_once_in_plan",
                violation_error_message="The plan already has an objective with this number.",
            )
        ]

    def __str__(self):
        return f"{self.number}. {self.title}"
