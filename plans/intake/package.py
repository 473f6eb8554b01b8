"""The guard in front of .docx and .xlsx: a zip is proved harmless before anything parses it.

Word and Excel files are zips of XML. A hostile one can unpack to gigabytes, grow by XML
entities, carry macros or call on other files. Everything is checked here on counted bytes,
64 KiB at a time; the sizes that the zip claims are only the first test.
"""

import contextlib
import dataclasses
import io
import re
import struct
import zipfile
import zlib

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from plans.intake.errors import HasEntities, HasLinks, HasMacros, IntakeError, TooMuch

CHUNK = 64 * 1024
MAX_ENTRIES = 1_000
MAX_DIRECTORY_BYTES = 256 * 1024
MAX_UNPACKED_BYTES = 50 * 1024 * 1024
MAX_XML_BYTES = 20 * 1024 * 1024
# Rows, words and paragraphs may be many. Of styles and the rest a plan has few, and to parse a
# style costs ten times as much as a cell.
MAX_TAGS_OF_CONTENT = 700_000
MAX_TAGS = 100_000
CONTENT_ROOT = re.compile(rb"(?:<\?xml[^>]*>)?\s*<(?:\w+:)?(?:worksheet|sst|document)[\s>]")
MAX_RATIO = 150
RATIO_COUNTS_FROM = 4 * 1024 * 1024
MAX_CONTENT_TYPES_BYTES = 512 * 1024

END_OF_DIRECTORY = b"PK\x05\x06"
ZIP64_LOCATOR = b"PK\x06\x07"
DECLARATIONS = [
    word.encode(encoding)
    for word in ("<!DOCTYPE", "<!ENTITY")
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
]
LONGEST_DECLARATION = max(map(len, DECLARATIONS))
# Starts of UTF-32 and EBCDIC documents, in which a declaration would be spelt in other bytes.
UNUSUAL_STARTS = (
    b"\x00\x00\xfe\xff",
    b"\xff\xfe\x00\x00",
    b"\x00\x00\x00<",
    b"<\x00\x00\x00",
    b"Lo\xa7\x94",
)
USUAL_ENCODINGS = {"utf-8", "utf8", "utf-16", "utf-16le", "utf-16be", "us-ascii", "ascii"}
STATED_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([^\"']*)")
CONTENT_TYPES = "[Content_Types].xml"
# What the zip library raises on bytes that are no proper zip.
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)


@dataclasses.dataclass(frozen=True)
class Kind:
    """A kind of office file: what people call it, its extension and its main content type."""

    noun: str
    extension: str
    main_type: str


DOCUMENT = Kind(
    "a Word document",
    ".docx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
)
WORKBOOK = Kind(
    "an Excel workbook",
    ".xlsx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
)
KINDS = (DOCUMENT, WORKBOOK)


def check(content, kind, source):
    """Return the name of the main part of a plain, bounded file of this kind.

    Raises IntakeError for any other bytes.
    """
    _check_signature(content, kind, source)
    with bounded(content, source) as package:
        return _main_part(_content_types(package, source), kind, source)


@contextlib.contextmanager
def bounded(content, source):
    """Yield the ZipFile of these bytes, proved to unpack to little and to hold no macros.

    Raises IntakeError otherwise, and for whatever the block finds to be damaged.
    """
    _check_directory(content, source)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _check_entries(package.infolist(), len(content), source)
            _check_unpacked(package, len(content), source)
            yield package
    except DAMAGE as error:
        raise IntakeError(_damaged(source)) from error


def _check_signature(content, kind, source):
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise IntakeError(
            f"{source} is protected by a password or in an old format. Open it, take the "
            f"password off, save it as {kind.extension} and bring it again."
        )
    if not content.startswith(b"PK\x03\x04"):
        raise IntakeError(_not_what_it_says(kind, source))


def _check_directory(content, source):
    """Bound the zip's table of contents before it is read: one is enough to fill memory."""
    tail = content[-(65_535 + 22) :]
    if tail.count(END_OF_DIRECTORY) != 1 or ZIP64_LOCATOR in tail:
        raise IntakeError(_damaged(source))
    record = tail[tail.index(END_OF_DIRECTORY) :]
    if len(record) < 22:
        raise IntakeError(_damaged(source))
    entries, size = struct.unpack_from("<10xHL", record)
    if entries > MAX_ENTRIES or size > MAX_DIRECTORY_BYTES:
        raise TooMuch(_too_large(source))


