"""A Paper as a PDF that a screen reader can follow (PDF/UA-1).

Its looks are in paper.typ. Equal papers give equal bytes: a file holds no time.
"""

import json

from ..text import one_line
from . import paper as values
from .tags import with_row_headers
from .typesetting import drawable, typeset

STANDARD = "ua-1"
"""Asked of typst, which then refuses whatever a reader could not follow: a picture without words
for it, a heading that skips a level, a paper without a title."""


def write_pdf(paper, file):
    """Draw a Paper into a binary file.

    Raises typst.TypstError where it could not be read out, and draws nothing then.
    """
    drawn = typeset(
        "paper.typ", {"paper": json.dumps(_plain(paper))}, format="pdf", pdf_standards=STANDARD
    )
    file.write(with_row_headers(drawn, list(_summaries(paper))))


def _plain(paper):
    """Return a Paper as the template reads it."""
    return {
        "title": drawable(one_line(paper.title)),
        "subtitle": drawable(paper.subtitle),
        "notice": drawable(one_line(paper.notice)),
        "foot": {name: drawable(text) for name, text in paper.foot.items()},
        "language": paper.language,
        "blocks": [PLAIN[type(block)](block) for block in paper.blocks if not is_bare(block)],
    }


def is_bare(block):
    """Whether a block is a list or a table without a row: nothing to draw, and none to tag."""
    rows = getattr(block, "items", getattr(block, "rows", True))
    return not rows


def _heading(heading):
    return {"kind": "heading", "level": heading.level, "text": drawable(one_line(heading.text))}


def _paragraph(paragraph):
    texts = [drawable(text) for text in paragraph.texts]
    return {"kind": "paragraph", "texts": texts, "style": paragraph.style}


def _bullets(bullets):
    return {"kind": "bullets", "items": [drawable(item) for item in bullets.items]}


def _facts(facts):
    return {"kind": "facts", "rows": _rows(facts.rows)}


def _table(table):
    columns = [
        {"heading": drawable(c.heading), "share": c.share, "is-number": c.is_number}
        for c in table.columns
    ]
    caption = drawable(one_line(table.caption))
    return {"kind": "table", "caption": caption, "columns": columns, "rows": _rows(table.rows)}


def _rows(rows):
    return [[drawable(text) for text in row] for row in rows]


def _picture(picture):
    return {
        "kind": "picture",
        "svg": picture.svg,
        "alternative": one_line(picture.alternative),
        "width": picture.width,
        "caption": drawable(one_line(picture.caption)),
    }


def _page_break(_):
    return {"kind": "pagebreak"}


PLAIN = {
    values.Heading: _heading,
    values.Paragraph: _paragraph,
    values.Bullets: _bullets,
    values.Facts: _facts,
    values.Table: _table,
    values.Picture: _picture,
    values.PageBreak: _page_break,
}


def _summaries(paper):
    """Yield what each table is about, where no caption on the page says it."""
    for block in paper.blocks:
        if isinstance(block, values.Facts | values.Table) and not is_bare(block):
            yield one_line(block.caption) if isinstance(block, values.Facts) else ""
