"""A list as a Sheet: from columns of (heading, function of a row), as registers declare them."""

from itertools import chain, islice

from django.utils.text import slugify

from opcc.office.papers.cells import plain
from opcc.office.papers.workbook import Field, Sheet

MEASURED_ROWS = 100
"""As many of the first rows say how wide a column is to be."""

NARROWEST, WIDEST = 10, 60
"""Of a column, in characters. Longer texts go on in further lines."""


def sheet_of(name, title, columns, rows):
    """Return a Sheet of `rows`. name: as in addresses. columns: [(heading, function of a row)]."""
    readers = [read for _, read in columns]
    cells = (tuple(plain(read(row)) for read in readers) for row in rows)
    first = list(islice(cells, MEASURED_ROWS))
    fields = tuple(
        Field(field_name(heading), heading, "", width_of(heading, [row[place] for row in first]))
        for place, (heading, _) in enumerate(columns)
    )
    return Sheet(name, str(title), fields, chain(first, cells))


def field_name(heading):
    """ "First due on" as "first_due_on"."""
    return slugify(heading).replace("-", "_")


def width_of(heading, values):
    longest = max(map(len_of, [heading, *values]))
    return min(max(longest + 2, NARROWEST), WIDEST)


def len_of(value):
    """The longest line of a value's text, as far as a column can tell beforehand."""
    return max(map(len, str("" if value is None else value).splitlines()), default=0)
