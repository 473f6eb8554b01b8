"""The files that a pack is offered as: documents for people, tables for programs."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from django.urls import reverse

from opcc.office.papers.formats import CSV, JSON, PDF, SPREADSHEET, WORD, Format
from opcc.office.papers.serving import size_kept
from opcc.office.release import RELEASE

from .pack_paper import pack_paper
from .pack_tables import SHEETS, pack_sheet, pack_workbook


@cache
def pattern(name):
    """Resolving the address of each file costs more than the rest of an unchanged page."""
    return reverse(f"governance:pack-{name}", args=[0])


@dataclass(frozen=True)
class PackFile:
    """One file of a pack.

    name: as its address is called, after "pack-". ending: of that address. make(pack, reading,
    before): what its Format draws. part: what its own name says besides the pack's.
    """

    name: str
    ending: str
    kind: Format
    make: Callable
    label: str = ""
    purpose: str = ""
    part: str = ""

    def url(self, pack):
        return pattern(self.name).replace("/0/", f"/{pack.pk}/", 1)

    def key(self, pack):
        """What names all that it shows, and the program that draws it: as which it is kept."""
        row = (pack.version, pack.published_at, pack.published_by_post, pack.published_by_name)
        return repr((RELEASE, pack.digest, *map(str, row), self.name))


DOCUMENTS = (
    PackFile("pdf", "paper.pdf", PDF, pack_paper, "PDF", "To read and to print."),
    PackFile("docx", "paper.docx", WORD, pack_paper, "Word", "To paste into a paper of your own."),
    PackFile(
        "xlsx",
        "tables.xlsx",
        SPREADSHEET,
        pack_workbook,
        "Spreadsheet",
        "Activities, changes, measures and questions, a sheet each.",
    ),
    PackFile("json", "tables.json", JSON, pack_workbook, "JSON", "The same tables, for programs."),
)


def table_file(sheet):
    def make(pack, reading, before):
        return pack_sheet(sheet, reading, before)

    return PackFile(f"{sheet}-csv", f"{sheet}.csv", CSV, make, sheet.capitalize(), part=f"-{sheet}")


TABLES = tuple(map(table_file, SHEETS))
FILES = {file.name: file for file in DOCUMENTS + TABLES}


def offered(pack):
    """What the page of a pack offers: [(PackFile, address, bytes or None where not known yet)]."""
    return [(file, file.url(pack), size_kept(file.key(pack))) for file in DOCUMENTS]


def tables_offered(pack):
    """[(PackFile, address)] of its tables, each as CSV."""
    return [(file, file.url(pack)) for file in TABLES]
