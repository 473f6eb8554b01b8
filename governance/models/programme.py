"""The panel's work programme: what the Commissioner offers, and what the panel chooses."""

from django.db import models
from django.db.models import Case, Q, Value, When
from django.urls import reverse

from plans.financial_years import days_of
from plans.models import Activity, Priority
from plans.registers.models import Registered, RegisteredQuerySet

from .meetings import Meeting


class ProgrammeItemQuerySet(RegisteredQuerySet):
    def visible_to(self, user):
        """The programme is the panel's own: its members read all of it."""
        if user.works_here or (user.is_authenticated and user.is_active and user.is_panel):
            return self
        return self.none()

    def with_state(self):
        """Annotate `state_now`, the same as the property `state`, to filter and sort by."""
        states = ProgrammeItem.State
        return self.annotate(
            state_now=Case(
                When(dropped_on__isnull=False, then=Value(states.DROPPED.value)),
                When(heard_on__isnull=False, then=Value(states.HEARD.value)),
                When(meeting__isnull=False, then=Value(states.SCHEDULED.value)),
                When(chosen_on__isnull=False, then=Value(states.CHOSEN.value)),
                default=Value(states.OFFERED.value),
                output_field=models.CharField(),
            )
        )

    def open(self):
        return self.filter(heard_on=None, dropped_on=None)

    def offered(self):
        """What waits for the panel to choose it."""
        return self.open().filter(chosen_on=None)

    def serving(self, priority):
        """Items tied to a priority, by themselves or through an activity that serves it."""
        tied = Q(priorities=priority) | Q(activities__priorities=priority)
        return self.filter(pk__in=self.model.objects.filter(tied).values("pk"))

    def tied_to_nothing(self):
        return self.filter(activities=None, priorities=None)

    def of_year(self, year):
        """Items offered from 1 April of that year to 31 March of the next."""
        return self.filter(offered_on__range=days_of(year))

    def in_order_of_work(self):
        """What is open first, the newest first. Annotates `state_order`, to sort by."""
        states = enumerate(ProgrammeItem.State.values)
        ranked = self.with_state().annotate(
            state_order=Case(*[When(state_now=state, then=Value(rank)) for rank, state in states]),
            is_ended=Case(When(heard_on=None, dropped_on=None, then=Value(0)), default=Value(1)),
        )
        return ranked.order_by("is_ended", "-offered_on", "pk")


class ProgrammeItem(Registered):
    """A topic for the panel, with a synopsis, offered by the Commissioner or asked for."""

    class Origin(models.TextChoices):
        OFFERED = "offered", "Offered by the Commissioner"
        ASKED = "asked", "Asked for by the panel"

    class State(models.TextChoices):
        OFFERED = "offered", "Offered"
        CHOSEN = "chosen", "Chosen by the panel"
        SCHEDULED = "scheduled", "Given a meeting"
        HEARD = "heard", "Heard"
        DROPPED = "dropped", "Dropped"

    title = models.CharField(max_length=200)
    synopsis = models.TextField(help_text="A short paragraph on the work involved.")
    origin = models.CharField(max_length=8, choices=Origin, default=Origin.OFFERED)
    offered_on = models.DateField(
        "day it was offered", help_text="The day it was offered or asked for."
    )
    offered_at = models.ForeignKey(
        Meeting, models.PROTECT, related_name="items_offered", null=True, blank=True
    )
    activities = models.ManyToManyField(Activity, related_name="programme_items", blank=True)
    priorities = models.ManyToManyField(Priority, related_name="programme_items", blank=True)
    chosen_on = models.DateField(null=True, blank=True, editable=False)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, related_name="items", null=True, blank=True, editable=False
    )
    heard_on = models.DateField(null=True, blank=True, editable=False)
    outcome = models.TextField(blank=True, editable=False)
    dropped_on = models.DateField(null=True, blank=True, editable=False)
    reason = models.TextField(blank=True, editable=False)

    objects = ProgrammeItemQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_on", "pk"]
        verbose_name = "work programme item"
        constraints = [
            models.CheckConstraint(
                name="programme_item_dropped_for_a_reason",
                condition=Q(dropped_on=None) | ~Q(reason=""),
                violation_error_message="Say why it was dropped.",
            ),
            models.CheckConstraint(
                name="programme_item_heard_at_a_meeting",
                condition=Q(heard_on=None) | Q(meeting__isnull=False),
                violation_error_message="Give it a meeting before saying that it was heard.",
            ),
            models.CheckConstraint(
                name="programme_item_not_heard_and_dropped",
                condition=Q(heard_on=None) | Q(dropped_on=None),
                violation_error_message="It was heard, so it cannot be dropped.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("governance:programmeitem-detail", args=[self.pk])

    @property
    def state(self):
        if self.dropped_on:
            return self.State.DROPPED
        if self.heard_on:
            return self.State.HEARD
        if self.meeting_id:
            return self.State.SCHEDULED
        return self.State.CHOSEN if self.chosen_on else self.State.OFFERED

    @property
    def is_open(self):
        return self.heard_on is None and self.dropped_on is None

    def choose(self, *, on):
        """Record that the panel chose it."""
        self.change(fields=["chosen_on"], chosen_on=on)

    def schedule(self, meeting, *, on):
        """Give it a meeting; what was not chosen yet is thereby chosen on that day."""
        self.change(
            fields=["meeting", "chosen_on"], meeting=meeting, chosen_on=self.chosen_on or on
        )

    def hear(self, *, on, outcome):
        """Record that the panel heard it, and what came of it."""
        self.change(fields=["heard_on", "outcome"], heard_on=on, outcome=outcome)

    def drop(self, *, on, reason):
        self.change(fields=["dropped_on", "reason"], dropped_on=on, reason=reason)
