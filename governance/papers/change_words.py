"""One change between two packs in words, cell by cell, as the pages say it.

The same as `pack_change.html` and what it includes, which a test compares with these.
"""

from plans.statuses import LABELS, SILENT
from plans.templatetags.plan_tags import day, times


def cells(kind, row):
    """Return what the three cells of a change say, each as lines. row: a ChangeRow."""
    return CELLS.get(kind, status_cells)(kind, row)


def new_cells(kind, row):
    after = row.after
    return [LABELS[after.shown]], [day(after.due_on) or "No date given"], [row.led_by]


def date_cells(kind, row):
    old, new = [], []
    for moved in row.change.moved_dates:
        named = f"{moved.label}: " if moved.label else ""
        old.append(f"{named}{day(moved.old) or 'No date'}")
        new += [f"{named}{day(moved.new) or 'No date'}", *first_day(moved, row.after)]
    return old, new, why(row)


def first_day(moved, after):
    if moved.first and moved.first != moved.old:
        yield f"first said {day(moved.first)}"
    if not moved.what and after.moves > 1:
        yield f"moved {times(after.moves)}"


def milestone_cells(kind, row):
    found = row.change.milestones
    met = [f"Met {day(m.met_on)}" if m.met_on else "Not met yet" for m in found]
    return [m.title for m in found], [day(m.due_on) for m in found], met


def owner_cells(kind, row):
    shared = [] if row.was_led_by != row.led_by else ["who shares it changed"]
    return [row.was_led_by], [row.led_by, *shared], why(row)


def reworded_cells(kind, row):
    before, after = row.before, row.after
    pairs = [
        (before.title, after.title),
        (before.detail or "No detail", after.detail or "No detail"),
        (before.kind_words, after.kind_words),
    ]
    changed = [(was, now) for was, now in pairs if was != now]
    other = [] if changed else ["The priorities it serves were changed."]
    return [was for was, _ in changed], [now for _, now in changed] + other, why(row)


def status_cells(kind, row):
    return before_cell(row.before), after_cell(kind, row.after), said(kind, row.after)


def before_cell(before):
    return [LABELS[before.shown], *last_said(before)]


def after_cell(kind, after):
    completed = kind == "completed" and after.completed_on
    notes = [] if kind == "silent" else last_said(after)
    if not notes and completed:
        notes = [f"on {day(after.completed_on)}"]
    return [LABELS[after.shown], *notes]


def last_said(standing):
    if standing.shown != SILENT:
        return []
    return [f"last said: {LABELS[standing.status]}"]


def said(kind, after):
    """What was said about how an activity stands, whole: a document has room for it."""
    if kind == "silent":
        return [last_heard(after)]
    if kind != "completed" and after.reason:
        return [after.reason]
    told = [after.narrative] if after.narrative else []
    if kind == "completed":
        told += shown_by(after)
    return told


def shown_by(after):
    """What shows that it was done: where it can be seen, and the names of files."""
    if after.evidence:
        yield f"Evidence: {after.evidence}"
    for file in after.files:
        yield f"File: {file}"


def last_heard(after):
    if not after.said_on:
        return "Nothing has been said yet"
    return f"{day(after.said_on)}, {LABELS[after.status].lower()}"


def why(row):
    told = [line for words, category in row.reasons for line in (words, category) if line]
    return told or ["No reason was given."]


CELLS = {
    "new": new_cells,
    "date": date_cells,
    "milestone": milestone_cells,
    "owner": owner_cells,
    "reworded": reworded_cells,
}
