"""Statuses, and counts of activities by them."""

from plans.changes import KINDS
from plans.models import Activity, Entry
from plans.statuses import LABELS, MEANINGS, SHOWN_ORDER, SILENT, Status

from .fields import Answer, count, flag, one_of, text

SHOWN = [(str(code), LABELS[code]) for code in SHOWN_ORDER]
STATED = Status.choices
CHANGES = list(KINDS.items())
ACTIVITY_KINDS = Activity.Kind.choices
LINE_KINDS = Entry.Kind.choices


class StatusAnswer(Answer):
    """A word by which activities are counted, and what it means."""

    comes_from = "The service: the words are the same for every plan"

    shown = one_of(SHOWN, "The word as it stands in the field `shown` of activities.")
    label = text("The word as pages show it.")
    meaning = text("What is said by it.")
    is_stated = flag("Whether an owner states it. The service itself says the other one.")


class CountAnswer(Answer):
    """How many activities stand under a word. The counts of all words make the total."""

    comes_from = "Counted from the activities"
    worked_out = frozenset({"count"})

    shown = one_of(SHOWN, "The word: the stated status, or that nothing was said.")
    count = count("How many activities.")


def status_rows():
    """Every word, in the order in which pages list them."""
    return [
        {
            "shown": code,
            "label": LABELS[code],
            "meaning": MEANINGS[code],
            "is_stated": code != SILENT,
        }
        for code in SHOWN_ORDER
    ]


def count_rows(parts):
    """[(word, count)] as rows."""
    return [{"shown": str(word), "count": number} for word, number in parts]
