"""The record: one line for each thing that was said or done, for ever.

A line is never changed or deleted. Triggers refuse it on SQLite and PostgreSQL, and each line's
SHA-256 digest covers the line before it, so that what is forced shows (`verify_record`).
"""

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from ..evidence.naming import read_files
from ..statuses import Status
from .activities import Activity, Milestone
from .plans import DeliveryPlan


class EntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.works_here else self.none()

    def last_lines(self, plan, at=None):
        """The newest line of each activity of the plan, or the newest as at a moment."""
        if at is None:
            # By way of the activities: a year of other lines is never looked at.
            return self.filter(activity__plan=plan, version=F("activity__version"))
        until = Entry.objects.filter(activity=OuterRef("pk"), made_at__lte=at)
        newest = until.order_by("-version").values("pk")[:1]
        activities = Activity.objects.filter(plan=plan).annotate(newest=Subquery(newest))
        return self.filter(pk__in=activities.values("newest"))

    def correctable(self):
        """The lines of which `can_be_corrected` is true."""
        return self.filter(kind__in=[*Entry.STATEMENTS, Entry.Kind.MILESTONE_MET]).exclude(
            kind=Entry.Kind.CONFIRMED, narrative=""
        )

    def made_between(self, start, end):
        """Lines made after `start` and no later than `end`, both moments."""
        return self.filter(made_at__gt=start, made_at__lte=end)

    def for_timeline(self):
        return self.select_related("milestone").order_by("-number")


class Entry(models.Model):
    """A line of the record."""

    class Kind(models.TextChoices):
        PROMISED = "promised", "Promised"
        UPDATED = "updated", "Update"
        CONFIRMED = "confirmed", "No change, still true"
        DATE_MOVED = "date_moved", "Date moved"
        OWNER_CHANGED = "owner_changed", "Handed over"
        REWORDED = "reworded", "Reworded"
        MILESTONE_ADDED = "milestone_added", "Milestone promised"
        MILESTONE_MET = "milestone_met", "Milestone met"
        CORRECTED = "corrected", "Corrected"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class ReasonCategory(models.TextChoices):
        SUPPLIER = "supplier", "Supplier"
        PARTNER = "partner", "Partner organisation"
        FUNDING = "funding", "Funding"
        STAFFING = "staffing", "Staffing"
        SCOPE = "scope", "Scope changed"
        LEGAL = "legal", "Law or regulation"
        EMERGENCY = "emergency", "Public health or other emergency"
        OTHER = "other", "Other"

    STATEMENTS = (Kind.UPDATED, Kind.CONFIRMED, Kind.WITHDRAWN)
    """Kinds that say how it is going."""

    plan = models.ForeignKey(DeliveryPlan, models.PROTECT, related_name="entries")
    number = models.PositiveIntegerField(help_text="Its place in the plan's record, from 1.")
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="entries")
    version = models.PositiveIntegerField(help_text="Its place in the activity's record, from 1.")
    kind = models.CharField(max_length=16, choices=Kind)
    said_on = models.DateField(help_text="The day that the words are about.")
    made_at = models.DateTimeField(help_text="The moment that the line entered the record.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="entries_made", null=True
    )
    made_by_name = models.CharField(max_length=200)
    made_by_post = models.CharField(max_length=200, blank=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="entries_written", null=True
    )
    written_by_name = models.CharField(max_length=200, blank=True)
    written_by_post = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=12, choices=Status, blank=True)
    narrative = models.TextField(blank=True)
    next_steps = models.TextField(blank=True)
    reason_category = models.CharField(max_length=12, choices=ReasonCategory, blank=True)
    reason = models.TextField(blank=True)
    forecast_on = models.DateField(null=True, help_text="When it is now expected, if off track.")
    evidence = models.TextField(blank=True)
    # Null in lines without files, and never an empty list: so that the digests of lines that were
    # written before there was this column hold.
    files = models.JSONField(
        null=True, help_text="The files that show it, each with its name and SHA-256."
    )
    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="entries", null=True)
    corrects = models.ForeignKey("self", models.PROTECT, related_name="corrections", null=True)
    correction = models.TextField(blank=True, help_text="What was wrong with the line corrected.")
    changes = models.JSONField(default=dict, help_text="{fact: [from, to]}")
    standing = models.JSONField(help_text="The activity as it stood right after this line.")
    token = models.UUIDField(null=True, unique=True, help_text="Of the form that made it.")
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "number"]
        verbose_name = "line of the record"
        verbose_name_plural = "record"
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="entry_number_once_in_plan"),
            models.UniqueConstraint(
                fields=["activity", "version"], name="entry_version_once_in_activity"
            ),
            models.CheckConstraint(
                name="entry_kind_is_known",
                condition=Q(
                    kind__in=[
                        "promised",
                        "updated",
                        "confirmed",
                        "date_moved",
                        "owner_changed",
                        "reworded",
                        "milestone_added",
                        "milestone_met",
                        "corrected",
                        "withdrawn",
                    ]
                ),
            ),
            models.CheckConstraint(name="entry_names_who_made_it", condition=~Q(made_by_name="")),
            models.CheckConstraint(
                name="entry_update_has_status_and_words",
                condition=~Q(kind="updated") | (Q(status__in=Status.values) & ~Q(narrative="")),
            ),
            models.CheckConstraint(
                name="entry_confirmation_says_what_is_still_true",
                condition=~Q(kind="confirmed") | Q(status__in=Status.values),
            ),
            models.CheckConstraint(
                name="entry_at_risk_has_a_reason",
                condition=~Q(kind__in=["updated", "corrected"], status="at_risk") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="entry_off_track_has_reason_and_next_steps",
                condition=~Q(kind__in=["updated", "corrected"], status="off_track")
                | (~Q(reason="") & ~Q(next_steps="")),
            ),
            models.CheckConstraint(
                name="entry_date_move_has_category_and_reason",
                condition=~Q(kind="date_moved") | (~Q(reason="") & ~Q(reason_category="")),
            ),
            models.CheckConstraint(
                name="entry_change_of_promise_has_a_reason",
                condition=~Q(kind__in=["owner_changed", "reworded", "withdrawn"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="entry_milestone_line_names_a_milestone",
                condition=~Q(kind__in=["milestone_added", "milestone_met"])
                | Q(milestone__isnull=False),
            ),
            models.CheckConstraint(
                name="entry_correction_points_to_what_it_corrects",
                condition=(Q(kind="corrected", corrects__isnull=False) & ~Q(correction=""))
                | (~Q(kind="corrected") & Q(corrects__isnull=True)),
            ),
        ]
        indexes = [models.Index(fields=["plan", "made_at"], name="entry_by_moment")]

    def __str__(self):
        return f"Line {self.number}: {self.get_kind_display()}"

    def get_absolute_url(self):
        return f"{reverse('plans:activity-detail', args=[self.activity_id])}#line-{self.number}"

    @property
    def named_files(self):
        return read_files(self.files)

    @property
    def is_bare_confirmation(self):
        """Whether it only says that an earlier line was still true."""
        return self.kind == self.Kind.CONFIRMED and not self.narrative

    @property
    def can_be_corrected(self):
        """Whether it says how it is going, in words of its own, or that a milestone was met."""
        says = self.kind in self.STATEMENTS and not self.is_bare_confirmation
        return says or self.kind == self.Kind.MILESTONE_MET
