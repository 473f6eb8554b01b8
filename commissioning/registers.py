"""The registers of commissioning, as other pages show them and *My work* asks for them."""

from django.db.models import CharField, Value
from django.db.models.functions import Cast, Coalesce, Concat

from plans.registers.facts import NO_DAY, Register, asks_ahead

from . import models
from .fact_words import (
    agreement_words,
    contract_words,
    intention_words,
    plan_item_words,
    provider_words,
    published_words,
    service_words,
    shared_service_words,
)

SERVED = ("priorities", "activities__priorities")
UNDER_A_SERVICE = ("service__priorities", "service__activities__priorities")


def text(column):
    return Coalesce(Cast(column, CharField()), Value(""))


def joined(*columns):
    """The columns as one text with bars between, each empty where it is."""
    parts = [text(column) for column in columns]
    between = [part for column in parts for part in (column, Value("|"))]
    return Concat(*between[:-1], output_field=CharField())


def to_review(fact, words, on):
    return "To review" if words.due_on else ""


def to_do(fact, words, on):
    return "To do"


def to_publish(fact, words, on):
    """What was made or paid is published once its month is over."""
    is_over = (fact.on.year, fact.on.month) < (on.year, on.month)
    return "To publish" if is_over else ""


CONTRACTS = Register(
    "commissioning:contract", "Contracts", ("contract", "contracts"),
    models.Contract.objects.with_last_review,
    lambda: models.Contract.objects.with_last_review().open(),
    (
        Concat("reference", Value(" "), "title"),
        joined("performance", "starts_on", "closed_on", "review_on"),
        "reviewed_on",
        "ends_on",
    ),
    contract_words, ("reference", "title", "provider__name"), "state=open",
    to_activity=("activities", "service__activities"),
    to_priority=("activities__priorities", *UNDER_A_SERVICE),
    by_activity=6, by_priority=20, asks=to_review,
)  # fmt: skip
SERVICES = Register(
    "commissioning:service", "Services", ("service", "services"),
    models.Service.objects.all, models.Service.objects.current,
    ("title", "kind", NO_DAY, "ended_on"), service_words, ("title", "purpose", "need", "groups"),
    "state=current", to_priority=SERVED, to_body=("bodies",), by_activity=5, by_priority=10,
)  # fmt: skip
PROVIDERS = Register(
    "commissioning:provider", "Providers", ("provider", "providers"),
    models.Provider.objects.all, models.Provider.objects.current,
    ("name", "kind", NO_DAY, "ended_on"), provider_words, ("name", "outline"), "state=current",
    to_activity=("contracts__activities", "contracts__service__activities"),
    to_priority=(
        "contracts__activities__priorities",
        *(f"contracts__{way}" for way in UNDER_A_SERVICE),
    ),
)  # fmt: skip
AGREEMENTS = Register(
    "commissioning:servicelevelagreement", "Service level agreements",
    ("service level agreement", "service level agreements"),
    models.ServiceLevelAgreement.objects.all, models.ServiceLevelAgreement.objects.current,
    ("title", "title", "review_on", "ended_on"), agreement_words,
    ("title", "office_does", "force_does"), "state=current",
    to_activity=("activities", "service__activities"),
    to_priority=("activities__priorities", *UNDER_A_SERVICE),
    by_activity=91, by_priority=82, asks=asks_ahead("To review"),
)  # fmt: skip
SHARED_SERVICES = Register(
    "commissioning:sharedservice", "Shared services", ("shared service", "shared services"),
    models.SharedService.objects.all, models.SharedService.objects.current,
    ("title", "host", NO_DAY, "ended_on"), shared_service_words, ("title", "outline"),
    "state=current", to_priority=SERVED, by_activity=90, by_priority=80,
)  # fmt: skip
PLAN_ITEMS = Register(
    "commissioning:serviceplanitem", "Service plans",
    ("open item of a service plan", "open items of service plans"),
    models.ServicePlanItem.objects.all, models.ServicePlanItem.objects.open,
    ("title", "title", "due_on", "done_on"), plan_item_words, ("title",), "state=open",
    by_activity=92, by_priority=84, asks=to_do,
)  # fmt: skip
GRANTS = Register(
    "commissioning:grant", "Grants", ("grant to be published", "grants to be published"),
    models.Grant.objects.all, models.Grant.objects.to_be_published,
    ("title", text("amount"), "made_on", "published_on"), published_words,
    ("title", "purpose", "recipient__name"), "published=no",
    to_activity=("activities", "service__activities"),
    to_priority=("activities__priorities", *UNDER_A_SERVICE),
    by_activity=7, by_priority=25, asks=to_publish,
)  # fmt: skip
PAYMENTS = Register(
    "commissioning:payment", "Spend",
    ("item of spend to be published", "items of spend to be published"),
    models.Payment.objects.all, models.Payment.objects.to_be_published,
    ("title", text("amount"), "paid_on", "published_on"), published_words,
    ("title", "payee__name"), "published=no", asks=to_publish,
)  # fmt: skip
INTENTIONS = Register(
    "commissioning:intention", "Commissioning intentions",
    ("intention that waits for a decision", "intentions that wait for a decision"),
    models.Intention.objects.all, models.Intention.objects.waiting,
    ("title", "outcome", NO_DAY, NO_DAY), intention_words, ("title", "words"), "outcome=waiting",
    to_priority=(*SERVED, *UNDER_A_SERVICE), to_decision=("decision",),
    by_activity=8, by_priority=30,
)  # fmt: skip

COMMISSIONING = (
    CONTRACTS, SERVICES, PLAN_ITEMS, AGREEMENTS, SHARED_SERVICES, GRANTS, PAYMENTS, INTENTIONS,
    PROVIDERS,
)  # fmt: skip
"""In the order in which pages show what a post answers for."""
