"""What a line does to an activity: a pure fold over plain values.

A *standing* is a dictionary of JSON values: the activity after a line. `fold(standing, line)`
returns the next one. The record stores each result; replaying must give the same again.
"""

from ..statuses import Status

EMPTY = {
    "objective": None,
    "number": None,
    "title": "",
    "detail": "",
    "kind": "",
    "starts_on": None,
    "due_on": None,
    "first_due_on": None,
    "moves": 0,
    "lead": None,
    "holder": "",
    "joint": [],
    "contributors": [],
    "priorities": [],
    "milestones": {},
    "status": Status.NOT_STARTED.value,
    "status_since": None,
    "previous_status": "",
    "said_on": None,
    "statement": None,
    "narrative": "",
    "next_steps": "",
    "reason": "",
    "forecast_on": None,
    "evidence": "",
    "completed_on": None,
    "before": None,
}
"""An activity before its first line. `before` is how status stood before the last statement."""

WORDS = ("narrative", "next_steps", "reason", "forecast_on", "evidence")
STATUS = ("status", "status_since", "previous_status", "completed_on")


def fold(standing, line):
    """Return the standing after `line`: a mapping with number, kind, said_on and the facts."""
    after = change(standing, line["changes"])
    kind = line["kind"]
    if kind == "promised":
        return {**after, "status_since": line["said_on"]}
    if kind in ("updated", "confirmed", "withdrawn"):
        return state(after, line)
    if kind == "corrected" and line["corrects"] == standing["statement"]:
        return restate(after, line)
    return after


def change(standing, changes):
    """Apply {fact: [from, to]}; a fact `milestones.7.met_on` reaches into a milestone."""
    after = {**standing, "milestones": {k: dict(v) for k, v in standing["milestones"].items()}}
    for fact, (_, new) in changes.items():
        path, _, field = fact.rpartition(".")
        if path:
            after["milestones"].setdefault(path.partition(".")[2], {})[field] = new
        else:
            after[fact] = new
    return after


def state(standing, line):
    """Let an update, a confirmation or a withdrawal speak."""
    before = {name: standing[name] for name in STATUS}
    words = spoken(standing, line)
    return {
        **standing,
        **words,
        **judged(before, line["status"], line["said_on"]),
        "said_on": line["said_on"],
        "statement": line["number"],
        "before": before,
    }


def restate(standing, line):
    """Let a correction replace the words and the status of the statement that stands."""
    return {
        **standing,
        **spoken(standing, line),
        **judged(standing["before"], line["status"], standing["said_on"]),
    }


def spoken(standing, line):
    """The words that stand after a line: a confirmation without words keeps the old ones."""
    if line["kind"] == "confirmed":
        return {"narrative": line["narrative"] or standing["narrative"]}
    return {name: line[name] for name in WORDS}


def judged(before, status, on):
    """How status stands once `status` was said on that day."""
    if status == before["status"]:
        return before
    return {
        "status": status,
        "status_since": on,
        "previous_status": before["status"],
        "completed_on": on if status == Status.COMPLETE else None,
    }


def date_change(standing, new):
    """The facts that change when a date moves: the first one said stays for ever."""
    old = standing["due_on"]
    if old is None:
        return {"due_on": [None, new], "first_due_on": [None, new]}
    return {"due_on": [old, new], "moves": [standing["moves"], standing["moves"] + 1]}
