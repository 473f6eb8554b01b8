"""A PDF of a paper can be followed by a screen reader, or else is not drawn at all."""

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
import typst

from opcc.office.papers.paper import Bullets, Column, Facts, Heading, Paragraph, Picture, Table
from opcc.office.papers.pdf import write_pdf
from tests.papers.reading import FOOT, drawn, opened, structure, words_of
from tests.papers.samples import COLUMNS, DRAWING, ROWS, paper


def outline(pdf):
    """[(depth, words of a bookmark)]"""
    with pdf.open_outline() as bookmarks:
        pairs = [(0, item) for item in bookmarks.root]
        found = []
        while pairs:
            depth, item = pairs.pop(0)
            found.append((depth, item.title))
            pairs[:0] = [(depth + 1, child) for child in item.children]
        return found


def test_the_document_says_what_it_is_and_in_which_language():
    pdf = opened(paper())

    assert str(pdf.docinfo.Title) == "Delivery plan 2020 to 2021"
    assert str(pdf.docinfo.Author) == "Office of the Police and Crime Commissioner for Northshire"
    assert str(pdf.Root.Lang) == "en-GB"
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle) is True
    assert bool(pdf.Root.MarkInfo.Marked) is True


def test_the_document_promises_to_be_accessible():
    pdf = opened(paper())

    metadata = pdf.Root.Metadata.read_bytes().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in metadata


def test_a_paper_is_read_in_the_order_in_which_it_was_written():
    root = structure(opened(paper()))

    assert [(tag.kind, tag.text) for tag in root.children] == [
        ("Title", "Delivery plan 2020 to 2021"),
        ("P", "The position as at 5pm on 4 December 2020"),
        ("P", "Demonstration: nobody in this paper is real."),
        ("P", "30 of 48 activities are on track."),
        ("Table", "MeetingPolice and Crime PanelPlaceCounty Hall"),
        ("H1", "What changed"),
        ("P", "Two dates moved.Both by a month."),
        ("P", "Nothing was withdrawn."),
        ("L", "•1.1 moved to 31 March 2021•1.2 is complete"),
        ("H2", "Objective 1"),
        ("Div", "Activities by status"),
        ("Table", root.children[11].text),
        ("H1", "How we report"),
        ("P", "Silence is shown as silence."),
    ]


def test_columns_and_rows_of_a_table_have_headers():
    table = structure(opened(paper())).all("Table")[1]

    headers = [(tag.text, tag.attributes["Scope"]) for tag in table.all("TH")]
    assert headers == [
        ("Activity", "Column"),
        ("What was said", "Column"),
        ("Pounds", "Column"),
        ("1.1 Publish the estates strategy", "Row"),
        ("1.2 Mend the fence", "Row"),
    ]
    assert [tag.text for tag in table.all("TD")] == [
        *("The board has read it.", "120"),
        *("Nothing has been said.", "7"),
    ]
    assert [tag.text for tag in table.all("Caption")] == ["Activities of objective 1"]


def test_no_cell_names_headers_that_would_hide_those_of_its_row():
    table = structure(opened(paper())).all("Table")[1]

    assert all("Headers" not in tag.attributes for tag in [*table.all("TH"), *table.all("TD")])


def test_facts_have_their_names_as_headers_and_say_what_they_are_about():
    facts = structure(opened(paper())).all("Table")[0]

    assert facts.attributes["Summary"] == "About the meeting"
    assert [(tag.text, tag.attributes["Scope"]) for tag in facts.all("TH")] == [
        ("Meeting", "Row"),
        ("Place", "Row"),
    ]


def test_each_table_of_many_says_what_it_is_about():
    blocks = [Facts(f"About {n}", ((str(n), "ŵ"),)) for n in range(12)]

    tables = structure(opened(paper(*blocks))).all("Table")

    assert [table.attributes["Summary"] for table in tables] == [f"About {n}" for n in range(12)]


def test_a_picture_is_read_out_as_its_words():
    figures = structure(opened(paper())).all("Figure")

    assert [tag.alternative for tag in figures] == ["On track 30 of 48, at risk 18 of 48"]


def test_headings_are_bookmarks():
    assert outline(opened(paper())) == [
        (0, "What changed"),
        (1, "Objective 1"),
        (0, "How we report"),
    ]


def test_every_page_is_a4_and_says_which_it_is_where_no_reader_stumbles_over_it():
    pdf = opened(paper())

    sizes = {tuple(round(float(n)) for n in page.MediaBox) for page in pdf.pages}
    office = "Office of the Police and Crime Commissioner for Northshire"
    rest = "Demonstration: nobody in this paper is real.SHA-256 9f86d081884c7d65"
    assert sizes == {(0, 0, 595, 842)}
    assert [words_of(page)[FOOT] for page in pdf.pages] == [
        f"{office}Page 1 of 2{rest}",
        f"{office}Page 2 of 2{rest}",
    ]
    assert "Page 1" not in structure(pdf).text


