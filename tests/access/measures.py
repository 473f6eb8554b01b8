"""Measures of the scorecard: one that packs show, with words that were said too late for them, one
that no pack shows, and a table of values that is being checked."""

import datetime as dt
from decimal import Decimal

from plans.intake.reading import read_pasted
from plans.models import RegisterIntake
from plans.observation_intake import ManyMeasuresImport
from tests.factories import moment, voice
from tests.plans.measures import VECTOR, MeasureFactory, observed

LATER = dt.date(2020, 12, 12)
"""After the cut-off of the packs, and before the day of the office."""


def measure_things(activity, bringer, canary):
    """({kind: key} of rows that the activity's lead answers for, the Measure that packs show).

    bringer: who brought the table.
    """
    scorecard = activity.plan.police_and_crime_plan
    own = {"owner": activity.lead, "plan": scorecard, "internal_note": f"{canary} in a note"}
    shown = observed(MeasureFactory(**own, title="Calls answered"), *VECTOR)
    MeasureFactory(**own, title=f"{canary} in a measure that no pack shows")
    table = f"Measure\tPeriod\tValue\tNote\nCalls answered\tNovember 2020\t4\t{canary} in a table"
    limits = shown.rebase(
        from_period=dt.date(2019, 7, 1), words=f"{canary} of new limits", **said_on(LATER)
    )
    keys = {
        "limits": limits.pk,
        "measures": shown.pk,
        "scorecards": scorecard.pk,
        "measureimports": table_to_check(ManyMeasuresImport, table, bringer),
    }
    return keys, shown


def said_on(day):
    return {"said_on": day, "by": voice(), "at": moment(day.year, day.month, day.day)}


def say_too_late(measure, canary):
    """Write lines about the measure that no pack holds whose cut-off has passed."""
    told = said_on(LATER)
    october = dt.date(2020, 10, 1)
    words = f"{canary} said after the cut-off"
    measure.observe(october, Decimal(3), words=words, **told)
    measure.redefine(f"{canary} in a definition", from_period=october, words=words, **told)
    measure.set_target(Decimal(5), set_by=f"{canary} sets it", words=words, **told)


def table_to_check(flow, words, bringer):
    """The key of a table for a register that was brought, and not imported yet."""
    table = read_pasted(words, flow.columns.headings.recognise)
    return RegisterIntake.objects.create(
        register=flow.register,
        source_name="pasted text",
        table=table.as_json(),
        made_by=bringer,
        made_at=moment(2020, 12, 2),
    ).pk
