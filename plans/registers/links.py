"""What the registers say beside an activity, a post and a priority; and what a post must do.

Each page costs one query more, whatever hangs on it.
"""

import datetime as dt
from dataclasses import dataclass

from django.utils.text import slugify

from .facts import (
    REGISTERS,
    asks_nothing,
    by_place,
    holding,
    owned_by,
    read,
    read_about,
    read_with_owners,
)

LAST = dt.date.max


@dataclass(frozen=True)
class Item:
    """One row beside a page: its words, its address, and a note such as its state or date.

    is_late: whether the note says that something is overdue. concern: as in Words.
    """

    title: str
    url: str
    note: str = ""
    is_late: bool = False
    concern: int = 0


SHOWN_AT_MOST = 8
"""Rows of a section that a page shows; the register's list has them all."""


@dataclass(frozen=True)
class Section:
    """A heading and its rows; the address of the whole register's list, where there is one."""

    heading: str
    items: tuple
    url: str = ""

    @property
    def late(self):
        """How many of the rows are overdue."""
        return sum(item.is_late for item in self.items)

    @property
    def of_concern(self):
        """How many of the rows were judged to be off track or at risk."""
        return sum(item.concern > 0 for item in self.items)

    @property
    def shown(self):
        """The first rows, what is of concern before others; all where no list has them."""
        return self.items[:SHOWN_AT_MOST] if self.url else self.items

    @property
    def key(self):
        """The heading as an anchor."""
        return f"linked-{slugify(self.heading)}"


def about_activity(activity, user, on):
    """[Section] of the rows of every register that are linked to the activity."""
    if not user.works_here:
        return []
    facts = read_about(linked_to_activity, activity.pk)
    return as_sections(by_place("by_activity"), facts, on, f"activity={activity.reference}")


def linked_to_activity(key):
    return [(r, r.leading_to([key], "to_activity")) for r in by_place("by_activity")]


def about_priority(priority, user, on):
    """[Section] of what is tied to the priority, or to an activity that serves it."""
    if not user.works_here:
        return []
    facts = read_about(tied_to_priority, priority.pk)
    return as_sections(by_place("by_priority"), facts, on, f"priority={priority.pk}")


def tied_to_priority(key):
    return [(r, r.leading_to([key], "to_priority")) for r in by_place("by_priority")]


def about_body(body, user, on):
    """[Section] of what the body watches in registers of apps above its own."""
    return at_the_end_of("to_body", watched_by_body, body, user, on)


def watched_by_body(key):
    return led_by("to_body", key)


def about_decision(decision, user, on):
    """[Section] of what the decision settled in registers of apps above its own."""
    return at_the_end_of("to_decision", settled_by_decision, decision, user, on)


def settled_by_decision(key):
    return led_by("to_decision", key)


def led_by(ways, key):
    """[(Register, rows)] of the registers that have these ways."""
    return [(r, r.leading_to([key], ways)) for r in REGISTERS.values() if getattr(r, ways)]


def at_the_end_of(ways, ask, row, user, on):
    """[Section] of the rows that lead to `row`; their lists filter by its model's name."""
    registers = [register for register in REGISTERS.values() if getattr(register, ways)]
    if not (registers and user.works_here):
        return []
    query = f"{row._meta.model_name}={row.pk}"
    return as_sections(registers, read_about(ask, row.pk), on, query)


def about_post(post, user, on):
    """[Section] of everything that the post answers for besides activities, by urgency."""
    if not user.works_here:
        return []
    facts = read_about(owned_by_post, post.pk)
    return as_sections(REGISTERS.values(), facts, on, f"owner={post.pk}", only_open=True)


def owned_by_post(key):
    return owned_by([key])


def as_sections(registers, facts, on, query="", *, only_open=False):
    """Sections in the order of the registers, each with the address of its list by `query`.

    only_open: whether that list, too, is to show open rows alone.
    """
    said = {register.name: [] for register in registers}
    for fact in facts:
        said[fact.kind].append((fact, REGISTERS[fact.kind].say(fact, on)))
    return [
        Section(
            register.heading,
            tuple(item(fact, words) for fact, words in sorted(said[register.name], key=urgency)),
            register.list_url(query, only_open=only_open) if query else "",
        )
        for register in registers
        if said[register.name]
    ]


def urgency(pair):
    """What goes on before what has ended, off track before at risk, then what is late."""
    _, words = pair
    return words.is_ended, -words.concern, lateness(pair)


def lateness(pair):
    fact, words = pair
    return words.is_ended, not words.is_late, words.due_on or LAST, fact.title


def item(fact, words):
    url = REGISTERS[fact.kind].url(fact.pk)
    return Item(words.name, url, note=words.note, is_late=words.is_late, concern=words.concern)


@dataclass(frozen=True)
class Due:
    """Something that a register asks of a post: an Item, what kind of thing, and by which day.

    owner: the post's key. row: names the row among those of all registers, such as
    "governance:action 3". is_first_day: whether the day is the first on which it can be done.
    """

    item: Item
    what: str
    due_on: dt.date | None
    owner: int
    row: str
    is_first_day: bool = False


def due_from(posts, on):
    """[Due] from these posts (keys): what is late first, then soonest first. One query."""
    asking = [register for register in REGISTERS.values() if register.asks is not asks_nothing]
    if not posts:
        return []
    facts = read_with_owners(owned_by(posts, asking))
    said = [((fact, REGISTERS[fact.kind].say(fact, on)), owner) for fact, owner in facts]
    said.sort(key=lambda one: lateness(one[0]))
    return [due for pair, owner in said if (due := asked(pair, owner, on))]


def asked(pair, owner, on):
    """What a row, as (Fact, Words), asks of its owner as a Due, or None."""
    fact, words = pair
    register, row = REGISTERS[fact.kind], f"{fact.kind} {fact.pk}"
    if what := register.asks(fact, words, on):
        return Due(item(fact, words), what, words.due_on, owner, row, register.asks_after)
    return None


def found(words, on, at_most):
    """[(heading, Item)] of rows that hold the words, at most so many. One query."""
    facts = [(fact, REGISTERS[fact.kind].say(fact, on)) for fact in read(holding(words))]
    facts.sort(key=urgency)
    return [(REGISTERS[fact.kind].heading, item(fact, said)) for fact, said in facts[:at_most]]
