"""The sentence a councillor can read out, made from the counts and nothing else."""

from .statuses import SILENT, Status


def headline(position):
    """Say how a plan stands in one or two sentences. An empty plan gives an empty text."""
    if not position.total:
        return ""
    counts, total = position.counts, position.total
    first = f"{counts[Status.ON_TRACK]} of {total} activities {are(counts[Status.ON_TRACK])} on track"
    if total == 1:
        first = f"{counts[Status.ON_TRACK]} of 1 activity is on track"
    trouble = [
        f"{counts[code]} {word}"
        for code, word in [(Status.OFF_TRACK, "off track"), (Status.AT_RISK, "at risk")]
        if counts[code]
    ]
    done = [f"{counts[Status.COMPLETE]} complete"] if counts[Status.COMPLETE] else []
    return " ".join(
        sentence
        for sentence in [
            f"{first}{', ' + ' and '.join(done) if done else ''}.",
            said(trouble, "No activity is off track or at risk."),
            silence(counts[SILENT]),
        ]
        if sentence
    )


def are(count):
    return "is" if count == 1 else "are"


def said(parts, otherwise):
    if not parts:
        return otherwise
    first = int(parts[0].split()[0])
    text = f"{' and '.join(parts)}"
    head, _, rest = text.partition(" ")
    return f"{head} {are(first)} {rest}."


def silence(count):
    """Say how many have not been heard from, or nothing where all have."""
    if not count:
        return ""
    have = "has" if count == 1 else "have"
    return f"{count} {have} not been heard from for longer than the plan allows."
