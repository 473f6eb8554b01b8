"""The facts of a register's row in words, for a page that shows it in passing."""

import datetime as dt
from decimal import Decimal

from governance.templatetags.governance_tags import pounds
from plans import periods
from plans.registers.words import Words, due, on_day

from .models import Contract, ContractReview, Intention, Provider, Service
from .models.contracts import quarter_of, state_of
from .models.shared_services import Host

CONCERNS = {
    ContractReview.Performance.OFF_TRACK: 2,
    ContractReview.Performance.AT_RISK: 1,
}
"""What a last review asks others to look at, of a contract that is not closed."""


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
    performance, starts_on, closed_on, review_on = fact.state.split("|")
    state = state_of(dt.date.fromisoformat(starts_on), fact.until, closed_on, on)
    is_live = state == Contract.State.RUNNING
    running = f"{state.label} until" if is_live else f"{state.label}, last day"
    judged = str(ContractReview.Performance(performance).label) if performance else ""
    last = f"Last review {on_day(fact.on)}: {lowered(judged)}" if judged else "Not reviewed yet"
    asked, due_on, is_late = next_review(fact.on, review_on, on) if is_live else ("", None, False)
    is_closed = state == Contract.State.CLOSED
    return Words(
        fact.title,
        f"{running} {on_day(fact.until)}. {last}{asked}",
        due_on,
        is_late,
        is_ended=is_closed,
        concern=0 if is_closed else CONCERNS.get(performance, 0),
    )


def next_review(reviewed_on, review_on, on):
    """(what to add to words, the day by which a review is due or None, whether it is late).

    Of a contract that runs: each quarter asks for a review, and so does a planned day that passed.
    """
    planned = dt.date.fromisoformat(review_on) if review_on else on
    lacks_one = reviewed_on is None or reviewed_on < quarter_of(on)
    asked = ", none this quarter" if lacks_one else ""
    if planned < on:
        return f"{asked}. Next review {lowered(due(planned, on)[0])}", planned, True
    return asked, periods.last_day("quarter", quarter_of(on)) if lacks_one else None, False


def published_words(fact, on):
    """Of a grant or an item of spend: its amount, and whether it was published."""
    amount = f"{pounds(Decimal(fact.state))}, {on_day(fact.on)}"
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
