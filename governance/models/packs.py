"""Packs: what the panel is told for a meeting, and stays as it was told.

A pack is a frozen position of a plan: its text is kept as it was published, under its SHA-256.
Rows of a pack are never changed or deleted; a mistake makes the next version, with a reason.
"""

import hashlib
import json
from functools import cached_property

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse

from plans.models import DeliveryPlan, Measure
from plans.registers.models import Stale

from .meetings import Meeting


class PackDraftQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.works_here else self.none()

    def unchanged_since(self, draft):
        """The row of `draft` while nobody has saved it since it was read."""
        return self.filter(pk=draft.pk, version=draft.version)


class PackDraft(models.Model):
    """A pack being prepared. Its words are the office's own until it is published."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="pack_drafts")
    plan = models.ForeignKey(DeliveryPlan, models.PROTECT, related_name="pack_drafts")
    cut_off = models.DateTimeField(help_text="Lines made later are not in the pack.")
    commentary = models.TextField(blank=True)
    objective_commentary = models.JSONField(default=dict, help_text="{objective's key: words}")
    reason = models.TextField(blank=True, help_text="Why there is another version.")
    internal_note = models.TextField(blank=True, help_text="Seen inside the office only.")
    measures = models.ManyToManyField(
        Measure, related_name="+", blank=True, help_text="Whose charts the pack shows."
    )
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = PackDraftQuerySet.as_manager()

    class Meta:
        ordering = ["-cut_off"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "plan"],
                name="pack_draft_once_for_a_meeting",
                violation_error_message="A pack for this meeting is being prepared already.",
            )
        ]

    def __str__(self):
        return f"Pack being prepared for {self.meeting}"

    def get_absolute_url(self):
        return reverse("governance:packdraft-detail", args=[self.pk])

    @transaction.atomic
    def change(self, *, by, at, measures=None, **facts):
        """Write these columns, if nobody saved since it was read. Raises Stale otherwise.

        by: User. at: aware datetime. measures: the Measures that it shows, None to leave them as
        they are. One conditional UPDATE comes first, so that of two exactly one wins.
        """
        facts |= {"saved_by": by, "saved_at": at}
        same = PackDraft.objects.unchanged_since(self)
        if not same.update(version=F("version") + 1, **facts):
            raise Stale(self)
        self.version += 1
        for name, value in facts.items():
            setattr(self, name, value)
        if measures is not None:
            self.measures.set(measures)

    @transaction.atomic
    def remove(self):
        """Take the draft away, if nobody saved since it was read. Raises Stale otherwise."""
        # Rows of other tables go with it, so that its deletion alone is no single statement.
        if not PackDraft.objects.unchanged_since(self).update(version=F("version") + 1):
            raise Stale(self)
        PackDraft.objects.filter(pk=self.pk).delete()


class PackQuerySet(models.QuerySet):
    def visible_to(self, user, on):
        """All for the office, all published to the panel for its members, public ones for all."""
        return self if self.are_all_readable_by(user) else self.public(on)

    def are_all_readable_by(self, user):
        """Whether this reader may open packs that are not public."""
        return user.is_authenticated and user.is_active and (user.works_here or user.is_panel)

    def readable_by(self, user, on):
        """The packs that the reader may open that day, without their text.

        Annotates `public_from`; `newest`, the key of the newest version for the same meeting that
        the reader may open; `is_superseded`, whether there is a later one, readable or not; and
        `shows_before`, whether the reader may open the pack that it is compared with.
        """
        visible = Pack.objects.visible_to(user, on)
        versions = visible.filter(meeting=OuterRef("meeting"), plan=OuterRef("plan"))
        return (
            self.visible_to(user, on)
            .with_opening()
            .without_text()
            .annotate(
                newest=Subquery(versions.order_by("-version").values("pk")[:1]),
                shows_before=Exists(visible.filter(pk=OuterRef("previous"))),
                is_superseded=Exists(
                    Pack.objects.filter(
                        meeting=OuterRef("meeting"),
                        plan=OuterRef("plan"),
                        version__gt=OuterRef("version"),
                    )
                ),
            )
        )

    def with_opening(self):
        """Annotate `public_from`: the day from which the newest opening lets everybody in."""
        newest = PackOpening.objects.filter(pack=OuterRef("pk")).order_by("-made_at", "-pk")
        return self.annotate(public_from=Subquery(newest.values("public_from")[:1]))

    def public(self, on):
        return self.with_opening().filter(public_from__lte=on)

    def without_text(self):
        """Leave the frozen text in the database: most pages need none of it."""
        return self.defer("frozen")

    def newest_first(self):
        return self.order_by("-cut_off", "-version")


class Pack(models.Model):
    """A position of a plan as it was published for a meeting."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="packs")
    plan = models.ForeignKey(DeliveryPlan, models.PROTECT, related_name="packs")
    version = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    cut_off = models.DateTimeField()
    previous = models.ForeignKey(
        "self", models.PROTECT, related_name="following", null=True, blank=True
    )
    frozen = models.TextField(help_text="Everything that it says, as JSON.")
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the frozen text.")
    summary = models.JSONField(help_text="What a line says of it: a few facts of the frozen text.")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    published_by_name = models.CharField(max_length=200)
    published_by_post = models.CharField(max_length=200, blank=True)

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["-cut_off", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "plan", "version"], name="pack_version_once_for_a_meeting"
            ),
            models.CheckConstraint(
                name="pack_of_a_later_version_has_a_reason",
                condition=Q(version=1) | (Q(version__gt=1) & ~Q(reason="")),
            ),
        ]

    def __str__(self):
        version = f", version {self.version}" if self.version > 1 else ""
        return f"Pack for {self.meeting}{version}"

    def get_absolute_url(self):
        return reverse("governance:pack-detail", args=[self.pk])

    @cached_property
    def facts(self):
        """The frozen text as the plain values it was made from."""
        return json.loads(self.frozen)

    @property
    def short_digest(self):
        """The first figures of the digest, as people read them to each other."""
        return f"{self.digest[:4]} {self.digest[4:8]}"


class PackPart(models.Model):
    """The timeline of one activity in a pack: kept apart, since one page needs one of them."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="parts")
    activity = models.PositiveBigIntegerField(help_text="The activity's key.")
    frozen = models.TextField(help_text="The published lines of its record, as JSON.")
    digest = models.CharField(max_length=64, help_text="SHA-256; the pack's own text names it.")

    class Meta:
        ordering = ["pack", "activity"]
        constraints = [
            models.UniqueConstraint(fields=["pack", "activity"], name="pack_part_once_in_pack")
        ]

    def __str__(self):
        return f"Part {self.activity} of {self.pack_id}"


class PackOpening(models.Model):
    """From which day a pack is open to everybody. The newest line counts; no day closes it."""

    pack = models.ForeignKey(Pack, models.PROTECT, related_name="openings")
    public_from = models.DateField(null=True, blank=True)
    words = models.TextField(blank=True, help_text="Why.")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    made_by_name = models.CharField(max_length=200)
    made_by_post = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["pack", "made_at", "pk"]

    def __str__(self):
        if self.public_from is None:
            return "Not open to the public"
        return f"Public from {self.public_from:%-d %B %Y}"


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()
