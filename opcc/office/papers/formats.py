"""The kinds of file that leave the building: how each is called, what it is for, who writes it."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

from .csv_file import write_csv
from .json_file import write_json


def write_with(module, name):
    """A writer whose module is loaded with the first file that it writes.

    The libraries that draw documents take longer to load than all the rest of a start.
    """

    def write(drawn, file):
        getattr(import_module(module, __package__), name)(drawn, file)

    return write


@dataclass(frozen=True)
class Format:
    """A kind of file. ending: of its name, and how addresses name it. label: for people.

    write(what is drawn, file open for bytes): a Paper for documents, a Sheet for CSV, else a
    Workbook.
    """

    ending: str
    label: str
    media_type: str
    write: Callable

    def named(self, name):
        """The headers of a response that a browser keeps as a file of this name."""
        return {"Content-Disposition": f'attachment; filename="{name}.{self.ending}"'}


PDF = Format("pdf", "PDF", "application/pdf", write_with(".pdf", "write_pdf"))
WORD = Format(
    "docx",
    "Word",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    write_with(".word", "write_word"),
)
CSV = Format("csv", "CSV", "text/csv; charset=utf-8", write_csv)
JSON = Format("json", "JSON", "application/json", write_json)
SPREADSHEET = Format(
    "xlsx",
    "spreadsheet",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    write_with(".spreadsheet", "write_spreadsheet"),
)
TABLES = {"csv": CSV, "xlsx": SPREADSHEET}
"""{ending: Format} in which lists are kept."""
