"""Runs of what time asks for: that there was one, and what came of it."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

KEPT_FOR = dt.timedelta(days=31)


class DueRunQuerySet(models.QuerySet):
    def finished(self):
        return self.exclude(finished_at=None)

    def newest(self):
        """The last run that finished, or None: in the order of keys, which no clock can turn."""
        return self.finished().order_by("-pk").first()

    def made_digests_of(self, day):
        """Whether a run has gone through everybody's digest of that day."""
        return self.filter(digests_of=day).exists()

    def made_digests_between(self, first, last):
        """Whether a run has gone through everybody's digest of one of these days."""
        return self.filter(digests_of__range=(first, last)).exists()

    def newest_verification(self):
        """The last run that verified the record, or None."""
        return self.exclude(verified_at=None).order_by("-pk").first()

    def found_intact_on(self, day):
        """Whether the record was verified that day, and stood as it was written.

        One that did not is verified by each run, until somebody has put it right.
        """
        return self.newest_intact_day() == day

    def found_intact_since(self, day):
        """Whether it was verified that day or since, and stood as it was written."""
        newest = self.newest_intact_day()
        return newest is not None and newest >= day

    def newest_intact_day(self):
        """The day of the last verification; None without one, or where it found anything."""
        newest = self.newest_verification()
        if newest is None or newest.findings:
            return None
        return timezone.localdate(newest.verified_at)

    def begin(self, at):
        return self.create(started_at=at)

    def tidy(self, at):
        """Forget runs of long ago, but for the last that verified. Return how many went."""
        kept = self.newest_verification()
        old = self.filter(started_at__lt=at - KEPT_FOR).exclude(pk=kept and kept.pk)
        return old.delete()[0]


class DueRun(models.Model):
    """One run of `run_due`."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    said = models.TextField(blank=True, help_text="What it did, a line each.")
    error = models.TextField(blank=True, help_text="What needs a person, a line each.")
    digests_of = models.DateField(null=True, blank=True, help_text="The day of its digests.")
    verified_at = models.DateTimeField(null=True, blank=True)
    findings = models.TextField(blank=True, help_text="What in the record is not as it was.")

    objects = DueRunQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="due_run_finishes_after_it_started",
                condition=Q(finished_at=None) | Q(finished_at__gte=F("started_at")),
            ),
            models.CheckConstraint(
                name="due_run_finds_what_it_verified",
                condition=Q(findings="") | Q(verified_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"Run of {self.started_at:%-d %B %Y}"

    def finish(self, at, **outcome):
        """Note what came of it. at: aware datetime, never before it started."""
        self.finished_at = max(at, self.started_at)
        for name, value in outcome.items():
            setattr(self, name, value)
        self.save(update_fields=["finished_at", *outcome])
