"""The one rule of what a text may hold: all that pages, papers, mails and calendars can show.

Forms clean what is typed by it; whatever leaves the building is cleaned once more.
"""

import re

# Control characters other than tab and line ends, marks that change the direction of
# writing (they can make a title read as something else), and byte order marks.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
# Word's manual line break and page break, and the less usual line ends of Unicode.
BREAKS = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")


def printable(text):
    """Return the text without characters that no page or document can show.

    Its line ends stay as they are; those of unusual kinds become spaces.
    """
    return UNPRINTABLE.sub("", BREAKS.sub(" ", text))


def with_its_lines(text):
    """Return the text printable, with one kind of line end."""
    return printable(text.replace("\r\n", "\n").replace("\r", "\n"))


def one_line(text):
    """Return the text printable, every run of space, tab and line end made one space."""
    return " ".join(printable(text).split())


def shortened(text, longest):
    """Return the text on one line, cut off with an ellipsis where it has more letters than that."""
    text = one_line(text)
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"
