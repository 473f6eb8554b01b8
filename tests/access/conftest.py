"""One of everything, so that every address has something to open."""

import datetime as dt
from contextlib import suppress

import pytest
from django.urls import NoReverseMatch, reverse

from commissioning.models import Service
from opcc.office.mail import stopping
from opcc.office.models import AccessKey, Handover, Invitation
from plans.intake.reading import read_pasted
from plans.models import Draft, Intake
from tests.access.commissioning import commissioning_things
from tests.access.governance import governance_things
from tests.access.measures import measure_things, say_too_late
from tests.factories import PriorityFactory, post, promised_activity, said

CANARY = "unpublished-canary-words"
"""Written into drafts and notes; no page that a panel member can open may hold it."""


@pytest.fixture
def cast(chief_executive, finance_chief, finance_officer, outsider, panel_member, administrator):
    """{role: user} for the roles of the table."""
    return {
        "panel": panel_member,
        "staff": outsider,
        "owner": finance_chief,
        "accountable": chief_executive,
        "administrator": administrator,
    }


@pytest.fixture
def things(cast, plan, finance_officer):
    """{name of address: its keys}: a plan with an activity, a line and a draft."""
    activity = promised_activity(plan, lead=post("Chief Financial Officer"))
    line = said(activity, "on_track", on=dt.date(2020, 12, 1))
    draft = Draft.objects.create(
        activity=activity,
        kind="update",
        author=finance_officer,
        proposal={"status": ["on_track"], "narrative": [f"{CANARY} in a draft"]},
        internal_note=f"{CANARY} in a note",
        state="submitted",
        activity_version=activity.version,
        saved_at=dt.datetime(2020, 12, 2, tzinfo=dt.UTC),
        submitted_at=dt.datetime(2020, 12, 2, tzinfo=dt.UTC),
    )
    handover = Handover.objects.create(
        post=activity.lead, to_user=cast["panel"], on=dt.date(2020, 12, 1), note="Entered wrongly."
    )
    priority = PriorityFactory(plan=plan.police_and_crime_plan)
    words = f"Objective\tActivity\tOwner\n1. Town\t{CANARY} in a document\tChief Executive"
    intake = Intake.objects.create(
        title=plan.title,
        starts_on=plan.starts_on,
        source_name="plan.txt",
        table=read_pasted(words).as_json(),
        made_by=cast["administrator"],
        made_at=dt.datetime(2020, 12, 2, tzinfo=dt.UTC),
    )
    return {
        "plans": plan.pk,
        "activities": activity.pk,
        "record": line.pk,
        "drafts": draft.pk,
        "owners": activity.lead_id,
        "priorities": priority.pk,
        "handovers": handover.pk,
        "stops": stopping.token(cast["panel"], stopping.PACKS),
        "intakes": intake.pk,
        "invitations": invited(cast["panel"], by=cast["administrator"]),
        **key_things(cast["panel"]),
        **register_things(activity, finance_officer, cast["owner"]),
    }


def key_things(user):
    """{kind: key} of a person's key, and the secret of its calendar."""
    at = dt.datetime(2020, 12, 2, tzinfo=dt.UTC)
    key, secret = AccessKey.objects.issue(user, "calendar", name="My phone", at=at)
    return {"accesskeys": key.pk, "secrets": secret}


def invited(user, *, by):
    """What the address of a person's link ends with."""
    at = dt.datetime(2020, 12, 14, tzinfo=dt.UTC)
    return Invitation.objects.make(user, by=by, at=at).url.split("/")[-2]


def register_things(activity, author, bringer):
    """{kind: key} of a row of every register; words that the packs must not hold are in most."""
    measures, shown = measure_things(activity, bringer, CANARY)
    commissioned = commissioning_things(activity, bringer, CANARY)
    say_too_late(shown, CANARY)
    governed = governance_things(activity, author, CANARY, measures=[shown])
    Service.objects.get().bodies.add(governed["bodies"])
    return measures | commissioned | governed


KINDS = {
    "activity-list": "plans",
    "plan": "plans",
    "activity": "activities",
    "entry": "record",
    "draft": "drafts",
    "owner": "owners",
    "priority": "priorities",
    "handover": "handovers",
    "mail-stop": "stops",
    "intake": "intakes",
    "invitation_open": "invitations",
    "action": "actions",
    "body": "bodies",
    "calendar-feed": "secrets",
    "contract": "contracts",
    "contract-import": "contractimports",
    "control": "risks",
    "control-detail": "controls",
    "decision": "decisions",
    "grant": "grants",
    "grant-month": "grantmonths",
    "intention": "intentions",
    "key": "accesskeys",
    "measure": "measures",
    "measures-import": "measureimports",
    "meeting": "meetings",
    "pack": "packs",
    "packdraft": "packdrafts",
    "paper": "meetings",
    "payment": "payments",
    "payment-month": "spendmonths",
    "programmeitem": "programmeitems",
    "provider": "providers",
    "publicationduty": "publicationduties",
    "risk": "risks",
    "scorecard": "scorecards",
    "scrutinyitem": "scrutinyitems",
    "scrutinyitem-close": "recommendations",
    "service": "services",
    "servicelevelagreement": "servicelevelagreements",
    "serviceplanitem": "serviceplanitems",
    "sharedservice": "sharedservices",
    "strategy": "strategies",
}
"""{how the name of an address begins: kind of what it is about}; the longest beginning counts."""


def path_of(name, things):
    """The address called `name`, about one of the things where it needs a key."""
    space, _, short = name.partition(":")
    if space == "admin":
        return first_that_fits(name, [], [1], [1, 1], ["plans"])
    key = things.get(kind_of(short or space))
    keys = [{own: key} | part for own in ("pk", "pack", "plan") for part in parts(things)]
    return first_that_fits(name, [], [key], *keys)


def kind_of(short):
    """The kind of thing that an address of this name is about, or None."""
    words = short.split("-")
    beginnings = ["-".join(words[:count]) for count in range(len(words), 0, -1)]
    return next((KINDS[each] for each in beginnings if each in KINDS), None)


def parts(things):
    """Second keys of addresses about a part of a thing."""
    yield {"paper_pk": things.get("papers")}
    yield {"control": things.get("controls")}
    yield {"objective": things.get("objectives")}
    yield {"review": things.get("reviews")}
    yield {"line": things.get("limits")}
    yield {"number": 1}
    yield {"key": things.get("activities")}
    yield {"activity": things.get("activities")}
    yield {"sheet": "activities"}


def first_that_fits(name, *keys):
    for key in keys:
        with suppress(NoReverseMatch):
            return reverse(name, **({"kwargs": key} if isinstance(key, dict) else {"args": key}))
    raise LookupError(name)
