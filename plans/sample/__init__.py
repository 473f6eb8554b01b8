"""The sample: one office's plan for 2020 to 2021, and an invented year of its progress.

The files beside this module are the sample; edit them, not code. `office.json` says who the
office is, `plan.json` what it promised. `demonstration.json` and the stories, one file for each
objective, are invented. Only `loading` touches a database.
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
    "office",
    "plan",
    "stories",
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


def read(name):
    return json.loads((HERE / name).read_text(encoding="utf-8"))
