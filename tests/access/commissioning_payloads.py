"""What a POST of a valid form answers at every address of commissioning that writes."""

import datetime as dt

from commissioning.models import Contract, Provider
from tests.access.filling import SAID, TITLED, context_of, hidden, short
from tests.access.measure_payloads import of_check
from tests.access.roles import (
    ACCOUNTABLE,
    CHANGERS,
    HOLDERS,
    OWNERS_OWN,
    verbs,
    within,
    writing,
    written,
)
from tests.commissioning.factories import ContractFactory
from tests.governance.filling import typed_day

NAMES = [
    "provider", "service", "contract", "intention", "grant", "payment", "sharedservice",
    "servicelevelagreement", "serviceplanitem",
]  # fmt: skip
REGISTERS = [f"commissioning:{name}" for name in NAMES]

TABLE = {
    **{address: who for name in NAMES for address, who in written(name).items()},
    **verbs("contract", writing(CHANGERS), "review", "review-correct", "publish", "close"),
    **verbs("contract", writing(ACCOUNTABLE), "vary"),
    "contract-import": writing(HOLDERS),
    **verbs("contract-import", writing(OWNERS_OWN), "columns", "finish", "discard"),
    **verbs("intention", writing(CHANGERS), "decide"),
    **verbs("grant", writing(CHANGERS), "note", "publish"),
    **verbs("grant-month", writing(CHANGERS), "publish"),
    **verbs("payment", writing(CHANGERS), "note", "publish"),
    **verbs("payment-month", writing(CHANGERS), "publish"),
    **verbs("servicelevelagreement", writing(CHANGERS), "review"),
    **verbs("serviceplanitem", writing(CHANGERS), "update", "done"),
    **verbs("serviceplanitem", writing(ACCOUNTABLE), "move-date"),
}

POST = within("commissioning", TABLE)

LINK = {"link": "https://www.example.org/published"}
TABLE_COLUMNS = [
    "reference", "title", "provider", "service", "value", "starts_on", "ends_on",
    "procurement_route", "owner",
]  # fmt: skip


def prepare(name, things):
    """Bring the row into the state in which the verb has a use for it, and return new keys."""
    if name != "commissioning:contract-close":
        return {}
    running = Contract.objects.get(pk=things["contracts"])
    ended = ContractFactory(
        owner=running.owner,
        service=running.service,
        provider=running.provider,
        ends_on=dt.date(2020, 11, 30),
    )
    return {"contracts": ended.pk}


def payload(name, things, reader):
    """What the browser of a reader who may do it would send, filled in so that it holds."""
    if name == "commissioning:contract-import":
        return {"pasted": "Reference\tTitle\nC901\tRefuges"}
    if "-import-" in name:
        return of_check(name, things, "contractimports", TABLE_COLUMNS)
    if "-month-" in name:
        return {**LINK, "confirm": "", "seen": context_of(name, things, reader)["seen"]}
    owner = {"owner": Provider.objects.get(pk=things["providers"]).owner_id}
    typed = of_registers(things, owner) | of_money(things, owner) | of_verbs(things)
    return hidden(name, things, reader) | typed[short(name)]


def of_registers(things, owner):
    """{register: what its form of a new row and of a changed one are sent}."""
    shared = {"service": things["sharedservices"]}
    return {
        "provider": {"name": "Words of our own", "kind": "council", **owner},
        "service": {**TITLED, **owner, "kind": "justice", "purpose": "Brings both sides together."},
        "contract": {
            **TITLED, **owner, "reference": "C999", "service": things["services"],
            "provider": things["providers"], "value": "12,000", "procurement_route": "direct",
            **typed_day("starts_on", dt.date(2020, 4, 1)),
            **typed_day("ends_on", dt.date(2021, 3, 31)),
        },
        "intention": {
            **TITLED, **owner, "year": "2020", "theme": "demand", "words": "Demand grows.",
            "resources_asked": "15,000",
        },
        "sharedservice": {**TITLED, **owner, "host": "force"},
        "servicelevelagreement": {
            **TITLED, **owner, **shared, "office_does": "Pays.", "force_does": "Delivers.",
            **typed_day("starts_on", dt.date(2020, 4, 1)),
            **typed_day("review_on", dt.date(2021, 3, 31)),
        },
        "serviceplanitem": {
            **TITLED, **owner, **shared, **typed_day("raised_on", dt.date(2020, 11, 2)),
            **typed_day("due_on", dt.date(2021, 2, 1)),
        },
    }  # fmt: skip


def of_money(things, owner):
    """The same of what is given and spent."""
    amount = {**TITLED, **owner, "amount": "600", "reasons": "It costs the least."}
    day = dt.date(2020, 11, 20)
    return {
        "grant": {
            **amount, "recipient": things["providers"], "purpose": "A minibus.",
            "conditions": "None", **typed_day("made_on", day),
        },
        "payment": {**amount, "payee": things["providers"], **typed_day("paid_on", day)},
        "grant-note": {"internal_note": "Asked for in October."},
        "payment-note": {"internal_note": "Asked for in October."},
        "grant-publish": LINK,
        "payment-publish": LINK,
    }  # fmt: skip


def of_verbs(things):
    to = typed_day("to", dt.date(2021, 3, 1))
    review = {
        **SAID, "performance": "at_risk", "performance_words": "Referrals wait.",
        "risk": "medium", "risk_words": "One post is vacant.", "spend_to_date": "45,000",
    }  # fmt: skip
    return {
        "contract-review": review,
        "contract-review-correct": {**review, **typed_day("said_on", dt.date(2020, 11, 3))},
        "contract-publish": {**SAID, **LINK},
        "contract-close": SAID,
        "contract-vary": {
            **SAID, "value": "99,000", **typed_day("ends_on", dt.date(2022, 9, 30)),
        },
        "intention-decide": {
            "outcome": "part", "decision": things["decisions"], "resources_agreed": "10,000",
        },
        "servicelevelagreement-review": {
            **SAID, **typed_day("next_review_on", dt.date(2021, 12, 31)),
        },
        "serviceplanitem-update": SAID,
        "serviceplanitem-done": SAID,
        "serviceplanitem-move-date": {**SAID, **to},
    }  # fmt: skip
