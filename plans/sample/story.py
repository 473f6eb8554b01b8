"""Stories: what was said about one activity in the demonstration's year, and when."""

import datetime as dt
from dataclasses import dataclass

FORTNIGHT = dt.timedelta(days=14)
STATEMENTS = frozenset({"update", "complete", "withdraw"})
"""Verbs that say how it is going. A confirmation is told only where a story has none of them."""

ENDINGS = frozenset({"complete", "withdraw"})


@dataclass(frozen=True)
class Event:
    """One thing that was said or done; `facts` holds what its verb carries, dates as dates."""

    on: dt.date
    verb: str
    facts: dict

    @classmethod
    def read(cls, written):
        facts = {name: dated(name, value) for name, value in written.items()}
        return cls(facts.pop("on"), facts.pop("verb"), facts)

    @property
    def happens_on(self):
        """The day that its line enters the record: what was asked for counts once accepted."""
        return self.facts.get("accepted_on", self.on)


@dataclass(frozen=True)
class Milestone:
    """A dated part of a deliverable, or a review point of a continuing duty."""

    title: str
    due_on: dt.date


@dataclass(frozen=True)
class Silence:
    """Days on which nobody confirms: from the first up to the last, or for good."""

    starts_on: dt.date
    ends_on: dt.date | None

    def holds(self, day):
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True)
class Story:
    """One activity's year. `due_on` is None for a continuing duty, which has review points."""

    number: str
    reports_from: dt.date
    starts_on: dt.date
    due_on: dt.date | None
    milestones: tuple
    silences: tuple
    events: tuple

    @classmethod
    def read(cls, number, written):
        reviews = [review_on(date(day)) for day in written.get("reviews", [])]
        return cls(
            number=number,
            reports_from=date(written["reports_from"]),
            starts_on=date(written["starts_on"]),
            due_on=date(written.get("due_on")),
            milestones=tuple(
                reviews
                + [Milestone(m["title"], date(m["due_on"])) for m in written.get("milestones", [])]
            ),
            silences=tuple(
                Silence(date(s["from"]), date(s["to"])) for s in written.get("silences", [])
            ),
            events=tuple(Event.read(event) for event in written["events"]),
        )

    def told(self, until):
        """Return every Event up to that day in order, with the confirmations between them.

        A confirmation stands on each fortnightly reporting day on which the story itself makes
        no statement, after the first statement, outside silences and before the end.
        """
        events = [event for event in self.events if event.happens_on <= until]
        confirmed = [Event(day, "confirm", {}) for day in self.confirmations(until)]
        return sorted([*events, *confirmed], key=lambda event: event.happens_on)

    def confirmations(self, until):
        spoken = {event.on for event in self.events if event.verb in STATEMENTS}
        ends = [event.happens_on for event in self.events if event.verb in ENDINGS]
        last = min([until, *ends])
        return [
            day
            for day in fortnights(self.reports_from, last)
            if min(spoken) < day
            and day not in spoken
            and not any(silence.holds(day) for silence in self.silences)
        ]


def fortnights(first, last):
    """Every fourteenth day from the first, none after the last."""
    count = (last - first) // FORTNIGHT + 1
    return [first + FORTNIGHT * place for place in range(max(count, 0))]


def review_on(day):
    return Milestone(f"Review in {day:%B %Y}", day)


def date(text):
    return dt.date.fromisoformat(text) if text else None


def dated(name, value):
    """Read a fact: what is named as a day becomes a date, and so do the days inside lists."""
    if isinstance(value, list):
        return [{key: dated(key, inner) for key, inner in row.items()} for row in value]
    is_day = name == "on" or name.endswith("_on") or name in ("from", "to")
    return date(value) if is_day and value[:1].isdigit() else value
