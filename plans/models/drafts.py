"""What is being written and has not been said yet. Never shown outside the office."""

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Prefetch, Q
from django.urls import reverse

from opcc.office.models import Holding

from ..telling import tell_author, tell_receivers
from .activities import Activity
from .entries import Entry


class DraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.works_here else self.none()

    def open(self):
        return self.exclude(state=Draft.State.DONE)

    def submitted(self):
        return self.filter(state=Draft.State.SUBMITTED)

    def for_list(self):
        return self.select_related(
            "activity__objective",
            "activity__plan",
            "activity__lead",
            "author",
            "corrects__milestone",
        ).order_by("submitted_at", "pk")

    def for_deciding(self, on):
        """Load what the rules ask of each draft and what its form shows. Four queries."""
        people = Holding.objects.on(on).select_related("user")
        return self.for_list().prefetch_related(
            "activity__ownerships",
            "activity__milestones",
            Prefetch("activity__lead__holdings", people, to_attr="people"),
        )

    def unchanged_since(self, draft):
        """The row of `draft` while nobody has saved it since it was read."""
        return self.filter(pk=draft.pk, version=draft.version)


class Draft(models.Model):
    """A line that somebody proposes, until it is approved, and then only that it was."""

    class Kind(models.TextChoices):
        UPDATE = "update", "Update"
        CONFIRM = "confirm", "No change, still true"
        DATE_MOVE = "date_move", "Date move"
        REWORD = "reword", "Rewording"
        WITHDRAW = "withdraw", "Withdrawal"
        HAND_OVER = "hand_over", "Hand-over"
        CORRECTION = "correction", "Correction"

    class State(models.TextChoices):
        WRITING = "writing", "Being written"
        SUBMITTED = "submitted", "Waiting for approval"
        RETURNED = "returned", "Returned"
        DONE = "done", "Approved"

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=12, choices=Kind)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafts")
    proposal = models.JSONField(default=dict, help_text="What was typed, field by field.")
    internal_note = models.TextField(
        blank=True, help_text="For colleagues only. It never leaves the office."
    )
    state = models.CharField(max_length=10, choices=State, default=State.WRITING)
    corrects = models.ForeignKey(Entry, models.PROTECT, related_name="+", null=True, blank=True)
    activity_version = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)
    token = models.UUIDField(null=True, help_text="Of the form that saved it last.")
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    returned_comment = models.TextField(blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "kind"],
                condition=~Q(state="done") & Q(corrects=None),
                name="draft_one_open_of_a_kind",
                violation_error_message="Somebody has already begun one. Open theirs.",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=~Q(state="done"),
                name="draft_one_open_correction_of_a_line",
                violation_error_message="Somebody has already begun one. Open theirs.",
            ),
            models.CheckConstraint(
                name="draft_correction_points_to_a_line",
                condition=~Q(kind="correction") | Q(corrects__isnull=False),
            ),
            models.CheckConstraint(
                name="draft_returned_with_a_comment",
                condition=~Q(state="returned") | ~Q(returned_comment=""),
                violation_error_message="Say what should change.",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} for {self.activity}"

    def get_absolute_url(self):
        return reverse("plans:draft-detail", args=[self.pk])

    @property
    def is_for_accountable_post(self):
        """Whether only the post that answers for the whole plan decides on it.

        It accepts date moves and withdrawals, and sets right what it accepted.
        """
        undoes_withdrawal = self.corrects is not None and (
            self.corrects.kind == Entry.Kind.WITHDRAWN
        )
        return self.kind in (self.Kind.DATE_MOVE, self.Kind.WITHDRAW) or undoes_withdrawal

    @property
    def waits_for(self):
        """Whose word it waits for, in words."""
        if self.is_for_accountable_post:
            return "the post that answers for the whole plan"
        if self.kind == self.Kind.HAND_OVER:
            return "the post that it is offered to"
        return f"the {self.activity.lead}, or a joint owner"

    def claim(self, **values):
        """Save these values if nobody saved since this draft was read. Return whether it did.

        One conditional UPDATE, so that of two people exactly one wins.
        """
        claimed = Draft.objects.unchanged_since(self).update(version=F("version") + 1, **values)
        if claimed:
            self.version += 1
            for name, value in values.items():
                setattr(self, name, value)
        return bool(claimed)

    def keep(self, **values):
        """Write it with these values: for the first time, or as `claim` does.

        Raises IntegrityError where somebody else was quicker to begin one.
        """
        if self.pk:
            return self.claim(**values)
        self.version = 1
        for name, value in values.items():
            setattr(self, name, value)
        self.save()
        return True

    @transaction.atomic
    def submit(self, *, by, at, **values):
        """Put it, with these values, before who decides. As `keep`, and tells by mail of an offer.

        Everything else that waits is said in the next digest of who decides.
        """
        sent = {"state": self.State.SUBMITTED, "submitted_at": at, "saved_at": at}
        if not self.keep(**{**values, **sent}):
            return False
        if self.kind == self.Kind.HAND_OVER:
            tell_receivers(self, by=by, at=at)
        return True

    @transaction.atomic
    def send_back(self, *, comment, by, at):
        """Return it to its author, who gets a mail. Only a waiting draft can be returned."""
        if self.state != self.State.SUBMITTED:
            return False
        returned = self.claim(
            state=self.State.RETURNED, returned_comment=comment, returned_by=by, saved_at=at
        )
        if returned:
            tell_author(self, by=by, at=at)
        return returned
