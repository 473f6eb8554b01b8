"""The packs that a reader may open, and which of them stands before another."""

from governance.models import Pack
from governance.packs.reading import read_anew, read_pack

from .problems import NotIntact


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


def read(pack):
    """Return the Reading of a pack. Raises NotIntact where its text is not the published one."""
    found = look_at(pack)
    if not found.is_intact:
        raise NotIntact(pack)
    return found


def look_at(pack):
    """Return the Reading, whether it is intact or not.

    One that is not is never taken from memory: its text may have been set right since.
    """
    kept = read_pack(pack)
    return kept if kept.is_intact else read_anew(pack.digest)
