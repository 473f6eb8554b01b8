"""The sentence a councillor can read out, made from the counts and nothing else."""

from .statuses import LABELS, SILENT, Status


def headline(position):
    """Say how a plan stands in two or three sentences. An empty plan gives an empty text."""
    if not position.total:
        return ""
    counts, unheard = position.counts, position.unheard()
    sentences = [
        progress(counts, position.total),
        trouble(counts) or all_is_well(unheard),
        silence(counts[SILENT], unheard),
    ]
    return " ".join(filter(None, sentences))


def progress(counts, total):
    on_track, complete = counts[Status.ON_TRACK], counts[Status.COMPLETE]
    activities = "activity" if total == 1 else "activities"
    done = f", {complete} complete" if complete else ""
    verb = "is" if total == 1 else are(on_track)
    return f"{on_track} of {total} {activities} {verb} on track{done}."


def trouble(counts):
    """Name what is off track and at risk, or nothing where nothing is."""
    off_track, at_risk = counts[Status.OFF_TRACK], counts[Status.AT_RISK]
    if off_track and at_risk:
        return f"{off_track} {are(off_track)} off track and {at_risk} at risk."
    if off_track:
        return f"{off_track} {are(off_track)} off track."
    if at_risk:
        return f"{at_risk} {are(at_risk)} at risk."
    return ""


def all_is_well(unheard):
    """Say that nothing is in trouble, unless one that has gone quiet was when last heard."""
    if unheard[Status.OFF_TRACK] or unheard[Status.AT_RISK]:
        return ""
    return "No activity is off track or at risk."


def silence(count, unheard):
    """Say how many have not been heard from, and which of them were in trouble when last heard."""
    if not count:
        return ""
    have = "has" if count == 1 else "have"
    words = [(Status.OFF_TRACK, "off track"), (Status.AT_RISK, "at risk")]
    last = [f"{unheard[code]} {label}" for code, label in words if unheard[code]]
    before = f", {' and '.join(last)} when last heard" if last else ""
    return f"{count} {have} not been heard from for longer than the plan allows{before}."


def are(count):
    return "is" if count == 1 else "are"


def counts_in_words(counts, total):
    """Return "On track 30 of 48, At risk 7 of 48", leaving out what is zero."""
    return ", ".join(f"{LABELS[code]} {count} of {total}" for code, count in counts if count)
