"""The facts of a register's row in words, for a page that shows it in passing."""

import datetime as dt

from plans import periods
from plans.registers.words import Words, due, on_day

from .models import Contract, ContractReview, Intention, Provider, Service
from .models.contracts import quarter_of
from .models.shared_services import Host


def lowered(words):
    return f"{words[:1].lower()}{words[1:]}"


def ended_words(fact, on, label):
    """Words of what goes on until a day, under the label of what it is."""
    if fact.until and fact.until <= on:
        return Words(fact.title, f"Ended {on_day(fact.until)}", is_ended=True)
    return Words(fact.title, label)


def provider_words(fact, on):
    return ended_words(fact, on, str(Provider.Kind(fact.state).label))


def service_words(fact, on):
    return ended_words(fact, on, str(Service.Kind(fact.state).label))


def shared_service_words(fact, on):
    return ended_words(fact, on, f"Run by {lowered(str(Host(fact.state).label))}")


def contract_words(fact, on):
    """The state that its days make, and what its last review said."""
    performance, starts_on, closed_on = fact.state.split("|")
    contract = Contract(
        starts_on=dt.date.fromisoformat(starts_on),
        ends_on=fact.until,
        closed_on=dt.date.fromisoformat(closed_on) if closed_on else None,
    )
    state = contract.state_on(on)
    running = f"{state.label} until" if contract.is_live(on) else f"{state.label}, last day"
    judged = str(ContractReview.Performance(performance).label) if performance else ""
    last = f"Last review {on_day(fact.on)}: {lowered(judged)}" if judged else "Not reviewed yet"
    is_late = contract.is_live(on) and (fact.on is None or fact.on < quarter_of(on))
    return Words(
        fact.title,
        f"{running} {on_day(fact.until)}. {last}{', none this quarter' if is_late else ''}",
        periods.last_day("quarter", quarter_of(on)) if is_late else None,
        is_ended=state == Contract.State.CLOSED,
    )


def published_words(fact, on):
    """Of a grant or an item of spend: its amount, and whether it was published."""
    amount = f"£{float(fact.state):,.0f}, {on_day(fact.on)}"
    if fact.until:
        return Words(fact.title, f"{amount}, published {on_day(fact.until)}", is_ended=True)
    return Words(fact.title, f"{amount}, not published yet")


def intention_words(fact, on):
    outcome = Intention.Outcome(fact.state)
    is_ended = outcome != Intention.Outcome.WAITING
    return Words(fact.title, str(outcome.label), is_ended=is_ended)


def agreement_words(fact, on):
    if fact.until and fact.until <= on:
        return Words(fact.title, f"Ended {on_day(fact.until)}", is_ended=True)
    note, is_late = due(fact.on, on)
    return Words(fact.title, f"Review {lowered(note)}", fact.on, is_late)


def plan_item_words(fact, on):
    if fact.until:
        return Words(fact.title, f"Done {on_day(fact.until)}", is_ended=True)
    note, is_late = due(fact.on, on)
    return Words(fact.title, note, fact.on, is_late)
