"""Questions and recommendations to the office, the clock on each, and what was answered."""

from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse

from plans.models import Activity
from plans.registers.models import Line, Promised, RegisteredQuerySet, spoken

from .. import clocks
from .bodies import Body
from .meetings import Meeting


class ScrutinyItemQuerySet(RegisteredQuerySet):
    def visible_to(self, user):
        """Everything for the office; for panel members, what the panel asked."""
        if user.works_here:
            return self
        is_panel = user.is_authenticated and user.is_active and user.is_panel
        return self.from_panel() if is_panel else self.none()

    def from_panel(self):
        return self.filter(source=ScrutinyItem.Source.PANEL)

    def open(self):
        return self.filter(closed_on=None)

    def late(self, on):
        """Items past the date that stands, and not yet answered or done, as the clock asks."""
        by_answer = Q(clock__in=clocks.ON_ANSWER, responded_on=None)
        by_end = ~Q(clock__in=clocks.ON_ANSWER) & Q(closed_on=None)
        return self.filter(by_answer | by_end, due_on__lt=on, closed_on=None)

    def answered(self):
        return self.exclude(responded_on=None)

    def closed(self):
        return self.exclude(closed_on=None)

    def in_order_of_work(self):
        """What is open first, soonest due first, and among that what waits for something to be
        done by its date before what has no more date to keep; then what was closed last.

        Annotates `importance_order`, to sort by: high first, and what has none last.
        """
        ranks = enumerate(ScrutinyItem.Importance.values)
        whens = [When(importance=value, then=Value(rank)) for rank, value in ranks]
        kept = When(clock__in=clocks.ON_ANSWER, responded_on__isnull=False, then=Value(1))
        return self.annotate(
            importance_order=Case(*whens), is_kept=Case(kept, default=Value(0))
        ).order_by(
            F("closed_on").desc(nulls_first=True),
            "is_kept",
            F("due_on").asc(nulls_last=True),
            "pk",
        )


