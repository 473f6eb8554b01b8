"""Positions kept in this process, so that pages between two lines compute nothing twice.

A Position is immutable, and its key names the end of the record it was read from, so a kept one
is never stale: a new line makes a new key.
"""

import threading
from collections import OrderedDict

from django.utils import timezone

from .position import position

KEPT_AT_MOST = 8
shelf = OrderedDict()
lock = threading.Lock()


def kept_position(plan, *, now, at=None, numbers):
    """Return `position(plan, at, now=now)`, read anew only if anything it rests on changed.

    numbers: {objective's key: number}, as on the page already.
    """
    moment = at or timezone.localdate(now)
    key = (plan.pk, plan.record_length, plan.record_digest, plan.update_every, moment)
    key += tuple(sorted(numbers.items()))
    with lock:
        if key in shelf:
            shelf.move_to_end(key)
            return shelf[key]
    found = position(plan, at, now=now, numbers=numbers)
    with lock:
        shelf[key] = found
        while len(shelf) > KEPT_AT_MOST:
            shelf.popitem(last=False)
    return found
