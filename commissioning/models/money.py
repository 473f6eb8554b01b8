"""Grants made and payments over the threshold, which are published each month."""

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Count, Max, Q, Sum
from django.db.models.functions import TruncMonth
from django.urls import reverse

from plans import periods
from plans.models import Activity
from plans.registers.models import Registered, RegisteredQuerySet

from ..thresholds import SPEND_OVER
from .contracts import Contract
from .services import Provider, Service


def amount(**kwargs):
    return models.DecimalField(
        max_digits=12, decimal_places=2, validators=[MinValueValidator(0)], **kwargs
    )


class PublishedMonthlyQuerySet(RegisteredQuerySet):
    def asked_for(self):
        """What the law asks the office to publish."""
        return self

    def to_be_published(self):
        return self.asked_for().filter(published_on=None)

    def of_month(self, month):
        """month: its first day."""
        span = (month, periods.last_day("month", month))
        return self.filter(**{f"{self.model.day_column}__range": span})

    def by_month(self):
        """[{first, count, total, published, last_on}] of every month that holds rows.

        first: its first day. total: in pounds. published: how many were. last_on: the day on which
        one was published last.
        """
        months = self.order_by().values(first=TruncMonth(self.model.day_column))
        return months.annotate(
            count=Count("pk"),
            total=Sum("amount"),
            published=Count("published_on"),
            last_on=Max("published_on"),
        )


class PublishedMonthly(Registered):
    """Something that the office publishes once its month is over; then it stays as it is.

    day_column: the name of the column whose month that is. receiver_column: of the provider that
    was given the money.
    """

    day_column = ""
    receiver_column = ""

    published_on = models.DateField("day it was published", null=True, editable=False)
    link = models.URLField("where it was published", blank=True, editable=False)

    objects = PublishedMonthlyQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def happened_on(self):
        """The day whose month it is published with."""
        return getattr(self, self.day_column)

    @property
    def receiver(self):
        return getattr(self, self.receiver_column)

    @property
    def publish_from(self):
        """The day after its month."""
        return periods.following("month", periods.begins("month", self.happened_on))

    def publish(self, *, on, link):
        """Note when and where it was published. Raises Stale where somebody else wrote."""
        self.change(fields=["published_on", "link"], published_on=on, link=link)


@transaction.atomic
def publish_all(rows, *, on, link):
    """Note of every row that it was published, or of none.

    Raises Stale where somebody else wrote about one of them since it was read.
    """
    for row in rows:
        row.publish(on=on, link=link)


class Grant(PublishedMonthly):
    """Money given for a purpose, on conditions (a crime and disorder reduction grant)."""

    day_column = "made_on"
    receiver_column = "recipient"

    title = models.CharField(max_length=200)
    recipient = models.ForeignKey(Provider, models.PROTECT, related_name="grants")
    purpose = models.TextField(help_text="What it is for.")
    conditions = models.TextField(help_text="What the recipient has to do, or None.")
    reasons = models.TextField("why it was given", help_text="Published with it.")
    amount = amount(help_text="In pounds.")
    made_on = models.DateField("day it was made")
    service = models.ForeignKey(
        Service, models.PROTECT, related_name="grants", null=True, blank=True
    )
    activities = models.ManyToManyField(Activity, related_name="grants", blank=True)

    class Meta:
        ordering = ["-made_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="grant_amount_is_positive",
                condition=Q(amount__gt=0),
                violation_error_message="Enter an amount above £0.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("commissioning:grant-detail", args=[self.pk])

    @property
    def must_be_published(self):
        """Every grant, whatever its amount."""
        return True


class PaymentQuerySet(PublishedMonthlyQuerySet):
    def over_threshold(self):
        return self.filter(amount__gt=SPEND_OVER)

    def asked_for(self):
        return self.over_threshold()


class Payment(PublishedMonthly):
    """An item of spend. Those over the threshold are published each month."""

    day_column = "paid_on"
    receiver_column = "payee"

    title = models.CharField("what was paid for", max_length=200)
    payee = models.ForeignKey(Provider, models.PROTECT, related_name="payments")
    contract = models.ForeignKey(
        Contract, models.PROTECT, related_name="payments", null=True, blank=True
    )
    amount = amount(help_text="In pounds.")
    paid_on = models.DateField("day it was paid")
    reasons = models.TextField(
        "why it is value for money", blank=True, help_text="Published with it over £500."
    )
    activities = models.ManyToManyField(Activity, related_name="payments", blank=True)

    objects = PaymentQuerySet.as_manager()

    class Meta:
        ordering = ["-paid_on", "-pk"]
        verbose_name = "item of spend"
        verbose_name_plural = "spend"
        constraints = [
            models.CheckConstraint(
                name="payment_amount_is_positive",
                condition=Q(amount__gt=0),
                violation_error_message="Enter an amount above £0.",
            ),
            models.CheckConstraint(
                name="payment_over_threshold_says_why",
                condition=Q(amount__lte=SPEND_OVER) | ~Q(reasons=""),
                violation_error_message="Say why it is value for money: it is over £500.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("commissioning:payment-detail", args=[self.pk])

    @property
    def must_be_published(self):
        return self.amount > SPEND_OVER
