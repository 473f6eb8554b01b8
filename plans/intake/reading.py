"""The door of the intake: a file or a pasted text goes in, a Table comes out."""

import pathlib
import re

from opcc.office.text import one_line
from plans.intake import columns, package, text
from plans.intake.errors import IntakeError
from plans.intake.table import LONGEST_PASTE, MAX_BYTES, Row, Table

__all__ = ["MAX_BYTES", "IntakeError", "Row", "Table", "read", "read_pasted"]

ACCEPTED = "Bring it as .docx, .xlsx, .csv, .tsv or .txt, or copy the table and paste it."
ADVICE = {
    ".xlsm": "It may hold macros. In Excel choose Save as, Excel workbook (.xlsx).",
    ".xlsb": "In Excel choose Save as, Excel workbook (.xlsx).",
    ".xls": "It is in the old format. In Excel choose Save as, Excel workbook (.xlsx).",
    ".ods": "Choose Save as, Excel workbook (.xlsx).",
    ".doc": "It is in the old format. In Word choose Save as, Word document (.docx).",
    ".docm": "It may hold macros. In Word choose Save as, Word document (.docx).",
    ".odt": "Choose Save as, Word document (.docx).",
    ".rtf": "In Word choose Save as, Word document (.docx).",
    ".pdf": (
        "A PDF holds no table, only its picture. Open the document it was made from, or open the "
        "PDF in Word, and save as Word document (.docx)."
    ),
}
# What other kinds of file start with, and what to say of them when a text was promised.
SIGNATURES = {
    b"PK\x03\x04": "It is a zip, a Word document or an Excel workbook.",
    b"\xd0\xcf\x11\xe0": "It is an old Word document or Excel workbook.",
    b"%PDF": "It is a PDF.",
    b"{\\rtf": "It is a rich text document.",
}
WEB_PAGE = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
WITH_PICTURES = (".docx", ".xlsx")
PASTED = "the pasted table"
"""The source of a table that came in no file."""


def read(name: str, content: bytes, recognise=columns.recognise) -> Table:
    """Return the Table in a file, told by its name and proved by its content.

    recognise: tells the header of the kind of table that is looked for; a plan's, unless said.

    Raises IntakeError, whose words say what to do, for a file that is too large, of a kind we
    do not read, not what its name says, harmful, damaged, or without a table.
    """
    source = one_line(name.replace("\\", "/").rsplit("/", 1)[-1])[:100] or "The file"
    extension = pathlib.PurePath(source).suffix.casefold()
    if extension not in READERS:
        raise IntakeError(f"{source} cannot be read. {ADVICE.get(extension, ACCEPTED)}")
    if not content.strip():
        raise IntakeError(f"{source} is empty. Check that it is the right file.")
    if len(content) > MAX_BYTES:
        pictures = "Take the pictures out, or copy" if extension in WITH_PICTURES else "Copy"
        raise IntakeError(
            f"{source} is larger than {MAX_BYTES // 1024 // 1024} MB. {pictures} the table into a "
            "new file."
        )
    if WEB_PAGE.match(content):
        raise IntakeError(
            f"{source} is a web page, not a table. Open it in a browser, copy the table and "
            "paste it."
        )
    return READERS[extension](content, source, recognise)


def read_pasted(words: str, recognise=columns.recognise) -> Table:
    """Return the Table in a text copied from Word or Excel; markup in it stays text."""
    if not words.strip():
        raise IntakeError("Paste the table, copied from Word or Excel.")
    if _typed_length(words) >= LONGEST_PASTE:
        # A browser cuts off what is over the limit, so a text that fills it may lack its end.
        raise IntakeError(
            f"The pasted text is longer than {LONGEST_PASTE:,} characters, and its end may be "
            "missing. Paste the table alone, or upload the document."
        )
    return text.read_tabbed(words, PASTED, [], recognise)


def _typed_length(words):
    """Count as a browser does: a line end once, and a rarer character as the two it counts."""
    return len(words.replace("\r\n", "\n").encode("utf-16-le", "surrogatepass")) // 2


def _read_document(content, source, recognise):
    package.check(content, package.DOCUMENT, source)
    # The libraries that read documents take as long to load as the rest of the program.
    from plans.intake import documents

    return _parsed(documents.read_document, content, source)


def _read_workbook(content, source, recognise):
    main_part = package.check(content, package.WORKBOOK, source)
    from plans.intake import workbooks

    return _parsed(workbooks.read_workbook, content, source, main_part, recognise)


def _parsed(parse, content, source, *more):
    """Run a library over a stranger's file: whatever it trips on is the file's fault."""
    try:
        return parse(content, source, *more)
    except IntakeError:
        raise
    except Exception as error:
        raise IntakeError(
            f"{source} cannot be read. Copy the table into a new file and bring that, or paste it."
        ) from error


def _read_tabbed(content, source, recognise):
    return text.read_tabbed(*_text_of(content, source), recognise)


def _read_separated(content, source, recognise):
    return text.read_separated(*_text_of(content, source))


def _text_of(content, source):
    for signature, words in SIGNATURES.items():
        if content.startswith(signature):
            raise IntakeError(f"{source} is not text, whatever its name says. {words} {ACCEPTED}")
    words, notes = text.decoded(content, source)
    return words, source, notes


READERS = {
    ".docx": _read_document,
    ".xlsx": _read_workbook,
    ".csv": _read_separated,
    ".tsv": _read_tabbed,
    ".txt": _read_tabbed,
}
