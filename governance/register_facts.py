"""What other pages show of the rows of registers: all registers read in one query.

Each register gives six columns (a Fact), which differ in meaning; its `say` turns them into words.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.db import connection
from django.db.models import Case, CharField, DateField, F, Q, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse

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

NUMBER = re.compile(r"[0-9]{1,9}")
NO_DAY = Cast(Value(None), DateField())
NOTHING = Value("", output_field=CharField())


class Fact(NamedTuple):
    """A row of a register. What `state`, `on` and `until` say is each register's own."""

    kind: str
    pk: int
    title: str
    state: str
    on: object
    until: object


@dataclass(frozen=True)
class Register:
    """How one register is read.

    key: the model's name in addresses. nouns: one of its open rows, and several. rows: () ->
    every row. open: the same, as far as something remains to be done. columns: title, state, on
    and until. say: (Fact, day) -> Words. words_in: the columns that a search looks into.
    open_query: what leaves its list with the open rows, where it has a filter for that.
    numbered: what people call its rows before their number, as in "Risk 3".
    """

    key: str
    heading: str
    nouns: tuple
    rows: Callable
    open: Callable
    columns: tuple
    say: Callable
    words_in: tuple = ("title",)
    open_query: str = ""
    numbered: tuple = ()
    kind: str = ""
    pk: str = "pk"

    @property
    def name(self):
        """What tells its facts from those of other registers."""
        return self.kind or self.key

    def facts(self, rows):
        kind = Value(self.name, output_field=CharField())
        return rows.order_by().values_list(kind, self.pk, *self.columns)

    def url(self, pk):
        return pattern(f"governance:{self.key}-detail").replace("0", str(pk), 1)

    def list_url(self, query, *, only_open=False):
        """The register's list, narrowed; empty where no list has these rows."""
        if self.kind:
            return ""
        narrowed = f"{query}&{self.open_query}" if only_open and self.open_query else query
        return f"{reverse(f'governance:{self.key}-list')}?{narrowed}"

    def keys_in(self, words):
        """[key] where the words are what a row is called by, such as "Risk 3"."""
        name, _, number = words.lower().rpartition(" ")
        is_one = name in self.numbered and NUMBER.fullmatch(number)
        return [int(number)] if is_one else []

    def in_words(self, count):
        return f"{count} {self.nouns[count != 1]}"


@cache
def pattern(name):
    """Resolving an address for each of many rows costs more than reading them."""
    return reverse(name, args=[0])


def scrutiny_columns():
    state = Case(
        When(closed_on__isnull=False, then=Value("closed")),
        When(responded_on__isnull=False, then=Value("answered")),
        default=Value("open"),
    )
    answered = Case(When(clock__in=clocks.ON_ANSWER, then=F("responded_on")), default=NO_DAY)
    return ("title", Concat("kind", Value(" "), state), "due_on", Coalesce("closed_on", answered))


