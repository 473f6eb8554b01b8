"""Meetings, the papers before them, and the work that they raise."""

import datetime as dt

from django.db import models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse
from simple_history.models import HistoricalRecords

from plans.registers.models import Versioned

from .bodies import Body


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Everything for the office; for panel members, the panel's own meetings."""
        if user.works_here:
            return self
        is_panel = user.is_authenticated and user.is_active and user.is_panel
        return self.filter(body__is_panel=True) if is_panel else self.none()

    @transaction.atomic
    def add_series(self, body, days, *, papers_days=None, **facts):
        """Add a meeting on each of the days on which `body` has none, all or none of them.

        papers_days: how many days before each its papers are due. Returns the meetings made.
        """
        Body.objects.select_for_update().get(pk=body.pk)
        taken = self.filter(body=body, on__in=days).values_list("on", flat=True)
        return [
            self.create(body=body, on=day, papers_due_on=days_before(day, papers_days), **facts)
            for day in sorted(set(days) - set(taken))
        ]

    def held(self):
        return self.filter(cancelled_on=None)

    def from_day(self, on):
        """Meetings that day and later, soonest first."""
        return self.held().filter(on__gte=on).order_by("on", "pk")

    def before_day(self, on):
        """Meetings before that day, newest first."""
        return self.held().filter(on__lt=on).order_by("-on", "-pk")


class Meeting(Versioned):
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
        "note for colleagues",
        blank=True,
        help_text="Seen inside the office only. It never reaches a pack or the panel.",
    )

    objects = MeetingQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["version", "token"])

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

    @property
    def owner_id(self):
        """The post that answers for the body answers for its meetings."""
        return self.body.owner_id

    def is_to_come(self, on):
        return self.cancelled_on is None and self.on >= on

    def cancel(self, *, on):
        self.change(cancelled_on=on)

    def restore(self):
        """Let it stand again."""
        self.change(cancelled_on=None)

    @transaction.atomic
    def add_paper(self, **facts):
        """List a paper, and return it: the same one sent twice is listed once."""
        Meeting.objects.select_for_update().get(pk=self.pk)
        return self.papers.filter(**facts).first() or self.papers.create(**facts)

    @transaction.atomic
    def change_paper(self, paper, **facts):
        """Write these columns of a paper. Raises Stale where somebody wrote since it was read."""
        self.change()
        for name, value in facts.items():
            setattr(paper, name, value)
        paper.save(update_fields=list(facts))

    @transaction.atomic
    def remove_paper(self, paper):
        """Take a paper off the list; field history keeps what it was."""
        self.change()
        paper.delete()


def next_day(on):
    """An expression for a query of bodies: the first day from `on` that each meets, or null."""
    meetings = Meeting.objects.from_day(on).filter(body=OuterRef("pk"))
    return Subquery(meetings.values("on")[:1])


def meeting_days(first, last, weeks):
    """Every day from `first` to `last` that is a whole number of `weeks` after the first."""
    step = dt.timedelta(weeks=weeks)
    return [first + step * place for place in range((last - first) // step + 1)]


def days_before(day, days):
    return None if days is None else day - dt.timedelta(days=days)


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
