"""A pack as files: documents for people, tables for programs, each from its frozen text alone."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.urls import reverse

from opcc.office.papers.formats import CSV, JSON, PDF, SPREADSHEET, WORD, Format
from opcc.office.papers.serving import file_response, size_kept

from ..packs.reading import read_digest, read_pack
from ..papers.pack_paper import pack_paper
from ..papers.pack_tables import SHEETS, pack_sheet, pack_workbook
from .keeping import answer
from .pack_summaries import summaries
from .packs import find_pack

LAYOUT = 1
"""Of the files. Whoever changes what a pack's files look like counts it up, so that those kept
before are not served any more."""


@dataclass(frozen=True)
class PackFile:
    """One file of a pack. name: as its address is called. part: of the file's own name."""

    name: str
    kind: Format
    make: object
    purpose: str = ""
    part: str = ""

    def url(self, pack):
        return reverse(f"governance:pack-{self.name}", args=[pack.pk])

    def key(self, pack):
        """What names all that it shows."""
        before = "with" if pack.shows_before else "without"
        return f"pack-{pack.digest}-{LAYOUT}-{before}-before{self.part}.{self.kind.ending}"


def sheet_file(sheet):
    return PackFile(
        f"{sheet}-csv",
        CSV,
        lambda pack, reading, before: pack_sheet(sheet, reading, before),
        part=f"-{sheet}",
    )


DOCUMENTS = (
    PackFile("pdf", PDF, pack_paper, "To read and to print."),
    PackFile("docx", WORD, pack_paper, "To paste from into a paper of your own."),
    PackFile("xlsx", SPREADSHEET, pack_workbook, "Its activities, changes, measures and questions, a sheet each."),
    PackFile("json", JSON, pack_workbook, "The same tables, for a program."),
)
TABLES = {sheet: sheet_file(sheet) for sheet in SHEETS}
FILES = {file.name: file for file in (*DOCUMENTS, *TABLES.values())}
"""{name of an address: PackFile}"""


@login_not_required
def pack_file(request, pk, name):
    """One of the files of a pack, for whoever may open the pack."""
    pack, wanted = find_pack(request, pk), FILES[name]
    return answer(request, ("file", wanted.key(pack)), lambda: served(request, pack, wanted))


def served(request, pack, wanted):
    reading = read_pack(pack)
    before = before_of(pack, reading)
    return file_response(
        request,
        wanted.kind,
        name_of(pack) + wanted.part,
        wanted.key(pack),
        lambda: wanted.make(pack, reading, before),
        # A text that was tampered with must not be served on after it was set right.
        keeps=reading.is_intact and (before is None or before.is_intact),
    )


def before_of(pack, reading):
    """The Reading of the pack before, where the reader may open that one."""
    previous = reading.content["previous"]
    return read_digest(previous["digest"]) if previous and pack.shows_before else None


def name_of(pack):
    """ "pack-2020-09-24", and which version it is where there was one before."""
    version = f"-version-{pack.version}" if pack.version > 1 else ""
    return f"pack-{summaries([pack])[pack.pk]['meeting_on']}{version}"


def offered(pack):
    """What the page of a pack offers: [(PackFile, address, bytes or None where not known yet)]."""
    return [(file, file.url(pack), size_kept(file.key(pack))) for file in DOCUMENTS]


def tables_offered(pack):
    """[(name of a sheet, address of its CSV)]"""
    return [(sheet, file.url(pack)) for sheet, file in TABLES.items()]
