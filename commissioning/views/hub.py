"""The first page of commissioning: each register in a line, and the contracts that end next."""

from django.shortcuts import render

from plans.registers.hub import Figure, Line, counted
from plans.views.access import refuse_outsiders

from ..models import (
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
from ..thresholds import SPEND_OVER
from .contracts import months_after

NEXT_TO_END = 6


def registers(on):
    """Every register's Line, what asks for work first."""
    return (*bought(on), *shared(on), *paid(), *planned())


def bought(on):
    contracts = Contract.objects.with_last_review()
    return (
        Line(
            "Contracts",
            "commissioning:contract",
            "What was agreed with whom, for how much and until when, and how it is judged.",
            (
                Figure("open", "state=open", contracts.open()),
                Figure(
                    "ending in 6 months", "ends=6", contracts.ending_by(on, months_after(on, 6))
                ),
                Figure(
                    "not reviewed this quarter", "review=none", contracts.not_reviewed(on), True
                ),
                Figure("past their notice day", "state=notice", contracts.past_notice(on)),
                Figure("to be published", "published=no", contracts.to_be_published(), True),
            ),
        ),
        Line(
            "Services",
            "commissioning:service",
            "What the office has delivered, for whom and for which priority.",
            (
                Figure("that go on", "state=current", Service.objects.current()),
                Figure(
                    "without a live contract",
                    "contract=none",
                    Service.objects.without_live_contract(on),
                    True,
                ),
            ),
        ),
    )


def shared(on):
    return (
        Line(
            "Service level agreements",
            "commissioning:servicelevelagreement",
            "What office and force have agreed that each does.",
            (
                Figure("in force", "state=current", ServiceLevelAgreement.objects.current()),
                Figure(
                    "late for review",
                    "review=late",
                    ServiceLevelAgreement.objects.due_for_review(on),
                    True,
                ),
            ),
        ),
        Line(
            "Service plans",
            "commissioning:serviceplanitem",
            "What shared services are to do in the year.",
            (
                Figure("open", "state=open", ServicePlanItem.objects.open()),
                Figure("late", "state=late", ServicePlanItem.objects.late(on), True),
            ),
        ),
        Line(
            "Shared services",
            "commissioning:sharedservice",
            "What office and force run for each other.",
            (Figure("that go on", "state=current", SharedService.objects.current()),),
        ),
    )


def paid():
    return (
        Line(
            "Grants",
            "commissioning:grant",
            "What was given, for what and on which conditions.",
            (Figure("not published yet", "published=no", Grant.objects.to_be_published()),),
        ),
        Line(
            "Spend",
            "commissioning:payment",
            f"What was paid. Items over £{SPEND_OVER:,} are published each month.",
            (Figure("not published yet", "published=no", Payment.objects.to_be_published()),),
        ),
    )


def planned():
    return (
        Line(
            "Commissioning intentions",
            "commissioning:intention",
            "What the office means to buy in a year, and what was decided.",
            (Figure("waiting for a decision", "outcome=waiting", Intention.objects.waiting()),),
        ),
        Line(
            "Providers",
            "commissioning:provider",
            "Who delivers services, or receives grants.",
            (Figure("in use", "state=current", Provider.objects.current()),),
        ),
    )


def hub(request):
    """What is open and what is late in each register, and which contracts end next."""
    refuse_outsiders(request)
    ending = Contract.objects.open().filter(ends_on__gte=request.today)
    context = {
        "lines": counted(registers(request.today)),
        "ending": ending.order_by("ends_on", "pk").select_related("provider")[:NEXT_TO_END],
        "can_add": request.user.has_perm("commissioning.add"),
    }
    return render(request, "commissioning/hub.html", context)
