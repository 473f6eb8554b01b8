"""Services that office and force share, the agreements about them, and their plans."""

from django.db import models, transaction
from django.db.models import Count, F, Min, Q
from django.urls import reverse

from opcc.office.models import Department
from plans.models import Activity, Priority
from plans.registers.models import Line, Registered, Task, spoken

from .services import CurrentQuerySet


class Host(models.TextChoices):
    OFFICE = "office", "The office"
    FORCE = "force", "The force"


class SharedServiceQuerySet(CurrentQuerySet):
    def with_standing(self, on):
        """Annotate how its agreements and its plan stand on a day.

        `next_review_on`: of those agreements in force, None without any. `open_items` and
        `late_items`: how many of its plan.
        """
        is_open = Q(plan_items__isnull=False, plan_items__done_on=None)
        is_late = is_open & Q(plan_items__due_on__lt=on)
        return self.annotate(
            next_review_on=Min("agreements__review_on", filter=Q(agreements__ended_on=None)),
            open_items=Count("plan_items", filter=is_open, distinct=True),
            late_items=Count("plan_items", filter=is_late, distinct=True),
        )


class SharedService(Registered):
    """A service that one of office and force runs for both: hosted by the office, or enabling."""

    title = models.CharField(max_length=200, unique=True)
    host = models.CharField("run by", max_length=6, choices=Host)
    outline = models.TextField(blank=True, help_text="What it does, in a sentence or two.")
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="shared_services", null=True, blank=True
    )
    ended_on = models.DateField(
        "ended on", null=True, blank=True, help_text="Empty while it goes on."
    )
    priorities = models.ManyToManyField(Priority, related_name="shared_services", blank=True)
    activities = models.ManyToManyField(Activity, related_name="shared_services", blank=True)

    objects = SharedServiceQuerySet.as_manager()

    class Meta:
        ordering = ["title"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("commissioning:sharedservice-detail", args=[self.pk])

    @property
    def kind(self):
        """As the office names them: hosted by itself, or enabling and hosted by the force."""
        return "Hosted service" if self.host == Host.OFFICE else "Enabling service"


class ServiceLevelAgreementQuerySet(CurrentQuerySet):
    def due_for_review(self, on):
        return self.current().filter(review_on__lt=on)


class ServiceLevelAgreement(Registered):
    """What office and force have agreed that each does for a shared service."""

    title = models.CharField(max_length=200, unique=True)
    service = models.ForeignKey(SharedService, models.PROTECT, related_name="agreements")
    office_does = models.TextField("what the office is responsible for")
    force_does = models.TextField("what the force is responsible for")
    starts_on = models.DateField("in force since")
    review_on = models.DateField("next review")
    ended_on = models.DateField(
        "ended on", null=True, blank=True, help_text="Empty while it is in force."
    )
    link = models.URLField("where it can be read", blank=True)
    activities = models.ManyToManyField(Activity, related_name="agreements", blank=True)

    objects = ServiceLevelAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                name="agreement_is_reviewed_after_it_starts",
                condition=Q(review_on__gte=F("starts_on")),
                violation_error_message="The review must not be before the agreement is in force.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("commissioning:servicelevelagreement-detail", args=[self.pk])

    def is_review_late(self, on):
        return self.ended_on is None and self.review_on < on

    @transaction.atomic
    def review(self, *, words, next_review_on, said_on, by, at, token=None):
        """Say what a review found, and when the next one is."""
        line = AgreementReview.objects.create(
            agreement=self,
            words=words,
            review_from=self.review_on,
            review_to=next_review_on,
            **spoken(by, at, said_on, token),
        )
        self.change(fields=["review_on"], review_on=next_review_on)
        return line


class AgreementReview(Line):
    """What was found when a service level agreement was looked at again."""

    agreement = models.ForeignKey(ServiceLevelAgreement, models.PROTECT, related_name="lines")
    review_from = models.DateField()
    review_to = models.DateField()

    class Meta(Line.Meta):
        constraints = [
            models.CheckConstraint(name="agreement_review_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="agreement_review_next_is_later",
                condition=Q(review_to__gt=F("said_on")),
                violation_error_message="The next review must be after this one.",
            ),
        ]

    def __str__(self):
        return f"Review, {self.said_on:%-d %B %Y}"


class ServicePlanItem(Task):
    """One thing that a shared service is to do in the year, and the activities that it serves."""

    title = models.CharField("what is to be done", max_length=300)
    service = models.ForeignKey(SharedService, models.PROTECT, related_name="plan_items")
    raised_on = models.DateField("day it was agreed")
    due_on = models.DateField("day it is due")
    first_due_on = models.DateField(editable=False)
    moves = models.PositiveSmallIntegerField(default=0, editable=False)
    done_on = models.DateField(null=True, blank=True, editable=False)
    activities = models.ManyToManyField(Activity, related_name="service_plan_items", blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="service_plan_item_due_on_or_after_it_was_agreed",
                condition=Q(due_on__gte=F("raised_on")),
                violation_error_message="The due date must not be before the day it was agreed.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("commissioning:serviceplanitem-detail", args=[self.pk])

    def is_late(self, on):
        return self.done_on is None and self.due_on < on

    def add_line(self, kind, **facts):
        return ServicePlanLine.objects.create(item=self, kind=kind, **facts)


class ServicePlanLine(Line):
    """Something said about an item of a service plan."""

    class Kind(models.TextChoices):
        UPDATED = "updated", "Update"
        DATE_MOVED = "date_moved", "Date moved"
        DONE = "done", "Done"

    item = models.ForeignKey(ServicePlanItem, models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=10, choices=Kind)
    due_from = models.DateField(null=True)
    due_to = models.DateField(null=True)

    class Meta(Line.Meta):
        verbose_name = "line of a service plan"
        verbose_name_plural = "lines of service plans"
        constraints = [
            models.CheckConstraint(name="service_plan_line_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="service_plan_line_move_names_the_day",
                condition=(Q(kind="date_moved", due_to__isnull=False))
                | (~Q(kind="date_moved") & Q(due_to=None, due_from=None)),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.said_on:%-d %B %Y}"
