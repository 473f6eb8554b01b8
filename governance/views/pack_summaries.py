"""What lists say of packs: a few facts of each frozen text, which is too long to read for a line.

They are kept under the digest of the text, so they never grow old.
"""

from django.core.cache import cache

from opcc.office.release import RELEASE

from ..packs.reading import read_pack

KEPT_SECONDS = 24 * 60 * 60


def summaries(packs):
    """Return {pack's key: what a line says of it}. packs: Packs, with or without their text."""
    keys = {pack.pk: f"pack-summary-{RELEASE[:16]}-{pack.digest}" for pack in packs}
    found = cache.get_many(keys.values())
    missing = {keys[pack.pk]: summary(pack) for pack in packs if keys[pack.pk] not in found}
    if missing:
        cache.set_many(missing, KEPT_SECONDS)
    found |= missing
    return {pk: found[key] for pk, key in keys.items()}


def summary(pack):
    """The facts of one pack, as its text gives them."""
    reading = read_pack(pack)
    return {
        "body": reading.body,
        "meeting_on": reading.meeting_on,
        "cut_off": reading.cut_off,
        "plan": reading.plan_title,
        "headline": reading.headline,
        "parts": reading.position.parts,
        "total": reading.position.total,
    }
