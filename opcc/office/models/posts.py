"""Posts own activities; people hold posts between two dates."""

from collections.abc import Callable
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Prefetch, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from ..telling import tell_successor
from .people import User

open_work = []
"""Functions `(post) -> list of words` that upper apps add: what a post leads, still open."""
shared_work = []
"""Functions of the same kind: what other posts lead and this one shares, still open."""


class Carried(NamedTuple):
    """Work of a post that goes to another in one go.

    words: (post) -> list of words for what it is; empty where there is none.
    carry: (post, to, by=User, reason=text), which gives all of it to the post `to`.
    """

    words: Callable
    carry: Callable


carried_work = []
"""Carried, one for each kind of work that upper apps keep for a post besides its activities."""


class Department(models.Model):
    """A team or shared service."""

    class Kind(models.TextChoices):
        PERSONAL_OFFICE = "personal_office", "Personal office"
        COMMISSIONING = "commissioning", "Commissioning"
        HOSTED = "hosted", "Shared service hosted by the office"
        ENABLING = "enabling", "Enabling service hosted by the force"

    name = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=20, choices=Kind)
    outline = models.TextField(blank=True, help_text="What it does, in a sentence or two.")

    history = HistoricalRecords()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class PostQuerySet(models.QuerySet):
    def standing(self, on=None):
        """Posts that have not been abolished by that day."""
        return (
            self.filter(Q(abolished_on=None) | Q(abolished_on__gt=on))
            if on
            else self.filter(abolished_on=None)
        )

    def with_people(self, on):
        """Load who holds, deputises for and supports each post that day. One more query."""
        people = Holding.objects.on(on).with_users()
        return self.prefetch_related(Prefetch("holdings", people, to_attr="people"))

    def by_any_name(self):
        """Return {casefolded title or alias: post} for matching a document's words."""
        return {name.casefold(): post for post in self for name in [post.title, *post.aliases]}


