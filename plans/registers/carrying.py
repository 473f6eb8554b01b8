"""What a post answers for in the registers, and how another post takes all of it over."""

from collections import Counter

from django.db import transaction

from plans import record

from .facts import REGISTERS, owned_by, read
from .models import Registered, Stale

LONGEST_REASON = 100
"""Characters that field history keeps of a reason."""


def what_a_post_answers_for(post):
    """Say what is open: ["2 open actions", "1 open risk"]; empty where nothing is. One query."""
    counts = Counter(fact.kind for fact in read(owned_by([post.pk])))
    return [r.in_words(counts[name]) for name, r in REGISTERS.items() if counts[name]]


@transaction.atomic
def carry_registers(post, to, *, by, reason):
    """Give everything open to the post `to`, all or nothing. Field history keeps who and why.

    by: the User who does it. Raises plans.record.Stale, naming the row, where somebody else
    changed it meanwhile.
    """
    for _, rows in owned_by([post.pk]):
        for row in rows:
            row._history_user = by
            row._change_reason = reason[:LONGEST_REASON]
            give(row, to)


def give(row, to):
    """Let the post `to` answer for the row from now on."""
    if not isinstance(row, Registered):
        row.owner = to
        return row.save(update_fields=["owner"])
    try:
        return row.change(owner=to)
    except Stale:
        raise record.Stale(row) from None
