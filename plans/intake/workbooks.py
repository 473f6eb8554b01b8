"""Reading one sheet of an Excel workbook, without working anything out."""

import datetime as dt
import decimal
import io
import itertools
import re
import warnings
import zipfile

import openpyxl
from openpyxl.utils import column_index_from_string

from plans.intake import table
from plans.intake.errors import IntakeError

ROWS_TO_FIND_A_HEADER = 50
# No table of ours reaches so far down or is so sparse; a sheet that says it does costs minutes.
MAX_SHEETS = 100
LAST_ROW = 100_000
MAX_CELLS_WALKED = 1_000_000
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
SHEET = re.compile(rb"<(?:\w+:)?sheet[\s/>]")
DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s+ref="[A-Z0-9]*:?[A-Z]{1,3}(\d{1,9})"')
FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")


def read_workbook(content, source, main_part, recognise):
    """Return the Table of the first visible sheet with a header we recognise, or else of the first.

    A formula is never worked out: its cell says the value last saved in it. The content must
    have passed ``package.check``, which names the main part.
    """
    _check_number_of_sheets(content, main_part, source)
    with warnings.catch_warnings():
        # openpyxl warns of features it leaves out (data validation, extensions): none is read.
        warnings.simplefilter("ignore")
        workbook = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        try:
            return _read(workbook, content, source, recognise)
        finally:
            workbook.close()


def _check_number_of_sheets(content, main_part, source):
    """Refuse thousands of sheets before openpyxl walks each of them."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheets = len(SHEET.findall(package.read(main_part)))
    if sheets > MAX_SHEETS:
        raise IntakeError(
            f"{source} has more than {MAX_SHEETS} sheets. Copy the sheet with the table into a new "
            "workbook and bring that."
        )


def _read(workbook, content, source, recognise):
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    if not sheets:
        raise IntakeError(
            f"{source} has no sheet that can be seen. Unhide the sheet with the table."
        )
    sheet = next((sheet for sheet in sheets if _has_header(sheet, recognise)), sheets[0])
    part = _part(sheet, content)
    _check_claim(sheet, part)
    rows = _with_merges(_rows(sheet), part)
    return table.build(rows, f"{source}, sheet {sheet.title}", _notes(sheets, sheet, part))


def _notes(sheets, sheet, part):
    notes = []
    others = [other.title for other in sheets if other is not sheet]
    if others:
        notes.append(
            f"The sheet {table.quoted(sheet.title)} was read; {len(others)} other "
            f"{'sheet was' if len(others) == 1 else 'sheets were'} not."
        )
    if FORMULA.search(part):
        notes.append("Formulas were not worked out: a cell says the value last saved in it.")
    return notes


def _part(sheet, content):
    """Return the bytes of the sheet's own XML; their size is bounded by ``package.check``."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(sheet._worksheet_path)


def _has_header(sheet, recognise):
    sheet.reset_dimensions()
    rows = itertools.islice(sheet.iter_rows(max_col=table.MAX_COLUMNS), ROWS_TO_FIND_A_HEADER)
    texts = [[_text(cell) for cell in row] for row in rows]
    return any(recognise(cells) for cells in texts)


def _rows(sheet):
    """Yield (number, cells, 1) for each row of the sheet, refusing one that never ends."""
    walked = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        walked += len(row) + 1
        if number > LAST_ROW or walked > MAX_CELLS_WALKED:
            raise IntakeError(_reaches_too_far(sheet))
        yield number, [_text(cell) for cell in row], 1


def _check_claim(sheet, part):
    """Refuse a sheet that says it has a million rows, then forget what it says.

    The claim is written apart from the rows and may be anything.
    """
    sheet.reset_dimensions()
    dimension = DIMENSION.search(part, 0, 4_096)
    if dimension and int(dimension[1]) > LAST_ROW:
        raise IntakeError(_reaches_too_far(sheet))


def _reaches_too_far(sheet):
    return (
        f"The sheet {table.quoted(sheet.title)} says it reaches far beyond its table. Copy "
        "the table into a new workbook and bring that."
    )


def _with_merges(rows, part):
    """Say the words of a cell merged downwards in each of its rows."""
    spans = _merges_by_row(part)
    held = {}
    for number, cells, piece in rows:
        cells = list(cells)
        for column, last in spans.get(number, ()):
            if column < len(cells) and cells[column]:
                held[column] = (last, cells[column])
        held = {column: span for column, span in held.items() if span[0] >= number}
        if any(cell.strip() for cell in cells):
            for column, (_, text) in held.items():
                cells += [""] * (column + 1 - len(cells))
                cells[column] = cells[column] or text
        yield number, cells, piece


def _merges_by_row(part):
    """Return {first row: [(column from 0, last row)]} of the cells merged downwards."""
    spans = {}
    for left, top, _, bottom in itertools.islice(MERGED.findall(part), table.MAX_ROWS * 5):
        if int(bottom) > int(top):
            column = column_index_from_string(left.decode()) - 1
            spans.setdefault(int(top), []).append((column, int(bottom)))
    return spans


def _text(cell):
    """Return the cell's value as text; a date as 2021-03-31, or March 2021 where no day shows."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        shows_a_day = "d" in (_shown_codes(cell) or "d")
        return f"{value:%Y-%m-%d}" if shows_a_day else f"{value:%B %Y}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        # What is shown as 12.5% is kept as 0.125, and means the first to whoever reads it.
        is_percentage = "%" in _shown_codes(cell)
        return f"{_number(value * 100)}%" if is_percentage else _number(value)
    return str(value)


def _number(value):
    """Return a number in plain figures, of which Excel shows fifteen: never 81.30000000000001."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    return f"{decimal.Decimal(f'{value:.15g}'):f}"


def _shown_codes(cell):
    """Return the cell's number format without what it prints as it stands."""
    return re.sub(r'\[[^\]]*\]|"[^"]*"', "", cell.number_format or "").lower()
