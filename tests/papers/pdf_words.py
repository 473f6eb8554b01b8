"""All the words of a PDF: what it draws, and what it says of itself and of its pictures."""

from io import BytesIO

import pikepdf

from tests.papers.reading import unicode_of


def words_of_pdf(content):
    """Return all text that the pages of a PDF draw, in order, then every text kept in it.

    Lines and cells follow each other without a space: look for words, not for sentences.
    """
    with pikepdf.open(BytesIO(content)) as pdf:
        drawn = [drawn_by(page, page.get("/Resources", {})) for page in pdf.pages]
        return "\n".join([*drawn, *kept_in(pdf)])


def drawn_by(stream, resources):
    """The text that a page, or a drawing within it, shows."""
    fonts = {str(name): unicode_of(font) for name, font in resources.get("/Font", {}).items()}
    letters, parts = {}, []
    for operands, operator in pikepdf.parse_content_stream(stream):
        match str(operator):
            case "Tf":
                letters = fonts[str(operands[0])]
            case "Tj":
                parts.append(spelt(operands, letters))
            case "TJ":
                parts.append(spelt(operands[0], letters))
            case "Do":
                drawing = resources["/XObject"][str(operands[0])]
                if drawing.get("/Subtype") == "/Form":
                    parts.append(drawn_by(drawing, drawing.get("/Resources", {})))
    return "".join(parts)


def spelt(pieces, letters):
    """Shown strings as text; fonts of documents number their letters in two bytes."""
    codes = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
    pairs = (codes[place : place + 2] for place in range(0, len(codes), 2))
    return "".join(letters.get(pair, "") for pair in pairs)


def kept_in(pdf):
    """Every text of the PDF besides what is drawn: titles, descriptions, tags."""
    for each in pdf.objects:
        if isinstance(each, pikepdf.Stream) and each.get("/Type") == "/Metadata":
            yield each.read_bytes().decode(errors="ignore")
        if isinstance(each, pikepdf.Dictionary):
            yield from (str(value) for value in each.values() if isinstance(value, pikepdf.String))
