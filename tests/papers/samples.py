"""A paper with one of everything, and the words that are hardest on a writer."""

from opcc.office.papers.paper import (
    Bullets,
    Column,
    Facts,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Table,
)

DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="80" height="20" viewBox="0 0 80 20">'
    '<rect width="50" height="20" fill="#1d7a72" /></svg>'
)

COLUMNS = (Column("Activity", 2), Column("What was said", 3), Column("Pounds", 1, is_number=True))

ROWS = (
    ("1.1 Publish the estates strategy", "The board has read it.", "120"),
    ("1.2 Mend the fence", "Nothing has been said.", "7"),
)

BLOCKS = (
    Paragraph("30 of 48 activities are on track.", "lead"),
    Facts("About the meeting", (("Meeting", "Police and Crime Panel"), ("Place", "County Hall"))),
    Heading(1, "What changed"),
    Paragraph("Two dates moved.\nBoth by a month.\n\nNothing was withdrawn."),
    Bullets(("1.1 moved to 31 March 2021", "1.2 is complete")),
    Heading(2, "Objective 1"),
    Picture(DRAWING, "On track 30 of 48, at risk 18 of 48", 480, 120, "Activities by status"),
    Table("Activities of objective 1", COLUMNS, ROWS),
    PageBreak(),
    Heading(1, "How we report"),
    Paragraph("Silence is shown as silence.", "quiet"),
)

HOSTILE = (
    "<script>alert('x')</script>",
    '"><img src=x onerror=alert(1)>',
    "&lt;b&gt; & <b>bold</b> ]]> <!-- --> <?php ?>",
    '#read("/etc/passwd") #import "@preview/x:1.0.0": *',
    "$x^2$ *strong* _emphasis_ `raw` @reference <label> // comment /* comment */ ~ -- ---",
    "= Heading\n- item\n+ item\n/ term: words",
    "\\ \\u{41} \"quoted\" 'single' [brackets] {braces} (round)",
    "=1+1",
    '=cmd|"/c calc"!A1',
    "+44 113 496 0000",
    "-5",
    "@SUM(A1)",
    "{{ 7 * 7 }} {% now 'Y' %} ${7*7} %s %(x)s {0}",
    "Ŵy ŷ Ŷ ẁ â ï ô — “Cymraeg”",
    "سلام عليكم",
    "שלום",
    "Ελληνικά, Українська, Türkçe, Łódź",
    "W" * 10_000,
    "responsibilities" * 50,
    "Line\n" * 200,
    "word " * 5_000,
    "",
)
"""Texts that must come out as they went in."""

UNPRINTABLE = {
    "bell\x07 and escape\x1b[31m": "bell and escape[31m",
    "null\x00": "null",
    "page\x0cbreak and\x0bline": "page break and line",
    "turned \u202egnp.exe\u202c round": "turned gnp.exe round",
    "isolated \u2066text\u2069": "isolated text",
    "lone \ud800 surrogate": "lone  surrogate",
    "not characters \ufffe\uffff": "not characters ",
    "mark\ufeff": "mark",
}
"""{text: what is left of it}"""


def paper(*blocks, **said):
    usual = {
        "title": "Delivery plan 2020 to 2021",
        "subtitle": "The position as at 5pm on 4 December 2020",
        "office": "Office of the Police and Crime Commissioner for Northshire",
        "notice": "Demonstration: nobody in this paper is real.",
        "identity": "SHA-256 9f86d081884c7d65",
    }
    return Paper(**usual | {"blocks": blocks or BLOCKS} | said)


def table_of(*texts):
    """A table whose rows are these texts, each in its second cell."""
    columns = (Column("Number", 1), Column("Text", 3))
    rows = tuple((str(number), text) for number, text in enumerate(texts, start=1))
    return Table("Texts", columns, rows)
