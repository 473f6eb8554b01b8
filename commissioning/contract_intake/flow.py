"""The import of contracts, as its pages know it."""

from django.urls import reverse

from plans.registers.intake.flow import Flow
from plans.registers.intake.names import New
from plans.registers.voices import voice_of
from plans.views.plans import current_plan

from ..models import Contract, Provider
from .columns import COLUMNS, VARIED
from .comparing import MATCHED, Comparison
from .known import NEW, Known
from .reading import read_rows

MATCHED_WORDS = {
    "provider": (
        "Providers that are not known yet",
        "For each, choose the provider that it is, or make it a new one.",
    ),
    "service": (
        "Services that are not known yet",
        "For each, choose the service that it is. A new one is added in the register first.",
    ),
    "owner": (
        "Managers that are no post yet",
        "For each, choose the post that manages the contract.",
    ),
    "department": (
        "Departments that are not known yet",
        "For each, choose the department whose budget it is on.",
    ),
}
"""{field: (heading, words)} above the names that are not known."""


class ContractImport(Flow):
    register = "contracts"
    name = "commissioning:contract-import"
    heading = "Import contracts"
    lede = "Bring a register of contracts from a spreadsheet."
    nouns = ("contract", "contracts")
    first_cell = "Contract"
    cells = ("Provider", "Service", "Value", "Manager", "Term")
    columns = COLUMNS
    matched = MATCHED_WORDS
    reason_label = "Why values or last days change"
    reason_help = "It stands beside each contract that is varied. What was first agreed stays."
    permission = "commissioning.add"

    def trail(self):
        return "Contracts", reverse("commissioning:contract-list")

    def offered(self, field):
        return self.known.offered(field)

    def compare(self, table, mapping, chosen):
        self.known = Known(current_plan(self.request), chosen, self.today)
        rows, notes = self.columns.rows_below(table, mapping)
        said, problems = read_rows(rows, mapping)
        comparison = Comparison(said, self.known, self.user, mapping)
        return comparison.difference(problems, [*table.notes, *notes])

    # --- Writing ----------------------------------------------------------------------------------
    def write(self, difference, *, reason):
        self.reason, self.providers = reason, {}
        for line in difference.lines:
            if line.standing is None:
                self.enter(line)
            elif line.changes:
                self.change(line)

    def enter(self, line):
        columns = self.columns_of(line.facts, line.facts["owner"])
        contract = Contract.objects.create(**columns)
        contract.activities.set(line.facts.get("activities", ()))

    def change(self, line):
        """Write what changes. Days that move back are ordered before the last day moves, and days
        that move on after it, so that no step breaks a rule of the table."""
        contract, facts = line.standing, line.facts
        steps = [self.vary, self.write_columns]
        if facts.get("ends_on", contract.ends_on) < contract.ends_on:
            steps.reverse()
        for step in steps:
            step(contract, facts)

    def vary(self, contract, facts):
        if not set(VARIED) & set(facts):
            return
        stands = {field: getattr(contract, field) for field in VARIED}
        contract.vary(
            **stands | {field: facts[field] for field in VARIED if field in facts},
            words=self.reason,
            said_on=self.today,
            by=voice_of(self.user, contract),
            at=self.request.now,
        )

    def write_columns(self, contract, facts):
        owner_id = facts.get("owner", contract.owner_id)
        columns = self.columns_of(facts, owner_id, leaving=VARIED)
        if columns or "activities" in facts:
            contract.change(**columns)
        if "activities" in facts:
            others = [a for a in contract.activities.all() if a.plan_id != self.known.plan.pk]
            contract.activities.set([*others, *facts["activities"]])

    def columns_of(self, facts, owner_id, leaving=()):
        """{column: value} of the model for these facts, providers made where they are new."""
        columns = {f: v for f, v in facts.items() if f not in ("activities", *leaving)}
        for field in MATCHED:
            if field in columns:
                key = columns.pop(field)
                columns[f"{field}_id"] = self.made(key, owner_id) if isinstance(key, New) else key
        return columns

    def made(self, new, owner_id):
        """The key of the provider that is made for a New, once for all rows that name it."""
        if new.name not in self.providers:
            kind = new.choice.removeprefix(NEW)
            made = Provider.objects.create(name=new.name, kind=kind, owner_id=owner_id)
            self.providers[new.name] = made.pk
        return self.providers[new.name]
