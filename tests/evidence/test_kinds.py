"""A file is taken for what its bytes are: a short list, and nothing that runs."""

import io
import zipfile

import pytest

from plans.evidence.kinds import TAKEN, NotTaken, recognise
from tests.evidence.files import JPEG, PDF, PNG, office_file, open_document, zipped

TAKEN_AS = {
    "a.pdf": ("pdf", PDF),
    "A.PDF": ("pdf", PDF),
    "a.docx": ("docx", office_file("docx")),
    "a.xlsx": ("xlsx", office_file("xlsx")),
    "a.pptx": ("pptx", office_file("pptx", **{"ppt/media/image1.png": PNG})),
    "a.odt": ("odt", open_document("text")),
    "a.ods": ("ods", open_document("spreadsheet")),
    "a.png": ("png", PNG),
    "a.jpg": ("jpg", JPEG),
    "a.jpeg": ("jpg", JPEG),
    "a.csv": ("csv", "Month,£\nApril 2020,3\n".encode()),
    "bom.csv": ("csv", b"\xef\xbb\xbfMonth,Value\r\n"),
    "a.txt": ("txt", "5 < 6, and “quoted”\ttoo\n".encode()),
}

MACROS = "holds macros, scripts or embedded objects"
ANOTHER = "whatever its name says"
REFUSED = {
    "nothing at all": ("a.pdf", b"", "is empty"),
    "no ending": ("Makefile", b"all:", "is not of a kind that is taken"),
    "a program": ("a.exe", b"MZ\x90\x00", "is not of a kind that is taken"),
    "a web page": ("a.html", b"<html>", "is not of a kind that is taken"),
    "a drawing": ("a.svg", b"<svg xmlns='x'/>", "is not of a kind that is taken"),
    "an ending too many": ("a.pdf.exe", PDF, "is not of a kind that is taken"),
    "a program as a PDF": ("a.pdf", b"MZ\x90\x00", ANOTHER),
    "a web page before a PDF": ("a.pdf", b"<script>alert(1)</script>" + PDF, ANOTHER),
    "a web page as text": ("a.txt", b"\n <!DOCTYPE html><script>alert(1)</script>", ANOTHER),
    "a drawing as text": ("a.txt", b"<svg onload='alert(1)'/>", ANOTHER),
    "a script as text": ("a.txt", b"#!/bin/sh\nrm -rf /\n", ANOTHER),
    "a PDF as a table": ("a.csv", b"%PDF-1.4\nnothing but letters\n%%EOF", ANOTHER),
    "a program as text": ("a.txt", b"MZ\x90\x00\x03\x00\xff\xfe", ANOTHER),
    "bytes as text": ("a.csv", b"a,b\x00c", ANOTHER),
    "text of another encoding": ("a.csv", "Month,£".encode("cp1252"), "is not text in UTF-8"),
    "a picture under another's name": ("a.jpg", PNG, ANOTHER),
    "a drawing as a picture": ("a.png", b"<svg/>", ANOTHER),
    "a zip as a document": ("a.docx", zipped({"a.txt": b"a"}), ANOTHER),
    "a document under another's name": ("a.docx", office_file("xlsx"), "is an Excel workbook"),
    "an old document": ("a.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "protected by a password"),
    "a document with macros by its ending": ("a.docm", office_file("docx"), "not of a kind"),
    "a document with macros": (
        "a.docx",
        office_file("docx", **{"word/vbaProject.bin": b"Attribute VB_Name"}),
        MACROS,
    ),
    "macros without their name": (
        "a.docx",
        zipped(
            {
                "[Content_Types].xml": b'<Types><Override PartName="/word/document.xml" '
                b'ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>'
            }
        ),
        MACROS,
    ),
    "an object inside": (
        "a.docx",
        office_file("docx", **{"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"}),
        MACROS,
    ),
    "a program inside": ("a.xlsx", office_file("xlsx", **{"xl/media/run.exe": b"MZ"}), MACROS),
    "links to other workbooks": (
        "a.xlsx",
        office_file("xlsx", **{"xl/externalLinks/externalLink1.xml": b"<x/>"}),
        "takes values from other workbooks",
    ),
    "entities": (
        "a.docx",
        office_file("docx", **{"word/styles.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><x/>'}),
        "holds what no office program writes",
    ),
    "a zip bomb": (
        "a.docx",
        office_file("docx", **{"word/media/a.bin": bytes(60 * 2**20)}),
        "unpacks to far more than people read",
    ),
    "too many parts": (
        "a.xlsx",
        office_file("xlsx", **{f"xl/{number}.xml": b"" for number in range(1_001)}),
        "unpacks to far more than people read",
    ),
    "a script in an OpenDocument": (
        "a.odt",
        open_document("text", **{"Basic/Standard/Module1.xml": b"<x/>"}),
        MACROS,
    ),
    "an OpenDocument under another's name": ("a.odt", open_document("spreadsheet"), ANOTHER),
    "a zip as an OpenDocument": ("a.ods", zipped({"content.xml": b"<x/>"}), ANOTHER),
    "a zip with nothing in it": ("a.odt", b"PK\x03\x04" + zipped({}), "is damaged"),
    "half a zip": ("a.docx", office_file("docx")[:60], "is damaged"),
}


@pytest.mark.parametrize("name", TAKEN_AS)
def test_each_kind_on_the_list_is_taken_for_what_it_is(name):
    kind, content = TAKEN_AS[name]

    assert recognise(name, content).ending == kind


@pytest.mark.parametrize("what", REFUSED)
def test_anything_else_is_refused_in_words(what):
    name, content, words = REFUSED[what]

    with pytest.raises(NotTaken, match="^" + name) as refusal:
        recognise(name, content)

    assert words in str(refusal.value)


def test_a_refusal_says_what_is_taken():
    with pytest.raises(NotTaken, match="Choose a PDF, Word, Excel, PowerPoint"):
        recognise("a.exe", b"MZ")

    for word in ("OpenDocument", "PNG", "JPEG", "CSV", "text file"):
        assert word in TAKEN


def test_a_part_that_claims_to_be_small_is_counted_as_it_unpacks():
    content = bytearray(office_file("docx", **{"word/media/a.bin": bytes(60 * 2**20)}))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        entry = package.getinfo("word/media/a.bin")
    claimed = (entry.file_size).to_bytes(4, "little")

    small = bytes(content).replace(claimed, (100).to_bytes(4, "little"))

    with pytest.raises(NotTaken):
        recognise("a.docx", small)
