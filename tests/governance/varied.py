"""Two packs between which everything happened that can happen to an activity."""

import datetime as dt

from plans import record
from tests.factories import moment, post, promised_activity, said, voice
from tests.governance.factories import ScrutinyItemFactory
from tests.governance.packs import published
from tests.governance.reading import first_pack

JUNE = moment(2020, 6, 2)


def two_varied_packs(plan, activity, measures=(), **facts):
    """September's pack and December's, with a change of every kind between: (earlier, later)."""
    lead = post("Chief Financial Officer")
    done, leaving, renamed, handed, built, quiet, quiet_before = (
        promised_activity(plan, lead=lead, title=title)
        for title in ("Done", "Leaving", "Named", "Handed over", "Built", "Quiet", "Heard again")
    )
    said(quiet_before, on=dt.date(2020, 6, 1))
    milestone = add_milestone(built, "Ground bought", dt.date(2020, 10, 30), JUNE)
    moved = add_milestone(built, "Roof on", dt.date(2020, 11, 30), JUNE)
    for each in (activity, done, leaving, renamed, handed, built, quiet):
        said(each, on=dt.date(2020, 8, 25))
    ask_two_questions()
    earlier = first_pack(plan, measures=measures)

    move(activity, dt.date(2021, 6, 30), at=moment(2020, 11, 2))
    move(built, dt.date(2020, 12, 31), milestone=moved, at=moment(2020, 11, 3))
    record.meet_milestone(
        milestone, activity=built, met_on=dt.date(2020, 11, 2), by=voice(), at=moment(2020, 11, 4)
    )
    add_milestone(built, "Doors open", dt.date(2021, 2, 1), moment(2020, 11, 5))
    record.withdraw(
        leaving, reason="No money.", reason_category="money", by=voice(), at=moment(2020, 11, 6)
    )
    record.reword(
        renamed, title="Named anew", detail="In two parts.", reason="Clearer.", by=voice(),
        at=moment(2020, 11, 7),
    )  # fmt: skip
    record.hand_over(
        handed, to=post("Head of People"), reason="A better home.", by=voice(),
        at=moment(2020, 11, 8),
    )  # fmt: skip
    for each in (renamed, handed, built, quiet_before):
        said(each, on=dt.date(2020, 12, 4))
    said(done, "complete", on=dt.date(2020, 12, 5), evidence="Minutes of 3 December.")
    said(activity, "at_risk", on=dt.date(2020, 12, 8), reason="Two posts are vacant.")
    promised_activity(plan, lead=lead, title="New", at=moment(2020, 12, 9))
    return earlier, published(plan, measures=measures, **facts)


def add_milestone(activity, title, due_on, at):
    return record.add_milestone(activity, title=title, due_on=due_on, by=voice(), at=at)


def move(activity, to, *, at, milestone=None):
    record.move_date(
        activity, to=to, milestone=milestone, reason="Steel came late.",
        reason_category="supplier", by=voice(), at=at,
    )  # fmt: skip


def ask_two_questions():
    """One that is late, and one that was accepted and goes on."""
    asked = {"raised_on": dt.date(2020, 8, 1), "due_on": dt.date(2020, 9, 30)}
    first = {"first_due_on": dt.date(2020, 9, 30)}
    ScrutinyItemFactory(title="Waiting times", **asked, **first)
    accepted = ScrutinyItemFactory(kind="recommendation", title="Shorter reports", **asked, **first)
    accepted.respond(
        response="accepted", words="Agreed.\nFrom September on.", said_on=dt.date(2020, 8, 10),
        by=voice(), at=moment(2020, 8, 10),
    )  # fmt: skip
