"""Hostile files are refused before any library parses them."""

import io
import struct
import time
import tracemalloc
import zipfile

import docx
import openpyxl.xml
import pytest

from plans.intake.errors import IntakeError
from plans.intake.reading import MAX_BYTES, read
from tests.plans.intake import files

PLAN = files.workbook(("Plan", [["Action", "Owner"], ["Mend", "CEO"]]))
DOCUMENT = files.document([["Action", "Owner"], ["Mend", "CEO"]])
LAUGHS = (
    '<?xml version="1.0"{encoding}?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;">]><w>&c;</w>'
)


def refusal_of(name, content):
    """Return the words, the processor seconds and the peak of memory of a refusal."""
    tracemalloc.start()
    start = time.process_time()
    with pytest.raises(IntakeError) as refusal:
        read(name, content)
    seconds = time.process_time() - start
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return str(refusal.value), seconds, peak


def bomb(megabytes):
    """Return a zip of one sheet that unpacks to so many megabytes of zeros."""
    stream = io.BytesIO(files.package({}))
    with (
        zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
    ):
        for _ in range(megabytes):
            part.write(b"\x00" * 1024 * 1024)
    return stream.getvalue()


def with_claimed_size(content, name, size):
    """Return the zip whose table of contents claims another unpacked size for one part."""
    content = bytearray(content)
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(name.encode()))
    content[entry + 24 : entry + 28] = struct.pack("<L", size)
    return bytes(content)


@pytest.fixture(scope="module")
def large_bomb():
    return bomb(1_200)


def test_a_zip_bomb_is_refused_at_once_and_in_little_memory(large_bomb):
    words, seconds, peak = refusal_of("plan.xlsx", large_bomb)

    assert len(large_bomb) < MAX_BYTES
    assert "unpacks to far more" in words
    assert seconds < 0.5
    assert peak < 50 * 1024 * 1024


def test_a_zip_bomb_that_lies_about_its_size_is_refused_at_once(large_bomb):
    lying = with_claimed_size(large_bomb, "xl/worksheets/sheet1.xml", 1_000)

    _, seconds, peak = refusal_of("plan.xlsx", lying)

    assert seconds < 0.5
    assert peak < 50 * 1024 * 1024


def test_a_sheet_of_millions_of_cells_is_refused_at_once():
    row = b"<row>" + b"<c/>" * 1_000 + b"</row>"
    sheet = b"<worksheet><sheetData>" + row * 1_500 + b"</sheetData></worksheet>"

    words, seconds, peak = refusal_of("plan.xlsx", files.package({"xl/sheet.xml": sheet}))

    assert "unpacks to far more" in words
    assert seconds < 1
    assert peak < 50 * 1024 * 1024


def test_a_workbook_of_endless_styles_is_refused_at_once():
    style = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'

    content = files.replaced(
        PLAN,
        "xl/styles.xml",
        lambda part: part.replace(b"</cellXfs>", style * 110_000 + b"</cellXfs>"),
    )
    words, seconds, _ = refusal_of("plan.xlsx", content)

    assert "unpacks to far more" in words
    assert seconds < 0.5


