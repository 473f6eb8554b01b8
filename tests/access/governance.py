"""One of every noun of governance, each with unpublished words where the office keeps its own."""

import datetime as dt

from governance import packs
from governance.models import Control, PackDraft, Paper
from tests.factories import voice
from tests.governance.factories import (
    ActionFactory,
    DecisionFactory,
    MeetingFactory,
    ProgrammeItemFactory,
    PublicationDutyFactory,
    RiskFactory,
    ScrutinyItemFactory,
    StrategyFactory,
    the_panel,
)

CUT_OFF = dt.datetime(2020, 12, 10, 17, tzinfo=dt.UTC)


def governance_things(activity, author, canary, *, measures=()):
    """{kind: key} of rows that the activity's lead answers for, and of a pack not yet public.

    measures: those that the packs show.
    """
    own = {"owner": activity.lead, "internal_note": f"{canary} in a note"}
    panel = the_panel(**own)
    meeting = MeetingFactory(body=panel, on=dt.date(2021, 1, 14), internal_note=canary)
    heard = MeetingFactory(body=panel, on=dt.date(2020, 12, 3), internal_note=canary)
    item = ScrutinyItemFactory(**own, body=panel, meeting=meeting)
    accepted = ScrutinyItemFactory(**own, kind="recommendation", source="inspectorate")
    accepted.respond(
        response="accepted", words="We will.", said_on=CUT_OFF.date(), by=voice(), at=CUT_OFF
    )
    risk = RiskFactory(**own)
    rows = {
        "bodies": panel,
        "meetings": meeting,
        "papers": Paper.objects.create(meeting=meeting, title="Agenda"),
        "scrutinyitems": item,
        "recommendations": accepted,
        "programmeitems": ProgrammeItemFactory(**own, chosen_on=heard.on, meeting=heard),
        "risks": risk,
        "controls": Control.objects.create(risk=risk, title="Cover", owner=activity.lead),
        "decisions": DecisionFactory(**own, link="https://www.example.org/d1"),
        "actions": ActionFactory(**own, meeting=meeting),
        "strategies": StrategyFactory(**own),
        "publicationduties": PublicationDutyFactory(**own),
    }
    for row in rows.values():
        if hasattr(row, "activities"):
            row.activities.add(activity)
    DecisionFactory(**own, title=f"{canary} in a decision that nobody published")
    rows["publicationduties"].publish(
        covers_until=CUT_OFF.date(), words="Grants in November", link="", **told_by_office()
    )
    published = pack_things(heard, meeting, activity, author, canary, measures)
    return {kind: row.pk for kind, row in rows.items()} | published


def told_by_office():
    return {"said_on": CUT_OFF.date(), "by": voice(), "at": CUT_OFF}


def pack_things(heard, meeting, activity, author, canary, measures):
    """Packs that are published to the panel alone, and a next version being prepared."""
    words = {"plan": activity.plan, "cut_off": CUT_OFF, "saved_by": author, "saved_at": CUT_OFF}
    for each in (heard, meeting):
        draft = PackDraft.objects.create(meeting=each, internal_note=canary, **words)
        draft.measures.set(measures)
        pack = packs.publish(draft, by=voice("Chief Executive"), at=CUT_OFF)
    following = PackDraft.objects.create(
        meeting=meeting,
        commentary=f"{canary} in a commentary",
        objective_commentary={str(activity.objective_id): f"{canary} about an objective"},
        reason=f"{canary} in a reason",
        internal_note=f"{canary} in a note",
        **words,
    )
    following.measures.set(measures)
    return {"packs": pack.pk, "packdrafts": following.pk, "objectives": activity.objective_id}
