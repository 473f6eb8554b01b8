"""The words of any answer, whatever kind of file it is."""

import io
import zipfile

from tests.papers.pdf_words import words_of_pdf


def words_in(response):
    """Return the text of a page, or of a file as whoever opens it reads it."""
    content = response.getvalue()
    if content.startswith(b"%PDF"):
        return words_of_pdf(content)
    if content.startswith(b"PK"):
        return words_of_package(content)
    return content.decode()


def words_of_package(content):
    """The texts of every part of a Word document or a spreadsheet, its properties too."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "\n".join(package.read(name).decode(errors="ignore") for name in package.namelist())
