"""The first page of governance: each register in a line, and the next meetings."""

from django.shortcuts import render

from plans.registers.facts import read
from plans.registers.hub import Figure, Line, counted
from plans.views.access import refuse_outsiders

from ..models import (
    Action,
    Body,
    Decision,
    Meeting,
    ProgrammeItem,
    Risk,
    ScrutinyItem,
    Strategy,
)
from ..registers import DUTIES

NEXT_MEETINGS = 6


def registers(on):
    """Every register's Line, what asks for work first."""
    return (
        Line(
            "Questions and recommendations",
            "governance:scrutinyitem",
            "What the panel, auditors and inspectors asked, and by when an answer is due.",
            (
                Figure("open", "state=open", ScrutinyItem.objects.open()),
                Figure("late", "state=late", ScrutinyItem.objects.late(on), True),
            ),
        ),
        Line(
            "Actions",
            "governance:action",
            "What meetings and answers gave posts to do.",
            (
                Figure("open", "state=open", Action.objects.open()),
                Figure("late", "state=late", Action.objects.late(on), True),
            ),
        ),
        Line(
            "Publication duties",
            "governance:publicationduty",
            "What the law asks the office to publish, and what was published when.",
            (Figure("in all", ""), Figure("late", "due=late", is_late=True)),
        ),
        Line(
            "Risks",
            "governance:risk",
            "What may happen, how likely and how grave it is, and what is done about it.",
            (
                Figure("open", "watch=open", Risk.objects.open()),
                Figure(
                    "not reviewed for 90 days",
                    "watch=unreviewed",
                    Risk.objects.with_scores().not_reviewed(on),
                    True,
                ),
            ),
        ),
        Line(
            "Strategies and policies",
            "governance:strategy",
            "What the office has agreed to work by, and when it is looked at again.",
            (
                Figure("in all", "", Strategy.objects.all()),
                Figure("late for review", "review=late", Strategy.objects.due_for_review(on), True),
            ),
        ),
        Line(
            "Decisions",
            "governance:decision",
            "What was decided, when and why.",
            (Figure("in all", "", Decision.objects.all()),),
        ),
        Line(
            "Bodies and partnerships",
            "governance:body",
            "The boards and partnerships that the office works with, and what it does there.",
            (Figure("in all", "", Body.objects.all()),),
        ),
        Line(
            "The panel’s work programme",
            "governance:programmeitem",
            "What the Commissioner offers to the panel, and what it chooses to look into.",
            (Figure("in all", "", ProgrammeItem.objects.all()),),
        ),
    )


def hub(request):
    """What is open and what is late in each register, and which meetings come next."""
    refuse_outsiders(request)
    coming = Meeting.objects.from_day(request.today).select_related("body")
    context = {"lines": counted(registers(request.today), duty_counts(request.today))}
    context |= {"meetings": coming[:NEXT_MEETINGS], "today": request.today}
    return render(request, "governance/hub.html", context)


def duty_counts(on):
    facts = read([(DUTIES, DUTIES.open())])
    late = sum(DUTIES.say(fact, on).is_late for fact in facts)
    return {(DUTIES.key, "in all"): len(facts), (DUTIES.key, "late"): late}
