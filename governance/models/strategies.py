"""Strategies, policies, plans and frameworks that the office keeps."""

from django.db import models
from django.urls import reverse

from plans.models import Activity, Priority
from plans.registers.models import Registered, RegisteredQuerySet


class StrategyQuerySet(RegisteredQuerySet):
    def in_use(self):
        return self.exclude(state=Strategy.State.RETIRED)

    def due_for_review(self, on):
        return self.in_use().filter(review_on__lt=on)


class Strategy(Registered):
    """A strategy or policy, its state, and when it is next looked at."""

    class Kind(models.TextChoices):
        STRATEGY = "strategy", "Strategy"
        POLICY = "policy", "Policy or scheme"
        PLAN = "plan", "Delivery or action plan"
        FRAMEWORK = "framework", "Framework or model"
        AGREEMENT = "agreement", "Agreement"

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        IN_FORCE = "in_force", "In force"
        UNDER_REVIEW = "under_review", "Under review"
        RETIRED = "retired", "Retired"

    title = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    outline = models.TextField(blank=True, help_text="What it is for, in a sentence or two.")
    state = models.CharField(max_length=12, choices=State)
    agreed_on = models.DateField("day it was agreed", null=True, blank=True)
    review_on = models.DateField("next review", null=True, blank=True)
    link = models.URLField(blank=True)
    activities = models.ManyToManyField(Activity, related_name="strategies", blank=True)
    priorities = models.ManyToManyField(Priority, related_name="strategies", blank=True)

    objects = StrategyQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        verbose_name = "strategy or policy"
        verbose_name_plural = "strategies and policies"

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("governance:strategy-detail", args=[self.pk])

    def is_review_late(self, on):
        return bool(self.review_on) and self.state != self.State.RETIRED and self.review_on < on
