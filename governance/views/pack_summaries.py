"""What lists say of packs: a few facts of each frozen text, kept beside it."""

from plans.standing import date


def summaries(packs):
    """Return {pack's key: what a line says of it}. packs: Packs, with or without their text."""
    return {pack.pk: summary(pack) for pack in packs}


def summary(pack):
    """The facts of one pack, as its text gives them."""
    told = pack.summary
    return told | {
        "meeting_on": date(told["meeting_on"]),
        "cut_off": pack.cut_off,
        "parts": [(word, count) for word, count in told["parts"]],
    }
