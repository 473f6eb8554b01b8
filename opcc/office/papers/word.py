"""A Paper as a Word file that a clerk can restyle and a screen reader can follow.

Every look is a named style of word_styles.xml; nothing is formatted where it stands. Equal papers
give equal bytes.
"""

import math
from io import BytesIO

from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

from ..text import one_line, with_its_lines
from . import paper as values
from .pictures import png
from .word_frame import empty_document, save

WIDTH = 9638
"""The width between the margins, in twentieths of a point (dxa)."""

WIDEST_PICTURE = 481
"""The same in points."""

GAP = 160
"""What a cell keeps free at its right, in the style "Paper table"."""

LETTER, LINE, TALLEST = 92, 240, 7_000
"""A usual letter's width, a line's height, and half a page, the tallest row that is kept whole."""

LED_TO = (values.Picture, values.Table)

STYLES = {"lead": "Lead", "body": "Normal", "quiet": "Quiet"}


def write_word(paper, file):
    """Draw a Paper into a binary file as a Word document."""
    document = empty_document(paper)
    _head(document, paper)
    following = [*paper.blocks[1:], None]
    for block, after in zip(paper.blocks, following, strict=True) if paper.blocks else ():
        WRITERS[type(block)](document, block)
        if isinstance(block, values.Paragraph) and isinstance(after, LED_TO):
            # What leads to a drawing or a table stays on its page.
            document.paragraphs[-1].paragraph_format.keep_with_next = True
        _keep_apart(document, block, after)
    save(document, file)


def _head(document, paper):
    document.add_paragraph(one_line(paper.title), style="Title")
    document.add_paragraph(with_its_lines(paper.subtitle), style="Subtitle")
    if paper.notice:
        document.add_paragraph(one_line(paper.notice), style="Notice")


def _keep_apart(document, block, after):
    """Put a low line after a table: Word takes two that touch for one."""
    is_table = isinstance(block, values.Table | values.Facts) and block.rows
    if is_table and not isinstance(after, values.Heading):
        document.add_paragraph(style="After table")


# --- Words --------------------------------------------------------------------------------------
def _write_heading(document, heading):
    document.add_paragraph(one_line(heading.text), style=f"heading {heading.level}")


def _write_paragraph(document, paragraph):
    for text in paragraph.texts:
        document.add_paragraph(_plain(text), style=STYLES[paragraph.style])


def _write_bullets(document, bullets):
    for item in bullets.items:
        document.add_paragraph(_plain(item), style="List Bullet")


def _write_page_break(document, _):
    document.add_paragraph(style="After table").add_run().add_break(WD_BREAK.PAGE)


def _plain(text):
    return with_its_lines(text).replace("\t", " ")


# --- Pictures -----------------------------------------------------------------------------------
def _write_picture(document, picture):
    if picture.caption:
        document.add_paragraph(one_line(picture.caption), style="caption")
    run = document.add_paragraph(style="Picture").add_run()
    shape = run.add_picture(BytesIO(png(picture)), width=Pt(min(picture.width, WIDEST_PICTURE)))
    shape._inline.docPr.set("descr", one_line(picture.alternative))
    for side in ("distT", "distB", "distL", "distR"):
        shape._inline.set(side, "0")


# --- Tables -------------------------------------------------------------------------------------
def _write_facts(document, facts):
    widths = _shared_out((1, 2))
    rows = [_row(row, widths, ("TableName", "TableText")) for row in facts.rows]
    _add_table(document, "FactsTable", facts.caption, widths, rows)


def _write_table(document, table):
    if not table.rows:
        return
    widths = _shared_out([column.share for column in table.columns])
    cells = ["TableNumber" if column.is_number else "TableText" for column in table.columns]
    heads = [f"TableHeading{'Number' if c.is_number else ''}" for c in table.columns]
    head = _row([column.heading for column in table.columns], widths, heads, is_header=True)
    rows = [head, *(_row(row, widths, cells) for row in table.rows)]
    if table.caption:
        document.add_paragraph(one_line(table.caption), style="caption")
    _add_table(document, "PaperTable", table.caption, widths, rows, has_header=True)


def _add_table(document, style, caption, widths, rows, has_header=False):
    """Build a table as XML at once: python-docx looks for the place of each cell anew.

    Its first column is marked as headers; python-docx cannot say so, nor give it words.
    """
    if not rows:
        return
    properties = _element(
        "w:tblPr",
        _element("w:tblStyle", val=style),
        _element("w:tblW", w=sum(widths), type="dxa"),
        _element("w:tblLayout", type="fixed"),
        _element("w:tblLook", **LOOKS[has_header]),
        _element("w:tblCaption", val=one_line(caption)),
        _element("w:tblDescription", val=one_line(caption)),
    )
    grid = _element("w:tblGrid", *(_element("w:gridCol", w=width) for width in widths))
    table = _element("w:tbl", properties, grid, *rows)
    document.element.body.insert(len(document.element.body) - 1, table)


def _look(has_header):
    flags = {"firstRow": int(has_header), "lastRow": 0, "firstColumn": 1, "lastColumn": 0}
    return {"val": "06A0" if has_header else "0680", **flags, "noHBand": 1, "noVBand": 1}


LOOKS = {has_header: _look(has_header) for has_header in (True, False)}
"""Which parts of a table are headers; `val` is the same in the bits that older Words read."""


def _row(texts, widths, styles, is_header=False):
    told = [_element("w:cantSplit")] if _is_kept_whole(texts, widths) else []
    told += [_element("w:tblHeader")] if is_header else []
    cells = [_cell(*parts) for parts in zip(texts, widths, styles, strict=True)]
    return _element("w:tr", *([_element("w:trPr", *told)] if told else []), *cells)


def _is_kept_whole(texts, widths):
    """Whether a row is too low to be torn between pages: letters are counted, as in paper.typ."""
    for text, width in zip(texts, widths, strict=True):
        most = max(1, (width - GAP) // LETTER)
        lines = sum(max(1, math.ceil(len(line) / most)) for line in text.split("\n"))
        if lines * LINE > TALLEST:
            return False
    return True


def _cell(text, width, style):
    properties = _element("w:tcPr", _element("w:tcW", w=width, type="dxa"))
    told = _element("w:pPr", _element("w:pStyle", val=style))
    return _element("w:tc", properties, _element("w:p", told, _run(_plain(text))))


def _run(text):
    run = _element("w:r")
    for number, line in enumerate(text.split("\n")):
        if number:
            run.append(_element("w:br"))
        words = _element("w:t")
        words.text = line
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(words)
    return run


def _element(name, *children, **attributes):
    element = OxmlElement(name, {qn(f"w:{key}"): str(value) for key, value in attributes.items()})
    element.extend(children)
    return element


def _shared_out(shares):
    return [WIDTH * share // sum(shares) for share in shares]


WRITERS = {
    values.Heading: _write_heading,
    values.Paragraph: _write_paragraph,
    values.Bullets: _write_bullets,
    values.Facts: _write_facts,
    values.Table: _write_table,
    values.Picture: _write_picture,
    values.PageBreak: _write_page_break,
}
