"""Commissioning intentions: what the office means to buy in a year, and what was decided."""

from itertools import groupby

from django.db import models
from django.db.models import Q, Sum
from django.urls import reverse

from governance.models import Decision
from plans.models import Activity, Priority
from plans.registers.models import Registered, RegisteredQuerySet

from .money import amount
from .services import Service


class IntentionQuerySet(RegisteredQuerySet):
    def waiting(self):
        return self.filter(outcome=Intention.Outcome.WAITING)

    def totals(self):
        """[{theme, asked, agreed, waiting, count}] in pounds, one a theme. One query.

        waiting: the part of what was asked that waits for a decision; None where nothing does.
        """
        waits = Q(outcome=Intention.Outcome.WAITING)
        sums = self.order_by().values("theme")
        return sums.annotate(
            asked=Sum("resources_asked"),
            agreed=Sum("resources_agreed"),
            waiting=Sum("resources_asked", filter=waits),
            count=models.Count("pk"),
        ).order_by("theme")


class Intention(Registered):
    """Something that the office means to commission, the money asked for it, and the decision."""

    class Theme(models.TextChoices):
        DEMAND = "demand", "Demand"
        VICTIMS = "victims", "Victims and vulnerability"
        JUSTICE = "justice", "Criminal justice and reducing reoffending"

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Waiting for a decision"
        AGREED = "agreed", "Agreed"
        PART = "part", "Agreed in part"
        REFUSED = "refused", "Not agreed"

    title = models.CharField("what is to be commissioned", max_length=200)
    year = models.PositiveSmallIntegerField(
        help_text="The calendar year in which the financial year begins, such as 2020."
    )
    theme = models.CharField(max_length=7, choices=Theme)
    words = models.TextField("why, and what for")
    resources_asked = amount(help_text="In pounds, for the year.")
    outcome = models.CharField(
        max_length=7, choices=Outcome, default=Outcome.WAITING, editable=False
    )
    resources_agreed = amount(null=True, editable=False)
    decision = models.ForeignKey(
        Decision, models.PROTECT, related_name="intentions", null=True, editable=False
    )
    service = models.ForeignKey(
        Service, models.PROTECT, related_name="intentions", null=True, blank=True
    )
    priorities = models.ManyToManyField(Priority, related_name="intentions", blank=True)
    activities = models.ManyToManyField(Activity, related_name="intentions", blank=True)

    objects = IntentionQuerySet.as_manager()

    class Meta:
        ordering = ["-year", "theme", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "title"],
                name="intention_once_in_a_year",
                violation_error_message="The year already has an intention with this title.",
            ),
            models.CheckConstraint(
                name="intention_year_is_a_year",
                condition=Q(year__gte=2000, year__lte=2099),
                violation_error_message="Enter a year between 2000 and 2099.",
            ),
            models.CheckConstraint(
                name="intention_resources_are_not_negative",
                condition=Q(resources_asked__gte=0),
                violation_error_message="Resources cannot be negative.",
            ),
            models.CheckConstraint(
                name="intention_outcome_names_its_decision",
                condition=Q(outcome="waiting", decision=None, resources_agreed=None)
                | (
                    Q(outcome__in=["agreed", "part"], decision__isnull=False)
                    & Q(resources_agreed__isnull=False, resources_agreed__gte=0)
                )
                | Q(outcome="refused", decision__isnull=False, resources_agreed=None),
                violation_error_message="Select the decision, and say how much was agreed.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("commissioning:intention-detail", args=[self.pk])

    @property
    def year_words(self):
        return f"{self.year} to {self.year + 1}"

    @property
    def is_decided(self):
        return self.outcome != self.Outcome.WAITING

    def decided_before(self):
        """The outcomes that a later decision replaced, newest first, as field history keeps them.

        Each has outcome, decision and resources_agreed. One query.
        """
        lines = self.history.exclude(outcome=self.Outcome.WAITING).select_related("decision")
        in_order = lines.order_by("-history_date", "-history_id")
        outcomes = [next(same) for _, same in groupby(in_order, key=decided)]
        return [line for line in outcomes if decided(line) != decided(self)]

    def decide(self, outcome, *, decision, resources_agreed=None):
        """Note what was decided: one of Outcome but waiting, the Decision, the pounds agreed."""
        self.change(
            fields=["outcome", "decision", "resources_agreed"],
            outcome=outcome,
            decision=decision,
            resources_agreed=resources_agreed,
        )


def decided(row):
    """What was decided, of an Intention or a row of its history."""
    return row.outcome, row.decision_id, row.resources_agreed
