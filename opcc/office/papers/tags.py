"""What typst does not tag yet: the first cell of a row as its header, and what a table is about.

Typst has both, but only behind a switch that its Python package cannot set. It writes the tags of
a document as plain objects with a plain table of where they stand, so we write those anew. Where
it ever writes otherwise, this refuses: a paper is tagged rightly or not at all.
"""

import re
from itertools import pairwise

ENTRY = 20
"""The bytes of an entry in the table of objects (ISO 32000-1, 7.5.4)."""

END = re.compile(rb"startxref\n(\d+)\n%%EOF\n?\Z")
TABLE = re.compile(rb"xref\n0 (\d+)\n")
ELEMENT = re.compile(rb"(\d+) 0 obj\n<</Type/StructElem/S/(\w+)")
CHILDREN = re.compile(rb"/K\[((?:\d+ 0 R ?)*)\]")
PARENT = re.compile(rb"/P (\d+) 0 R")
HEADERS = re.compile(rb"/Headers ?\[[^\]]*\]")


class NotTagged(Exception):
    """A PDF is not laid out as we know how to tag it."""


def with_row_headers(pdf, summaries):
    """Return a PDF of typst's with the first cell of each row of a table's body as its header.

    summaries: what each table is about, in their order; "" for one whose caption says it. Raises
    NotTagged where the file is not laid out as expected, or has another number of tables.
    """
    objects, trailer = _taken_apart(pdf)
    elements = {int(found[1]): found[2] for body in objects if (found := ELEMENT.match(body))}
    changed = {
        number: HEADERS.sub(b"", objects[number])
        for number, kind in elements.items()
        if kind in (b"TD", b"TH")
    }
    for number in _row_headers(objects, elements):
        changed[number] = _as_header(changed[number])
    for number, summary in _summed_up(elements, summaries):
        changed[number] = _with(objects[number], b"/O/Table/Summary" + _written(summary))
    return _put_together([changed.get(n, body) for n, body in enumerate(objects)], trailer)


# --- The file -----------------------------------------------------------------------------------
def _taken_apart(pdf):
    """Return (objects by number, the first being what comes before them; the trailer)."""
    end = END.search(pdf)
    table = end and TABLE.match(pdf, int(end[1]))
    if not table:
        raise NotTagged("The table of objects is not where it is expected.")
    count = int(table[1])
    places = [
        int(pdf[at : at + 10]) for at in range(table.end(), table.end() + ENTRY * count, ENTRY)
    ]
    if places != sorted(places):
        raise NotTagged("The objects are not in the order of their numbers.")
    bounds = [*places, int(end[1])]
    objects = [pdf[start:stop] for start, stop in pairwise(bounds)]
    return objects, pdf[table.end() + ENTRY * count : end.start()]


def _put_together(objects, trailer):
    entries, place = [b"0000000000 65535 f\r\n"], len(objects[0])
    for body in objects[1:]:
        entries.append(b"%010d 00000 n\r\n" % place)
        place += len(body)
    head = b"xref\n0 %d\n" % len(objects)
    end = b"startxref\n%d\n%%%%EOF\n" % place
    return b"".join([*objects, head, *entries, trailer, end])


# --- Tags ---------------------------------------------------------------------------------------
def _row_headers(objects, elements):
    """Yield the number of the first cell of each row in the body of a table."""
    for number, kind in elements.items():
        above = PARENT.search(objects[number])
        if kind != b"TR" or elements[int(above[1])] == b"THead":
            continue
        first = int(CHILDREN.search(objects[number])[1].split()[0])
        if elements.get(first) != b"TD":
            raise NotTagged("A row of a table begins with something other than a cell.")
        yield first


def _as_header(cell):
    return _with(cell.replace(b"/S/TD", b"/S/TH", 1), b"/O/Table/Scope/Row")


def _with(element, attribute):
    """Return an element with one more dictionary of attributes."""
    if b"/A[" in element:
        return element.replace(b"/A[", b"/A[<<%s>>" % attribute, 1)
    return element.replace(b"/P ", b"/A[<<%s>>]/P " % attribute, 1)


def _summed_up(elements, summaries):
    tables = [number for number, kind in elements.items() if kind == b"Table"]
    if len(tables) != len(summaries):
        raise NotTagged(f"{len(tables)} tables are tagged, and {len(summaries)} were drawn.")
    return [(number, words) for number, words in zip(tables, summaries, strict=True) if words]


def _written(text):
    """Return a text as a PDF string: UTF-16 after its mark, in hexadecimal figures."""
    return b"<FEFF%s>" % text.encode("utf-16-be").hex().upper().encode()
