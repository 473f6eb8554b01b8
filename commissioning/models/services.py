"""Who provides, and what is provided for whom."""

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from governance.models import Body
from plans.models import Activity, Priority
from plans.registers.models import OnceInAnyCase, Registered, RegisteredQuerySet


class CurrentQuerySet(RegisteredQuerySet):
    """Rows that go on until their `ended_on`."""

    def current(self):
        return self.filter(ended_on=None)


class UnderContractQuerySet(CurrentQuerySet):
    """Rows that contracts name: services and providers."""

    def with_live_contracts(self, on):
        """Annotate what runs on that day: `live_contracts`, how many, and `live_value`, in pounds.

        The value is None without any.
        """
        name = self.model._meta.model_name
        of_one = self.live_contracts_of_one(on).order_by().values(name)
        counted = Subquery(of_one.annotate(count=Count("pk")).values("count"))
        total = Subquery(of_one.annotate(total=Sum("value")).values("total"))
        return self.annotate(live_contracts=Coalesce(counted, 0), live_value=total)

    def with_live_contract(self, on):
        return self.filter(Exists(self.live_contracts_of_one(on)))

    def without_live_contract(self, on):
        """Those that go on, and no contract that runs on that day names them."""
        return self.current().filter(~Exists(self.live_contracts_of_one(on)))

    def live_contracts_of_one(self, on):
        contracts = self.model.contracts.rel.related_model.objects
        return contracts.live(on).filter(**{self.model._meta.model_name: OuterRef("pk")})


class Provider(Registered):
    """An organisation that delivers services for the office, or receives its grants."""

    class Kind(models.TextChoices):
        CHARITY = "charity", "Charity or community organisation"
        COMPANY = "company", "Company"
        HEALTH = "health", "Health body"
        COUNCIL = "council", "Council"
        POLICE = "police", "Police body"
        OTHER = "other", "Other public body"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=Kind)
    registered_number = models.CharField(
        "company or charity number", max_length=30, blank=True, help_text="As its register has it."
    )
    outline = models.TextField(blank=True, help_text="What it does, in a sentence or two.")
    link = models.URLField("website", blank=True)
    ended_on = models.DateField(
        "no longer used from", null=True, blank=True, help_text="Empty while it is in use."
    )

    objects = UnderContractQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            OnceInAnyCase(
                column="name",
                name="provider_name_once_in_any_case",
                violation_error_message="A provider with this name is here already. "
                "Find it in the list, or enter another name",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("commissioning:provider-detail", args=[self.pk])


class Service(Registered):
    """Something that the office has delivered for people, through contracts or grants."""

    class Kind(models.TextChoices):
        VICTIMS = "victims", "Victims of crime"
        VULNERABILITY = "vulnerability", "Abuse, violence and vulnerability"
        HEALTH = "health", "Health and justice"
        JUSTICE = "justice", "Restorative justice"
        REOFFENDING = "reoffending", "Reducing reoffending"
        PREVENTION = "prevention", "Prevention and demand"

    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=13, choices=Kind)
    purpose = models.TextField("what it is for")
    need = models.TextField(
        "need it serves", blank=True, help_text="Who needs it, and how the office knows."
    )
    groups = models.TextField(
        "groups it is for", blank=True, help_text="One a line, where it is for some above others."
    )
    starts_on = models.DateField("runs since", null=True, blank=True)
    ended_on = models.DateField(
        "ended on", null=True, blank=True, help_text="Empty while it goes on."
    )
    priorities = models.ManyToManyField(Priority, related_name="services", blank=True)
    activities = models.ManyToManyField(Activity, related_name="services", blank=True)
    bodies = models.ManyToManyField(
        Body, related_name="services", blank=True, verbose_name="boards that watch it"
    )

    objects = UnderContractQuerySet.as_manager()

    class Meta:
        ordering = ["title"]
        constraints = [
            OnceInAnyCase(
                column="title",
                name="service_title_once_in_any_case",
                violation_error_message="A service with this title is here already. "
                "Find it in the list, or enter another title",
            ),
            models.CheckConstraint(
                name="service_ends_after_it_starts",
                condition=Q(starts_on=None)
                | Q(ended_on=None)
                | Q(ended_on__gte=models.F("starts_on")),
                violation_error_message="A service ends on the day it began or later.",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("commissioning:service-detail", args=[self.pk])

    @property
    def group_names(self):
        return [name.strip() for name in self.groups.splitlines() if name.strip()]
