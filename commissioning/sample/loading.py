"""Loading commissioning's sample, once plan, measures and governance are loaded.

Services that documents name come first, then invented providers, contracts and money. All of it is
told through the verbs that the pages use, by the posts that answer. Nothing is random: the same
lines are made every time. Each invented row says that it is invented, in its note for colleagues.
"""

from decimal import Decimal
from itertools import groupby

from django.db import transaction

from commissioning import sample
from commissioning.models import (
    Contract,
    ContractReview,
    Grant,
    Intention,
    Payment,
    Provider,
    Service,
    ServiceLevelAgreement,
    ServicePlanItem,
    SharedService,
)
from commissioning.models.money import publish_all
from governance import sample as governance_sample
from governance.models import Body, Decision
from opcc.office.models import Department
from plans.models import DeliveryPlan
from plans.sample.loading import day
from plans.sample.registers import Registers, in_order

KINDS = [
    Provider,
    Service,
    Contract,
    Grant,
    Payment,
    Intention,
    SharedService,
    ServiceLevelAgreement,
    ServicePlanItem,
]
"""What a database holds of its own, if it is in use."""

MARK = "Invented for this demonstration."

PUBLISHED_AT = "https://example.org/transparency/{list}-{month}"


@transaction.atomic
def load(tell):
    """Add commissioning to the demonstration; `tell` is called with a line each."""
    loading = Loading(DeliveryPlan.objects.get())
    for step in (loading.load_services, loading.load_contracts, loading.load_money):
        tell(f"  {step()}")


class Loading(Registers):
    """The steps of loading."""

    apart = Registers.apart | {
        "bodies",
        "contract",
        "decided",
        "department",
        "is_left_out",
        "payee",
        "provider",
        "recipient",
        "service",
    }

    def __init__(self, plan):
        super().__init__(plan)
        self.bodies = {body.name: body for body in Body.objects.all()}
        self.departments = {each.name: each for each in Department.objects.all()}
        self.providers, self.services, self.shared, self.contracts = {}, {}, {}, {}

    # --- Services -----------------------------------------------------------------------------
    def load_services(self):
        written = sample.written("services")
        for described in written["partners"]:
            self.make(Provider, described)
        for described in written["services"]:
            self.load_service(described)
        for described in rows("services"):
            service = self.services[described["title"]]
            service.change(**self.columns(Service, described))
        for described in sample.written("shared_services")["services"]:
            department = self.departments[described["title"]]
            shared = self.make(SharedService, described, department=department)
            self.shared[shared.title] = shared
        self.load_agreements()
        self.load_service_plans()
        return (
            f"{Service.objects.count()} services, {SharedService.objects.count()} shared services, "
            f"{ServiceLevelAgreement.objects.count()} service level agreements, "
            f"{ServicePlanItem.objects.count()} items of service plans"
        )

    def load_service(self, described):
        service = self.services[described["title"]] = self.make(Service, described)
        service.bodies.set([self.bodies[name] for name in described["bodies"]])

    def load_agreements(self):
        for described in rows("agreements"):
            agreement = self.invent(
                ServiceLevelAgreement,
                described,
                title=f"Service Level Agreement: {described['service']}",
                service=self.shared[described["service"]],
            )
            self.say_all(agreement, described["lines"])

    def load_service_plans(self):
        for described in in_order(rows("service_plans"), "raised_on"):
            item = self.invent(
                ServicePlanItem,
                described,
                service=self.shared[described["service"]],
                first_due_on=day(described["due_on"]),
            )
            self.say_all(item, described["lines"])

    # --- Contracts ----------------------------------------------------------------------------
    def load_contracts(self):
        for described in rows("providers"):
            outline = f"{MARK} {described['outline']}"
            provider = self.invent(Provider, described, outline=outline)
            self.providers[provider.name] = provider
        for described in rows("contracts"):
            self.load_contract(described)
        return (
            f"{Provider.objects.count()} providers, {Contract.objects.count()} contracts, "
            f"{ContractReview.objects.count()} reviews of contracts"
        )

    def load_contract(self, described):
        contract = self.contracts[described["reference"]] = self.invent(
            Contract,
            described,
            service=self.services[described["service"]],
            provider=self.providers[described["provider"]],
            department=self.departments[described["department"]],
        )
        self.say_all(contract, described["lines"])

    def say(self, row, line, **facts):
        """A review that corrects one names it by the day on which it was held, which is its own."""
        if "corrects" in line:
            facts["corrects"] = row.reviews.get(said_on=day(line["on"]))
            line = {name: value for name, value in line.items() if name != "corrects"}
        super().say(row, line, **facts)

    # --- Money --------------------------------------------------------------------------------
    def load_money(self):
        self.load_grants()
        self.load_payments()
        self.load_intentions()
        return (
            f"{Grant.objects.count()} grants, {Payment.objects.count()} items of spend, "
            f"{Intention.objects.count()} commissioning intentions"
        )

    def load_grants(self):
        grants = [
            self.invent(
                Grant,
                described,
                recipient=self.providers[described["recipient"]],
                service=self.services[described["service"]],
            )
            for described in in_order(rows("grants"), "made_on")
        ]
        publish_by_month(grants, "Crime and disorder reduction grants", "grants")

    def load_payments(self):
        listed = []
        for described in in_order(rows("spend"), "paid_on"):
            payment = self.invent(
                Payment,
                described,
                payee=self.providers[described["payee"]],
                contract=self.contracts.get(described.get("contract")),
            )
            if payment.must_be_published and not described.get("is_left_out"):
                listed.append(payment)
        publish_by_month(listed, "Spending over £500", "spending")

    def load_intentions(self):
        decisions = {decision.reference: decision for decision in Decision.objects.all()}
        for described in rows("intentions"):
            service = self.services.get(described.get("service"))
            intention = self.invent(Intention, described, service=service)
            if decided := described.get("decided"):
                agreed = decided.get("resources_agreed")
                intention.decide(
                    decided["outcome"],
                    decision=decisions[decided["decision"]],
                    resources_agreed=agreed and Decimal(agreed),
                )

    # --- Rows ---------------------------------------------------------------------------------
    def invent(self, model, described, **facts):
        """Make a row that says to colleagues that it is invented, before its own note."""
        note = f"{MARK} {described.get('internal_note', '')}".strip()
        return self.make(model, described, internal_note=note, **facts)


def rows(name):
    """The rows of a file of invented ones, each with what the file says of every one."""
    file = sample.invented(name)
    return [file.get("every", {}) | row for row in file["rows"]]


def publish_by_month(made, duty, name):
    """Publish rows, in order of time, on the day on which governance's sample tells of it."""
    monthly = governance_sample.invented("publications")["monthly"]
    days = next(each["published"] for each in monthly if each["duty"] == duty)
    for month, of_month in groupby(made, key=lambda row: f"{row.happened_on:%Y-%m}"):
        if month in days:
            link = PUBLISHED_AT.format(list=name, month=month)
            publish_all(list(of_month), on=day(days[month]), link=link)
