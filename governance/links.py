"""What the registers say beside an activity, a post and a priority; and what a post must do.

Each page costs one query more, whatever hangs on it.
"""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q

from plans.links import Item, Section

from .register_facts import (
    ACTIONS,
    BODIES,
    DECISIONS,
    DUTIES,
    PROGRAMME,
    REGISTERS,
    RISKS,
    SCRUTINY,
    STRATEGIES,
    holding,
    owned_by,
    read,
    read_about,
)

ON_ACTIVITIES = (RISKS, SCRUTINY, DECISIONS, ACTIONS, STRATEGIES, DUTIES, PROGRAMME, BODIES)
ON_PRIORITIES = (BODIES, PROGRAMME, STRATEGIES, RISKS, SCRUTINY, DECISIONS, ACTIONS, DUTIES)
DATED = (ACTIONS, SCRUTINY, DUTIES, RISKS)
"""Registers whose rows ask something of a person by a day."""

PUBLISH_WITHIN_DAYS = 28
"""Days ahead in which a publication comes to the attention of whoever has to make it."""

LAST = dt.date.max


def about_activity(activity, user, on):
    """[Section] of the rows of every register that are linked to the activity."""
    if not user.works_here:
        return []
    facts = read_about(linked_to_activity, activity.pk)
    return as_sections(ON_ACTIVITIES, facts, on, f"activity={activity.reference}")


def linked_to_activity(key):
    return [(register, register.rows().filter(activities=key)) for register in ON_ACTIVITIES]


def about_priority(priority, user, on):
    """[Section] of what is tied to the priority, or to an activity that serves it."""
    if not user.works_here:
        return []
    return as_sections(ON_PRIORITIES, read_about(tied_to_priority, priority.pk), on)


def tied_to_priority(key):
    return [(register, tied(register.rows(), key)) for register in ON_PRIORITIES]


def tied(rows, key):
    """Those of `rows` that name the priority, or an activity that serves it; each row once."""
    wanted = Q(activities__priorities=key)
    if hasattr(rows.model, "priorities"):
        wanted |= Q(priorities=key)
    return rows.filter(pk__in=rows.model.objects.filter(wanted).values("pk"))


def about_post(post, user, on):
    """[Section] of everything that the post answers for besides activities, late ones first."""
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
    fact, words = pair
    return words.is_ended, not words.is_late, words.due_on or LAST, fact.title


def item(fact, words):
    url = REGISTERS[fact.kind].url(fact.pk)
    return Item(words.name, url, note=words.note, is_late=words.is_late)


@dataclass(frozen=True)
class Due:
    """Something that a register asks of a post: an Item, what kind of thing, and by which day."""

    item: Item
    what: str
    due_on: dt.date | None


def due_from(posts, on):
    """[Due] from these posts (keys): what is late first, then soonest first. One query."""
    if not posts:
        return []
    facts = [(fact, REGISTERS[fact.kind].say(fact, on)) for fact in read(owned_by(posts, DATED))]
    wanted = [pair for pair in facts if is_asked_for(*pair, on)]
    return [
        Due(item(fact, words), what(fact), words.due_on)
        for fact, words in sorted(wanted, key=urgency)
    ]


def what(fact):
    """What is asked: an accepted recommendation is answered already, and is to be finished."""
    if fact.kind == SCRUTINY.name:
        return "To finish" if fact.state.endswith("answered") else "To answer"
    return {ACTIONS.name: "To do", RISKS.name: "To look at again"}.get(fact.kind, "To publish")


def is_asked_for(fact, words, on):
    if fact.kind == DUTIES.name:
        until = on + dt.timedelta(days=PUBLISH_WITHIN_DAYS)
        return words.due_on is not None and words.due_on <= until
    if fact.kind == RISKS.name:
        return words.is_late
    return fact.until is None


def found(words, on, at_most):
    """[(heading, Item)] of rows that hold the words, at most so many. One query."""
    facts = [(fact, REGISTERS[fact.kind].say(fact, on)) for fact in read(holding(words))]
    facts.sort(key=urgency)
    return [(REGISTERS[fact.kind].heading, item(fact, said)) for fact, said in facts[:at_most]]
