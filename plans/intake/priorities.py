"""Which priorities of a Police and Crime Plan a cell names: by number, by title, or by both."""

import re

from plans.intake.table import folded
from plans.models import PoliceAndCrimePlan

NUMBERED = re.compile(r"(?:priority\s+)?(?P<number>\d{1,2})(?!\d)\s*[.:)–-]?\s*(?P<title>.*)")
SEPARATORS = (re.compile(r"[;\n]"), re.compile(r"[,;\n]|\s(?:&|and)\s"))
"""What may part two names, the surest first: a title may hold a comma or an "and" itself."""


def covering(starts_on):
    """Return the Police and Crime Plan that runs on that day, or None."""
    plans = PoliceAndCrimePlan.objects.filter(starts_on__lte=starts_on, ends_on__gte=starts_on)
    return plans.first()


class Priorities:
    """The priorities of one Police and Crime Plan, or none where there is no such plan."""

    def __init__(self, plan):
        self.plan = plan
        known = plan.priorities.all() if plan else ()
        self.by_number = {priority.number: priority for priority in known}
        self.by_title = {_plain(priority.title): priority for priority in known}

    def named(self, text):
        """Return (the priorities that a cell names, the words in it that name none)."""
        found = [(piece, self._find(piece)) for piece in self._pieces(text, SEPARATORS)]
        strange = [piece for piece, priority in found if priority is None]
        return {priority for _, priority in found if priority}, strange

    def _pieces(self, text, separators):
        """Part a cell only where its whole names no priority."""
        if self._find(text) or not separators:
            return [text]
        parts = [part for part in separators[0].split(text) if part.strip()]
        found = [piece for part in parts for piece in self._pieces(part, separators[1:])]
        return found if any(map(self._find, found)) else [folded(text)]

    def _find(self, text):
        words = _plain(text)
        numbered = NUMBERED.fullmatch(words)
        if words in self.by_title or not numbered:
            return self.by_title.get(words)
        if numbered["title"]:
            return self.by_title.get(numbered["title"])
        return self.by_number.get(int(numbered["number"]))


def titles(priorities):
    """Return "1. Title; 2. Title" in the order of the numbers, or "none"."""
    return "; ".join(str(each) for each in in_order(priorities)) or "none"


def in_order(priorities):
    return sorted(priorities, key=lambda each: (each.plan_id, each.number))


def _plain(text):
    return folded(text).casefold()
