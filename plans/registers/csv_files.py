"""Lists as CSV files that a spreadsheet opens and never runs."""

import csv
import datetime as dt
from io import StringIO
from numbers import Number

from django.http import HttpResponse

from opcc.office.papers.text import with_its_lines

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"
"""Without it, Excel reads pounds and dashes as something else."""


def csv_response(name, columns, rows):
    """Return a download of `rows`. columns: [(heading, function of a row)]."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow([heading for heading, _ in columns])
    writer.writerows([[cell(read(row)) for _, read in columns] for row in rows])
    response = HttpResponse(
        BYTE_ORDER_MARK + file.getvalue(), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def cell(value):
    """Return a value as the text of a cell: days as ISO 8601, and nothing that would calculate."""
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    text = with_its_lines(str(value))
    would_calculate = text.startswith(STARTS_A_FORMULA) and not isinstance(value, Number)
    return f"'{text}" if would_calculate else text
