"""Services: what is delivered for whom, and the contracts that stand behind each."""

import django_filters
from django.db.models import Prefetch

from governance.models import Body
from plans.registers.filters import (
    EVERYTHING,
    ActivityFilter,
    PriorityFilter,
    RegisterFilter,
    choice,
)
from plans.registers.views import RegisterDetail, RegisterEdit, RegisterFile, RegisterList
from plans.views.linked_activities import linked_activities

from ..forms.services import ServiceForm
from ..models import Contract, Provider, Service
from .contract_rows import contract_rows, live_value, value_in_file

STATES = [("current", "Goes on"), ("ended", "Ended")]
CONTRACTS = [("live", "With a live contract"), ("none", "Without a live contract")]


def bodies(request):
    return Body.objects.all()


def providers(request):
    return Provider.objects.all()


def in_state(rows, name, value):
    """Of what goes on until its `ended_on`."""
    return rows.current() if value == "current" else rows.exclude(ended_on=None)


class ServiceFilter(RegisterFilter):
    words_in = ("title", "purpose", "need", "groups")

    kind = choice("For whom or what", Service.Kind.choices)
    state = choice("State", STATES, method=in_state)
    contract = choice("Contract", CONTRACTS, method="by_contract")
    provider = django_filters.ModelChoiceFilter(
        label="Provider", queryset=providers, method="by_provider", empty_label=EVERYTHING
    )
    priority = PriorityFilter()
    body = django_filters.ModelChoiceFilter(
        label="Board", field_name="bodies", queryset=bodies, empty_label=EVERYTHING
    )
    activity = ActivityFilter()

    class Meta:
        model = Service
        fields = [
            "q", "kind", "state", "contract", "provider", "owner", "priority", "body", "activity",
            "sort",
        ]  # fmt: skip

    def by_contract(self, rows, name, value):
        today = self.request.today
        if value == "live":
            return rows.with_live_contract(today)
        return rows.without_live_contract(today)

    def by_provider(self, rows, name, value):
        """Services that the provider has, or had, a contract to deliver."""
        return rows.filter(pk__in=value.contracts.values("service"))


class ServiceList(RegisterList):
    model = Service
    template_name = "commissioning/service_list.html"
    filterset_class = ServiceFilter
    sorts = {
        "service": ["title"],
        "value": ["live_value"],
        "owner": ["owner__title"],
    }
    file_name = "services"
    columns = [
        ("service", lambda s: s.title),
        ("kind", lambda s: s.get_kind_display()),
        ("what it is for", lambda s: s.purpose),
        ("need it serves", lambda s: s.need),
        ("groups it is for", lambda s: "; ".join(s.group_names)),
        ("owner", lambda s: s.owner.title),
        ("runs since", lambda s: s.starts_on),
        ("ended on", lambda s: s.ended_on),
        ("live contracts", lambda s: s.live_contracts),
        ("value of live contracts in pounds", value_in_file),
        ("providers", lambda s: "; ".join(provider.name for provider in providers_of(s))),
        ("priorities", lambda s: "; ".join(str(p) for p in s.priorities.all())),
        ("activities", lambda s: ", ".join(a.reference for a in s.activities.all())),
        ("boards", lambda s: "; ".join(str(body) for body in s.bodies.all())),
    ]

    def in_order(self, rows):
        today = self.request.today
        live = Contract.objects.live(today).select_related("provider")
        return (
            super()
            .in_order(rows.with_live_contracts(today))
            .select_related("owner")
            .prefetch_related(Prefetch("contracts", live, to_attr="running"))
        )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        for service in context["object_list"]:
            service.providers = providers_of(service)
        return context

    def for_file(self):
        return super().for_file().prefetch_related("priorities", "activities__objective", "bodies")


def providers_of(service):
    """The providers of its live contracts, each once, by name."""
    found = {contract.provider for contract in service.running}
    return sorted(found, key=lambda provider: provider.name)


class ServiceFile(RegisterFile, ServiceList):
    pass


class ServiceDetail(RegisterDetail):
    """A service, what it is for, and everything along the thread that leads to it and from it."""

    model = Service
    template_name = "commissioning/service_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("owner")

    def get_context_data(self, **kwargs):
        service, today = self.object, self.request.today
        contracts = contract_rows(service.contracts.for_list(), today)
        return super().get_context_data(
            contracts=contracts,
            live_value=live_value(contracts),
            lacks_contract=not service.ended_on and not any(c.is_live for c in contracts),
            grants=service.grants.select_related("recipient"),
            intentions=service.intentions.select_related("decision"),
            priorities=service.priorities.select_related("plan"),
            bodies=service.bodies.all(),
            can_add=self.may("add"),
            **linked_activities(self.request, service.activities),
            **kwargs,
        )


class ServiceEdit(RegisterEdit):
    model = Service
    form_class = ServiceForm
