"""Whatever people wrote comes out of a PDF as they wrote it: as text, whole, and seen."""

import random
import unicodedata

import pikepdf
import pytest

from opcc.office.papers import fonts
from opcc.office.papers.paper import Bullets, Facts, Heading, Paragraph
from opcc.office.papers.typesetting import drawable
from opcc.office.text import with_its_lines
from tests.papers.reading import FOOT, opened, squeezed, structure, words_of
from tests.papers.samples import HOSTILE, UNPRINTABLE, paper, table_of

RIGHT_TO_LEFT = {"R", "AL"}


def letters(text):
    """A text without spaces. Arabic and Hebrew stand in a file as drawn: their letters, sorted."""
    if any(unicodedata.bidirectional(letter) in RIGHT_TO_LEFT for letter in text):
        return "".join(sorted(squeezed(text)))
    return squeezed(text)


def cells(pdf):
    return [letters(row.children[1].text) for row in structure(pdf).all("TR")[1:]]


def test_every_text_of_a_table_is_whole():
    pdf = opened(paper(table_of(*HOSTILE)))

    assert cells(pdf) == [letters(text) for text in HOSTILE]


@pytest.mark.parametrize("text", HOSTILE[:-1], ids=lambda text: text[:20].encode("unicode_escape"))
def test_every_text_stands_anywhere_in_a_paper(text):
    blocks = (Heading(1, text), Paragraph(text), Bullets((text,)), Facts(text, ((text, text),)))

    root = structure(opened(paper(*blocks, title=text, subtitle=text, office=text, notice=text)))

    found = {kind: letters(root.all(kind)[0].text) for kind in ("Title", "H1", "LBody", "TH", "TD")}
    assert found == dict.fromkeys(found, letters(text))


def test_a_foot_is_cut_short_rather_than_grow_over_the_page():
    pdf = opened(paper(office="Office " * 90, notice="Notice " * 90, identity="f0" * 90))

    foot = squeezed(words_of(pdf.pages[0])[FOOT])
    assert foot == squeezed(f"{'Office ' * 21}Of…Page 1 of 2{'Notice ' * 21}No…{'f0' * 74}f…")


def test_what_cannot_be_printed_is_taken_out():
    pdf = opened(paper(table_of(*UNPRINTABLE)))

    assert cells(pdf) == [letters(left) for left in UNPRINTABLE.values()]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Thanks 🎉", "Thanks [party popper]"),
        ("👍🏽 Done", "[thumbs up sign, emoji modifier fitzpatrick type-4] Done"),
        ("中文", "[U+4E2D, U+6587]"),
        ("👨‍👩‍👧 home", "[man, woman, girl] home"),
        ("1\ufe0f\u20e3", "1\ufe0f[U+20E3]"),
        ("\ue000", "[U+E000]"),
        ("😀 ✔ ŵ", "😀 ✔ ŵ"),
        ("w\u0302", "ŵ"),
        ("\u2778\u1dcd", "\u2778[U+1DCD]"),
    ],
)
def test_a_letter_that_no_font_has_is_named(text, shown):
    assert drawable(text) == shown


def test_letters_that_no_font_has_are_seen_in_a_paper():
    pdf = opened(paper(table_of("Thanks 🎉 to 中文")))

    assert cells(pdf) == ["Thanks[partypopper]to[U+4E2D,U+6587]"]


def test_any_letters_in_any_order_are_drawn():
    """Typst refuses the whole paper for one letter that it cannot draw together with its marks."""
    choice = random.Random(2020)
    codes = [*range(0x20, 0x3000), *range(0xFB00, 0x10000), *range(0x1D400, 0x1F700)]
    printable = [c for c in map(chr, codes) if with_its_lines(c)]
    marks = [c for c in printable if unicodedata.category(c).startswith("M") and fonts.having(c)]
    known = [c for c in printable if fonts.having(c)]
    texts = [
        "".join(choice.choice(choice.choice((printable, known, known, marks))) for _ in range(8))
        for _ in range(600)
    ]

    pdf = opened(paper(table_of(*texts)))

    assert len(structure(pdf).all("TD")) == 600


def test_words_that_are_too_wide_stay_between_the_margins():
    pdf = opened(paper(Heading(1, "W" * 500), Paragraph("m" * 900), table_of("W" * 900)))

    edges = [edge for page in pdf.pages for edge in right_edges(page)]
    assert len(edges) > 50
    assert 530 < max(edges) < 540


# --- How wide letters are -----------------------------------------------------------------------
def right_edges(page):
    """Yield where each run of letters on a page ends, in points from its left edge."""
    left, size, widths = 0.0, 0.0, {}
    for operands, operator in pikepdf.parse_content_stream(page):
        verb = str(operator)
        if verb == "cm":
            left = float(operands[4])
        elif verb == "Tf":
            widths, size = widths_of(page.Resources.Font[str(operands[0])]), float(operands[1])
        elif verb in ("Tj", "TJ"):
            pieces = operands[0] if verb == "TJ" else operands
            codes = b"".join(bytes(p) for p in pieces if isinstance(p, pikepdf.String))
            pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
            yield left + size * sum(widths[int.from_bytes(pair)] for pair in pairs) / 1000


def widths_of(font):
    """{code of a letter: its width in thousandths of its size}"""
    told = [float(number) for number in font.DescendantFonts[0].W]
    return {
        code: width
        for first, last, width in zip(told[::3], told[1::3], told[2::3], strict=True)
        for code in range(int(first), int(last) + 1)
    }
