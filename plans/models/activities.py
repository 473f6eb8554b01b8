"""Activities: what was promised, by which post, by when.

The columns here are the record's last word, kept for lists and filters. They change only in
`plans.record`, together with the line that says so; `verify_record` compares the two.
"""

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.urls import reverse

from opcc.office.composed import composed_once, is_prefetched
from opcc.office.models import Post

from ..statuses import ENDED, Status
from .plans import DeliveryPlan, Objective, Priority


class ActivityQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.works_here else self.none()

    def for_form(self):
        """Load what the rules and forms ask of an activity, in one query."""
        return self.select_related("objective", "plan", "lead")

    def for_page(self):
        """Load what an activity's own page shows as well."""
        return self.for_form().select_related("carried_from__plan", "carried_from__objective")

    def with_newest_line(self):
        """Annotate `newest_number`, `newest_digest` and `newest_standing` of the last line."""
        lines = apps.get_model("plans", "Entry").objects.filter(activity=OuterRef("pk"))
        newest = lines.order_by("-number")
        return self.annotate(
            **{
                f"newest_{n}": Subquery(newest.values(n)[:1])
                for n in ("number", "digest", "standing")
            }
        )

    def open(self):
        return self.exclude(status__in=ENDED)

    def in_order(self):
        return self.order_by("objective__number", "number")


class Activity(models.Model):
    """A promise of the delivery plan, with one lead post by construction."""

    class Kind(models.TextChoices):
        DELIVERABLE = "deliverable", "Deliverable"
        DUTY = "duty", "Continuing duty"

    plan = models.ForeignKey(DeliveryPlan, models.PROTECT, related_name="activities")
    objective = models.ForeignKey(Objective, models.PROTECT, related_name="activities")
    number = models.PositiveSmallIntegerField(help_text="Its place under the objective.")
    title = models.CharField(max_length=500)
    detail = models.TextField(blank=True)
    kind = models.CharField(
        max_length=12,
        choices=Kind,
        default=Kind.DELIVERABLE,
        help_text="A deliverable ends; a continuing duty has review points and does not.",
    )
    starts_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    first_due_on = models.DateField(null=True, blank=True)
    moves = models.PositiveSmallIntegerField(default=0)
    lead = models.ForeignKey(Post, models.PROTECT, related_name="activities_led")
    owners = models.ManyToManyField(Post, through="Ownership", related_name="activities_shared")
    priorities = models.ManyToManyField(Priority, related_name="activities", blank=True)
    carried_from = models.OneToOneField(
        "self", models.PROTECT, related_name="carried_to", null=True, blank=True
    )
    status = models.CharField(max_length=12, choices=Status, default=Status.NOT_STARTED)
    said_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["objective__number", "number"]
        verbose_name_plural = "activities"
        constraints = [
            models.UniqueConstraint(
                fields=["objective", "number"],
                name="activity_number_once_in_objective",
                violation_error_message="The objective already has an activity with this number.",
            ),
            models.UniqueConstraint(
                fields=["plan", "title"],
                name="activity_title_once_in_plan",
                violation_error_message="The plan already has an activity with this title.",
            ),
            models.CheckConstraint(
                name="activity_title_is_not_empty",
                condition=~Q(title=""),
                violation_error_message="Enter a title.",
            ),
            models.CheckConstraint(
                name="activity_due_on_or_after_start",
                condition=Q(starts_on=None) | Q(due_on=None) | Q(due_on__gte=F("starts_on")),
                violation_error_message="The due date must not be before the start date.",
            ),
            models.CheckConstraint(
                name="activity_first_date_stays_beside_todays",
                condition=Q(due_on=None) | Q(first_due_on__isnull=False),
                violation_error_message="A date that stands keeps the date that was first said.",
            ),
            models.CheckConstraint(
                name="activity_status_is_known",
                condition=Q(status__in=Status.values),
            ),
            models.CheckConstraint(
                name="activity_kind_is_known", condition=Q(kind__in=["deliverable", "duty"])
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "status"], name="activity_by_status"),
            models.Index(fields=["plan", "due_on"], name="activity_by_due_date"),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    def get_absolute_url(self):
        return reverse("plans:activity-detail", args=[self.pk])

    @property
    def reference(self):
        """The number people quote: objective, then place, as in 3.14."""
        return f"{self.objective.number}.{self.number}"

    @property
    def has_ended(self):
        return self.status in ENDED

    @property
    def is_duty(self):
        return self.kind == self.Kind.DUTY

    def owner_ids(self, *roles):
        """The posts that answer for it: the lead, and shared owners of the given roles."""
        shared = [post_id for post_id, role in self.shares() if not roles or role in roles]
        return {self.lead_id, *shared}

    shares_known = None
    """What `shares` returns where a page has read it in the record. Not for writing by."""

    def shares(self):
        """[(post's key, role)] of the shared owners."""
        if self.shares_known is not None:
            return self.shares_known
        if is_prefetched(self, "ownerships"):
            return [(ownership.post_id, ownership.role) for ownership in self.ownerships.all()]
        return shares_of(self.pk)

    def all_milestones(self):
        """Its milestones in the order of their dates. One query unless prefetched."""
        return (
            self.milestones.all() if is_prefetched(self, "milestones") else milestones_of(self.pk)
        )


@composed_once
def shares_of(activity):
    return Ownership.objects.filter(activity=activity).values_list("post_id", "role")


@composed_once
def milestones_of(activity):
    return Milestone.objects.filter(activity=activity)


class Ownership(models.Model):
    """A post's share in an activity that another post leads."""

    class Role(models.TextChoices):
        JOINT = "joint", "Joint owner"
        CONTRIBUTOR = "contributor", "Contributor"

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="ownerships")
    post = models.ForeignKey(Post, models.PROTECT, related_name="ownerships")
    role = models.CharField(max_length=12, choices=Role)

    class Meta:
        ordering = ["role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "post"],
                name="ownership_once_for_a_post",
                violation_error_message="This post already shares the activity.",
            )
        ]

    def __str__(self):
        return f"{self.post} ({self.get_role_display()})"


class Milestone(models.Model):
    """A dated part of an activity. Its facts, too, change only with a line in the record."""

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=200)
    due_on = models.DateField()
    first_due_on = models.DateField()
    met_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "title"],
                name="milestone_title_once_in_activity",
                violation_error_message="The activity already has a milestone with this title.",
            )
        ]

    def __str__(self):
        return self.title


def what_a_post_leads(post):
    """Say which open activities the post leads."""
    return open_among(post.activities_led)


def what_a_post_shares(post):
    """Say in which open activities of other posts this one has a share."""
    return [f"a share in {words}" for words in open_among(post.activities_shared)]


def open_among(activities):
    """[how many of these activities are open, and which]; empty where none is."""
    still = activities.open().exclude(plan__state=DeliveryPlan.State.CLOSED)
    found = still.select_related("objective").in_order()
    count = found.count()
    some = ", ".join(activity.reference for activity in found[:5])
    return [f"{count} open activit{'y' if count == 1 else 'ies'} ({some})"] if count else []
