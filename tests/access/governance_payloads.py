"""What a POST of a valid form answers at every address of governance that writes, and that form.

Hidden fields are read from the page as the accountable post opens it, as a browser would.
"""

import datetime as dt

from governance.models import Meeting, PackDraft, ProgrammeItem, Risk
from tests.access.filling import SAID, TITLED, hidden, short
from tests.access.roles import ACCOUNTABLE, CHANGERS, HOLDERS, OK, verbs, within, writing, written
from tests.governance.factories import ProgrammeItemFactory
from tests.governance.filling import typed_day

CHOOSERS = writing(HOLDERS) | {"staff": OK}
"""A topic that is somebody else's is not among those to tick, and the form says so."""

NAMES = [
    "action", "body", "decision", "meeting", "programmeitem", "publicationduty", "risk",
    "scrutinyitem", "strategy",
]  # fmt: skip
REGISTERS = [f"governance:{name}" for name in NAMES]

TABLE = {
    **{address: who for name in NAMES for address, who in written(name).items()},
    **verbs("action", writing(CHANGERS), "update", "done"),
    **verbs("action", writing(ACCOUNTABLE), "move-date"),
    **verbs("meeting", writing(HOLDERS), "series"),
    **verbs("meeting", writing(CHANGERS), "cancel", "restore"),
    **verbs("paper", writing(CHANGERS), "add", "change", "remove"),
    **verbs("programmeitem", writing(CHANGERS), "schedule", "hear", "drop"),
    **verbs("programmeitem", CHOOSERS, "choose"),
    **verbs("publicationduty", writing(CHANGERS), "publish"),
    **verbs("scrutinyitem", writing(CHANGERS), "respond", "update", "close"),
    **verbs("scrutinyitem", writing(ACCOUNTABLE), "move-date"),
    **verbs("risk", writing(CHANGERS), "score", "close"),
    **verbs("control", writing(CHANGERS), "add", "change"),
    **verbs("packdraft", writing(HOLDERS), "begin", "cut-off", "measures", "words", "objective"),
    **verbs("packdraft", writing(HOLDERS), "discard"),
    **verbs("packdraft", writing(ACCOUNTABLE), "check"),
    **verbs("pack", writing(ACCOUNTABLE), "open"),
}

POST = within("governance", TABLE)


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
    typed = of_registers(things, owner) | of_verbs(things, owner) | of_packs(things)
    return hidden(name, things, reader) | typed[short(name)]


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
        "packdraft-measures": {"measures": []},
        "packdraft-discard": {},
        "packdraft-check": {"has_read": "on"},
        "pack-open": {"access": "open", **typed_day("public_from", dt.date(2020, 12, 14))},
    }  # fmt: skip
