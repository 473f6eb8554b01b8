"""One entry of a calendar as a plain value."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

KEPT_DAYS = 183
"""How far back a calendar goes, half a year; ahead it has no end."""


@dataclass(frozen=True)
class Event:
    """Something on a day, or at a moment of it.

    name: tells it from every other event of the office, for ever, such as "meeting-12". starts: a
    date, or an aware datetime. changed_at: an aware datetime, when what it says last changed.
    path: of its page, from "/" on. lines: sentences under the title, each on a line of its own.
    version: grows whenever the event moves.
    """

    name: str
    starts: dt.date | dt.datetime
    title: str
    changed_at: dt.datetime
    path: str
    lines: tuple[str, ...] = ()
    place: str = ""
    version: int = 0
    is_cancelled: bool = False

    @property
    def has_time(self):
        return isinstance(self.starts, dt.datetime)

    @cached_property
    def order(self):
        """Sorts events by London day, whole days before times of it."""
        if self.has_time:
            return timezone.localdate(self.starts), 1, self.starts.isoformat(), self.name
        return self.starts, 0, "", self.name


def moment_of(day, time):
    """The moment at which a time of the day comes in London; the day itself where it has none."""
    if time is None:
        return day
    return timezone.make_aware(dt.datetime.combine(day, time))


def beginning_of(day):
    """Midnight in London: stands for when something changed of which no moment is kept."""
    return moment_of(day, dt.time.min)
