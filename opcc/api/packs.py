"""The packs that a reader may open, and which of them stands before another."""

import json
from functools import lru_cache

from governance.models import Pack
from governance.models.packs import sha256
from governance.packs.reading import Reading, read_pack

READ_AT_ONCE = 8


def readable(user, on):
    """The packs that the reader may open that day, without their text, the newest first."""
    return Pack.objects.readable_by(user, on).newest_first()


def plain(user, on):
    """The same without what is annotated, for looking through."""
    return Pack.objects.visible_to(user, on).without_text().newest_first()


def before(pack):
    """The Pack that the pages of this one compare it with, in that very version; None of the first.

    What changed since is part of what a pack says, whether or not the reader may open that one.
    """
    if pack.previous_id is None:
        return None
    return Pack.objects.without_text().get(pk=pack.previous_id)


def newest_of_plans(user, on):
    """The newest pack of each plan that the reader may open. One query."""
    newest = {}
    for pack in plain(user, on):
        newest.setdefault(pack.plan_id, pack)
    return list(newest.values())


def with_reading(pack):
    """(Pack, its Reading), or None of no pack."""
    return pack and (pack, read_pack(pack))


def read_all(packs):
    """{digest: Reading} of several packs: one query, or none where they were read before."""
    return read_digests(tuple(pack.digest for pack in packs))


@lru_cache(READ_AT_ONCE)
def read_digests(digests):
    frozen = Pack.objects.filter(digest__in=digests).values_list("digest", "frozen")
    return {
        digest: Reading(json.loads(text)["content"], is_intact=sha256(text) == digest)
        for digest, text in frozen
    }