class ScrutinyItem(Promised):
    """A question or a recommendation that the office must answer."""

    class Kind(models.TextChoices):
        QUESTION = "question", "Question"
        RECOMMENDATION = "recommendation", "Recommendation"

    class Source(models.TextChoices):
        PANEL = "panel", "The panel"
        INTERNAL_AUDIT = "internal_audit", "Internal audit"
        EXTERNAL_AUDIT = "external_audit", "External audit"
        INSPECTORATE = "inspectorate", "Inspectorate"
        OTHER = "other", "Another body"

    class Importance(models.TextChoices):
        HIGH = "high", "High"
        MEDIUM = "medium", "Medium"
        LOW = "low", "Low"

    class Response(models.TextChoices):
        ANSWERED = "answered", "Answered"
        ACCEPTED = "accepted", "Accepted"
        PARTLY = "partly", "Accepted in part"
        NOT_ACCEPTED = "not_accepted", "Not accepted"

    kind = models.CharField(max_length=14, choices=Kind)
    title = models.CharField(max_length=200)
    words = models.TextField(help_text="The question or recommendation as it was put.")
    source = models.CharField(max_length=14, choices=Source)
    body = models.ForeignKey(
        Body, models.PROTECT, related_name="scrutiny_items", null=True, blank=True
    )
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="scrutiny_items", null=True, blank=True
    )
    report = models.CharField(
        max_length=200, blank=True, help_text="The report it stands in, where there is one."
    )
    link = models.URLField(blank=True, help_text="Where the report can be read.")
    importance = models.CharField("priority", max_length=6, choices=Importance, blank=True)
    raised_on = models.DateField(help_text="The day it was asked, or its report was published.")
    clock = models.CharField(max_length=12, choices=clocks.Clock)
    period_days = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Days from the day it was raised, where a period was set."
    )
    due_on = models.DateField(null=True, blank=True, editable=False)
    first_due_on = models.DateField(null=True, blank=True, editable=False)
    moves = models.PositiveSmallIntegerField(default=0, editable=False)
    response = models.CharField(max_length=12, choices=Response, blank=True, editable=False)
    responded_on = models.DateField(null=True, blank=True, editable=False)
    closed_on = models.DateField(null=True, blank=True, editable=False)
    activities = models.ManyToManyField(Activity, related_name="scrutiny_items", blank=True)

    objects = ScrutinyItemQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_on", "-pk"]
        verbose_name = "question or recommendation"
        verbose_name_plural = "questions and recommendations"
        constraints = [
            models.CheckConstraint(
                name="scrutiny_item_first_date_stays",
                condition=Q(due_on=None) | Q(first_due_on__isnull=False),
                violation_error_message="A date that stands keeps the date that was first said.",
            ),
            models.CheckConstraint(
                name="scrutiny_item_response_has_its_day",
                condition=Q(response="", responded_on=None)
                | (~Q(response="") & Q(responded_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="scrutiny_item_panel_sets_a_period",
                condition=~Q(clock="period") | Q(period_days__gte=1),
                violation_error_message="Enter the number of days that were given.",
            ),
        ]

    def __str__(self):
        return f"{self.reference}: {self.title}"

    def get_absolute_url(self):
        return reverse("governance:scrutinyitem-detail", args=[self.pk])

    @property
    def reference(self):
        """What people quote: "Question 12". Unsaved rows have no number yet."""
        return f"{self.get_kind_display()} {self.pk or ''}".strip()

    @property
    def is_question(self):
        return self.kind == self.Kind.QUESTION

    @property
    def standing(self):
        """How it stands, in words for a list: "Accepted, work goes on"."""
        if not self.response:
            return "Not answered yet"
        words = self.get_response_display()
        if self.response in (self.Response.ANSWERED, self.Response.NOT_ACCEPTED):
            return words
        return f"{words}, work goes on" if self.closed_on is None else f"{words} and done"

    @property
    def clock_explained(self):
        """Where its date comes from, in a sentence or two."""
        return clocks.explanation(
            self.clock,
            self.raised_on,
            period_days=self.period_days,
            first_due_on=self.first_due_on,
            by_panel=self.source == self.Source.PANEL,
        )

    @property
    def answers_the_clock_on(self):
        """The day on which what the clock asks for was done; None while it was not."""
        return self.responded_on if self.clock in clocks.ON_ANSWER else self.closed_on

    def days_late(self, on):
        """Days past the date that stands, until it was kept or until `on`; 0 when in time."""
        if self.due_on is None:
            return 0
        return max(((self.answers_the_clock_on or self.closed_on or on) - self.due_on).days, 0)

    def is_late(self, on):
        return self.answers_the_clock_on is None and not self.closed_on and self.days_late(on) > 0

    # --- Verbs: each writes a line and what follows from it, or nothing -----------------------
    @transaction.atomic
    def respond(self, *, response, words, said_on, by, at, token=None):
        """Answer it. A question is closed by its answer; a recommendation by what is done.

        A further answer stands instead of the one before; the day of the first is kept.
        """
        line = self.add_line(
            "responded", words=words, response=response, **spoken(by, at, said_on, token)
        )
        self.change(
            fields=["response", "responded_on", "closed_on"],
            closed_on=self.closed_by(response, said_on),
            response=response,
            responded_on=self.responded_on or said_on,
        )
        return line

    def closed_by(self, response, said_on):
        """The day on which it is closed once that answer stands; None where work goes on."""
        if self.is_question or response == self.Response.NOT_ACCEPTED:
            return self.closed_on or said_on
        was_refused = self.response == self.Response.NOT_ACCEPTED
        return None if was_refused else self.closed_on

    @transaction.atomic
    def close(self, *, words, said_on, by, at, token=None):
        """Say that what was promised in the response is done."""
        line = self.add_line("closed", words=words, **spoken(by, at, said_on, token))
        self.change(fields=["closed_on"], closed_on=said_on)
        return line

    def add_line(self, kind, **facts):
        return ScrutinyLine.objects.create(item=self, kind=kind, **facts)


class ScrutinyLine(Line):
    """Something said about a question or recommendation, for whoever asked to read."""

    class Kind(models.TextChoices):
        RESPONDED = "responded", "Answered"
        UPDATED = "updated", "Update"
        DATE_MOVED = "date_moved", "Date moved"
        CLOSED = "closed", "Closed"

    item = models.ForeignKey(ScrutinyItem, models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=10, choices=Kind)
    response = models.CharField(max_length=12, choices=ScrutinyItem.Response, blank=True)
    due_from = models.DateField(null=True)
    due_to = models.DateField(null=True)

    class Meta(Line.Meta):
        verbose_name = "line of a question or recommendation"
        verbose_name_plural = "lines of questions and recommendations"
        constraints = [
            models.CheckConstraint(name="scrutiny_line_has_words", condition=~Q(words="")),
            models.CheckConstraint(
                name="scrutiny_line_move_names_the_day",
                condition=(Q(kind="date_moved", due_to__isnull=False))
                | (~Q(kind="date_moved") & Q(due_to=None, due_from=None)),
            ),
            models.CheckConstraint(
                name="scrutiny_line_response_is_stated",
                condition=(Q(kind="responded") & ~Q(response=""))
                | (~Q(kind="responded") & Q(response="")),
            ),
            models.CheckConstraint(
                name="scrutiny_line_moves_somewhere",
                condition=Q(due_from=None) | Q(due_to=None) | ~Q(due_from=F("due_to")),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.said_on:%-d %B %Y}"
