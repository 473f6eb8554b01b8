"""The Word document that a paper is written into: its page, styles, foot and properties."""

import zipfile
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Mm

from ..text import shortened

FOLDER = Path(__file__).parent

OURS = {
    RELATIONSHIP_TYPE.STYLES: "word_styles.xml",
    RELATIONSHIP_TYPE.NUMBERING: "word_numbering.xml",
    RELATIONSHIP_TYPE.SETTINGS: "word_settings.xml",
}
"""What stands in place of the parts that python-docx begins from."""

KEPT = {*OURS, RELATIONSHIP_TYPE.THEME}

LONGEST_PROPERTY = 255
"""Characters that a property of a document may have."""

BEFORE_FILES = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a ZIP file can hold: a paper's bytes do not tell when it was asked for."""


def empty_document(paper):
    """Return a python-docx Document with all of a Paper but its blocks."""
    document = Document()
    _dress(document)
    _set_page(document.sections[0])
    _set_language(document, paper.language)
    _set_properties(document.core_properties, paper)
    _write_foot(document.sections[0].footer, paper)
    return document


def save(document, file):
    """Write a Document into a binary file, which need not be able to seek."""
    drawn, settled = BytesIO(), BytesIO()
    document.save(drawn)
    with zipfile.ZipFile(drawn) as source, zipfile.ZipFile(settled, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, BEFORE_FILES)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    file.write(settled.getvalue())


# --- Looks and language -------------------------------------------------------------------------
@lru_cache
def _source(name):
    return (FOLDER / name).read_bytes()


def _dress(document):
    """Put our styles in place of those of python-docx's template, and drop what it brings along."""
    part = document.part
    for key, relation in list(part.rels.items()):
        if relation.reltype in OURS:
            relation.target_part._element = parse_xml(_source(OURS[relation.reltype]))
        elif relation.reltype not in KEPT:
            del part.rels[key]
    for key, relation in list(part.package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del part.package.rels[key]


def _set_page(section):
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin, section.bottom_margin = Mm(20), Mm(27)
    section.header_distance, section.footer_distance = Mm(10), Mm(10)


def _set_language(document, language):
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), language)


def _set_properties(properties, paper):
    properties.title = shortened(paper.title, LONGEST_PROPERTY)
    properties.subject = shortened(paper.subtitle, LONGEST_PROPERTY)
    properties.author = properties.last_modified_by = paper.foot["office"]
    properties.identifier = paper.foot["identity"]
    properties.language = paper.language
    properties.comments = properties.keywords = properties.category = ""
    properties.revision = 1
    for name in ("dcterms:created", "dcterms:modified"):
        for element in properties._element.findall(qn(name)):
            properties._element.remove(element)


# --- The foot of each page ----------------------------------------------------------------------
def _write_foot(footer, paper):
    first = footer.paragraphs[0]
    first.style = "footer"
    first.add_run(f"{paper.foot['office']}\tPage ")
    first._p.append(_field("PAGE"))
    first.add_run(" of ")
    first._p.append(_field("NUMPAGES"))
    for name in ("notice", "identity"):
        if paper.foot[name]:
            footer.add_paragraph(paper.foot[name], style=f"Footer {name}")


def _field(name):
    """Return a field that Word fills in: a page's number, the number of pages."""
    field = OxmlElement("w:fldSimple", {qn("w:instr"): name})
    run, shown = OxmlElement("w:r"), OxmlElement("w:t")
    shown.text = "1"
    run.append(shown)
    field.append(run)
    return field
