"""Comparing the words of the sample with those of the documents that it is drawn from."""

import re
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[1].parent / "shared"
SOURCES = sorted((SHARED / "seeds").glob("*.txt"))
FACTS = SHARED / "domain.md"
needs_sources = pytest.mark.skipif(not SOURCES, reason="the source documents are not here")
needs_facts = pytest.mark.skipif(not FACTS.exists(), reason="the sheet of facts is not here")

NAMES = [
    "Police and Crime Commissioner for Wiltshire and Swindon",
    "Police and Crime Plan",
    "Wiltshire Council and Swindon Borough Council",
    "Head of Corporate Communications & Engagement",
    "South West Police Collaboration Programme",
    "Wiltshire Reducing Reoffending Framework 2020-21",
    "Systems thinking review of service delivery",
    "Sexual assault forensic and support services",
]
"""Names that anyone would have to write as they are, however many words long."""


def words(text):
    return re.findall(r"[a-z0-9]+", text.casefold().replace("'", "").replace("’", ""))


def runs(text, length=6):
    """Return every run of `length` words in a text, as a set of tuples."""
    said = words(text)
    return {tuple(said[place : place + length]) for place in range(len(said) - length + 1)}


def without_names(text):
    for number, name in enumerate(NAMES):
        text = text.replace(name, f" qqq{number} ")
    return text


def texts(value):
    """Yield every text of a file, wherever it stands."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def described(value):
    """Yield every part of a file that tells of something, wherever it stands."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from described(inner)


def of_sources():
    """Return every run of words in the source documents."""
    return set().union(*(runs(source.read_text("utf-8")) for source in SOURCES))


def taken(ours, theirs):
    """Return {text: runs} of the texts that share a run of words with the documents."""
    found = {text: runs(without_names(text)) & theirs for text in ours}
    return {text: shared for text, shared in found.items() if shared}


def people():
    """Return the names of the people whom the documents name, as a set."""
    text = "\n".join(source.read_text("utf-8") for source in SOURCES)
    named = r"([A-Z]\w+ [A-Z]\w+)"
    found = re.findall(
        rf"^(?:\*\*{named}\*\*|(?:Cllr |cc: ){named}|{named}, OPCC)", text, re.MULTILINE
    )
    return {name for names in found for name in names if name}
