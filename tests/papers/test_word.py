"""A Word file of a paper can be restyled by a clerk and followed by a screen reader."""

import zipfile
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from lxml import etree

from opcc.office.papers.paper import Bullets, Column, Facts, Heading, Paragraph, Table
from opcc.office.papers.word import write_word
from opcc.office.text import with_its_lines
from tests.papers.samples import COLUMNS, HOSTILE, UNPRINTABLE, paper, table_of

DIRECT = [
    *("w:rFonts", "w:sz", "w:color", "w:b", "w:i", "w:u", "w:highlight"),
    *("w:jc", "w:ind", "w:spacing", "w:shd", "w:pBdr", "w:tblBorders", "w:tcBorders", "w:keepNext"),
]
"""Elements that format where they stand."""


def drawn(paper):
    file = BytesIO()
    write_word(paper, file)
    return file.getvalue()


def opened(paper):
    return docx.Document(BytesIO(drawn(paper)))


def flags(row):
    """The names of what is said of a row as a whole."""
    return [etree.QName(told).localname for told in row._tr.iterfind("w:trPr/*", row._tr.nsmap)]


def value(table, name, key="val"):
    return table._tbl.tblPr.find(qn(name)).get(qn(f"w:{key}"))


def test_the_document_says_what_it_is_and_in_which_language():
    document = opened(paper())

    told = document.core_properties
    languages = {e.get(qn("w:val")) for e in document.styles.element.iter(qn("w:lang"))}
    assert told.title == "Delivery plan 2020 to 2021"
    assert told.subject == "The position as at 5pm on 4 December 2020"
    assert told.author == "Office of the Police and Crime Commissioner for Northshire"
    assert told.identifier == "SHA-256 9f86d081884c7d65"
    assert (told.language, told.comments, told.created) == ("en-GB", "", None)
    assert languages == {"en-GB"}


def test_paragraphs_have_the_styles_that_word_knows():
    document = opened(paper())

    found = [(p.style.name, p.text) for p in document.paragraphs if p.text]
    assert found == [
        ("Title", "Delivery plan 2020 to 2021"),
        ("Subtitle", "The position as at 5pm on 4 December 2020"),
        ("Notice", "Demonstration: nobody in this paper is real."),
        ("Lead", "30 of 48 activities are on track."),
        ("Heading 1", "What changed"),
        ("Normal", "Two dates moved.\nBoth by a month."),
        ("Normal", "Nothing was withdrawn."),
        ("List Bullet", "1.1 moved to 31 March 2021"),
        ("List Bullet", "1.2 is complete"),
        ("Heading 2", "Objective 1"),
        ("Caption", "Activities by status"),
        ("Caption", "Activities of objective 1"),
        ("Heading 1", "How we report"),
        ("Quiet", "Silence is shown as silence."),
    ]


def test_headings_of_columns_stand_on_every_page():
    table = opened(paper()).tables[1]

    assert [cell.text for cell in table.rows[0].cells] == ["Activity", "What was said", "Pounds"]
    assert [flags(row) for row in table.rows] == [
        ["cantSplit", "tblHeader"],
        ["cantSplit"],
        ["cantSplit"],
    ]


def test_tables_say_what_they_are_about_and_which_cells_are_headers():
    facts, table = opened(paper()).tables

    assert [value(facts, name) for name in ("w:tblCaption", "w:tblDescription")] == [
        "About the meeting"
    ] * 2
    assert value(table, "w:tblCaption") == "Activities of objective 1"
    assert [value(facts, "w:tblLook", key) for key in ("firstRow", "firstColumn")] == ["0", "1"]
    assert [value(table, "w:tblLook", key) for key in ("firstRow", "firstColumn")] == ["1", "1"]
    assert [facts.style.name, table.style.name] == ["Facts table", "Paper table"]


def test_columns_share_the_width_of_the_page():
    table = opened(paper()).tables[1]

    widths = [int(column.get(qn("w:w"))) for column in table._tbl.tblGrid]
    assert widths == [3212, 4819, 1606]
    assert [cell.paragraphs[0].style.name for cell in table.rows[1].cells] == [
        *("Table text", "Table text", "Table number")
    ]


def test_a_row_of_half_a_page_may_be_torn():
    rows = (("Tall", "Said.\n" * 300, "1"), ("Next", "Said once.", "2"))

    table = opened(paper(Table("Tall", COLUMNS, rows))).tables[0]

    assert [flags(row) for row in table.rows[1:]] == [[], ["cantSplit"]]


