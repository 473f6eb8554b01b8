"""The fonts of papers, loaded once, and the letters that they have."""

import struct
from functools import lru_cache

import typst
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


def faces():
    """Return the loaded fonts of settings.PAPER_FONTS, and none of the machine's own.

    Raises ImproperlyConfigured where there are none.
    """
    return _faces(settings.PAPER_FONTS)


def having(character):
    """Return which of the fonts have a character, as a frozenset of their file names."""
    return _having(settings.PAPER_FONTS, ord(character))


@lru_cache(1)
def _faces(folder):
    found = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
    )
    if not found.families():
        raise ImproperlyConfigured(f"No fonts are in {folder}. Build them: node assets.mjs")
    return found


@lru_cache(10_000)
def _having(folder, code):
    return frozenset(name for name, known in _characters(folder).items() if code in known)


@lru_cache(1)
def _characters(folder):
    """{name of a file: the code points it has}"""
    return {file.name: characters(file.read_bytes()) for file in sorted(folder.glob("*.ttf"))}


# --- The table of characters in a font (OpenType, "cmap") ---------------------------------------
def characters(font):
    """Return the set of code points for which a TrueType font has a glyph."""
    table = _cmap(font)
    (count,) = struct.unpack_from(">H", table, 2)
    places = {struct.unpack_from(">I", table, 8 + 8 * index)[0] for index in range(count)}
    return set().union(*(_read(table[place:]) for place in places))


def _cmap(font):
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        tag, _, place, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if tag == b"cmap":
            return font[place:]
    raise ValueError("A font without a table of characters.")


def _read(subtable):
    """Return the code points of one subtable; those of formats that older machines read, none."""
    (form,) = struct.unpack_from(">H", subtable)
    return {4: _segments, 12: _groups}.get(form, lambda _: set())(subtable)


def _segments(subtable):
    """Format 4: up to U+FFFF, in segments that shift by a number or look their glyphs up."""
    doubled = struct.unpack_from(">H", subtable, 6)[0]
    columns = [
        struct.unpack_from(
            f">{doubled // 2}H", subtable, 14 + doubled * column + (2 if column else 0)
        )
        for column in range(4)
    ]
    found = set()
    for index, (end, start, shift, reach) in enumerate(zip(*columns, strict=True)):
        place = 16 + doubled * 3 + 2 * index + reach
        for code in range(start, min(end, 0xFFFE) + 1):
            if _glyph(subtable, code, start, shift, reach and place):
                found.add(code)
    return found


def _glyph(subtable, code, start, shift, place):
    if not place:
        return (code + shift) % 0x10000
    (glyph,) = struct.unpack_from(">H", subtable, place + 2 * (code - start))
    return glyph


def _groups(subtable):
    """Format 12: runs of code points whose glyphs run too."""
    (count,) = struct.unpack_from(">I", subtable, 12)
    groups = (struct.unpack_from(">III", subtable, 16 + 12 * index) for index in range(count))
    return {code for start, end, _ in groups for code in range(start, end + 1)}
