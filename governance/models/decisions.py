"""Decisions taken, and actions given to posts."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from plans.models import Activity
from plans.registers.models import Line, Registered, Task

from .meetings import Meeting
from .scrutiny import ScrutinyItem


class Decision(Registered):
    """A decision of the Commissioner or the office, with its reason."""

    reference = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    taken_on = models.DateField("day it was taken")
    taken_by = models.CharField(max_length=150, help_text="The office or post, not the person.")
    reason = models.TextField()
    cost = models.DecimalField(
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text="In pounds. Empty where there is none.",
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="decisions", null=True, blank=True
    )
    link = models.URLField(blank=True, help_text="Where the published record can be read.")
    activities = models.ManyToManyField(Activity, related_name="decisions", blank=True)

    class Meta:
        ordering = ["-taken_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_cost_is_not_negative",
                condition=Q(cost=None) | Q(cost__gte=0),
                violation_error_message="A cost cannot be negative.",
            ),
            models.CheckConstraint(name="decision_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    def get_absolute_url(self):
        return reverse("governance:decision-detail", args=[self.pk])


class Action(Task):
    """Something that a meeting, or an answer to a recommendation, gives a post to do."""

    title = models.CharField("what is to be done", max_length=300)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="actions", null=True, blank=True
    )
    recommendation = models.ForeignKey(
        ScrutinyItem,
        models.PROTECT,
        related_name="actions",
        null=True,
        blank=True,
        help_text="What it answers, where it does.",
    )
    raised_on = models.DateField("day it was raised")
    due_on = models.DateField("day it is due")
    first_due_on = models.DateField(editable=False)
    moves = models.PositiveSmallIntegerField(default=0, editable=False)
    done_on = models.DateField(null=True, blank=True, editable=False)
    activities = models.ManyToManyField(Activity, related_name="actions", blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="action_due_on_or_after_it_was_raised",
                condition=Q(due_on__gte=F("raised_on")),
                violation_error_message="The due date must not be before the day it was raised.",
            )
        ]

    def __str__(self):
        return f"{self.reference}: {self.title}"

    def get_absolute_url(self):
        return reverse("governance:action-detail", args=[self.pk])

    @property
    def reference(self):
        return f"Action {self.pk or ''}".strip()

    def days_late(self, on):
        """Days past the date that stands, until it was done or until `on`; 0 when in time."""
        return max(((self.done_on or on) - self.due_on).days, 0)

    def is_late(self, on):
        return self.done_on is None and self.days_late(on) > 0

    def add_line(self, kind, **facts):
        return ActionLine.objects.create(action=self, kind=kind, **facts)


class ActionLine(Line):
    """Something said about an action."""

    class Kind(models.TextChoices):
        UPDATED = "updated", "Update"
        DATE_MOVED = "date_moved", "Date moved"
        DONE = "done", "Done"

    action = models.ForeignKey(Action, models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=10, choices=Kind)
    due_from = models.DateField(null=True)
    due_to = models.DateField(null=True)

    class Meta(Line.Meta):
        verbose_name = "line of an action"
        verbose_name_plural = "lines of actions"
        constraints = [
            models.CheckConstraint(name="action_line_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="action_line_move_names_the_day",
                condition=(Q(kind="date_moved", due_to__isnull=False))
                | (~Q(kind="date_moved") & Q(due_to=None, due_from=None)),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.said_on:%-d %B %Y}"
