"""What contracts bring in the months ahead: beginnings, notice days, reviews and ends."""

import datetime as dt
from dataclasses import dataclass

from plans import periods

MONTHS = 24
"""How many months the pipeline looks ahead, the present one among them."""

SHOWN_AT_MOST = 20
"""How many days of a month are shown beside those of other months; a page of its own has all."""

KINDS = {
    "starts_on": "Begins",
    "notice_on": "Notice day",
    "review_on": "Review due",
    "ends_on": "Ends",
}
"""{a contract's column: what falls on that day}, in the order in which a day lists them."""


@dataclass(frozen=True)
class Event:
    """Something that falls on a day of a contract. kind: one of KINDS."""

    day: dt.date
    kind: str
    contract: object

    @property
    def words(self):
        return KINDS[self.kind]

    @property
    def place(self):
        """What it is sorted by: its day, then the order of KINDS."""
        return self.day, list(KINDS).index(self.kind), self.contract.pk


@dataclass(frozen=True)
class Stretch:
    """A month and its Events; or several months, from `first` to `last`, without any."""

    first: dt.date
    last: dt.date
    events: tuple = ()

    @property
    def words(self):
        """ "April 2021", "April to June 2021" or "December 2020 to January 2021"."""
        last = f"{self.last:%B %Y}"
        if self.first == self.last:
            return last
        is_of_one_year = self.first.year == self.last.year
        return f"{self.first:{'%B' if is_of_one_year else '%B %Y'}} to {last}"

    @property
    def key(self):
        """What a page of its own is asked for by, as in "2021-04"."""
        return f"{self.first:%Y-%m}"

    @property
    def shown(self):
        return self.events[:SHOWN_AT_MOST]

    @property
    def is_cut(self):
        return len(self.events) > SHOWN_AT_MOST

    @property
    def is_long(self):
        """Whether it is more than one month."""
        return self.first != self.last


def span(today):
    """The first day of the pipeline's first month, and the last day of its last."""
    first = today.replace(day=1)
    return first, periods.last_day("month", periods.shift(first, MONTHS - 1))


def events_of(contracts, today):
    """[Event] of every day that the contracts name, soonest first.

    A contract that has ended is to be closed, and asks for no review before that.
    """
    found = [
        Event(getattr(contract, kind), kind, contract)
        for contract in contracts
        for kind in KINDS
        if getattr(contract, kind) and (kind != "review_on" or contract.ends_on >= today)
    ]
    return sorted(found, key=lambda event: event.place)


def by_month(events, today):
    """[Stretch] of the months ahead; those with nothing are one Stretch for each run of them."""
    first, _ = span(today)
    months = [periods.shift(first, number) for number in range(MONTHS)]
    falling = {month: [] for month in months}
    for event in events:
        falling.get(event.day.replace(day=1), []).append(event)
    stretches = []
    for month in months:
        before = stretches[-1] if stretches else None
        if not falling[month] and before and not before.events:
            stretches[-1] = Stretch(before.first, month)
        else:
            stretches.append(Stretch(month, month, tuple(falling[month])))
    return stretches


def left_over(events, today):
    """[Event] of earlier months that still ask for something.

    Reviews due, contracts to close, and notice days of contracts that still run.
    """
    first, _ = span(today)
    return [event for event in events if event.day < first and still_asks(event, today)]


def still_asks(event, today):
    if event.kind == "notice_on":
        return event.contract.is_live(today)
    return event.kind in ("review_on", "ends_on")
