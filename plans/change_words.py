"""What a line changed, in words: "Due date moved from 31 March 2021 to 30 June 2021"."""

import datetime as dt

LABELS = {
    "title": "Title",
    "detail": "Detail",
    "kind": "Kind",
    "number": "Number",
    "starts_on": "Start",
}
KINDS = {"deliverable": "Deliverable", "duty": "Continuing duty"}


def change_lines(entry, posts):
    """Return sentences for what a line of the record changed. posts: {key: Post}."""
    if entry.kind == "promised":
        return promised(entry, posts)
    return [line for fact, pair in entry.changes.items() for line in say(entry, fact, pair, posts)]


def promised(entry, posts):
    standing = entry.standing
    due_on, first = standing["due_on"], standing["first_due_on"]
    due = f", due {day(due_on)}" if due_on else ""
    due += f", first promised for {day(first)}" if first != due_on else ""
    return [f"“{standing['title']}”, led by {title(posts, standing['lead'])}{due}."]


def say(entry, fact, pair, posts):
    """Yield the sentence for one fact, or none where another fact's sentence says it."""
    old, new = pair
    if fact == "due_on" or (fact.startswith("milestones.") and fact.endswith(".due_on")):
        yield moved(entry, old, new)
    elif fact == "lead":
        yield f"Lead: from {title(posts, old)} to {title(posts, new)}."
    elif fact in ("joint", "contributors"):
        name = {"joint": "Joint owners", "contributors": "Contributors"}[fact]
        yield f"{name}: from {titles(posts, old)} to {titles(posts, new)}."
    elif fact == "holder":
        yield f"The lead post passed from {old or 'vacant'} to {new or 'vacant'}."
    elif fact == "priorities":
        yield "The priorities it serves were changed."
    elif fact in LABELS:
        yield f"{LABELS[fact]}: from {value(old)} to {value(new)}."
    elif fact.endswith(".met_on") and (old or new):
        yield met(entry, old, new)


def moved(entry, old, new):
    what = f"“{entry.milestone.title}”" if entry.milestone else "The date"
    if old is None:
        return f"{what} is promised for {day(new)}."
    return f"{what} moved from {day(old)} to {day(new)}."


def met(entry, old, new):
    if old is None:
        return f"Met on {day(new)}."
    correct = f"was met on {day(new)}" if new else "has not been met"
    return f"“{entry.milestone.title}” {correct}; the record said {day(old)}."


def day(text):
    return f"{dt.date.fromisoformat(text):%-d %B %Y}"


def title(posts, pk):
    return posts[pk].title


def titles(posts, pks):
    return ", ".join(title(posts, pk) for pk in pks) or "nobody"


def value(raw):
    if not raw:
        return "nothing"
    return KINDS.get(raw, f"“{raw}”")
