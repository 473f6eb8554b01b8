"""Files made on the fly: honest workbooks and documents, and hostile ones."""

import io
import zipfile

import docx
import openpyxl

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

SHEET_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(*sheets):
    """Return the bytes of an .xlsx of (title, rows) sheets."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book):
    """Return the bytes of an openpyxl workbook or a python-docx document."""
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def document(*tables):
    """Return the bytes of a .docx of tables, each a list of rows of cells."""
    made = docx.Document()
    for rows in tables:
        fill(made.add_table(len(rows), len(rows[0])), rows)
        made.add_paragraph("OPCC delivery plan, continued")
    return saved(made)


def fill(table, rows):
    """Write the rows into a python-docx table of the same size."""
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text


def package(
    parts, content_type=XLSX_TYPE, main="/xl/workbook.xml", compression=zipfile.ZIP_DEFLATED
):
    """Return the bytes of a zip of {name: bytes} that says it is an office file."""
    stream = io.BytesIO()
    types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="{main}" ContentType="{content_type}"/></Types>'
    )
    with zipfile.ZipFile(stream, "w", compression) as made:
        made.writestr("[Content_Types].xml", types)
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def replaced(content, name, change):
    """Return the zip with one part changed by a function of its bytes."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for entry in old.namelist():
            part = old.read(entry)
            new.writestr(entry, change(part) if entry == name else part)
    return stream.getvalue()


def added(content, name, part):
    """Return the zip with one part more."""
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr(name, part)
    return stream.getvalue()


def without(content, name):
    """Return the zip without one of its parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.namelist():
            if entry != name:
                new.writestr(entry, old.read(entry))
    return stream.getvalue()


def with_shared_strings(types):
    """Return the content types of a workbook, the list of shared words named among them."""
    if b"sharedStrings" in types:
        return types
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    override = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    return types.replace(b"</Types>", override.encode())
