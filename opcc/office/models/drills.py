"""Drills: backups that were restored to see that they can be, and what came of it."""

from django.db import models
from django.db.models import F, Q


class RestoreDrillQuerySet(models.QuerySet):
    def newest(self):
        """The last drill, or None: in the order of keys, which no clock can turn."""
        return self.order_by("-pk").first()

    def newest_passed(self):
        """The last drill that passed, or None."""
        return self.filter(passed=True).order_by("-pk").first()


class RestoreDrill(models.Model):
    """One backup that was restored into a new database and looked at. Written once, at its end."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    backup = models.CharField(max_length=60, blank=True, help_text="The name of its folder.")
    passed = models.BooleanField()
    said = models.TextField(blank=True, help_text="What was counted and checked, a line each.")
    error = models.TextField(blank=True, help_text="What was not as it should be, a line each.")

    objects = RestoreDrillQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="restore_drill_finishes_after_it_started",
                condition=Q(finished_at__gte=F("started_at")),
            ),
            models.CheckConstraint(
                name="restore_drill_fails_for_a_reason",
                condition=Q(passed=True, error="") | (Q(passed=False) & ~Q(error="")),
            ),
        ]

    def __str__(self):
        return f"Restore drill of {self.started_at:%-d %B %Y}"
