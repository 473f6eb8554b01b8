"""Contracts, what was said about them, and their quarterly reviews."""

import datetime as dt

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import F, Min, OuterRef, Q, Subquery
from django.urls import reverse

from opcc.office.models import Department
from plans import periods
from plans.models import Activity, Priority
from plans.registers.models import Line, OnceInAnyCase, Registered, RegisteredQuerySet, spoken
from plans.statuses import Status

from ..thresholds import CONTRACT_COPY_OVER
from .services import Provider, Service


def quarter_of(day):
    """The first day of the quarter that holds `day`: 1 April, July, October or January."""
    return periods.begins("quarter", day)


class ContractQuerySet(RegisteredQuerySet):
    def open(self):
        """Contracts whose file is not closed, whether they run or not."""
        return self.filter(closed_on=None)

    def live(self, on):
        return self.filter(starts_on__lte=on, ends_on__gte=on, closed_on=None)

    def past_notice(self, on):
        """Live contracts whose notice day has passed."""
        return self.live(on).filter(notice_on__lt=on)

    def ending_by(self, on, day):
        """Live contracts, and those to come, that end by `day`."""
        return self.open().filter(ends_on__gte=on, ends_on__lte=day)

    def with_last_review(self):
        """Annotate what the newest review says, None without any.

        `reviewed_on`, `performance`, `risk`, `spend_to_date`. A review that was corrected does not
        count; its correction does.
        """
        newest = ContractReview.objects.standing().filter(contract=OuterRef("pk")).newest_first()
        names = {"reviewed_on": "said_on"} | {
            n: n for n in ("performance", "risk", "spend_to_date")
        }
        return self.annotate(
            **{name: Subquery(newest.values(column)[:1]) for name, column in names.items()}
        )

    def not_reviewed(self, on):
        """Of `with_last_review`: live contracts without a review in the quarter that holds `on`."""
        begins = quarter_of(on)
        return self.live(on).filter(Q(reviewed_on=None) | Q(reviewed_on__lt=begins))

    def to_be_published(self):
        """Contracts of which a copy must be published, and no one has said that it was."""
        return self.filter(value__gt=CONTRACT_COPY_OVER, published_on=None)

    def for_list(self):
        return self.with_last_review().select_related("service", "provider", "owner")


