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
    "first_starts_on": None,
    "due_on": None,
    "first_due_on": None,
    "moves": 0,
    "lead": None,
    "holder": "",
    "joint": [],
    "contributors": [],
    "priorities": [],
    "milestones": {},
    "carried_from": None,
    "status": Status.NOT_STARTED.value,
    "status_since": None,
    "previous_status": "",
    "said_on": None,
    "statement": None,
    "stated_on": None,
    "narrative": "",
    "next_steps": "",
    "reason": "",
    "forecast_on": None,
    "evidence": "",
    "completed_on": None,
    "before": None,
}
"""An activity before its first line.

`statement` is the number of the line whose words and status stand, `stated_on` its day, and
`before` how status stood before it. `said_on` is later where somebody has confirmed it since.
`first_starts_on` is the earliest start that ever stood, None where it was to begin at once.
Files that show what was said stand under `files`, and only while there are any: so what followed
from lines before there were files follows still.
"""

WORDS = ("narrative", "next_steps", "reason", "forecast_on", "evidence")
STATUS = ("status", "status_since", "previous_status", "completed_on")


def fold(standing, line):
    """Return the standing after `line`: a mapping with number, kind, said_on and the facts."""
    after = change(standing, line["changes"])
    kind = line["kind"]
    if kind == "promised":
        first = {"first_starts_on": after["starts_on"], "status_since": line["said_on"]}
        return {**after, **first}
    if kind == "confirmed" and not line["narrative"]:
        return {**after, "said_on": line["said_on"]}
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
    if "starts_on" in changes:
        after["first_starts_on"] = earlier(standing["first_starts_on"], after["starts_on"])
    return after


def earlier(day, other):
    """The earlier of two days; no day at all is the earliest."""
    return min(day or "", other or "") or None


def state(standing, line):
    """Let an update, a confirmation with words or a withdrawal speak."""
    before = {name: standing[name] for name in STATUS}
    return {
        **shown(standing, line),
        **spoken(line),
        **judged(before, line["status"], line["said_on"]),
        "said_on": line["said_on"],
        "statement": line["number"],
        "stated_on": line["said_on"],
        "before": before,
    }


def restate(standing, line):
    """Let a correction replace the words and the status of the statement that stands."""
    return {
        **shown(standing, line),
        **spoken(line),
        **judged(standing["before"], line["status"], standing["stated_on"]),
    }


def spoken(line):
    """The words that stand after a line: a confirmation adds to those that stood."""
    if line["kind"] == "confirmed":
        return {"narrative": line["narrative"]}
    return {name: line[name] for name in WORDS}


def shown(standing, line):
    """The standing with the line's files; those of the words before go where the words go."""
    if line["kind"] == "confirmed":
        return standing
    after = {name: value for name, value in standing.items() if name != "files"}
    return {**after, "files": line["files"]} if line.get("files") else after


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
    """The facts that change when a date moves: the first one said stays for ever.

    A first date without one that stands was carried from the year before: a new one moves it.
    """
    old = standing["due_on"]
    if old is None and standing["first_due_on"] is None:
        return {"due_on": [None, new], "first_due_on": [None, new]}
    return {"due_on": [old, new], "moves": [standing["moves"], standing["moves"] + 1]}
