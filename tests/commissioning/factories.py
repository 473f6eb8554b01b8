"""Makers of test data for commissioning. They hold no surprises, as in tests.factories."""

import datetime as dt
from decimal import Decimal

import factory

from commissioning.models import (
    Contract,
    Grant,
    Intention,
    Payment,
    Provider,
    Service,
    ServiceLevelAgreement,
    ServicePlanItem,
    SharedService,
)
from tests.factories import moment, voice
from tests.governance.factories import RegisteredFactory


class ProviderFactory(RegisteredFactory):
    class Meta:
        model = Provider
        django_get_or_create = ["name"]

    name = "Harbour Lane Support"
    kind = Provider.Kind.CHARITY


class ServiceFactory(RegisteredFactory):
    class Meta:
        model = Service
        django_get_or_create = ["title"]

    title = "Victim services"
    kind = Service.Kind.VICTIMS
    purpose = "Helps victims of crime to cope and recover."


class ContractFactory(RegisteredFactory):
    """Runs from 1 April 2019 to 31 March 2022 for £90,000."""

    class Meta:
        model = Contract

    reference = factory.Sequence("C{:03}".format)
    title = "Support for victims"
    service = factory.SubFactory(ServiceFactory)
    provider = factory.SubFactory(ProviderFactory)
    value = Decimal(90_000)
    starts_on = dt.date(2019, 4, 1)
    ends_on = dt.date(2022, 3, 31)
    procurement_route = Contract.Route.OPEN


def reviewed(contract, *, on, **judged):
    """Add a review of that day, all well unless `judged` says otherwise."""
    usual = {
        "performance": "on_track",
        "performance_words": "Every referral was seen within five days.",
        "risk": "low",
        "risk_words": "Staff are in post.",
        "spend_to_date": Decimal(30_000),
    }
    at = moment(on.year, on.month, on.day)
    return contract.review(said_on=on, by=voice(), at=at, **usual | judged)


class GrantFactory(RegisteredFactory):
    class Meta:
        model = Grant

    title = factory.Sequence("Grant {}".format)
    recipient = factory.SubFactory(ProviderFactory)
    purpose = "Evening work with young people."
    conditions = "A report at the end of the year."
    reasons = "Nobody else does it."
    amount = Decimal(5_000)
    made_on = dt.date(2020, 11, 10)


class PaymentFactory(RegisteredFactory):
    class Meta:
        model = Payment

    title = factory.Sequence("Payment {}".format)
    payee = factory.SubFactory(ProviderFactory)
    amount = Decimal(750)
    paid_on = dt.date(2020, 11, 12)
    reasons = "Three quotations were asked for."


class IntentionFactory(RegisteredFactory):
    class Meta:
        model = Intention

    title = factory.Sequence("Intention {}".format)
    year = 2020
    theme = Intention.Theme.VICTIMS
    words = "More people ask for help than can be seen."
    resources_asked = Decimal(20_000)


class SharedServiceFactory(RegisteredFactory):
    class Meta:
        model = SharedService
        django_get_or_create = ["title"]

    title = "Estates and Facilities"
    host = "office"


class AgreementFactory(RegisteredFactory):
    class Meta:
        model = ServiceLevelAgreement

    title = factory.Sequence("Agreement {}".format)
    service = factory.SubFactory(SharedServiceFactory)
    office_does = "Runs the buildings."
    force_does = "Says what it needs a year ahead."
    starts_on = dt.date(2019, 4, 1)
    review_on = dt.date(2021, 3, 31)


class ServicePlanItemFactory(RegisteredFactory):
    class Meta:
        model = ServicePlanItem

    title = factory.Sequence("Item {}".format)
    service = factory.SubFactory(SharedServiceFactory)
    raised_on = dt.date(2020, 4, 1)
    due_on = dt.date(2021, 1, 31)
    first_due_on = factory.SelfAttribute("due_on")
