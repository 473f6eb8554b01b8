"""Reads a PDF as a screen reader does: its tags in order, and the text that each of them marks."""

import re
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf

from opcc.office.papers.pdf import write_pdf


@dataclass
class Tag:
    """An element of the structure. text: all of its own and its children's words."""

    kind: str
    attributes: dict
    alternative: str = ""
    text: str = ""
    children: list = field(default_factory=list)

    def all(self, kind):
        """Return the tags of a kind in this one, in order."""
        own = [self] if self.kind == kind else []
        return own + [tag for child in self.children for tag in child.all(kind)]


def drawn(paper):
    file = BytesIO()
    write_pdf(paper, file)
    return file.getvalue()


def opened(paper):
    return pikepdf.open(BytesIO(drawn(paper)))


def structure(pdf):
    """Return the Tag at the root of an open PDF."""
    marked = {}
    for page in pdf.pages:
        for number, words in words_of(page).items():
            marked[page.objgen, number] = words
    return tag_of(pdf.Root.StructTreeRoot.K[0], marked, None)


def tag_of(element, marked, page):
    page = element.get("/Pg", page)
    tag = Tag(str(element.S)[1:], attributes_of(element), str(element.get("/Alt", "")))
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            tag.text += marked.get((page.objgen, kid), "")
        elif "/S" in kid:
            child = tag_of(kid, marked, page)
            tag.children.append(child)
            tag.text += child.text
        elif "/MCID" in kid:
            tag.text += marked.get((kid.get("/Pg", page).objgen, int(kid.MCID)), "")
    return tag


def attributes_of(element):
    """Return the attributes of a tag that tell of tables, as text."""
    found = {}
    for each in element.get("/A", []):
        if each.O == "/Table":
            found |= {str(key)[1:]: str(value).lstrip("/") for key, value in each.items()}
    return found


# --- Words --------------------------------------------------------------------------------------
FOOT = "foot"


def words_of(page):
    """Return {number of marked content: its words} of a page, and under FOOT its foot's."""
    known = {str(name): unicode_of(font) for name, font in page.Resources.Font.items()}
    found, open_marks, letters = {}, [], {}
    for operands, operator in pikepdf.parse_content_stream(page):
        verb = str(operator)
        if verb == "Tf":
            letters = known[str(operands[0])]
        elif verb in ("BDC", "BMC"):
            told = operands[1] if len(operands) > 1 else {}
            is_foot = told.get("/Type") == "/Pagination"
            open_marks.append((FOOT if is_foot else told.get("/MCID"), told.get("/ActualText")))
            put(found, open_marks, told.get("/ActualText"))
        elif verb == "EMC":
            open_marks.pop()
        elif verb in ("Tj", "TJ") and not any(actual for _, actual in open_marks):
            pieces = operands[0] if verb == "TJ" else operands
            codes = b"".join(bytes(p) for p in pieces if isinstance(p, pikepdf.String))
            pairs = (codes[at : at + 2] for at in range(0, len(codes), 2))
            put(found, open_marks, "".join(letters.get(pair, "?") for pair in pairs))
    return found


def put(found, open_marks, words):
    numbers = [number for number, _ in open_marks if number is not None]
    if numbers and words is not None:
        number = numbers[-1] if numbers[-1] == FOOT else int(numbers[-1])
        found[number] = found.get(number, "") + str(words)


def unicode_of(font):
    """Return {code of a letter: the text it stands for} of a font."""
    told = font.ToUnicode.read_bytes().decode()
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", told, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[bytes.fromhex(code)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", told, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            start = int.from_bytes(bytes.fromhex(text), "big")
            for step in range(int(last, 16) - int(first, 16) + 1):
                code = (int(first, 16) + step).to_bytes(2, "big")
                found[code] = chr(start + step)
    return found


def squeezed(text):
    """Return a text without its spaces and line ends, which a line's end may stand for."""
    return "".join(text.split())
