"""A Sheet as a CSV file that a spreadsheet opens and never runs."""

import csv
import datetime as dt
from io import TextIOWrapper

from ..text import with_its_lines
from .cells import moment_as_text, number_as_text, plain, would_calculate

ENCODING = "utf-8-sig"
"""Without the mark that it begins with, Excel reads pounds and dashes as something else."""


def write_csv(sheet, file):
    """Write a Sheet into `file`, open for bytes, row by row: headings, then values."""
    text = TextIOWrapper(file, encoding=ENCODING, newline="")
    writer = csv.writer(text)
    writer.writerow([cell(field.heading) for field in sheet.fields])
    writer.writerows([cell(value) for value in row] for row in sheet.rows)
    text.detach()  # Flushes, and leaves `file` open for whoever opened it.


def cell(value):
    """Return a value as the text of a cell: days and moments as ISO 8601, moments in London time.

    Text that would calculate stands behind an apostrophe.
    """
    value = plain(value)
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dt.datetime():
            return moment_as_text(value)
        case dt.date():
            return value.isoformat()
        case str():
            return inert(with_its_lines(value))
        case _:
            return number_as_text(value)


def inert(text):
    return f"'{text}" if would_calculate(text) else text
