"""What typst does not tag yet: the first cell of a row as its header, and what a table is about.

Typst has both, but only behind a switch that its Python package cannot set.
"""

from io import BytesIO

from pikepdf import Array, Dictionary, Name, Pdf, String


class NotTagged(Exception):
    """A PDF is not tagged as we know how to add to it: better no paper than a wrong one."""


def with_row_headers(pdf, summaries):
    """Return a PDF of typst's with the first cell of each row of a table's body as its header.

    summaries: what each table is about, in their order; "" for one whose caption says it. Raises
    NotTagged where the file has another number of tables, or a row begins with no cell.
    """
    written = BytesIO()
    with Pdf.open(BytesIO(pdf)) as document:
        tables = [e for e in _elements(document.Root.StructTreeRoot) if Name.Table == e.S]
        if len(tables) != len(summaries):
            raise NotTagged(f"{len(tables)} tables are tagged, and {len(summaries)} were drawn.")
        for table, summary in zip(tables, summaries, strict=True):
            _tag(table, summary)
        # By what is in it, and not by the time, so that equal papers stay equal.
        document.save(written, deterministic_id=True)
    return written.getvalue()


def _tag(table, summary):
    if summary:
        _add(table, Summary=String(summary))
    for part in _elements(table):
        if part.S in (Name.TD, Name.TH):
            _forget_headers(part)
        elif part.S == Name.TR and Name.THead != part.P.S:
            _name_row(part)


def _name_row(row):
    """Make the first cell of a row of the body its header."""
    first = next(_children(row), None)
    if first is None or first.S != Name.TD:
        raise NotTagged("A row of a table begins with something other than a cell.")
    first.S = Name.TH
    _add(first, Scope=Name.Row)


def _forget_headers(cell):
    """Scopes say which headers a cell has; a list that leaves some out would say otherwise."""
    for attributes in _attributes(cell):
        if Name.Headers in attributes:
            del attributes[Name.Headers]


def _add(element, **attributes):
    """Add attributes of tables to an element (ISO 32000-1, 14.8.5.7)."""
    element.A = Array([*_attributes(element), Dictionary(O=Name.Table, **attributes)])


def _attributes(element):
    if Name.A not in element:
        return []
    return list(element.A) if isinstance(element.A, Array) else [element.A]


# --- The tree of tags ---------------------------------------------------------------------------
def _elements(root):
    """Yield every element below `root`, in the order of the document."""
    waiting = list(_children(root))[::-1]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(list(_children(element))[::-1])


def _children(element):
    """Yield the elements right below; what else is there leads to words of the page."""
    below = element.get(Name.K, Array())
    for child in below if isinstance(below, Array) else [below]:
        if isinstance(child, Dictionary) and Name.S in child:
            yield child
