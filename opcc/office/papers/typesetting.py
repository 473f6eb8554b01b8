"""Typst, as papers use it: our own templates and fonts, from memory, without the network."""

import re
import unicodedata
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import typst

from ..text import with_its_lines
from . import fonts

FOLDER = Path(__file__).parent

SMALL = 20_000
"""Characters of input from which what was computed for a drawing is worth forgetting."""

DRAWINGS_REMEMBERED = 10

IGNORABLE = re.compile("[\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Joiners and selectors of a form, which show nothing themselves."""


def typeset(template, inputs, **asked):
    """Return a template of this folder, drawn, as bytes. inputs: {name: text} for it to read.

    asked: what typst's compiler takes, such as `format`. Raises typst.TypstError where the
    template refuses. Safe in threads: each call has a compiler of its own, the fonts are shared.
    """
    compiler = typst.Compiler(
        str(FOLDER / template), root=str(FOLDER), font_paths=fonts.faces(), sys_inputs=inputs
    )
    try:
        return compiler.compile(**asked)
    finally:
        if sum(map(len, inputs.values())) > SMALL:
            _forget()


def _forget():
    """Let typst drop what it computed: it keeps that for ten more drawings, in case they repeat it.

    Of papers of some hundred pages that would be gigabytes, and none of it is asked for again.
    """
    empty = typst.Compiler(font_paths=fonts.faces())
    for _ in range(DRAWINGS_REMEMBERED + 1):
        empty.compile(input=b"", format="svg")


# --- Letters that no font has -------------------------------------------------------------------
def drawable(text):
    """Return the text printable, and in brackets what no font of ours can draw.

    A sign is named, such as [party popper]; a letter is told by its number, such as [U+4E2D].
    Typst refuses to tag a text with such letters, and to drop them would change what was said.
    """
    text = unicodedata.normalize("NFC", with_its_lines(text).replace("\t", " "))
    if text.isascii():
        return text
    runs = groupby(_judged(text), key=lambda pair: pair[1])
    return "".join(_written(is_drawn, "".join(c for c, _ in run)) for is_drawn, run in runs)


def _judged(text):
    """Yield (character, whether a font can draw it together with what it is a mark of)."""
    able, is_drawn = frozenset(), True
    for character in text:
        if not IGNORABLE.match(character):
            having = fonts.having(character)
            if able and unicodedata.category(character).startswith("M"):
                having &= able
            able, is_drawn = having or able, bool(having)
        yield character, is_drawn


def _written(is_drawn, run):
    if is_drawn:
        return run
    return f"[{', '.join(_named(character) for character in IGNORABLE.sub('', run))}]"


@lru_cache(1_000)
def _named(character):
    name = unicodedata.name(character, "")
    if name and unicodedata.category(character).startswith("S"):
        return name.lower()
    return f"U+{ord(character):04X}"
