"""Files of every kind that is taken, and of many that are not, made as small as they can be."""

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

from opcc.office.storages import kept_apart
from plans.evidence import keeping
from tests.conftest import NOW

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + bytes(17)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(20)
OFFICE = "application/vnd.openxmlformats-officedocument"
MAIN_PARTS = {
    "docx": ("word/document.xml", f"{OFFICE}.wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", f"{OFFICE}.spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", f"{OFFICE}.presentationml.presentation.main+xml"),
}


def zipped(parts, compressed=zipfile.ZIP_DEFLATED):
    """A zip of {name: bytes}, its first part stored as it is."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compressed) as package:
        for at, (name, content) in enumerate(parts.items()):
            package.writestr(name, content, zipfile.ZIP_STORED if at == 0 else compressed)
    return packed.getvalue()


def office_file(ending, **more):
    """A file of Word, Excel or PowerPoint. more: {name of a further part: its bytes}."""
    part, content_type = MAIN_PARTS[ending]
    types = f'<Types><Override PartName="/{part}" ContentType="{content_type}"/></Types>'
    return zipped({"[Content_Types].xml": types.encode(), part: b"<x/>", **more})


def open_document(family, **more):
    media_type = f"application/vnd.oasis.opendocument.{family}"
    return zipped({"mimetype": media_type.encode(), "content.xml": b"<x/>", **more})


def upload(name="Notice.pdf", content=PDF, content_type="text/html"):
    """What a browser sends, which may say of a file whatever it likes."""
    return SimpleUploadedFile(name, content, content_type)


def keep_in(settings, place):
    """Let files be kept in this folder from now on; return it."""
    storage = kept_apart(place, {"bucket_name": ""})
    settings.STORAGES = {**settings.STORAGES, "evidence": storage}
    return place


def kept(activity, by, name="Notice.pdf", content=PDF, at=NOW):
    """An EvidenceFile of the activity, brought by that user."""
    return keeping.keep(upload(name, content), activity=activity, by=by, at=at)
