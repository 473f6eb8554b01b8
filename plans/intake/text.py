"""Reading text: pasted tables, and .txt, .tsv and .csv files."""

import csv
import io
import re

from opcc.office.text import printable
from plans.intake import columns, table
from plans.intake.errors import IntakeError

MAX_LINES = 100_000
MAX_LINES_IN_A_CELL = 30

# Excel puts a cell that holds line ends or quotation marks in quotation marks. A tab never
# stands inside one, so an opening mark without its closing one cannot swallow other cells.
CELL = re.compile(r'"((?:[^"\t]++|"")*+)"(?=[\t\r\n]|\Z)|[^\t\r\n]*+')
LINE_END = re.compile(r"\r\n|\r|\n")


def decoded(content, source):
    """Return (text, notes): UTF-8, UTF-16 with its mark, or else Windows-1252.

    Raises IntakeError for bytes that are no text.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _decode(content, "utf-16", source), []
    if b"\x00" in content:
        raise IntakeError(_no_text(source))
    try:
        return content.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        note = "The file was read as Windows-1252: check pound signs, dashes and quotation marks."
        return _decode(content, "cp1252", source), [note]


def _decode(content, encoding, source):
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise IntakeError(_no_text(source)) from error


def _no_text(source):
    return f"{source} is not text, whatever its name says. Save it as text in UTF-8, or paste it."


def read_tabbed(text, source, notes, recognise):
    """Return the Table of the lines that hold tabs; other lines are left out, with a note."""
    clean = printable(text)
    notes = [*notes, *([table.UNPRINTABLE_NOTE] if len(clean) != len(text) else [])]
    lines = list(_lines(clean, source))
    if not any(len(cells) > 1 for _, cells in lines):
        return table.build(((number, cells, 1) for number, cells in lines), source, notes)
    lines = _joined(lines, notes, recognise)
    rows, left_out = _rows_and_rest(lines)
    return table.build(rows, source, notes + _notes_on(left_out, rows, recognise))


def _lines(text, source):
    """Yield (line number, cells) for each row of text, blank ones too."""
    position, number, rows = 0, 1, 0
    while position < len(text):
        cells, position = _split_line(text, position)
        rows += len(cells) > 1
        yield number, cells
        number += 1 + sum(len(LINE_END.findall(cell)) for cell in cells)
        if number > MAX_LINES or rows > table.MAX_ROWS:
            raise IntakeError(
                f"{source} has more than {table.MAX_ROWS:,} rows or {MAX_LINES:,} lines. Bring "
                "the table alone, without other lists."
            )


def _split_line(text, position):
    """Return the cells of the row that starts here, and where the next row starts."""
    cells = []
    while True:
        found = CELL.match(text, position)
        cells.append(_unquoted(found))
        position = found.end()
        if len(cells) > table.MAX_COLUMNS:
            raise IntakeError(
                f"A line has more than {table.MAX_COLUMNS} columns. Bring the table alone, "
                "without other lists."
            )
        if text[position : position + 1] != "\t":
            end = LINE_END.match(text, position)
            return cells, end.end() if end else position
        position += 1


def _unquoted(found):
    """Return the cell's words, without the quotation marks that Excel put round them."""
    inner = found[1]
    if inner is None or not re.search(r'[\r\n,"]', inner):
        return found[0]
    return inner.replace('""', '"')


def _joined(lines, notes, recognise):
    """Put together the rows that Word broke: it pastes a cell of two paragraphs as two lines."""
    header = next((i for i, (_, cells) in enumerate(lines) if recognise(cells)), None)
    if header is None:
        return lines
    width = len(lines[header][1])
    joined = lines[: header + 1]
    index = header + 1
    while index < len(lines):
        number = lines[index][0]
        whole, used = _join_from(lines, index, width)
        if used > 1:
            notes.append(f"Lines {number} to {number + used - 1} were read as one row.")
        joined.append((number, whole))
        index += used
    return joined


def _join_from(lines, index, width):
    """Return the row that starts here as (cells, lines used); one line where nothing joins."""
    cells = lines[index][1]
    if not 1 < len(cells) < width:
        return cells, 1
    whole = list(cells)
    for used, (_, more) in enumerate(lines[index + 1 : index + MAX_LINES_IN_A_CELL], start=2):
        if not more[0].strip() or len(whole) + len(more) - 1 > width:
            break
        whole = [*whole[:-1], f"{whole[-1]}\n{more[0]}", *more[1:]]
        if len(whole) == width:
            return whole, used
    return cells, 1


def _rows_and_rest(lines):
    """Return the table's (number, cells, part) and the (number, words) of the lines beside it.

    A line beside the table starts a new part of it. A line such as "Objective 2: ..." stays: it
    is a heading above its table, or what Word makes of a cell that spans the table.
    """
    rows, rest, part, is_interrupted = [], [], 1, False
    last = max(number for number, cells in lines if len(cells) > 1)
    for number, cells in lines:
        words = cells[0].strip()
        if len(cells) == 1 and (number > last or not columns.NUMBERED_HEADING.match(words)):
            rest += [(number, words)] if words else []
            is_interrupted = is_interrupted or bool(words)
            continue
        if is_interrupted and rows:
            part += 1
        is_interrupted = False
        rows.append((number, cells, part))
    return rows, rest


def _notes_on(left_out, rows, recognise):
    """Say how many lines were left out, and show those that stood between rows of the table."""
    if not left_out:
        return []
    count = len(left_out)
    were = "line outside the table was" if count == 1 else "lines outside the table were"
    notes = [f"{count:,} {were} left out."]
    header = next((number for number, cells, _ in rows if recognise(cells)), None)
    if header is not None:
        between = [item for item in left_out if header < item[0] < rows[-1][0]]
        notes += [f"Left out between rows, line {n}: {table.quoted(w)}" for n, w in between[:20]]
    return notes


def read_separated(text, source, notes):
    """Return the Table of a .csv: comma, semicolon or tab, whichever its first lines use most."""
    clean = printable(text)
    notes = [*notes, *([table.UNPRINTABLE_NOTE] if len(clean) != len(text) else [])]
    start = clean[:4_096]
    delimiter = max(",;\t", key=start.count)
    try:
        return table.build(_records(clean, delimiter), source, notes)
    except csv.Error as error:
        raise IntakeError(
            f"{source} cannot be read as a .csv file: a quotation mark may be missing. Save it "
            "again, or bring it as .xlsx."
        ) from error


def _records(text, delimiter):
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    first_line = 1
    for cells in reader:
        if first_line > MAX_LINES:
            raise IntakeError(f"The file has more than {MAX_LINES:,} lines.")
        yield first_line, cells, 1
        first_line = reader.line_num + 1
