"""The nouns of commissioning."""

from .contracts import Contract, ContractLine, ContractReview
from .intentions import Intention
from .money import Grant, Payment
from .services import Provider, Service
from .shared_services import (
    AgreementReview,
    ServiceLevelAgreement,
    ServicePlanItem,
    ServicePlanLine,
    SharedService,
)

__all__ = [
    "AgreementReview",
    "Contract",
    "ContractLine",
    "ContractReview",
    "Grant",
    "Intention",
    "Payment",
    "Provider",
    "Service",
    "ServiceLevelAgreement",
    "ServicePlanItem",
    "ServicePlanLine",
    "SharedService",
]
