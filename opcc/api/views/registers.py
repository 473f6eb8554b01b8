"""Registers: the rows that are public by their own state, to everybody alike."""

from django.db.models import Prefetch

from commissioning.models import ContractLine
from commissioning.published_contracts import as_published
from governance.models import Decision, PublicationDuty, PublicationMade

from ..answers.registers import (
    ContractAnswer,
    DecisionAnswer,
    DutyAnswer,
    PublicationAnswer,
    contract_row,
    decision_row,
    duty_row,
    publication_row,
)
from ..answers.sources import Links
from ..paging import page_of_query
from .asking import ContractQuestion, DecisionQuestion, DutyQuestion, PublicationQuestion
from .base import ApiView, Found, ListView, or_404


class RegisterList(ListView):
    """The rows of `public` that are asked for. row: function of a row and Links."""

    def find(self, asked):
        page, links = (
            page_of_query(self.asks.narrow(self.public(), asked), asked),
            Links(self.request),
        )
        return Found.ready(page.each(lambda row: self.row(row, links)))


class RegisterDetail(ApiView):
    """The row of `public` with the key in the address."""

    def find(self, asked, **keys):
        (key,) = keys.values()
        row = or_404(self.public().filter(pk=key).first())
        return Found.ready(self.row(row, Links(self.request)))


# --- Contracts ----------------------------------------------------------------------------------
class PublicContracts:
    """Mixed in for contracts of which a copy was published."""

    shows, group = ContractAnswer, "Contracts"
    row = staticmethod(contract_row)

    def public(self):
        lines = ContractLine.objects.order_by("made_at", "pk")
        return as_published().prefetch_related(Prefetch("lines", lines))


class ContractList(PublicContracts, RegisterList):
    """Contracts of which a copy was published.

    Each is told as it stood when its newest copy was published: what was changed or varied later
    is not here until another copy is published, and nothing is found by it.
    """

    asks, operation = ContractQuestion, "listContracts"


class ContractDetail(PublicContracts, RegisterDetail):
    """One contract of which a copy was published."""

    operation = "getContract"


# --- Decisions ----------------------------------------------------------------------------------
class PublicDecisions:
    """Mixed in for decisions whose record is published."""

    shows, group = DecisionAnswer, "Decisions"
    row = staticmethod(decision_row)

    def public(self):
        return Decision.objects.exclude(link="")


class DecisionList(PublicDecisions, RegisterList):
    """Decisions whose record is published, the newest first."""

    asks, operation = DecisionQuestion, "listDecisions"


class DecisionDetail(PublicDecisions, RegisterDetail):
    """One decision whose record is published."""

    operation = "getDecision"


# --- What the law asks to be published ----------------------------------------------------------
class PublicDuties:
    """Mixed in for what law asks the office to publish, which is no secret."""

    shows, group = DutyAnswer, "What the law asks to be published"
    row = staticmethod(duty_row)

    def public(self):
        return PublicationDuty.objects.with_last()


class DutyList(PublicDuties, RegisterList):
    """What law asks the office to publish, and when it last did."""

    asks, operation = DutyQuestion, "listPublicationDuties"


class DutyDetail(PublicDuties, RegisterDetail):
    """One thing that law asks the office to publish."""

    operation = "getPublicationDuty"


class PublicationList(RegisterList):
    """What was published because law asks for it, the newest first."""

    shows, group = PublicationAnswer, PublicDuties.group
    asks, operation = PublicationQuestion, "listPublications"

    def public(self):
        return PublicationMade.objects.select_related("duty")

    def row(self, made, links):
        return publication_row(made)
