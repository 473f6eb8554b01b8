"""The facts of a register's row in words, for a page that shows it in passing."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """What a page says of a row.

    name: what the row is called, where that is more than its title. note: its state or date.
    due_on: the day on which something is due next. is_ended: whether nothing remains to be done.
    concern: what it was judged to be last: 0 nothing, 1 at risk, 2 off track.
    """

    name: str
    note: str = ""
    due_on: dt.date | None = None
    is_late: bool = False
    is_ended: bool = False
    concern: int = 0


def on_day(day):
    return f"{day:%-d %B %Y}"


def due(day, on):
    """("Due 1 December 2020, late by 13 days", whether it is late)."""
    if day is None:
        return "No date", False
    late = (on - day).days
    behind = f", late by {late} day{'' if late == 1 else 's'}" if late > 0 else ""
    return f"Due {on_day(day)}{behind}", late > 0


def open_until(name, fact, on, done):
    """Words of what has a due date and a day on which it was done; `done` says how."""
    if fact.until:
        return Words(name, f"{done} {on_day(fact.until)}", is_ended=True)
    note, is_late = due(fact.on, on)
    return Words(name, note, fact.on, is_late)