def test_headings_of_columns_stand_on_every_page_and_are_read_once():
    rows = tuple((f"Row {n}", "Said.\n" * 12, str(n)) for n in range(30))

    pdf = opened(paper(Table("Long", COLUMNS, rows)))

    assert len(pdf.pages) > 3
    assert [tag.text for tag in structure(pdf).all("THead")] == ["ActivityWhat was saidPounds"]
    assert [tag.text for tag in structure(pdf).all("TH")[3:]] == [f"Row {n}" for n in range(30)]


def test_a_row_is_not_torn_between_two_pages():
    rows = tuple((f"Row {n}", "Said.\n" * 14, str(n)) for n in range(20))

    pdf = opened(paper(Table("Long", COLUMNS, rows)))

    pages = ["".join(words_of(page).values()) for page in pdf.pages]
    for n in range(20):
        assert [page.count(f"Row {n}S") for page in pages].count(1) == 1
    assert sum(page.count("Said.") for page in pages) == 20 * 14
    assert all(page.count("Said.") % 14 == 0 for page in pages)


@pytest.mark.parametrize("lines", range(36, 48, 2))
def test_a_heading_stays_with_what_follows_it(lines):
    blocks = (
        Paragraph("Said before.\n" * lines),
        Heading(1, "Objective"),
        Heading(2, "Its activities"),
        Table("All of them", COLUMNS, (("First", "Said.\n" * 5, "1"),)),
    )

    pdf = opened(paper(*blocks))

    pages = ["".join(words_of(page).values()) for page in pdf.pages]
    [page] = [page for page in pages if "All of them" in page]
    assert "ObjectiveIts activities" in page
    assert "FirstSaid." in page


def test_a_row_taller_than_a_page_goes_on_over_the_next():
    rows = (("Tall", "Said.\n" * 300, "1"), ("Next", "Said once.", "2"))

    pdf = opened(paper(Table("Tall", COLUMNS, rows)))

    cells = [tag.text for tag in structure(pdf).all("TD")]
    assert cells == ["Said." * 300, "1", "Said once.", "2"]
    assert len(pdf.pages) > 4


def test_equal_papers_give_equal_bytes():
    assert drawn(paper()) == drawn(paper())


def test_papers_drawn_at_the_same_time_do_not_mix():
    papers = [paper(Paragraph(f"Paper {n}. " * 300), *paper().blocks) for n in range(8)]
    alone = [drawn(each) for each in papers]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(drawn, papers))

    assert together == alone


def test_a_paper_without_blocks_without_a_notice_or_with_empty_ones_is_drawn():
    empty = [Bullets(()), Facts("None", ()), Table("None", COLUMNS, ()), Paragraph("  \n\n ")]

    root = structure(opened(paper(*empty, subtitle="", notice="", identity="")))

    assert [(tag.kind, tag.text) for tag in root.children] == [
        ("Title", "Delivery plan 2020 to 2021")
    ]


def test_a_paper_may_be_in_another_language():
    pdf = opened(paper(language="cy"))

    assert str(pdf.Root.Lang) == "cy"


def test_one_column_and_one_row_make_a_table():
    root = structure(opened(paper(Table("", (Column("Name"),), (("Only",),)))))

    assert [tag.text for tag in root.all("TH")] == ["Name", "Only"]


# --- Refusals -----------------------------------------------------------------------------------
def test_a_row_of_a_table_has_a_text_for_each_column():
    with pytest.raises(ValueError, match="as many texts"):
        Table("Two", COLUMNS, (("Too", "few"),))


def test_a_picture_without_words_for_it_is_none():
    with pytest.raises(ValueError, match="Say in words"):
        Picture(DRAWING, " ", 480, 120)


@pytest.mark.parametrize("words", ["", " \n "])
def test_a_picture_that_lost_its_words_is_not_drawn(words):
    picture = Picture(DRAWING, "On track 30 of 48", 480, 120)
    object.__setattr__(picture, "alternative", words)
    file = BytesIO()

    with pytest.raises(typst.TypstError, match="alt"):
        write_pdf(paper(picture), file)

    assert file.getvalue() == b""


def test_a_heading_that_skips_a_level_is_not_drawn():
    with pytest.raises(typst.TypstError, match="heading"):
        drawn(paper(Heading(1, "One"), Heading(3, "Three")))


def test_a_paper_without_a_title_is_not_drawn():
    with pytest.raises(typst.TypstError, match="title"):
        drawn(paper(title=" "))


def test_a_full_disk_is_told(tmp_path):
    with pytest.raises(OSError, match="No space left"), open("/dev/full", "wb", 0) as full:
        write_pdf(paper(Table("Two", COLUMNS, ROWS)), full)