class Post(models.Model):
    """A position that owns activities, whoever holds it."""

    class StatutoryRole(models.TextChoices):
        NONE = "", "None"
        MONITORING_OFFICER = "monitoring_officer", "Monitoring officer"
        SECTION_151 = "section_151", "Section 151 officer"

    title = models.CharField(max_length=150, unique=True)
    aliases = models.JSONField(
        "also known as",
        default=list,
        blank=True,
        help_text='Short titles that documents use, as a list: ["D/CEO", "Deputy CEO"].',
    )
    department = models.ForeignKey(
        Department, models.PROTECT, related_name="posts", null=True, blank=True
    )
    is_elt = models.BooleanField(
        "on the Executive Leadership Team (ELT)",
        default=False,
        help_text="Whether the post sits on the Executive Leadership Team.",
    )
    is_accountable = models.BooleanField(
        "answers for the whole plan",
        default=False,
        help_text="One post does. It accepts every move of a promised date.",
    )
    statutory_role = models.CharField(max_length=20, choices=StatutoryRole, default="", blank=True)
    abolished_on = models.DateField(
        null=True, blank=True, help_text="Leave empty while the post exists, filled or vacant."
    )

    objects = PostQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["-is_accountable", "-is_elt", "title"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_accountable"],
                condition=Q(is_accountable=True),
                name="post_one_is_accountable",
                violation_error_message="Another post already answers for the whole plan. "
                "Untick it there first.",
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("plans:owner-detail", args=[self.pk])

    def clean(self):
        super().clean()
        if not isinstance(self.aliases, list) or not all(isinstance(a, str) for a in self.aliases):
            raise ValidationError({"aliases": 'Write a list of texts, such as ["D/CEO"].'})
        if self.abolished_on and self.pk:
            self.refuse_to_leave_work_behind()

    def refuse_to_leave_work_behind(self):
        """Raise ValidationError while the post owns something that is still open."""
        if self.is_accountable:
            raise ValidationError(
                f"{self.title} cannot be abolished: it answers for the whole plan. "
                "Let another post answer for it first."
            )
        words = [line for ask in [*open_work, *shared_work] for line in ask(self)]
        if words:
            raise ValidationError(
                f"{self.title} cannot be abolished: it still owns {'; '.join(words)}. "
                "Transfer what it leads to another post first (“Transfer activities to another "
                "post”, and everything else it answers for), and hand on what it shares."
            )

    def stands_on(self, day):
        return self.abolished_on is None or self.abolished_on > day

    def holdings_on(self, day):
        if hasattr(self, "people"):
            return self.people
        return list(self.holdings.on(day).select_related("user"))

    def holder_on(self, day):
        """Return the user who holds the post that day, or None while it is vacant."""
        return next((h.user for h in self.holdings_on(day) if h.kind == Holding.Kind.HOLDER), None)

    def deputy_on(self, day):
        return next((h.user for h in self.holdings_on(day) if h.kind == Holding.Kind.DEPUTY), None)

    def held_by_words(self, day):
        """Say who answers for the post that day, in words for a page.

        Who can no longer sign in answers for nothing, whatever the holding says.
        """
        deciding = {h.kind: h.user.name for h in reversed(self.holdings_on(day)) if h.decides}
        holder, deputy = deciding.get(Holding.Kind.HOLDER), deciding.get(Holding.Kind.DEPUTY)
        return holder or (f"Vacant ({deputy} acts as deputy)" if deputy else "Vacant")

    @transaction.atomic
    def hand_over(self, *, to, on, note, by, at):
        """End the present holding and begin the next on that day; return the Handover.

        `to` is a User, or None to leave the post vacant; who takes over gets a mail. at: aware
        datetime. Raises ValidationError where the person already holds the post, or where the day
        is before the present holder began.
        """
        Post.objects.select_for_update().get(pk=self.pk)
        present = self.holdings.filter(kind=Holding.Kind.HOLDER, ends_on=None).first()
        if present:
            present.end_before(on, successor=to)
        if to:
            holding = Holding(post=self, user=to, starts_on=on, kind=Holding.Kind.HOLDER)
            holding.full_clean()
            holding.save()
        handover = Handover.objects.create(
            post=self,
            from_user=present.user if present else None,
            to_user=to,
            on=on,
            note=note,
            recorded_by=by,
        )
        tell_successor(handover, at=at)
        return handover


class HoldingQuerySet(models.QuerySet):
    def with_users(self):
        return self.select_related("user").order_by("starts_on")

    def on(self, day):
        return self.filter(starts_on__lte=day).ending_from(day)

    def ending_from(self, day):
        """Holdings that last on that day or begin after it."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=day))


class Holding(models.Model):
    """A person in a post between two dates, both included."""

    class Kind(models.TextChoices):
        HOLDER = "holder", "Holder"
        DEPUTY = "deputy", "Deputy"
        SUPPORT = "support", "Support (writes for the post)"

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings")
    user = models.ForeignKey(User, models.PROTECT, related_name="holdings")
    kind = models.CharField(
        max_length=10,
        choices=Kind,
        help_text="A holder and a deputy approve what is said; support writes it.",
    )
    starts_on = models.DateField("from")
    ends_on = models.DateField("to", null=True, blank=True, help_text="Empty while it lasts.")

    objects = HoldingQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["post", "kind", "-starts_on"]
        constraints = [
            models.CheckConstraint(
                name="holding_ends_on_or_after_start",
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message="The last day must not be before the first.",
            ),
            models.UniqueConstraint(
                fields=["post"],
                condition=Q(kind="holder", ends_on=None),
                name="holding_one_present_holder",
                violation_error_message="The post already has a holder. Hand it over instead.",
            ),
        ]

    def __str__(self):
        return f"{self.user} as {self.described()}"

    def lasts_on(self, day):
        return self.starts_on <= day and (self.ends_on is None or self.ends_on >= day)

    @property
    def decides(self):
        """Whether this person can approve for the post: nobody can whose account is closed."""
        return self.kind in (self.Kind.HOLDER, self.Kind.DEPUTY) and self.user.is_active

    def described(self):
        """Name the post as this person stands to it: "Deputy for Chief Executive"."""
        prefix = {"holder": "", "deputy": "Deputy for ", "support": "Staff of "}[self.kind]
        return f"{prefix}{self.post.title}"

    def clean(self):
        super().clean()
        if self.kind == self.Kind.HOLDER and self.post_id and self.starts_on:
            self.refuse_overlap()

    def refuse_overlap(self):
        """Say in words what the database refuses: two holders of a post on one day."""
        others = Holding.objects.filter(post_id=self.post_id, kind=self.Kind.HOLDER)
        clash = others.exclude(pk=self.pk).filter(Q(ends_on=None) | Q(ends_on__gte=self.starts_on))
        if self.ends_on:
            clash = clash.filter(starts_on__lte=self.ends_on)
        first = clash.select_related("user").first()
        if first:
            until = f"until {first.ends_on:%-d %B %Y}" if first.ends_on else "with no last day"
            raise ValidationError(
                f"{first.user} holds this post from {first.starts_on:%-d %B %Y} {until}. "
                "A post has one holder at a time."
            )

    def end_before(self, day, successor):
        """End this holding the day before `day`, when `successor` begins."""
        if successor == self.user:
            raise ValidationError(f"{self.user} already holds {self.post}.")
        if day <= self.starts_on:
            raise ValidationError(
                f"{self.user} has held {self.post} since {self.starts_on:%-d %B %Y}. "
                "Choose a later day."
            )
        self.ends_on = day - day.resolution
        self.save(update_fields=["ends_on"])


class Handover(models.Model):
    """The event of a post passing from one person to the next."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="handovers")
    from_user = models.ForeignKey(
        User, models.PROTECT, related_name="handovers_given", null=True, blank=True
    )
    to_user = models.ForeignKey(
        User, models.PROTECT, related_name="handovers_received", null=True, blank=True
    )
    on = models.DateField()
    note = models.TextField(help_text="Why, and what the next holder should know.")
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", null=True)
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"{self.post}: {self.from_user or 'vacant'} to {self.to_user or 'vacant'}"

    def accept(self, *, by, at):
        """Let the person who takes over say so, once. Return whether this call did it."""
        waiting = Handover.objects.filter(pk=self.pk, to_user=by, accepted_at=None)
        return bool(waiting.update(accepted_at=at))
