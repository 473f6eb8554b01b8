"""The words of a PDF, read from what it draws and from what it says of its pictures."""

import re
from io import BytesIO

import pikepdf

PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*(?:<([0-9A-Fa-f]+)>|\[([^\]]*)\])")


def words_of_pdf(content):
    """Return all text that the pages of a PDF draw, in order, then every text kept in it.

    Lines and cells follow each other without a space: look for words, not for sentences.
    """
    with pikepdf.open(BytesIO(content)) as pdf:
        drawn = [drawn_by(page, page.get("/Resources")) for page in pdf.pages]
        return "\n".join([*drawn, *kept_in(pdf)])


def drawn_by(stream, resources):
    """The text that a page, or a drawing within it, shows."""
    fonts = {name: unicode_of(font) for name, font in (resources or {}).get("/Font", {}).items()}
    drawings = (resources or {}).get("/XObject", {})
    letters, parts = {}, []
    for operands, operator in pikepdf.parse_content_stream(stream):
        match str(operator):
            case "Tf":
                letters = fonts.get(str(operands[0]), {})
            case "Tj":
                parts.append(spelt(operands[0], letters))
            case "TJ":
                shown = [each for each in operands[0] if isinstance(each, pikepdf.String)]
                parts += [spelt(each, letters) for each in shown]
            case "Do":
                drawing = drawings[str(operands[0])]
                if drawing.get("/Subtype") == "/Form":
                    parts.append(drawn_by(drawing, drawing.get("/Resources")))
    return "".join(parts)


def spelt(string, letters):
    """A shown string as text; fonts of documents count their glyphs in two bytes."""
    codes = bytes(string)
    pairs = (codes[place : place + 2] for place in range(0, len(codes), 2))
    return "".join(letters.get(int.from_bytes(pair), "") for pair in pairs)


def unicode_of(font):
    """{code of a glyph: its text}, as the font itself tells it."""
    if "/ToUnicode" not in font:
        return {}
    table = font["/ToUnicode"].read_bytes()
    letters = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        letters |= {int(code, 16): text_of(text) for code, text in PAIR.findall(block)}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, text, texts in RANGE.findall(block):
            codes = range(int(first, 16), int(last, 16) + 1)
            letters |= dict(zip(codes, following(text, texts, len(codes)), strict=True))
    return letters


def following(text, texts, count):
    """The texts of a run of codes: listed one by one, or each one letter on."""
    if texts:
        return [text_of(each) for each in re.findall(rb"<([0-9A-Fa-f]+)>", texts)]
    first = text_of(text)
    return [first[:-1] + chr(ord(first[-1]) + step) for step in range(count)]


def text_of(figures):
    return bytes.fromhex(figures.decode()).decode("utf-16-be")


def kept_in(pdf):
    """Every text of the PDF besides what is drawn: titles, descriptions, tags."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream) and each.get("/Type") == "/Metadata":
            yield each.read_bytes().decode(errors="ignore")
        if isinstance(each, pikepdf.Dictionary):
            yield from (str(value) for value in each.values() if isinstance(value, pikepdf.String))
