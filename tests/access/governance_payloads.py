"""What a POST of a valid form answers at every address of governance that writes, and that form.

Hidden fields are read from the page as the accountable post opens it, as a browser would.
"""

import datetime as dt

from django.test import Client

from governance.models import Meeting, PackDraft, ProgrammeItem, Risk
from tests.access.conftest import path_of
from tests.access.governance_addresses import NO, NONE, OK, SIGN_IN, roles, verbs
from tests.governance.factories import ProgrammeItemFactory
from tests.governance.filling import typed_day

DONE = "done"
"""Sent on (302), and something is written."""

HOLDERS = roles(SIGN_IN, NONE, DONE, DONE, DONE, NO)
"""Whoever works for a post, any post."""

CHANGERS = roles(SIGN_IN, NONE, NO, DONE, DONE, NO)
"""Whoever works for the owner, or for the accountable post."""

ACCOUNTABLE = roles(SIGN_IN, NONE, NO, NO, DONE, NO)

CHOOSERS = HOLDERS | {"staff": OK}
"""A topic that is somebody else's is not among those to tick, and the form says so."""

REGISTERS = [
    "action", "body", "decision", "meeting", "programmeitem", "publicationduty", "risk",
    "scrutinyitem", "strategy",
]  # fmt: skip

POST = {
    **{f"governance:{name}-add": HOLDERS for name in REGISTERS},
    **{f"governance:{name}-change": CHANGERS for name in REGISTERS},
    **verbs("action", CHANGERS, "update", "done"),
    **verbs("action", ACCOUNTABLE, "move-date"),
    **verbs("meeting", HOLDERS, "series"),
    **verbs("meeting", CHANGERS, "cancel", "restore"),
    **verbs("paper", CHANGERS, "add", "change", "remove"),
    **verbs("programmeitem", CHANGERS, "schedule", "hear", "drop"),
    **verbs("programmeitem", CHOOSERS, "choose"),
    **verbs("publicationduty", CHANGERS, "publish"),
    **verbs("scrutinyitem", CHANGERS, "respond", "update", "close"),
    **verbs("scrutinyitem", ACCOUNTABLE, "move-date"),
    **verbs("risk", CHANGERS, "score", "close"),
    **verbs("control", CHANGERS, "add", "change"),
    **verbs("packdraft", HOLDERS, "begin", "cut-off", "words", "objective", "discard"),
    **verbs("packdraft", ACCOUNTABLE, "check"),
    **verbs("pack", ACCOUNTABLE, "open"),
}
"""{name: {role: what a POST of a valid form answers}} for every address that writes."""

SAID = {"words": "It went as agreed."}
TITLED = {"title": "Words of our own"}


def prepare(name, things):
    """Bring the row into the state in which the verb has a use for it, and return new keys."""
    if name == "governance:meeting-restore":
        Meeting.objects.get(pk=things["meetings"]).cancel(on=dt.date(2020, 12, 14))
    if name == "governance:programmeitem-choose":
        owner = ProgrammeItem.objects.get(pk=things["programmeitems"]).owner
        return {"offered": ProgrammeItemFactory(owner=owner).pk}
    return {}


def payload(name, things, reader):
    """What the browser of a reader who may do it would send, filled in so that it holds."""
    owner = {"owner": Risk.objects.get(pk=things["risks"]).owner_id}
    typed = {
        **of_registers(things, owner),
        **of_verbs(things, owner),
        **of_packs(things),
    }[name.removeprefix("governance:").removesuffix("-add").removesuffix("-change")]
    return hidden(name, things, reader) | typed


def hidden(name, things, reader):
    """{field: value} of the hidden fields of the form."""
    browser = Client()
    browser.force_login(reader)
    context = browser.get(path_of(name, things)).context
    if "form" not in context:
        return {"version": context["draft"].version}
    found = {field.name: field.value() for field in context["form"].hidden_fields()}
    return {name: value for name, value in found.items() if value is not None}


