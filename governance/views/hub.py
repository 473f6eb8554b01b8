"""The first page of governance: each register in a line, and the next meetings."""

from dataclasses import dataclass

from django.db.models import CharField, Count, Value
from django.shortcuts import render
from django.urls import reverse

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
from ..register_facts import DUTIES, read

NEXT_MEETINGS = 6


@dataclass(frozen=True)
class Figure:
    """A count with its words and the query of the list that it counts. rows: None where `DUTIES`
    are counted, whose dates are computed."""

    words: str
    query: str
    rows: object = None
    is_late: bool = False


@dataclass(frozen=True)
class Line:
    """A register on the hub."""

    name: str
    key: str
    about: str
    figures: tuple


def registers(on):
    """Every register's Line, what asks for work first."""
    return (
        Line(
            "Questions and recommendations",
            "scrutinyitem",
            "What the panel, auditors and inspectors asked, and by when an answer is due.",
            (
                Figure("open", "state=open", ScrutinyItem.objects.open()),
                Figure("late", "state=late", ScrutinyItem.objects.late(on), True),
            ),
        ),
        Line(
            "Actions",
            "action",
            "What meetings and answers gave posts to do.",
            (
                Figure("open", "state=open", Action.objects.open()),
                Figure("late", "state=late", Action.objects.late(on), True),
            ),
        ),
        Line(
            "Publication duties",
            "publicationduty",
            "What the law asks the office to publish, and what was published when.",
            (Figure("in all", ""), Figure("late", "due=late", is_late=True)),
        ),
        Line(
            "Risks",
            "risk",
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
            "strategy",
            "What the office has agreed to work by, and when it is looked at again.",
            (
                Figure("in all", "", Strategy.objects.all()),
                Figure("late for review", "review=late", Strategy.objects.due_for_review(on), True),
            ),
        ),
        Line(
            "Decisions",
            "decision",
            "What was decided, when and why.",
            (Figure("in all", "", Decision.objects.all()),),
        ),
        Line(
            "Bodies and partnerships",
            "body",
            "The boards and partnerships that the office works with, and what it does there.",
            (Figure("in all", "", Body.objects.all()),),
        ),
        Line(
            "The panel’s work programme",
            "programmeitem",
            "What the Commissioner offers to the panel, and what it chooses to look into.",
            (Figure("in all", "", ProgrammeItem.objects.all()),),
        ),
    )


def hub(request):
    """What is open and what is late in each register, and which meetings come next."""
    refuse_outsiders(request)
    coming = Meeting.objects.from_day(request.today).select_related("body")
    context = {"lines": counted(registers(request.today), request.today)}
    context |= {"meetings": coming[:NEXT_MEETINGS], "today": request.today}
    return render(request, "governance/hub.html", context)


def counted(found, on):
    """[{name, about, url, figures}] with every count, of all registers in two queries."""
    counts = row_counts(found) | duty_counts(on)
    return [
        {
            "name": line.name,
            "about": line.about,
            "url": list_url(line.key),
            "figures": [
                {
                    "count": counts[line.key, figure.words],
                    "words": figure.words,
                    "url": list_url(line.key, figure.query),
                    "is_late": figure.is_late and counts[line.key, figure.words] > 0,
                }
                for figure in line.figures
            ],
        }
        for line in found
    ]


def row_counts(found):
    """{(key, words): how many}, in one query."""
    first, *others = [
        how_many(line.key, figure)
        for line in found
        for figure in line.figures
        if figure.rows is not None
    ]
    return {(key, words): count for key, words, count in first.union(*others, all=True)}


def how_many(key, figure):
    names = {"key_now": key, "words_now": figure.words}
    named = {name: Value(text, output_field=CharField()) for name, text in names.items()}
    counts = figure.rows.order_by().values(**named).annotate(count_now=Count("pk"))
    return counts.values_list(*names, "count_now")


def duty_counts(on):
    facts = read([(DUTIES, DUTIES.open())])
    late = sum(DUTIES.say(fact, on).is_late for fact in facts)
    return {(DUTIES.key, "in all"): len(facts), (DUTIES.key, "late"): late}


def list_url(key, query=""):
    url = reverse(f"governance:{key}-list")
    return f"{url}?{query}" if query else url