class Contract(Registered):
    """An agreement with a provider to deliver a service, for a sum, between two days.

    Its post, `owner`, manages it. Its state follows from its days, and is never stored.
    """

    class Route(models.TextChoices):
        OPEN = "open", "Open tender"
        FRAMEWORK = "framework", "Framework or call-off"
        QUOTATION = "quotation", "Quotations"
        DIRECT = "direct", "Direct award"
        PARTNER = "partner", "Bought by a partner"

    class State(models.TextChoices):
        UPCOMING = "upcoming", "Not yet begun"
        RUNNING = "running", "Running"
        NOTICE = "notice", "Running, notice day passed"
        ENDED = "ended", "Ended, to be closed"
        CLOSED = "closed", "Closed"

    reference = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    service = models.ForeignKey(Service, models.PROTECT, related_name="contracts")
    provider = models.ForeignKey(Provider, models.PROTECT, related_name="contracts")
    value = models.DecimalField(
        "whole value",
        max_digits=12,
        decimal_places=2,
        validators=[MinValueValidator(0)],
        help_text="In pounds, over the whole term without extensions.",
    )
    first_value = models.DecimalField(max_digits=12, decimal_places=2, editable=False)
    starts_on = models.DateField("first day")
    ends_on = models.DateField("last day")
    first_ends_on = models.DateField(editable=False)
    variations = models.PositiveSmallIntegerField(default=0, editable=False)
    extension = models.CharField(
        "extension options",
        max_length=200,
        blank=True,
        help_text="Such as: up to two years, one year at a time.",
    )
    notice_on = models.DateField(
        "notice day",
        null=True,
        blank=True,
        help_text="By when the office must say whether it goes on.",
    )
    review_on = models.DateField("next review", null=True, blank=True)
    procurement_route = models.CharField("procurement route", max_length=9, choices=Route)
    department = models.ForeignKey(
        Department,
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="The department whose budget it is on.",
    )
    activities = models.ManyToManyField(Activity, related_name="contracts", blank=True)
    published_on = models.DateField("day a copy was published", null=True, editable=False)
    link = models.URLField("where the copy is", blank=True, editable=False)
    closed_on = models.DateField(null=True, editable=False)

    objects = ContractQuerySet.as_manager()

    class Meta:
        ordering = ["ends_on", "pk"]
        constraints = [
            OnceInAnyCase(
                column="reference",
                name="contract_reference_once_in_any_case",
                violation_error_message="A contract with this reference is here already. "
                "Find it in the list, or enter another reference",
            ),
            models.CheckConstraint(
                name="contract_ends_on_or_after_its_first_day",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message="The last day must not be before the first day.",
            ),
            models.CheckConstraint(
                name="contract_value_is_not_negative",
                condition=Q(value__gte=0),
                violation_error_message="A value cannot be negative.",
            ),
            models.CheckConstraint(
                name="contract_notice_day_is_within_it",
                condition=Q(notice_on=None) | Q(notice_on__lte=F("ends_on")),
                violation_error_message="The notice day must not be after the last day.",
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    def get_absolute_url(self):
        return reverse("commissioning:contract-detail", args=[self.pk])

    def save(self, *args, **kwargs):
        """The first value and last day are what was said when the contract was entered."""
        if self._state.adding:
            self.first_value, self.first_ends_on = self.value, self.ends_on
        super().save(*args, **kwargs)

    # --- How it stands on a day ---------------------------------------------------------------
    def state_on(self, on):
        """Return the State that follows from the days."""
        state = state_of(self.starts_on, self.ends_on, self.closed_on, on)
        is_past_notice = self.notice_on is not None and self.notice_on < on
        return self.State.NOTICE if state == self.State.RUNNING and is_past_notice else state

    def is_live(self, on):
        return self.state_on(on) in (self.State.RUNNING, self.State.NOTICE)

    @property
    def must_be_published(self):
        """Whether the law asks for a copy (see `thresholds`)."""
        return self.value > CONTRACT_COPY_OVER

    def lacks_review(self, on):
        """Of `with_last_review`: what `not_reviewed` asks of many."""
        last = getattr(self, "reviewed_on", None)
        return self.is_live(on) and (last is None or last < quarter_of(on))

    def priorities_served(self):
        """The priorities that its service, its activities or those of its service serve."""
        by_activity = Q(activities__contracts=self) | Q(activities__services=self.service_id)
        served = Priority.objects.filter(Q(services=self.service_id) | by_activity)
        return Priority.objects.filter(pk__in=served.values("pk"))

    def earlier_days(self):
        """{column: the days that stood there before, the latest first}, from field history.

        Of the days that are changed without a line: the first day and the notice day. One query.
        """
        columns = ("starts_on", "notice_on")
        lines = self.history.order_by("-history_date", "-history_id").values_list(*columns)
        return {
            column: [day for day in dict.fromkeys(said) if day and day != getattr(self, column)]
            for column, said in zip(columns, zip(*lines, strict=True), strict=False)
        }

    # --- What may be said about it ------------------------------------------------------------
    @transaction.atomic
    def vary(self, *, ends_on, value, words, said_on, by, at, token=None):
        """Change the last day, the value or both, with the reason. What was first agreed stays."""
        return self.add_line(
            "varied",
            {"ends_on": ends_on, "value": value, "variations": self.variations + 1},
            ends_from=self.ends_on,
            ends_to=ends_on,
            value_from=self.value,
            value_to=value,
            words=words,
            **spoken(by, at, said_on, token),
        )

    @transaction.atomic
    def publish(self, *, link, words="", said_on, by, at, token=None):
        """Say that a copy was published on `said_on`, and where it is."""
        return self.add_line(
            "published",
            {"published_on": said_on, "link": link},
            link=link,
            words=words,
            **spoken(by, at, said_on, token),
        )

    @transaction.atomic
    def close(self, *, words, said_on, by, at, token=None):
        """Close the file of a contract that ended, and say what came of it."""
        return self.add_line(
            "closed", {"closed_on": said_on}, words=words, **spoken(by, at, said_on, token)
        )

    @transaction.atomic
    def review(self, *, said_on, by, at, token=None, next_review_on=None, **judged):
        """Add a quarterly review, or what corrects one: columns of ContractReview in `judged`.

        The next review is the one that the newest review names, whichever was written last.
        """
        line = ContractReview.objects.create(
            contract=self, next_review_on=next_review_on, **judged, **spoken(by, at, said_on, token)
        )
        newest = self.reviews.standing().newest_first().first()
        self.change(review_on=newest.next_review_on)
        return line

    def add_line(self, kind, columns, **facts):
        line = ContractLine.objects.create(contract=self, kind=kind, **facts)
        self.change(fields=list(columns), **columns)
        return line


def state_of(starts_on, ends_on, closed_on, on):
    """Return the Contract.State that a contract's days make on the day `on`.

    Its notice day is not asked for: a contract past that day runs.
    """
    if closed_on:
        return Contract.State.CLOSED
    if ends_on < on:
        return Contract.State.ENDED
    return Contract.State.UPCOMING if on < starts_on else Contract.State.RUNNING


class ContractLine(Line):
    """Something that was said about a contract, besides reviews."""

    class Kind(models.TextChoices):
        VARIED = "varied", "Varied"
        PUBLISHED = "published", "Copy published"
        CLOSED = "closed", "Closed"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="lines")
    kind = models.CharField(max_length=9, choices=Kind)
    ends_from = models.DateField(null=True)
    ends_to = models.DateField(null=True)
    value_from = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    value_to = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    link = models.URLField(blank=True)

    class Meta(Line.Meta):
        verbose_name = "line of a contract"
        verbose_name_plural = "lines of contracts"
        constraints = [
            models.CheckConstraint(
                name="contract_line_has_words", condition=Q(kind="published") | ~Q(words="")
            ),
            models.CheckConstraint(
                name="contract_line_names_what_was_varied",
                condition=Q(
                    kind="varied",
                    ends_from__isnull=False,
                    ends_to__isnull=False,
                    value_from__isnull=False,
                    value_to__isnull=False,
                )
                | (
                    ~Q(kind="varied")
                    & Q(ends_from=None, ends_to=None, value_from=None, value_to=None)
                ),
            ),
            models.CheckConstraint(
                name="contract_line_published_says_where",
                condition=~Q(kind="published") | ~Q(link=""),
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.said_on:%-d %B %Y}"


class ContractReviewQuerySet(models.QuerySet):
    def standing(self):
        """Reviews that no later line corrects."""
        return self.filter(corrections=None)

    def newest_first(self):
        return self.order_by("-said_on", "-made_at", "-pk")

    def first_days(self):
        """{key of a contract: the day of its first review that stands}. One query."""
        days = self.standing().order_by().values("contract").annotate(first=Min("said_on"))
        return dict(days.values_list("contract", "first"))


class ContractReview(Line):
    """How a contract was judged at a quarterly review. A mistake is corrected by a new review."""

    class Performance(models.TextChoices):
        ON_TRACK = Status.ON_TRACK.value, Status.ON_TRACK.label
        AT_RISK = Status.AT_RISK.value, Status.AT_RISK.label
        OFF_TRACK = Status.OFF_TRACK.value, Status.OFF_TRACK.label

    class Risk(models.TextChoices):
        LOW = "low", "Low"
        MEDIUM = "medium", "Medium"
        HIGH = "high", "High"

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="reviews")
    performance = models.CharField(max_length=9, choices=Performance)
    performance_words = models.TextField("why, in words")
    risk = models.CharField("risk to the service", max_length=6, choices=Risk)
    risk_words = models.TextField("why, in words")
    spend_to_date = models.DecimalField(
        max_digits=12, decimal_places=2, validators=[MinValueValidator(0)]
    )
    next_review_on = models.DateField(null=True, blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, related_name="corrections", null=True, blank=True
    )

    objects = ContractReviewQuerySet.as_manager()

    class Meta(Line.Meta):
        verbose_name = "contract review"
        constraints = [
            models.CheckConstraint(
                name="contract_review_judgements_have_words",
                condition=~Q(performance_words="") & ~Q(risk_words=""),
            ),
            models.CheckConstraint(
                name="contract_review_judgements_are_known",
                condition=Q(
                    performance__in=["on_track", "at_risk", "off_track"],
                    risk__in=["low", "medium", "high"],
                ),
            ),
            models.CheckConstraint(
                name="contract_review_off_track_says_what_is_done",
                condition=~Q(performance="off_track") | ~Q(words=""),
                violation_error_message="Say what is being done about it.",
            ),
            models.CheckConstraint(
                name="contract_review_spend_is_not_negative", condition=Q(spend_to_date__gte=0)
            ),
            models.CheckConstraint(
                name="contract_review_next_is_later",
                condition=Q(next_review_on=None) | Q(next_review_on__gt=F("said_on")),
                violation_error_message="The next review must be after this one.",
            ),
        ]

    def __str__(self):
        return f"{self.get_performance_display()}, {self.said_on:%-d %B %Y}"

    @property
    def quarter(self):
        """The first and the last day of the quarter that the review was held in."""
        begins = quarter_of(self.said_on)
        return begins, periods.shift(begins, 3) - dt.timedelta(days=1)
