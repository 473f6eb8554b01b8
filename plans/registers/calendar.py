"""What registers ask of posts as events of a calendar: the days on which *My work* asks for it."""

import datetime as dt

from django.db.models import CharField, Count, F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from opcc.office.calendar.event import Event, beginning_of

from .facts import NO_DAY, REGISTERS, asks_nothing, owned_by, read
from .words import on_day

DAY = dt.timedelta(days=1)


def last_changed(model):
    """An expression for a query of the model's rows: when field history last saw a change."""
    seen = model.history.model.objects.filter(id=OuterRef("pk"))
    return Subquery(seen.order_by("-history_date", "-history_id").values("history_date")[:1])


def times_saved(model):
    """An expression for a query of the model's rows: how many versions field history has."""
    seen = model.history.model.objects.filter(id=OuterRef("pk")).order_by().values("id")
    return Coalesce(Subquery(seen.annotate(saved=Count("pk")).values("saved")), 0)


def dates_asked(posts, *, on, since):
    """[Event] of what registers ask of these posts (keys), by days from `since` on.

    Two queries, whatever is asked.
    """
    asking = [register for register in REGISTERS.values() if register.asks is not asks_nothing]
    if not posts:
        return []
    dated = [
        (fact, words)
        for fact in read(owned_by(posts, asking))
        if (words := REGISTERS[fact.kind].say(fact, on)).due_on and words.due_on >= since
    ]
    told = tell(dated)
    return [event(fact, words, on, *told[fact.kind, fact.pk]) for fact, words in dated]


def event(fact, words, on, changed_at, saved, first_due_on):
    register = REGISTERS[fact.kind]
    was_moved = first_due_on not in (None, words.due_on)
    return Event(
        name=f"{fact.kind.replace(':', '-')}-{fact.pk}",
        starts=words.due_on,
        title=f"{what_is_asked(fact, words, on)}: {words.name}",
        lines=(f"First said {on_day(first_due_on)}",) if was_moved else (),
        changed_at=changed_at or beginning_of(words.due_on),
        path=register.url(fact.pk),
        version=max(saved - 1, 0),
    )


def what_is_asked(fact, words, on):
    """What *My work* will ask once the day is over, so that the title stays as days go by."""
    register, late = REGISTERS[fact.kind], max(on, words.due_on + DAY)
    return register.asks(fact, register.say(fact, late), late) or "Due"


def tell(dated):
    """{(kind, key): (when last changed, times saved, the day first said or None)}. One query."""
    keys = {}
    for fact, _ in dated:
        keys.setdefault(fact.kind, []).append(fact.pk)
    questions = [told_of(REGISTERS[kind], found) for kind, found in keys.items()]
    if not questions:
        return {}
    first, *others = questions
    return {(kind, pk): told for kind, pk, *told in first.union(*others, all=True)}


def told_of(register, keys):
    rows = register.rows().model.objects.filter(pk__in=keys).order_by()
    has_first = any(field.name == "first_due_on" for field in rows.model._meta.fields)
    return rows.values_list(
        Value(register.name, output_field=CharField()),
        "pk",
        last_changed(rows.model),
        times_saved(rows.model),
        F("first_due_on") if has_first else NO_DAY,
    )
