"""Positions kept in this process, so that pages between two lines compute nothing twice.

A Position is immutable and is kept with the end of the record it was read from. Moments of lines
never run backwards, so the past before the newest line is settled; the present is brought up to
the record by the lines added since.
"""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from django.utils import timezone

from .models import Entry
from .position import Position, position
from .standing import read

KEPT_AT_MOST = 8
shelf = OrderedDict()
lock = threading.Lock()


@dataclass(frozen=True)
class Kept:
    """A Position, and the number and digest of the line at which the record ended then.

    is_settled: whether its moment lay before the newest line already, so that no line can be
    added to it any more.
    """

    length: int
    digest: str
    position: Position
    is_settled: bool = False


def kept_position(plan, *, now, at=None, numbers):
    """Return `position(plan, at, now=now)`, read anew only if anything it rests on changed.

    numbers: {objective's key: number}, as on the page already.
    """
    moment = at or timezone.localdate(now)
    key = (plan.pk, plan.update_every, tuple(sorted(numbers.items())), moment)
    kept = take(key)
    if kept and (kept.is_settled or ends_at(kept, plan)):
        return kept.position
    found = at is None and kept and caught_up(kept, plan, now, numbers)
    found = found or position(plan, at, now=now, numbers=numbers)
    is_settled = bool(at and plan.record_at and at < plan.record_at)
    put(key, Kept(plan.record_length, plan.record_digest, found, is_settled))
    return found


def ends_at(kept, plan):
    return (kept.length, kept.digest) == (plan.record_length, plan.record_digest)


def caught_up(kept, plan, now, numbers):
    """Return the kept position with the lines added since, or None where reading anew is less.

    The first line asked for is the one at which the kept record ended: it must be there still.
    """
    if not kept.length <= plan.record_length <= kept.length + kept.position.total:
        return None
    added = Entry.objects.filter(plan=plan, number__gte=kept.length).order_by("number")
    lines = list(added.values_list("activity_id", "number", "standing", "digest"))
    if not lines or lines[0][3] != kept.digest:
        return None
    newer = {
        pk: read(pk, number, facts, numbers, kept.position.day, plan.update_every)
        for pk, number, facts, _ in lines
    }
    return kept.position.with_newer(plan, now, newer.values())


def take(key):
    with lock:
        if key in shelf:
            shelf.move_to_end(key)
        return shelf.get(key)


def put(key, kept):
    with lock:
        shelf[key] = kept
        shelf.move_to_end(key)
        while len(shelf) > KEPT_AT_MOST:
            shelf.popitem(last=False)
