"""Telling the posts apart in an owner cell: "D/CEO, Head of CC&E, CFO" is three of them."""

import re

from plans.intake.table import folded

# A comma, a semicolon or a line end parts names; "&", "/", "+" and "and" only with space on
# both sides, so that CC&E, P&C and D/CEO stay whole.
WORD = r"(?<=[\s,;])(?:&|/|\+|and)(?=\s)"
SEPARATOR = re.compile(rf"\s?(?:[,;\n]|{WORD})(?:[\s,;]|{WORD})*", re.IGNORECASE)
BULLET = re.compile(r"^[\s•·*–-]+|[\s.]+$")

# "Director of People & Change" is one post although "&" stands in it: what follows the "&" is
# no title of its own.
NAMES_A_SUBJECT = re.compile(
    r"\b(?:head|director|manager|lead|chief|officer)\s+(?:of|for)\b", re.IGNORECASE
)
IS_A_TITLE = re.compile(
    r"\b(?:chief|head|director|manager|officer|commissioner|deputy|lead|treasurer|monitoring)\b"
    r"|\b(?-i:[A-Z/]*O)\b",
    re.IGNORECASE,
)


def split_owners(text, known=()):
    """Return the owner names in a cell as they are written, the first named first.

    ``known`` holds the casefolded names of posts; the longest that fits is taken whole, with
    whatever "and" or comma is in it.
    """
    text = "\n".join(folded(line) for line in text.splitlines() if line.strip())
    names, position = [], 0
    known = sorted(known, key=len, reverse=True)
    while position < len(text):
        end = _end_of_known(text, position, known) or _end_of_piece(text, position)
        names += _parts_of(BULLET.sub("", folded(text[position:end])), known)
        position = _after_separator(text, end)
    return list({name.casefold(): name for name in reversed(names) if name}.values())[::-1]


def _end_of_known(text, position, known):
    """Return where the longest known name that starts here ends, if a name can end there."""
    for name in known:
        pattern = r"\s+".join(map(re.escape, name.split()))
        found = re.compile(pattern, re.IGNORECASE).match(text, position)
        if found and (found.end() == len(text) or SEPARATOR.match(text, found.end())):
            return found.end()
    return None


def _end_of_piece(text, position):
    """Return where the unknown name that starts here ends."""
    for separator in SEPARATOR.finditer(text, position):
        if not _joins_one_title(text[position : separator.start()], separator, text):
            return separator.start()
    return len(text)


def _joins_one_title(before, separator, text):
    if separator[0].strip().casefold() not in ("&", "and") or not NAMES_A_SUBJECT.search(before):
        return False
    after = SEPARATOR.split(text[separator.end() :], maxsplit=1)[0]
    return not IS_A_TITLE.search(after)


def _after_separator(text, end):
    separator = SEPARATOR.match(text, end)
    return separator.end() if separator else max(end, len(text))


def _parts_of(name, known):
    """Part "CEO/CFO" where each side is a known post; leave "D/CEO" whole."""
    parts = re.split(r"[/&]", name)
    if name.casefold() in known or not all(part.casefold() in known for part in parts):
        return [name]
    return parts
