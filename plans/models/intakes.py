"""A document that was read and is being checked. Nothing of it is in the plan yet."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse

from .plans import DeliveryPlan


class IntakeQuerySet(models.QuerySet):
    def visible_to(self, user):
        """An unpublished document is for whoever brought it, and nobody else."""
        return self.filter(made_by=user) if user.works_here else self.none()

    def unfinished(self):
        return self.filter(imported_at=None)


class Intake(models.Model):
    """Rows read from a file or a paste, with what the person said about them so far."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    title = models.CharField("plan's title", max_length=200)
    starts_on = models.DateField("year starts on")
    source_name = models.CharField(max_length=255)
    table = models.JSONField(help_text="The rows as read.")
    choices = models.JSONField(default=dict, help_text="Which column is which; owners matched.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="intakes")
    made_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)
    plan = models.ForeignKey(DeliveryPlan, models.PROTECT, null=True, blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return f"{self.source_name} for {self.title}"

    def get_absolute_url(self):
        return reverse("plans:intake-detail", args=[self.pk])


class RegisterIntake(models.Model):
    """Rows for a register, read from a file or a paste and being checked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    register = models.CharField(max_length=40, help_text="What it brings in, such as contracts.")
    about = models.PositiveBigIntegerField(
        null=True, help_text="The key of the one row that it is about, such as a measure."
    )
    source_name = models.CharField(max_length=255)
    table = models.JSONField(help_text="The rows as read.")
    choices = models.JSONField(default=dict, help_text="Which column is which.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="register_intakes"
    )
    made_at = models.DateTimeField()
    imported_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=300, blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self):
        return f"{self.source_name} for {self.register}"
