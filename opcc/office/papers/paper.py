"""A document as plain values: what a PDF and a Word file are drawn from, so that both say the same.

Texts are as people wrote them; each writer makes them safe for its own format.
"""

import re
from dataclasses import dataclass

from ..text import shortened, with_its_lines


@dataclass(frozen=True)
class Heading:
    """A heading below the title. level: 1 to 4; levels are not skipped."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Words of one kind. Line breaks in the text are kept, empty lines begin a new paragraph.

    style: "lead" for the sentence that carries a page, "body", or "quiet" for what is said aside.
    """

    text: str
    style: str = "body"

    @property
    def texts(self):
        """The paragraphs that the text holds, without the empty lines between them."""
        found = re.split(r"\n[ \t]*\n", with_its_lines(self.text))
        return [text.strip("\n") for text in found if text.strip()]


@dataclass(frozen=True)
class Bullets:
    """A list of short texts."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Names and what they come to: a table of two columns whose first is its headers.

    caption: what the facts are about, for who does not see the page.
    """

    caption: str
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Column:
    """A column of a Table. share: of the width, beside those of the other columns."""

    heading: str
    share: int = 1
    is_number: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under headings that repeat on every page.

    A row is not torn between two pages unless it would take half of one.

    rows: as many texts as there are columns; the first names the row (its header).
    """

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self):
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("Give each row as many texts as there are columns.")


@dataclass(frozen=True)
class Picture:
    """A drawing. svg: the drawing itself, free of scripts and of addresses, with its own colours.

    alternative: what it shows, in words; never empty. width, height: in points of 1/72 inch; a page
    has room for 480 across.
    """

    svg: str
    alternative: str
    width: int
    height: int
    caption: str = ""

    def __post_init__(self):
        if not self.alternative.strip():
            raise ValueError("Say in words what the picture shows.")


@dataclass(frozen=True)
class PageBreak:
    """What follows begins a page."""


LONGEST_AT_THE_FOOT = 150
"""Letters that a page has room for at its foot, of each text that stands there."""


@dataclass(frozen=True)
class Paper:
    """A whole document.

    title: what a reader announces first. subtitle: under it. office: whose paper it is, at the foot
    of each page. notice: what every page must say of itself, such as that it is a demonstration;
    may be empty. identity: names this very paper, such as a checksum, at the foot; may be empty.
    """

    title: str
    subtitle: str
    office: str
    blocks: tuple
    notice: str = ""
    identity: str = ""
    language: str = "en-GB"

    @property
    def foot(self):
        """{"office", "notice" and "identity": what of each stands at the foot of every page}"""
        texts = {"office": self.office, "notice": self.notice, "identity": self.identity}
        return {name: shortened(text, LONGEST_AT_THE_FOOT) for name, text in texts.items()}
