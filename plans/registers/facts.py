"""What other pages show of the rows of registers: all registers read in one query.

Each register gives six columns (a Fact), which differ in meaning; its `say` turns them into words.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from django.db import connection, connections
from django.db.models import CharField, DateField, Q, Value
from django.db.models.functions import Cast
from django.urls import reverse

from opcc.office.routing import reading_from

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


AHEAD_DAYS = 14
"""Days before a day from which the registers ask what is to be done by it, where no other number
is theirs."""


def asks_nothing(fact, words, on):
    return ""


def asks_ahead(what, days=AHEAD_DAYS):
    """The `asks` of a Register whose rows ask for it from so many days before, and once late."""

    def asks(fact, words, on):
        until = on + dt.timedelta(days=days)
        is_near = words.due_on is not None and words.due_on <= until
        return what if words.is_late or is_near else ""

    return asks


@dataclass(frozen=True)
class Register:
    """How one register is read.

    key: the address's names of its pages, as in "governance:action". nouns: one of its open rows,
    and several. rows: () -> every row. open: the same, as far as something remains to be done.
    columns: title, state, on and until. say: (Fact, day) -> Words. words_in: the columns that a
    search looks into. open_query: what leaves its list with the open rows, where it has a filter
    for that. numbered: what people call its rows before their number, as in "Risk 3".
    to_activity, to_priority: the ways from a row to the activities and priorities that it serves.
    by_activity: its place among the sections of an activity's page, from above, or 0 for none.
    by_priority: the same on a priority's page. to_body, to_decision: the ways to the bodies and
    decisions on whose pages its rows stand; none for most. asks: (Fact, Words, day) -> what
    *My work* asks of the owner, such as "To do", or an empty text. asks_after: whether its day is
    the first on which that can be done, rather than the last.
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
    to_activity: tuple = ("activities",)
    to_priority: tuple = ("activities__priorities",)
    to_body: tuple = ()
    to_decision: tuple = ()
    by_activity: int = 0
    by_priority: int = 0
    asks: Callable = asks_nothing
    asks_after: bool = False
    kind: str = ""
    pk: str = "pk"

    @property
    def name(self):
        """What tells its facts from those of other registers."""
        return self.kind or self.key

    def facts(self, rows, *more):
        """The columns of a Fact for each row, and behind them `more` columns."""
        kind = Value(self.name, output_field=CharField())
        return rows.order_by().values_list(kind, self.pk, *self.columns, *more)

    def leading_to(self, found, ways, among=None):
        """Its rows that lead to any of these activities, priorities or the like, each row once.

        found: rows or keys. ways: which of its ways, as "to_activity". among: the rows to choose
        from.
        """
        rows, ways = self.rows() if among is None else among, getattr(self, ways)
        wanted = Q()
        for way in ways:
            wanted |= Q(**{f"{way}__in": found})
        return rows.filter(pk__in=rows.model.objects.filter(wanted).values("pk"))

    def url(self, pk):
        return pattern(f"{self.key}-detail").replace("0", str(pk), 1)

    def list_url(self, query, *, only_open=False):
        """The register's list, narrowed; empty where no list has these rows."""
        if self.kind:
            return ""
        narrowed = f"{query}&{self.open_query}" if only_open and self.open_query else query
        return f"{reverse(f'{self.key}-list')}?{narrowed}"

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


REGISTERS = {}
"""{name: Register} of every app, in the order in which pages show what a post answers for."""


def add(registers):
    """Let pages know these registers. Apps add theirs when they start, the lower ones first."""
    REGISTERS.update({register.name: register for register in registers})


def register_of(model):
    """The Register of a model's rows."""
    return REGISTERS[f"{model._meta.app_label}:{model._meta.model_name}"]


def by_place(place):
    """The registers that have a place on a page, from above. place: the place's name."""
    placed = [register for register in REGISTERS.values() if getattr(register, place)]
    return sorted(placed, key=lambda register: getattr(register, place))


def read(chosen):
    """Return the Facts of `chosen`, [(Register, its rows)]. One query, whatever their number."""
    first, *others = [register.facts(rows) for register, rows in chosen]
    return [Fact(*row) for row in first.union(*others, all=True)]


def read_with_owners(chosen):
    """Return [(Fact, its owner post's key)] of `chosen`, as `read` does. One query."""
    first, *others = [register.facts(rows, "owner_id") for register, rows in chosen]
    return [(Fact(*row[:6]), row[6]) for row in first.union(*others, all=True)]


PLACE = 2**62 - 1
"""Stands in a compiled query for the key that it is asked about."""


def read_about(ask, key):
    """Return the Facts of `ask(key)`, [(Register, its rows)], as `read` does.

    Composing so long a query costs more than asking it: it is composed once, for any key.
    """
    sql, params = compiled(ask, connection.vendor)
    with connections[reading_from()].cursor() as cursor:
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
