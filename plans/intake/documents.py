"""Reading the tables of a Word document."""

import io

import docx
from docx.oxml.ns import qn

from plans.intake import table
from plans.intake.columns import NUMBERED_HEADING
from plans.intake.errors import IntakeError

TABLE, ROW, CELL, PARAGRAPH = qn("w:tbl"), qn("w:tr"), qn("w:tc"), qn("w:p")
WORDS = qn("w:t")
LONGEST_HEADING = 500
SPACES = {
    qn("w:tab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
# Text moved away by a tracked change, and the second copy kept for old versions of Word.
NOT_SHOWN = {
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def read_document(content, source):
    """Return the Table of every table in a .docx, its rows numbered one after the other.

    A cell merged downwards says its words in each of its rows; a cell merged sideways says
    them in its first column. The content must have passed ``package.check``.
    """
    body = docx.Document(io.BytesIO(content)).element.body
    tables = list(body.iter(TABLE))
    notes = []
    if len(tables) > 1:
        notes.append(
            f"The document holds {len(tables)} tables; their rows are numbered one after the other."
        )
    return table.build(_rows(body), source, notes)


def _rows(body):
    """Yield (number, cells, part) of the tables, and of the headings that name an objective.

    A heading such as "Objective 2: ..." above a table is a row of one cell, under the number
    of the table's row below it.
    """
    number, part = 0, 0
    for element in body.iter(TABLE, PARAGRAPH):
        if element.tag == PARAGRAPH:
            if heading := _heading(element):
                yield number + 1, [heading], part + 1
            continue
        part += 1
        above = {}
        for row in _within(element, ROW, TABLE):
            number += 1
            cells, above = _cells(row, above)
            if not _is_deleted(row):
                yield number, cells, part


def _heading(paragraph):
    """Return the words of a paragraph outside the tables that names an objective, else ""."""
    if next(paragraph.iterancestors(CELL), None) is not None:
        return ""
    words = table.folded("".join(element.text or "" for element in paragraph.iter(WORDS)))
    is_heading = len(words) <= LONGEST_HEADING and NUMBERED_HEADING.match(words)
    return words if is_heading else ""


def _within(element, tag, boundary):
    """Yield the descendants with this tag that belong to the element, not to one nested in it."""
    for found in element.iter(tag):
        if next(found.iterancestors(boundary)) is element:
            yield found


def _cells(row, above):
    """Return the row's texts by grid column, and the merged texts the next row may continue."""
    cells = [""] * _number(row.find(f"{qn('w:trPr')}/{qn('w:gridBefore')}"), default=0)
    continued = {}
    for cell in _within(row, CELL, ROW):
        column = len(cells)
        text = _text(cell)
        merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
        if merge is not None:
            if merge.get(qn("w:val"), "continue") == "continue":
                text = above.get(column, text)
            continued[column] = text
        span = _number(cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}"), default=1)
        cells += [text] + [""] * (span - 1)
        if len(cells) > table.MAX_COLUMNS:
            raise IntakeError(
                f"A table in the document has more than {table.MAX_COLUMNS} columns. "
                "Bring the table alone, without other lists."
            )
    return cells, continued


def _number(element, default):
    """Return the number a Word setting holds, held to what a table may have."""
    value = element.get(qn("w:val"), "") if element is not None else ""
    if not (value.isascii() and value.isdigit()):
        return default
    return min(int(value[:6]), table.MAX_COLUMNS + 1)


def _is_deleted(row):
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _text(cell):
    """Return the words a reader sees in the cell, a line a paragraph, insertions included."""
    paragraphs = []
    for element in cell.iter(PARAGRAPH, WORDS, *SPACES):
        if next(element.iterancestors(CELL)) is not cell or _is_hidden(element, cell):
            continue
        if element.tag == PARAGRAPH:
            paragraphs.append("")
        elif paragraphs:
            paragraphs[-1] += SPACES.get(element.tag) or element.text or ""
    return "\n".join(paragraphs).strip()


def _is_hidden(element, cell):
    for ancestor in element.iterancestors():
        if ancestor is cell:
            return False
        if ancestor.tag in NOT_SHOWN:
            return True
    return False
