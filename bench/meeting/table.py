"""What a meeting came to, in words."""

COLUMNS = (
    ("Page", "<34"),
    ("Requests", ">9"),
    ("Errors", ">7"),
    ("p50 ms", ">8"),
    ("p95 ms", ">8"),
    ("p99 ms", ">8"),
)
SAID = {
    "update": "updates in the record",
    "submission": "updates sent for approval",
    "approval": "approvals",
    "draft": "drafts",
    "score": "scores of risks",
}
COUNTED = {
    "lines": ("lines of the record", ("update", "approval")),
    "drafts": ("savings of drafts", ("draft", "submission", "approval", "update over a draft")),
    "scores": ("scores of risks", ("score",)),
}
"""{what is counted: (in words, the answers that promised one more each)}"""


def lines(found):
    """The table, page by page, and under it how often somebody was told of a clash."""
    yield "".join(f"{title:{width}}" for title, width in COLUMNS)
    for name, page in sorted(found["pages"].items()):
        yield row(name, page)
    yield row("All", everything(found["pages"].values()))
    said = ", ".join(f"{found['saved'].get(kind, 0)} {words}" for kind, words in SAID.items())
    yield f"\nAnswered as saved: {said}."
    yield f"Told that a colleague had been quicker, and looked again: {found['clashes']} times."


def everything(pages):
    times = [time for page in pages for time in page["times"]]
    return {"times": times, "errors": sum(page["errors"] for page in pages)}


def row(name, page):
    times = sorted(page["times"])
    shares = (f"{at(times, percent):.0f}" for percent in (50, 95, 99))
    cells = (name, f"{len(times):,}", page["errors"], *shares)
    return "".join(f"{cell:{width}}" for cell, (_, width) in zip(cells, COLUMNS, strict=True))


def at(ordered, percent):
    """The value below which so many per cent of the ordered values are; 0 where there are none."""
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else 0


def losses(before, counted, saved):
    """[words] for everything that was answered as saved and is not there, or the other way."""
    for name, (words, kinds) in COUNTED.items():
        written = counted[name] - before[name]
        promised = sum(saved.get(kind, 0) for kind in kinds)
        if written != promised:
            yield f"{promised} {words} were answered as saved, and {written} are there."
    if counted["lost"]:
        yield f"Updates that were answered as saved and are not in the record: {counted['lost']}"
    if not counted["is_intact"]:
        yield "The record does not verify."
