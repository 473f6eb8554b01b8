"""The facts of a register's row in words, for a page that shows it in passing."""

import datetime as dt

from plans.registers.words import Words, due, on_day, open_until

from . import publishing_dates
from .models import Body, Control, ProgrammeItem, Strategy
from .models.risks import REVIEW_EVERY_DAYS


def body_words(fact, on):
    if fact.until and fact.until <= on:
        return Words(fact.title, f"Ended {on_day(fact.until)}", is_ended=True)
    return Words(fact.title, str(Body.Role(fact.state).label))


def action_words(fact, on):
    return open_until(f"Action {fact.pk}: {fact.title}", fact, on, "Done")


def scrutiny_words(fact, on):
    kind, _, state = fact.state.partition(" ")
    name = f"{kind.capitalize()} {fact.pk}: {fact.title}"
    if fact.until and state == "answered":
        return Words(name, f"Answered {on_day(fact.until)}, work goes on")
    return open_until(name, fact, on, "Answered" if kind == "question" else "Closed")


def risk_words(fact, on):
    name = f"Risk {fact.pk}: {fact.title}"
    if fact.until:
        return Words(name, f"Closed {on_day(fact.until)}", is_ended=True)
    if not fact.on:
        return Words(name, "No current score yet", is_late=True)
    next_look = fact.on + dt.timedelta(days=REVIEW_EVERY_DAYS)
    unseen = f", not reviewed for {(on - fact.on).days} days" if next_look < on else ""
    return Words(name, f"Current score {fact.state}{unseen}", next_look, bool(unseen))


def control_words(fact, on):
    label = str(Control.State(fact.state).label)
    if fact.state != Control.State.PLANNED or fact.on is None:
        return Words(fact.title, label)
    note, is_late = due(fact.on, on)
    return Words(fact.title, f"{label}. {note}", fact.on, is_late)


def decision_words(fact, on):
    return Words(fact.title, f"Taken {on_day(fact.on)}", is_ended=True)


def strategy_words(fact, on):
    label = str(Strategy.State(fact.state).label)
    if fact.state == Strategy.State.RETIRED:
        return Words(fact.title, label, is_ended=True)
    if fact.on is None:
        return Words(fact.title, label)
    note, is_late = due(fact.on, on)
    return Words(fact.title, f"{label}. Review {note[0].lower()}{note[1:]}", fact.on, is_late)


def duty_words(fact, on):
    due_on = publishing_dates.next_due(fact.state, fact.on, fact.until)
    if due_on is None:
        return Words(fact.title, str(publishing_dates.Interval(fact.state).label))
    note, is_late = due(due_on, on)
    return Words(fact.title, f"Next {note[0].lower()}{note[1:]}", due_on, is_late)


def programme_words(fact, on):
    label = str(ProgrammeItem.State(fact.state).label)
    if fact.until:
        return Words(fact.title, f"{label} {on_day(fact.until)}", is_ended=True)
    meeting = f", {on_day(fact.on)}" if fact.on else ""
    return Words(fact.title, f"{label}{meeting}", fact.on)