def _check_entries(entries, packed, source):
    """Check what the zip says of itself, before anything is unpacked."""
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES:
        raise TooMuch(_too_large(source))
    if not names or len(set(names)) != len(names):
        raise IntakeError(_damaged(source))
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise IntakeError(
            f"{source} is protected by a password. Take the password off and bring it again."
        )
    if not {entry.compress_type for entry in entries} <= {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise IntakeError(_damaged(source))
    _check_size(sum(entry.file_size for entry in entries), packed, source)
    _check_names([name.casefold() for name in names], source)


def _check_names(names, source):
    if any(name.endswith("vbaproject.bin") for name in names):
        raise HasMacros(_has_macros(source))
    if any("externallinks/" in name for name in names):
        raise HasLinks(_has_external_links(source))


def _check_size(unpacked, packed, source):
    if unpacked > MAX_UNPACKED_BYTES:
        raise TooMuch(_too_large(source))
    if unpacked > RATIO_COUNTS_FROM and unpacked > packed * MAX_RATIO:
        raise TooMuch(_too_large(source))


def _check_unpacked(package, packed, source):
    """Unpack every entry a chunk at a time, counting, and scan it; nothing is kept."""
    unpacked = 0
    for entry in package.infolist():
        part = _Part(source)
        with package.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                unpacked += len(chunk)
                _check_size(unpacked, packed, source)
                part.scan(chunk)


class _Part:
    """One entry of the zip as it streams past: refuses DTDs, entities and too much XML.

    Every entry is scanned, whatever its name: a parser goes by content types, not names.
    """

    def __init__(self, source):
        self.source = source
        self.seen = 0
        self.tags = 0
        self.max_tags = MAX_TAGS
        self.tail = b""
        self.is_xml = False

    def scan(self, chunk):
        if not self.seen:
            self._look_at_start(chunk)
        self.seen += len(chunk)
        window = self.tail + chunk
        if any(declaration in window for declaration in DECLARATIONS):
            raise HasEntities(_has_entities(self.source))
        self.tail = window[-LONGEST_DECLARATION:]
        if self.is_xml:
            self._count(chunk)

    def _look_at_start(self, chunk):
        if chunk.startswith(UNUSUAL_STARTS):
            raise HasEntities(_has_entities(self.source))
        start = chunk[:1_000].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
        self.is_xml = start.startswith(b"<")
        self.max_tags = MAX_TAGS_OF_CONTENT if CONTENT_ROOT.match(start) else MAX_TAGS
        if start.startswith(b"<?xml") and not _is_usual(start):
            raise HasEntities(_has_entities(self.source))

    def _count(self, chunk):
        self.tags += chunk.count(b"<")
        if self.seen > MAX_XML_BYTES or self.tags > self.max_tags:
            raise TooMuch(_too_large(self.source))


def _is_usual(start):
    """Return whether an XML declaration ends in sight and names an encoding Office writes."""
    declaration, end, _ = start.partition(b"?>")
    stated = STATED_ENCODING.search(declaration)
    encoding = stated[1].decode("ascii", "replace").casefold() if stated else "utf-8"
    return bool(end) and encoding in USUAL_ENCODINGS


def _content_types(package, source):
    """Return the (content type, part name) pairs the package states; "" for a general rule."""
    try:
        entry = package.getinfo(CONTENT_TYPES)
    except KeyError:
        return []
    if entry.file_size > MAX_CONTENT_TYPES_BYTES:
        raise TooMuch(_too_large(source))
    try:
        root = ElementTree.fromstring(package.read(entry), forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException) as error:
        raise IntakeError(_damaged(source)) from error
    return [(element.get("ContentType", ""), element.get("PartName", "")) for element in root]


def _main_part(stated, kind, source):
    """Return the name of the one part the file is about, refusing any other kind of file."""
    types = [content_type for content_type, _ in stated]
    if any("macroEnabled" in stated or "vbaProject" in stated for stated in types):
        raise HasMacros(_has_macros(source))
    if any("externalLink+xml" in stated for stated in types):
        raise HasLinks(_has_external_links(source))
    if types.count(kind.main_type) != 1 or any("template.main+xml" in stated for stated in types):
        actual = next((other for other in KINDS if other.main_type in types), None)
        raise IntakeError(_not_what_it_says(kind, source, actual if actual is not kind else None))
    return dict(stated)[kind.main_type].lstrip("/")


def _not_what_it_says(kind, source, actual=None):
    if actual:
        return (
            f"{source} is {actual.noun}, not {kind.noun}. Rename it to end in "
            f"{actual.extension} and bring it again."
        )
    return (
        f"{source} is not {kind.noun}, whatever its name says. Open it in the program that made "
        f"it, save it as {kind.extension} and bring it again."
    )


def _damaged(source):
    return f"{source} is damaged and cannot be read. Open it, save it again and bring the new copy."


def _too_large(source):
    return (
        f"{source} unpacks to far more than a table needs, so it was not opened. Copy the "
        "table into a new file and bring that."
    )


def _has_macros(source):
    return (
        f"{source} holds macros, so it was not opened. Save it as .xlsx or .docx, "
        "without macros, and bring it again."
    )


def _has_external_links(source):
    return (
        f"{source} takes values from other workbooks, so it was not opened. Copy the table, paste "
        "it into a new workbook as values and bring that."
    )


def _has_entities(source):
    return (
        f"{source} holds XML that Word and Excel do not write, so it was not opened. Copy the "
        "table into a new file and bring that."
    )
