"""What the office must publish, how often, and what was published when."""

from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from plans.models import Activity
from plans.registers.models import Line, Registered, RegisteredQuerySet, spoken

from .. import publishing_dates


class PublicationDutyQuerySet(RegisteredQuerySet):
    def with_last(self):
        """Annotate `last_on` and `last_until`: the newest publication, and what it covers.

        Of one day, the line written last: so a slip in what is covered is put right by another.
        """
        lines = PublicationMade.objects.filter(duty=OuterRef("pk"))
        newest = lines.order_by("-said_on", "-made_at", "-pk")
        return self.annotate(
            last_on=Subquery(newest.values("said_on")[:1]),
            last_until=Subquery(newest.values("covers_until")[:1]),
        )


class PublicationDuty(Registered):
    """Something that law asks the office to publish.

    The interval is data that an office edits: where the law's own was not verified, none is
    given, and the page says so.
    """

    title = models.CharField(max_length=200, unique=True)
    outline = models.TextField(blank=True, help_text="What has to be published.")
    source = models.CharField(
        max_length=200, help_text="The law and paragraph, such as “SI 2011/3050, paragraph 3(f)”."
    )
    interval = models.CharField(max_length=12, choices=publishing_dates.Interval)
    interval_source = models.CharField(
        max_length=200, blank=True, help_text="Where the interval is written, or who set it."
    )
    is_prominent = models.BooleanField(
        "stands in a prominent place", default=False, help_text="Where guidance asks for that."
    )
    starts_on = models.DateField(
        "day the account begins", help_text="The day from which the office keeps account of it."
    )
    link = models.URLField(blank=True, help_text="Where on the website it stands.")
    activities = models.ManyToManyField(Activity, related_name="publication_duties", blank=True)

    objects = PublicationDutyQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "publication duty"
        verbose_name_plural = "publication duties"

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("governance:publicationduty-detail", args=[self.pk])

    def next_due_on(self):
        """The day by which the next publication is due; None without an interval.

        Of `with_last`.
        """
        return publishing_dates.next_due(self.interval, self.starts_on, self.last_until)

    def days_late(self, on):
        due_on = self.next_due_on()
        return max((on - due_on).days, 0) if due_on else 0

    @transaction.atomic
    def publish(self, *, covers_until, words, link, said_on, by, at, token=None):
        """Note that something was published on `said_on`; it covers the time to `covers_until`."""
        line = PublicationMade.objects.create(
            duty=self, covers_until=covers_until, words=words, link=link,
            **spoken(by, at, said_on, token),
        )  # fmt: skip
        self.change(fields=[])
        return line


class PublicationMade(Line):
    """What was published when."""

    duty = models.ForeignKey(PublicationDuty, models.PROTECT, related_name="made")
    covers_until = models.DateField(help_text="The last day that what was published is about.")
    link = models.URLField(blank=True)

    class Meta(Line.Meta):
        verbose_name = "publication made"
        verbose_name_plural = "publications made"
        constraints = [
            models.CheckConstraint(name="publication_made_is_named", condition=~Q(words=""))
        ]

    def __str__(self):
        return f"{self.words}, {self.said_on:%-d %B %Y}"