BODIES = Register(
    "body", "Bodies and partnerships", ("body or partnership", "bodies and partnerships"),
    models.Body.objects.all, lambda: models.Body.objects.filter(ended_on=None),
    ("name", "our_role", NO_DAY, "ended_on"), body_words,
    ("name", "purpose", "our_work", "area"),
)  # fmt: skip
ACTIONS = Register(
    "action", "Actions", ("open action", "open actions"),
    models.Action.objects.all, models.Action.objects.open,
    ("title", NOTHING, "due_on", "done_on"), action_words, open_query="state=open",
    numbered=("action",),
)  # fmt: skip
SCRUTINY = Register(
    "scrutinyitem", "Questions and recommendations",
    ("open question or recommendation", "open questions and recommendations"),
    models.ScrutinyItem.objects.all, models.ScrutinyItem.objects.open,
    scrutiny_columns(), scrutiny_words, ("title", "words", "report"), "state=open",
    ("question", "recommendation"),
)  # fmt: skip
RISKS = Register(
    "risk", "Risks", ("open risk", "open risks"),
    models.Risk.objects.with_scores, lambda: models.Risk.objects.with_scores().open(),
    ("title", Cast("current", CharField()), "reviewed_on", "closed_on"), risk_words,
    ("title", "cause", "event", "effect"), "watch=open", ("risk",),
)  # fmt: skip
CONTROLS = Register(
    "risk", "Controls of risks", ("control of an open risk", "controls of open risks"),
    models.Control.objects.all,
    lambda: models.Control.objects.exclude(state="ended").filter(risk__closed_on=None),
    ("title", "state", "due_on", NO_DAY), control_words, kind="control", pk="risk_id",
)  # fmt: skip
DECISIONS = Register(
    "decision", "Decisions", ("decision", "decisions"),
    models.Decision.objects.all, models.Decision.objects.none,
    (Concat("reference", Value(" "), "title"), NOTHING, "taken_on", NO_DAY), decision_words,
    ("reference", "title", "reason"),
)  # fmt: skip
STRATEGIES = Register(
    "strategy", "Strategies and policies", ("strategy or policy", "strategies and policies"),
    models.Strategy.objects.all, models.Strategy.objects.in_use,
    ("title", "state", "review_on", NO_DAY), strategy_words, ("title", "outline"),
)  # fmt: skip
DUTIES = Register(
    "publicationduty", "Publication duties", ("publication duty", "publication duties"),
    models.PublicationDuty.objects.with_last, models.PublicationDuty.objects.with_last,
    ("title", "interval", "starts_on", "last_until"), duty_words, ("title", "outline", "source"),
)  # fmt: skip
PROGRAMME = Register(
    "programmeitem", "The panel’s work programme",
    ("open item of the work programme", "open items of the work programme"),
    models.ProgrammeItem.objects.with_state,
    lambda: models.ProgrammeItem.objects.with_state().open(),
    ("title", "state_now", "meeting__on", Coalesce("heard_on", "dropped_on")), programme_words,
    ("title", "synopsis"),
)  # fmt: skip

REGISTERS = {
    register.name: register
    for register in (
        SCRUTINY, ACTIONS, DUTIES, RISKS, CONTROLS, DECISIONS, STRATEGIES, PROGRAMME, BODIES,
    )
}  # fmt: skip
"""By name, in the order in which pages show them."""


def read(chosen):
    """Return the Facts of `chosen`, [(Register, its rows)]. One query, whatever their number."""
    first, *others = [register.facts(rows) for register, rows in chosen]
    return [Fact(*row) for row in first.union(*others, all=True)]


PLACE = 2**62 - 1
"""Stands in a compiled query for the key that it is asked about."""


def read_about(ask, key):
    """Return the Facts of `ask(key)`, [(Register, its rows)], as `read` does.

    Composing so long a query costs more than asking it: it is composed once, for any key.
    """
    sql, params = compiled(ask, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [key if param == PLACE else param for param in params])
        return [Fact(*row[:4], *map(as_date, row[4:])) for row in cursor.fetchall()]


@cache
def compiled(ask, vendor):
    first, *others = [register.facts(rows) for register, rows in ask(PLACE)]
    return first.union(*others, all=True).query.get_compiler(connection=connection).as_sql()


def as_date(value):
    """SQLite returns the text of a day where PostgreSQL returns the day."""
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def owned_by(posts, registers=None):
    """[(Register, rows)] of what these posts (keys) answer for and is still open."""
    chosen = registers or REGISTERS.values()
    return [(register, register.open().filter(owner__in=posts)) for register in chosen]


def holding(words):
    """[(Register, rows)] of the rows that hold the words, anywhere that their readers see."""
    chosen = []
    for register in REGISTERS.values():
        wanted = Q(pk__in=register.keys_in(words))
        for column in register.words_in:
            wanted |= Q(**{f"{column}__icontains": words})
        chosen.append((register, register.rows().filter(wanted)))
    return chosen
