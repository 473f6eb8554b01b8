"""Meetings, the papers before them, and the work that they raise."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from .bodies import Body


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everything for the office; for panel members, the panel's own meetings."""
        if user.works_here:
            return self
        is_panel = user.is_authenticated and user.is_active and user.is_panel
        return self.filter(body__is_panel=True) if is_panel else self.none()

    def held(self):
        return self.filter(cancelled_on=None)

    def from_day(self, on):
        """Meetings that day and later, soonest first."""
        return self.held().filter(on__gte=on).order_by("on", "pk")

    def before_day(self, on):
        """Meetings before that day, newest first."""
        return self.held().filter(on__lt=on).order_by("-on", "-pk")


class Meeting(models.Model):
    """A meeting of a body on a day."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    on = models.DateField("date")
    starts_at = models.TimeField("time", null=True, blank=True)
    place = models.CharField(max_length=200, blank=True)
    papers_due_on = models.DateField("papers due", null=True, blank=True)
    summary = models.TextField(
        blank=True, help_text="What was raised, in a few sentences that its members may read."
    )
    cancelled_on = models.DateField(
        null=True, blank=True, help_text="The day it was called off. Empty while it stands."
    )
    internal_note = models.TextField(
        blank=True, help_text="Seen inside the office only. It never reaches a pack or the panel."
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["version"])

    class Meta:
        ordering = ["-on", "body"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "on"],
                name="meeting_once_a_day",
                violation_error_message="The body already meets on this day.",
            ),
            models.CheckConstraint(
                name="meeting_papers_due_on_or_before",
                condition=Q(papers_due_on=None) | Q(papers_due_on__lte=F("on")),
                violation_error_message="Papers are due on the day of the meeting or before it.",
            ),
        ]

    def __str__(self):
        return f"{self.body}, {self.on:%-d %B %Y}"

    def get_absolute_url(self):
        return reverse("governance:meeting-detail", args=[self.pk])

    def is_to_come(self, on):
        return self.cancelled_on is None and self.on >= on


def meeting_days(first, last, weeks):
    """Every day from `first` to `last` that is a whole number of `weeks` after the first."""
    step = dt.timedelta(weeks=weeks)
    return [first + step * place for place in range((last - first) // step + 1)]


class Paper(models.Model):
    """A paper of a meeting, where it can be read."""

    class Kind(models.TextChoices):
        AGENDA = "agenda", "Agenda"
        PAPER = "paper", "Paper"
        MINUTES = "minutes", "Minutes"

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="papers")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.PAPER)
    title = models.CharField(max_length=200)
    link = models.URLField(blank=True, help_text="Where its readers find it.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["meeting", "kind", "pk"]

    def __str__(self):
        return self.title
