"""The sentence a councillor can read out, made from the counts and nothing else."""

from .statuses import SILENT, Status


def headline(position):
    """Say how a plan stands in two or three sentences. An empty plan gives an empty text."""
    if not position.total:
        return ""
    counts = position.counts
    sentences = [progress(counts, position.total), trouble(counts), silence(counts[SILENT])]
    return " ".join(filter(None, sentences))


def progress(counts, total):
    on_track, complete = counts[Status.ON_TRACK], counts[Status.COMPLETE]
    activities = "activity" if total == 1 else "activities"
    done = f", {complete} complete" if complete else ""
    return f"{on_track} of {total} {activities} {are(on_track)} on track{done}."


def trouble(counts):
    """Name what is off track and at risk, or say that nothing is."""
    off_track, at_risk = counts[Status.OFF_TRACK], counts[Status.AT_RISK]
    if off_track and at_risk:
        return f"{off_track} {are(off_track)} off track and {at_risk} at risk."
    if off_track:
        return f"{off_track} {are(off_track)} off track."
    if at_risk:
        return f"{at_risk} {are(at_risk)} at risk."
    return "No activity is off track or at risk."


def silence(count):
    """Say how many have not been heard from, or nothing where all have."""
    if not count:
        return ""
    have = "has" if count == 1 else "have"
    return f"{count} {have} not been heard from for longer than the plan allows."


def are(count):
    return "is" if count == 1 else "are"