def of_registers(things, owner):
    """{register: what its form of a new row and of a changed one are sent}."""
    raised_on = typed_day("raised_on", dt.date(2020, 11, 20))
    scores = {
        f"{kind}_{part}": value
        for kind in ("inherent", "current", "target")
        for part, value in {"likelihood": "3", "impact": "2", "words": "So it is."}.items()
    }
    return {
        "action": {**TITLED, **owner, **raised_on, **typed_day("due_on", dt.date(2021, 2, 1))},
        "body": {"name": "Words of our own", "kind": "scrutiny", "our_role": "reports", **owner},
        "decision": {
            **TITLED, **owner, **typed_day("taken_on", dt.date(2020, 12, 2)),
            "reference": "D2020/99", "taken_by": "Police and Crime Commissioner",
            "reason": "The service works.",
        },
        "meeting": {"body": things["bodies"], **typed_day("on", dt.date(2021, 2, 4))},
        "programmeitem": {
            **TITLED, **owner, **typed_day("offered_on", dt.date(2020, 12, 2)),
            "synopsis": "What it involves.", "origin": "asked",
        },
        "publicationduty": {
            **TITLED, **owner, **typed_day("starts_on", dt.date(2020, 4, 1)),
            "source": "SI 2011/3050, paragraph 3(f)", "interval": "unknown",
        },
        "risk": {
            **TITLED, **owner, **scores, **typed_day("opened_on", dt.date(2020, 12, 2)),
            "cause": "A post is vacant.", "event": "Work waits.", "effect": "It is late.",
        },
        "scrutinyitem": {
            **TITLED, **owner, **raised_on, "kind": "question", "source": "panel",
            "words": "How long do victims wait?", "clock": "period", "period_days": "20",
        },
        "strategy": {**TITLED, **owner, "kind": "strategy", "state": "in_force"},
    }  # fmt: skip


def of_verbs(things, owner):
    to = typed_day("to", dt.date(2021, 3, 1))
    return {
        "action-update": SAID,
        "action-done": SAID,
        "action-move-date": {**SAID, **to},
        "meeting-series": {
            "body": things["bodies"], "weeks": "4", "confirm": "",
            **typed_day("first", dt.date(2021, 4, 1)), **typed_day("last", dt.date(2021, 6, 1)),
        },
        "meeting-cancel": {},
        "meeting-restore": {},
        "paper": {**TITLED, "kind": "paper"},
        "paper-remove": {},
        "programmeitem-schedule": {"meeting": things["meetings"]},
        "programmeitem-hear": SAID,
        "programmeitem-drop": SAID,
        "programmeitem-choose": {
            "items": things.get("offered", ""), **typed_day("chosen_on", dt.date(2020, 12, 2)),
        },
        "publicationduty-publish": {
            **SAID, **typed_day("covers_until", dt.date(2020, 11, 30)),
        },
        "scrutinyitem-respond": SAID,
        "scrutinyitem-update": SAID,
        "scrutinyitem-close": SAID,
        "scrutinyitem-move-date": {**SAID, **to, "agreed_by": "The chair, 3 December 2020"},
        "risk-score": {**SAID, "kind": "current", "likelihood": "4", "impact": "5"},
        "risk-close": SAID,
        "control": {**TITLED, **owner, "state": "in_place"},
    }  # fmt: skip


def of_packs(things):
    draft = PackDraft.objects.select_related("meeting__body").get(pk=things["packdrafts"])
    heard = Meeting.objects.filter(packs__isnull=False, pack_drafts=None).get()
    cut_off = {**typed_day("cut_off_on", dt.date(2020, 12, 9)), "cut_off_at": "5pm"}
    return {
        "packdraft-begin": {
            **cut_off, "meeting": heard.pk, "plan": draft.plan_id, "reason": "A figure was wrong.",
        },
        "packdraft-cut-off": cut_off,
        "packdraft-words": {"commentary": "Two things went well.", "reason": "A figure."},
        "packdraft-objective": {"commentary": "It went well."},
        "packdraft-discard": {},
        "packdraft-check": {"has_read": "on"},
        "pack-open": {"access": "open", **typed_day("public_from", dt.date(2020, 12, 14))},
    }  # fmt: skip
