"""Templates keep people's line breaks, and add none of their own."""

import re
from pathlib import Path

TEMPLATES = Path(__file__).parent.parent / "templates"
OPENS_A_LINE_TOO_MANY = re.compile(
    r'class="[^"]*(app-words|app-prose|app-timeline__words)\b[^"]*"[^>]*>\s*\n'
)


def test_no_element_that_keeps_line_breaks_begins_with_one_of_the_template():
    found = [
        path.relative_to(TEMPLATES).as_posix()
        for path in TEMPLATES.rglob("*.html")
        if OPENS_A_LINE_TOO_MANY.search(path.read_text())
    ]

    assert found == []
