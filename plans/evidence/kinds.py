"""Which files are taken as evidence: a short list, each known by its bytes.

Pure: nothing here reads a disk or believes what a browser says of a file. What a file holds has to
be what its name says, and nothing of it is ever changed.
"""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import PurePosixPath

from ..intake import errors, package

PDF_START = re.compile(rb"%PDF-[12]\.\d")
PNG_START = re.compile(rb"\x89PNG\r\n\x1a\n....IHDR", re.DOTALL)
JPEG_START = re.compile(rb"\xff\xd8\xff[\xc0-\xfe]")
MARKUP = re.compile(r"\s*<[a-z!?/]", re.IGNORECASE)
"""How a web page, a drawing (SVG) and other XML begin."""

BINARY_START = re.compile(
    rb"%PDF-|PK\x03\x04|\x89PNG|\xff\xd8\xff|\x7fELF|\xd0\xcf\x11\xe0|MZ.{0,62}\x00", re.DOTALL
)
"""How files of other kinds begin: PDF, zip, pictures, programs, older Office. A PDF may be all
letters, and would else pass for text."""

NOT_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
PROGRAMS = re.compile(
    r"(/activex/|/embeddings/[^/]*\.bin$|^/basic/|^/scripts/"
    r"|\.(exe|dll|com|scr|msi|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|jar|lnk|html?|docm|xlsm|pptm)$)"
)
"""Parts of a document that run, or may hold what runs: objects, scripts, programs."""


class NotTaken(Exception):
    """A file that is not taken as evidence; its words say why, and what to do."""


@dataclass(frozen=True)
class Kind:
    """A kind of file. ending: its usual one. noun: for people. check(name, its bytes): raises
    NotTaken where they are of another kind, or hold what may do harm."""

    ending: str
    noun: str
    content_type: str
    check: Callable
    also: tuple = ()

    @classmethod
    def of(cls, ending):
        """The Kind with this usual ending."""
        return next(kind for kind in KINDS if kind.ending == ending)


# --- What the bytes must be ---------------------------------------------------------------------
def begins(pattern, noun, name, content):
    if not pattern.match(content):
        raise NotTaken(another_kind(name, noun))


def is_text(name, content):
    """Plain text in UTF-8 which is neither markup nor the beginning of a program."""
    if BINARY_START.match(content):
        raise NotTaken(another_kind(name, "plain text"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotTaken(
            f"{name} is not text in UTF-8. Save it as UTF-8 (in Excel: “CSV UTF-8”) and choose it "
            "again."
        ) from error
    if NOT_TEXT.search(text) or MARKUP.match(text) or text.startswith("#!"):
        raise NotTaken(another_kind(name, "plain text"))


def is_office_file(kind, name, content):
    """A document of Word, Excel or PowerPoint. kind: a Kind of `plans.intake.package`."""
    look_inside(name, lambda: package.check(content, kind, name))
    refuse_programs(name, zipfile.ZipFile(io.BytesIO(content)).namelist())


def is_open_document(noun, media_type, name, content):
    """OpenDocument: a zip that says first of all what it is."""

    def says_so():
        with package.bounded(content, name) as parts:
            refuse_programs(name, parts.namelist())
            first = parts.infolist()[0]
            return first.filename == "mimetype" and parts.read(first) == media_type.encode()

    if not content.startswith(b"PK\x03\x04") or not look_inside(name, says_so):
        raise NotTaken(another_kind(name, noun))


def look_inside(name, look):
    """Return what `look` does, or say in words for evidence why the package is refused."""
    try:
        return look()
    except errors.TooMuch as error:
        raise NotTaken(
            f"{name} unpacks to far more than people read. Save what matters of it as a PDF."
        ) from error
    except errors.HasMacros as error:
        raise NotTaken(holds_a_program(name)) from error
    except errors.HasLinks as error:
        raise NotTaken(
            f"{name} takes values from other workbooks, so it does not stand by itself. Save it "
            "as a PDF, or paste it into a new workbook as values."
        ) from error
    except errors.HasEntities as error:
        raise NotTaken(f"{name} holds what no office program writes. Save it as a PDF.") from error
    except errors.IntakeError as error:
        raise NotTaken(str(error)) from error


def refuse_programs(name, parts):
    if any(PROGRAMS.search(f"/{part.casefold()}") for part in parts):
        raise NotTaken(holds_a_program(name))


def holds_a_program(name):
    return (
        f"{name} holds macros, scripts or embedded objects. Save it without them, or as a PDF, "
        "and choose it again."
    )


def another_kind(name, noun):
    return f"{name} is not {noun}, whatever its name says. {TAKEN}"


# --- The list -----------------------------------------------------------------------------------
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
PRESENTATION = package.Kind(
    "a PowerPoint presentation", ".pptx", f"{OFFICE}.presentationml.presentation.main+xml"
)


def office_file(ending, noun, family, kind):
    return Kind(ending, noun, f"{OFFICE}.{family}", partial(is_office_file, kind))


def open_document(ending, noun, family):
    media_type = f"{OPEN}.{family}"
    check = partial(is_open_document, f"an {noun}", media_type)
    return Kind(ending, noun, media_type, check)


KINDS = (
    Kind("pdf", "PDF", "application/pdf", partial(begins, PDF_START, "a PDF")),
    office_file("docx", "Word", "wordprocessingml.document", package.DOCUMENT),
    office_file("xlsx", "Excel", "spreadsheetml.sheet", package.WORKBOOK),
    office_file("pptx", "PowerPoint", "presentationml.presentation", PRESENTATION),
    open_document("odt", "OpenDocument text", "text"),
    open_document("ods", "OpenDocument spreadsheet", "spreadsheet"),
    Kind("png", "PNG picture", "image/png", partial(begins, PNG_START, "a PNG picture")),
    Kind(
        "jpg",
        "JPEG picture",
        "image/jpeg",
        partial(begins, JPEG_START, "a JPEG picture"),
        ("jpeg",),
    ),
    Kind("csv", "CSV", "text/csv; charset=utf-8", is_text),
    Kind("txt", "text", "text/plain; charset=utf-8", is_text),
)
CHOICES = [(kind.ending, kind.noun) for kind in KINDS]
LABELS = dict(CHOICES)
BY_ENDING = {ending: kind for kind in KINDS for ending in (kind.ending, *kind.also)}
TAKEN = "Choose a PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG, CSV or text file."


def recognise(name, content):
    """Return the Kind of a file from its name and its bytes; raise NotTaken for any other."""
    kind = BY_ENDING.get(PurePosixPath(name).suffix.casefold().lstrip("."))
    if not content:
        raise NotTaken(f"{name} is empty. Choose another file.")
    if kind is None:
        raise NotTaken(f"{name} is not of a kind that is taken. {TAKEN}")
    kind.check(name, content)
    return kind