def test_a_picture_is_read_out_as_its_words():
    document = opened(paper())

    shape = document.inline_shapes[0]
    assert shape._inline.docPr.get("descr") == "On track 30 of 48, at risk 18 of 48"
    assert (round(shape.width.pt), round(shape.height.pt)) == (480, 120)


def test_nothing_is_formatted_where_it_stands():
    document = opened(paper())

    bodies = [document.element.body, document.sections[0].footer._element]
    assert [e.tag for body in bodies for e in body.iter(*map(qn, DIRECT))] == []


def test_every_style_that_is_used_is_there():
    document = opened(paper())
    names = {style.style_id for style in document.styles}

    used = {
        element.get(qn("w:val"))
        for part in (document.element.body, document.sections[0].footer._element)
        for element in part.iter(qn("w:pStyle"), qn("w:tblStyle"), qn("w:rStyle"))
    }
    based = {
        e.get(qn("w:val")) for e in document.styles.element.iter(qn("w:basedOn"), qn("w:next"))
    }
    assert used - names == set()
    assert based - names == set()


def test_the_foot_of_each_page_counts_pages_and_names_the_paper():
    document = opened(paper())

    footer = document.sections[0].footer
    fields = [e.get(qn("w:instr")) for e in footer._element.iter(qn("w:fldSimple"))]
    words = ["".join(t.text for t in p._p.iter(qn("w:t"))) for p in footer.paragraphs]
    assert fields == ["PAGE", "NUMPAGES"]
    assert words == [
        "Office of the Police and Crime Commissioner for NorthshirePage 1 of 1",
        "Demonstration: nobody in this paper is real.",
        "SHA-256 9f86d081884c7d65",
    ]


def test_a_page_is_a4():
    section = opened(paper()).sections[0]

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_nothing_is_left_of_the_template_that_the_file_began_from():
    with zipfile.ZipFile(BytesIO(drawn(paper()))) as file:
        text = {name: file.read(name).decode("utf-8", "replace") for name in file.namelist()}

    assert not [name for name in text if "thumbnail" in name or "customXml" in name]
    assert not [name for name, words in text.items() if "en-US" in words or "12240" in words]
    assert not [name for name, words in text.items() if "python-docx" in words]


def test_tables_that_follow_one_another_stay_apart():
    facts = Facts("About", (("One", "1"),))

    document = opened(paper(facts, facts, table_of("a"), facts, Heading(1, "End")))

    body = [etree.QName(element).localname for element in document.element.body]
    assert len(document.tables) == 4
    assert "tbl tbl" not in " ".join(body)


def test_a_paper_of_empty_blocks_is_written():
    empty = [Bullets(()), Facts("None", ()), Table("None", COLUMNS, ()), Paragraph(" \n\n ")]

    document = opened(paper(*empty, subtitle="", notice="", identity=""))

    assert [p.text for p in document.paragraphs if p.text] == ["Delivery plan 2020 to 2021"]
    assert document.tables == []


def test_equal_papers_give_equal_bytes():
    assert drawn(paper()) == drawn(paper())


def test_a_full_disk_is_told():
    with pytest.raises(OSError, match="No space left"), open("/dev/full", "wb", 0) as full:
        write_word(paper(), full)


# --- Hostile words ------------------------------------------------------------------------------
def second_cells(document):
    return [row.cells[1].text for row in document.tables[0].rows[1:]]


def test_every_text_of_a_table_is_whole():
    texts = (*HOSTILE, "Thanks 🎉 to 中文")

    assert second_cells(opened(paper(table_of(*texts)))) == list(texts)


@pytest.mark.parametrize("text", HOSTILE[:-1], ids=lambda text: text[:20].encode("unicode_escape"))
def test_every_text_stands_anywhere_in_a_paper(text):
    line = " ".join(text.split())
    blocks = (Heading(1, text), Bullets((text,)), Table(text, (Column(text),), ((text,),)))

    document = opened(paper(*blocks, title=text, subtitle=text, office=text, notice=text))

    found = {p.style.name: p.text for p in document.paragraphs if p.text}
    assert found == {
        "Title": line,
        "Subtitle": with_its_lines(text),
        "Notice": line,
        "Heading 1": line,
        "List Bullet": text,
        "Caption": line,
    }
    assert [row.cells[0].text for row in document.tables[0].rows] == [text, text]


def test_what_cannot_be_printed_is_taken_out():
    assert second_cells(opened(paper(table_of(*UNPRINTABLE)))) == list(UNPRINTABLE.values())


def test_a_long_table_is_written_at_once():
    rows = [" ".join(["word"] * 200)] * 480

    assert second_cells(opened(paper(table_of(*rows)))) == rows
