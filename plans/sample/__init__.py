"""The sample: one office's plan for 2020 to 2021, and an invented year of its progress.

The files beside this module are the sample; edit them, not code. `office.json` says who the
office is, `plan.json` what it promised and `measures.json` which costs it gave. The stories, one
file for each objective and one for the measures, and `demonstration.json` are invented. Only
`loading` and `measures` touch a database.
"""

import datetime as dt
import json
from pathlib import Path

from .story import Event, Milestone, Silence, Story

__all__ = [
    "Event",
    "Milestone",
    "Silence",
    "Story",
    "activities",
    "clock",
    "demonstration",
    "invented_measures",
    "office",
    "plan",
    "stories",
    "written_measures",
]

HERE = Path(__file__).parent


def office():
    """Return office.json: note, office, departments and posts."""
    return read("office.json")


def plan():
    """Return plan.json: police_and_crime_plan, delivery_plan and objectives."""
    return read("plan.json")


def activities():
    """Return {"1.1": activity} of every activity of the plan, in the plan's order."""
    return {
        activity["number"]: activity
        for objective in plan()["objectives"]
        for activity in objective["activities"]
    }


def demonstration():
    """Return demonstration.json: clock, posts, accounts, holdings, post_handovers and drafts."""
    return read("demonstration.json")


def clock():
    """Return the moment at which the demonstration stands, an aware datetime."""
    return dt.datetime.fromisoformat(demonstration()["clock"])


def stories():
    """Return {"1.1": Story} of every activity, in the plan's order."""
    told = {}
    for objective in plan()["objectives"]:
        told |= read(f"stories/objective_{objective['number']}.json")["activities"]
    return {number: Story.read(number, story) for number, story in told.items()}


def written_measures():
    """Return what measures.json tells of the costs that the published plan gives."""
    return read("measures.json")["measures"]


def invented_measures():
    """Return what stories/measures.json tells of measures that never were."""
    return read("stories/measures.json")["measures"]


def read(name):
    return json.loads((HERE / name).read_text(encoding="utf-8"))
