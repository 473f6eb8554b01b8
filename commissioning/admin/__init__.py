"""Django admin for commissioning. Dated lines are read here and written on their pages."""

from . import (
    agreements,
    contracts,
    grants,
    intentions,
    payments,
    providers,
    service_plans,
    services,
    shared_services,
)

__all__ = [
    "agreements",
    "contracts",
    "grants",
    "intentions",
    "payments",
    "providers",
    "service_plans",
    "services",
    "shared_services",
]
