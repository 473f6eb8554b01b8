"""Providers: who delivers services or receives grants."""

from plans.registers.filters import ActivityFilter, PriorityFilter, RegisterFilter, choice
from plans.registers.views import RegisterDetail, RegisterEdit, RegisterFile, RegisterList

from ..forms.providers import ProviderForm
from ..models import Provider
from .contract_rows import contract_rows, live_value, value_in_file
from .services import in_state

SHOWN_AT_MOST = 10
STATES = [("current", "In use"), ("ended", "No longer used")]


class ProviderFilter(RegisterFilter):
    words_in = ("name", "registered_number", "outline")

    kind = choice("Kind", Provider.Kind.choices)
    state = choice("State", STATES, method=in_state)
    priority = PriorityFilter()
    activity = ActivityFilter()

    class Meta:
        model = Provider
        fields = ["q", "kind", "state", "owner", "priority", "activity", "sort"]


class ProviderList(RegisterList):
    model = Provider
    template_name = "commissioning/provider_list.html"
    filterset_class = ProviderFilter
    sorts = {
        "provider": ["name"],
        "kind": ["kind"],
        "value": ["live_value"],
        "owner": ["owner__title"],
    }
    file_name = "providers"
    columns = [
        ("provider", lambda p: p.name),
        ("kind", lambda p: p.get_kind_display()),
        ("company or charity number", lambda p: p.registered_number),
        ("what it does", lambda p: p.outline),
        ("owner", lambda p: p.owner.title),
        ("live contracts", lambda p: p.live_contracts),
        ("value of live contracts in pounds", value_in_file),
        ("website", lambda p: p.link),
        ("no longer used from", lambda p: p.ended_on),
    ]

    def in_order(self, rows):
        rows = rows.with_live_contracts(self.request.today)
        return super().in_order(rows).select_related("owner")


class ProviderFile(RegisterFile, ProviderList):
    pass


class ProviderDetail(RegisterDetail):
    """A provider, its contracts and the services that they buy, its grants and what it was paid."""

    model = Provider
    template_name = "commissioning/provider_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("owner")

    def get_context_data(self, **kwargs):
        provider, today = self.object, self.request.today
        contracts = contract_rows(provider.contracts.for_list(), today)
        return super().get_context_data(
            contracts=contracts,
            live_value=live_value(contracts),
            services=services_of(contracts),
            **first_of("grants", provider.grants.select_related("service")),
            **first_of("payments", provider.payments.select_related("contract")),
            **kwargs,
        )


def services_of(contracts):
    """[(Service, whether a live contract buys it)], those that one does first."""
    found = {}
    for row in contracts:
        service = row.contract.service
        found[service] = found.get(service, False) or row.is_live
    return sorted(found.items(), key=lambda pair: (not pair[1], pair[0].title))


def first_of(name, rows):
    """The newest rows under the name, and whether there are more."""
    shown = list(rows[: SHOWN_AT_MOST + 1])
    return {name: shown[:SHOWN_AT_MOST], f"more_{name}": len(shown) > SHOWN_AT_MOST}


class ProviderEdit(RegisterEdit):
    model = Provider
    form_class = ProviderForm
