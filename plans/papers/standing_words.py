"""How an activity stands, in the words of the pages, line by line.

The same as the partials of a list (`standing_status.html`, `standing_due.html`,
`pack_activities.html`), which a test compares with these.
"""

from plans.statuses import LABELS, SILENT
from plans.templatetags.plan_tags import day, times


def short(date):
    """A day in little room: "1 Apr 2020"."""
    return f"{date:%-d %b %Y}"


def status_lines(standing):
    """The status as a word, and under it what it was or when it was last heard of."""
    return (LABELS[standing.shown], *filter(None, [status_note(standing)]))


def status_note(standing):
    if standing.shown == SILENT:
        if not standing.said_on:
            return "nothing has been said yet"
        return f"last heard {short(standing.said_on)}, {LABELS[standing.status]}"
    if standing.was:
        return f"was {LABELS[standing.was]} until {standing.status_since:%-d %b}"
    return ""


def due_lines(standing):
    """The date that stands, how late it is, and the first one where they differ."""
    return (*promised(standing), *lateness(standing), *first_said(standing))


def promised(standing):
    if standing.is_duty:
        review = f"review by {short(standing.due_on)}" if standing.due_on else ""
        return ("Continuing duty", *filter(None, [review]))
    return (day(standing.due_on) or "No date given",)


def lateness(standing):
    if standing.is_overdue:
        yield f"{standing.days_late} {'day' if standing.days_late == 1 else 'days'} late"
    if standing.has_late_milestone:
        yield "a milestone is late"


def first_said(standing):
    if standing.moves:
        yield f"first said {short(standing.first_due_on)}, moved {times(standing.moves)}"
    elif standing.first_due_on and not standing.due_on:
        yield f"first said {short(standing.first_due_on)}"


def said_lines(standing):
    """What was said last: how it goes, why, what is next and when it is expected now."""
    forecast = day(standing.forecast_on)
    lines = [
        standing.narrative,
        standing.reason and f"Reason: {standing.reason}",
        standing.next_steps and f"Next: {standing.next_steps}",
        forecast and f"Now expected: {forecast}",
    ]
    return tuple(filter(None, lines))


def milestone_lines(standing):
    """Each milestone with its dates: "Steel ordered: met 1 June 2020, due 30 June 2020"."""
    return tuple(f"{m.title}: {milestone_words(m)}" for m in standing.milestones)


def milestone_words(milestone):
    """As `milestone_words.html` says it."""
    met = f"met {day(milestone.met_on)}, " if milestone.met_on else ""
    first = f", first said {day(milestone.first_due_on)}" if milestone.was_moved else ""
    return f"{met}due {day(milestone.due_on)}{first}"