def test_a_zip_of_thousands_of_entries_is_refused():
    content = files.package({f"xl/{number}.xml": b"" for number in range(1_500)})

    assert "unpacks to far more" in refusal_of("plan.xlsx", content)[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-16"])
@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/media/picture.png"])
def test_xml_entities_are_refused_wherever_they_hide(encoding, part):
    content = files.added(PLAN, part + ".extra", LAUGHS.format(encoding="").encode(encoding))

    assert "XML that Word and Excel do not write" in refusal_of("plan.xlsx", content)[0]


@pytest.mark.parametrize("encoding", ["utf-7", "utf-32", "cp037"])
def test_xml_in_an_encoding_that_would_hide_entities_is_refused(encoding):
    words = LAUGHS.format(encoding=f' encoding="{encoding}"')
    hidden = words.replace("<!", "+ADwAIQ-") if encoding == "utf-7" else words

    content = files.added(DOCUMENT, "word/extra.xml", hidden.encode(encoding))

    assert "XML that Word and Excel do not write" in refusal_of("plan.docx", content)[0]


def test_a_doctype_across_the_border_of_two_chunks_is_refused():
    padded = b"<w>" + b" " * (64 * 1024 - 6) + b"<!DOCTYPE w></w>"

    content = files.added(DOCUMENT, "word/extra.xml", padded)

    assert "XML that Word and Excel do not write" in refusal_of("plan.docx", content)[0]


def test_the_workbook_library_parses_with_defusedxml():
    assert openpyxl.xml.DEFUSEDXML is True


@pytest.mark.parametrize("name", ["plan.xlsx", "plan.docx"])
def test_macros_are_refused(name):
    folder = {"plan.xlsx": "xl", "plan.docx": "word"}[name]
    content = files.added(
        {"plan.xlsx": PLAN, "plan.docx": DOCUMENT}[name], f"{folder}/vbaProject.bin", b"x"
    )

    assert "holds macros" in refusal_of(name, content)[0]


def test_a_macro_workbook_renamed_is_refused():
    renamed = files.package({}, "application/vnd.ms-excel.sheet.macroEnabled.main+xml")

    assert "holds macros" in refusal_of("plan.xlsx", renamed)[0]


def test_values_taken_from_other_workbooks_are_refused():
    content = files.added(PLAN, "xl/externalLinks/externalLink1.xml", b"<externalLink/>")

    assert "takes values from other workbooks" in refusal_of("plan.xlsx", content)[0]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("plan.xlsx", DOCUMENT, "is a Word document, not an Excel workbook"),
        ("plan.docx", PLAN, "is an Excel workbook, not a Word document"),
        ("plan.xlsx", b"Action\tOwner", "is not an Excel workbook, whatever its name says"),
        ("plan.docx", b"%PDF-1.4", "is not a Word document, whatever its name says"),
        ("plan.docx", b"\xd0\xcf\x11\xe0" + b"x" * 600, "protected by a password or in an old"),
        ("plan.xlsx", PLAN[: len(PLAN) // 2], "is damaged"),
        ("plan.xlsx", b"PK\x03\x04 and nothing more", "is damaged"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(name, content, words):
    assert words in refusal_of(name, content)[0]


def test_any_other_zip_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as other:
        other.writestr("readme.txt", "Hello")

    assert "whatever its name says" in refusal_of("plan.xlsx", stream.getvalue())[0]


def test_a_zip_with_a_password_is_refused():
    locked = bytearray(PLAN)
    entry = locked.index(b"PK\x01\x02")
    locked[entry + 8] |= 1

    assert "protected by a password" in refusal_of("plan.xlsx", bytes(locked))[0]


def test_a_changed_byte_is_found():
    changed = bytearray(
        files.package({"xl/workbook.xml": b"<workbook/>"}, compression=zipfile.ZIP_STORED)
    )
    changed[changed.index(b"<workbook/>") + 2] ^= 1

    assert "is damaged" in refusal_of("plan.xlsx", bytes(changed))[0]


def sheet_with(change):
    return files.replaced(PLAN, "xl/worksheets/sheet1.xml", change)


def test_a_sheet_that_claims_a_million_rows_is_refused():
    content = sheet_with(lambda part: part.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"'))

    words, seconds, _ = refusal_of("plan.xlsx", content)

    assert "reaches far beyond its table" in words
    assert seconds < 1


def test_a_sheet_whose_last_row_is_the_millionth_is_refused():
    content = sheet_with(
        lambda part: part.replace(b"</sheetData>", b'<row r="1048576"><c/></row></sheetData>')
    )

    words, seconds, _ = refusal_of("plan.xlsx", content)

    assert "reaches far beyond its table" in words
    assert seconds < 5


def test_a_workbook_of_a_thousand_sheets_is_refused():
    sheets = b'<sheet name="More" sheetId="9" r:id="rId1"/>' * 1_000

    content = files.replaced(
        PLAN, "xl/workbook.xml", lambda part: part.replace(b"</sheets>", sheets + b"</sheets>")
    )

    assert "more than 100 sheets" in refusal_of("plan.xlsx", content)[0]


def test_a_file_that_trips_the_library_is_refused_in_words():
    broken = sheet_with(lambda part: part.replace(b"</sheetData>", b"</sheetDatum>"))

    assert "cannot be read" in refusal_of("plan.xlsx", broken)[0]


def test_an_ordinary_document_with_pictures_and_links_passes():
    made = docx.Document()
    files.fill(made.add_table(2, 2), [["Action", "Owner"], ["Mend", "CEO"]])
    content = files.added(files.saved(made), "word/media/image1.bin", bytes(range(256)) * 2_000)

    assert read("plan.docx", content).rows[1].cells == ("Mend", "CEO")
