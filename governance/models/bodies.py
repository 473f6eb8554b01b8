"""Boards, panels, partnerships and collaborations: what each is for, and what the office does."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from plans.models import Activity, Priority
from plans.registers.models import Registered, RegisteredQuerySet


class Organisation(models.Model):
    """An organisation that the office works with."""

    name = models.CharField(max_length=200, unique=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class BodyQuerySet(RegisteredQuerySet):
    def panel(self):
        """The one body that packs are published to, or None."""
        return self.filter(is_panel=True).first()

    def leadership_team(self):
        """The one body whose meetings silence is measured against, or None."""
        return self.filter(is_leadership_team=True).first()

    def standing(self, on):
        """Bodies that exist on that day."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=on))


class Body(Registered):
    """A body that meets, or that the office works through."""

    class Kind(models.TextChoices):
        SCRUTINY = "scrutiny", "Scrutiny"
        INTERNAL = "internal", "Internal board"
        PARTNERSHIP = "partnership", "Partnership"
        COLLABORATION = "collaboration", "Collaboration"
        REGIONAL = "regional", "Regional board"
        COMMUNITY = "community", "Local councils and communities"

    class Role(models.TextChoices):
        CHAIRS = "chairs", "The office chairs it"
        MEMBER = "member", "The office is a member"
        ATTENDS = "attends", "The office attends"
        REPORTS = "reports", "The office reports to it"
        WORKS_WITH = "works_with", "The office works with it"

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=14, choices=Kind)
    our_role = models.CharField("our role", max_length=12, choices=Role)
    area = models.CharField(max_length=200, blank=True, help_text="The place it covers.")
    purpose = models.TextField(blank=True, help_text="What the body is for.")
    our_work = models.TextField(
        "what the office does there", blank=True, help_text="And what comes of it."
    )
    partners = models.ManyToManyField(
        Organisation, related_name="bodies", blank=True, verbose_name="partner organisations"
    )
    priorities = models.ManyToManyField(Priority, related_name="bodies", blank=True)
    activities = models.ManyToManyField(Activity, related_name="bodies", blank=True)
    link = models.URLField(blank=True)
    is_panel = models.BooleanField(
        "packs are published to it", default=False, help_text="True of one body: the panel."
    )
    is_leadership_team = models.BooleanField(
        "silence is measured against its meetings",
        default=False,
        help_text="True of one body: the office's leadership team.",
    )
    ended_on = models.DateField(null=True, blank=True, help_text="Empty while it exists.")

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "bodies"
        constraints = [
            models.UniqueConstraint(
                fields=["is_panel"],
                condition=Q(is_panel=True),
                name="body_one_is_the_panel",
                violation_error_message="Packs are published to another body already.",
            ),
            models.UniqueConstraint(
                fields=["is_leadership_team"],
                condition=Q(is_leadership_team=True),
                name="body_one_is_the_leadership_team",
                violation_error_message="Silence is measured against another body already.",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("governance:body-detail", args=[self.pk])


class ScopeArea(models.Model):
    """A service or function that an integration or collaboration is about."""

    class State(models.TextChoices):
        MOVED = "moved", "Moved"
        REVIEW = "review", "Under review"
        OUT = "out", "Out of scope"
        PROPOSED = "proposed", "Proposed"

    body = models.ForeignKey(Body, models.PROTECT, related_name="scope_areas")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State)
    words = models.TextField(blank=True)
    as_of = models.DateField("as of")

    history = HistoricalRecords()

    class Meta:
        ordering = ["body", "state", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "title"],
                name="scope_area_once_in_body",
                violation_error_message="The body already has a scope area with this title.",
            )
        ]

    def __str__(self):
        return self.title
