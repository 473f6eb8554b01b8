"""The registers of governance, as other pages show them and *My work* asks for them."""

from django.db.models import Case, CharField, F, Value, When
from django.db.models.functions import Cast, Coalesce, Concat

from plans.registers.facts import NO_DAY, NOTHING, Register, asks_ahead

from . import clocks, models
from .fact_words import (
    action_words,
    body_words,
    control_words,
    decision_words,
    duty_words,
    programme_words,
    risk_words,
    scrutiny_words,
    strategy_words,
)

PUBLISH_WITHIN_DAYS = 28
"""Days ahead in which a publication comes to the attention of whoever has to make it."""

WITH_PRIORITIES = ("priorities", "activities__priorities")


def to_do(fact, words, on):
    return "To do"


def to_answer(fact, words, on):
    """An accepted recommendation is answered already, and is to be finished."""
    if fact.until:
        return ""
    return "To finish" if fact.state.endswith("answered") else "To answer"


def scrutiny_columns():
    state = Case(
        When(closed_on__isnull=False, then=Value("closed")),
        When(responded_on__isnull=False, then=Value("answered")),
        default=Value("open"),
    )
    answered = Case(When(clock__in=clocks.ON_ANSWER, then=F("responded_on")), default=NO_DAY)
    return ("title", Concat("kind", Value(" "), state), "due_on", Coalesce("closed_on", answered))


BODIES = Register(
    "governance:body", "Bodies and partnerships",
    ("body or partnership", "bodies and partnerships"),
    models.Body.objects.all, lambda: models.Body.objects.filter(ended_on=None),
    ("name", "our_role", NO_DAY, "ended_on"), body_words,
    ("name", "purpose", "our_work", "area"),
    by_activity=80, by_priority=40, to_priority=WITH_PRIORITIES,
)  # fmt: skip
ACTIONS = Register(
    "governance:action", "Actions", ("open action", "open actions"),
    models.Action.objects.all, models.Action.objects.open,
    ("title", NOTHING, "due_on", "done_on"), action_words, open_query="state=open",
    numbered=("action",),
    by_activity=40, by_priority=110, asks=to_do,
)  # fmt: skip
SCRUTINY = Register(
    "governance:scrutinyitem", "Questions and recommendations",
    ("open question or recommendation", "open questions and recommendations"),
    models.ScrutinyItem.objects.all, models.ScrutinyItem.objects.open,
    scrutiny_columns(), scrutiny_words, ("title", "words", "report"), "state=open",
    ("question", "recommendation"),
    by_activity=20, by_priority=70, asks=to_answer,
)  # fmt: skip
RISKS = Register(
    "governance:risk", "Risks", ("open risk", "open risks"),
    models.Risk.objects.with_scores, lambda: models.Risk.objects.with_scores().open(),
    ("title", Cast("current", CharField()), "reviewed_on", "closed_on"), risk_words,
    ("title", "cause", "event", "effect"), "watch=open", ("risk",),
    by_activity=10, by_priority=50, asks=asks_ahead("To look at again"),
)  # fmt: skip
CONTROLS = Register(
    "governance:control", "Controls of risks",
    ("control of an open risk", "controls of open risks"),
    models.Control.objects.all,
    lambda: models.Control.objects.exclude(state="ended").filter(risk__closed_on=None),
    ("title", "state", "due_on", NO_DAY), control_words, kind="control",
    asks=asks_ahead("To put in place"),
)  # fmt: skip
DECISIONS = Register(
    "governance:decision", "Decisions", ("decision", "decisions"),
    models.Decision.objects.all, models.Decision.objects.none,
    (Concat("reference", Value(" "), "title"), NOTHING, "taken_on", NO_DAY), decision_words,
    ("reference", "title", "reason"),
    by_activity=30, by_priority=100,
)  # fmt: skip
STRATEGIES = Register(
    "governance:strategy", "Strategies and policies",
    ("strategy or policy", "strategies and policies"),
    models.Strategy.objects.all, models.Strategy.objects.in_use,
    ("title", "state", "review_on", NO_DAY), strategy_words, ("title", "outline"),
    by_activity=50, by_priority=90, to_priority=WITH_PRIORITIES, asks=asks_ahead("To review"),
)  # fmt: skip
DUTIES = Register(
    "governance:publicationduty", "Publication duties", ("publication duty", "publication duties"),
    models.PublicationDuty.objects.with_last, models.PublicationDuty.objects.with_last,
    ("title", "interval", "starts_on", "last_until"), duty_words, ("title", "outline", "source"),
    by_activity=60, by_priority=120, asks=asks_ahead("To publish", PUBLISH_WITHIN_DAYS),
)  # fmt: skip
PROGRAMME = Register(
    "governance:programmeitem", "The panel’s work programme",
    ("open item of the work programme", "open items of the work programme"),
    models.ProgrammeItem.objects.with_state,
    lambda: models.ProgrammeItem.objects.with_state().open(),
    ("title", "state_now", "meeting__on", Coalesce("heard_on", "dropped_on")), programme_words,
    ("title", "synopsis"),
    by_activity=70, by_priority=60, to_priority=WITH_PRIORITIES,
)  # fmt: skip

GOVERNANCE = (
    SCRUTINY, ACTIONS, DUTIES, RISKS, CONTROLS, DECISIONS, STRATEGIES, PROGRAMME, BODIES,
)  # fmt: skip
"""In the order in which pages show what a post answers for."""
