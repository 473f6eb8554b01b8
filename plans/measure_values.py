"""Values of measures as people write and read them. Pure."""

import re
from decimal import ROUND_HALF_UP, Decimal

DECIMALS = 4
"""The most decimal places that a value can have."""

PLACES_IN_FILE = 4
"""Decimal places of limits in a file: they may have no end."""

LARGEST = Decimal(10) ** 12
"""Every value is nearer to nought than this."""

WRITTEN = re.compile(r"(?P<sign>[-−]?)\s*£?\s*(?P<figures>[0-9][0-9,]*(?:\.[0-9]+)?|\.[0-9]+)")
GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?")
PER_CENT = ("%", "per cent", "percent")
ONE_OF = {"people": "person", "children": "child", "women": "woman", "men": "man"}
NO_PLURAL = ("ss", "us", "is")
PLURAL_ES = ("sses", "shes", "ches", "xes")


class Unreadable(ValueError):
    """Not a value, or one too large or too fine to keep. Its text says what to enter instead."""


def in_unit(value, unit, decimals):
    """Return a value (any exact number) with its unit: "£607,045", "81.2 per cent", "1 call"."""
    number = in_figures(value, decimals)
    if unit.startswith("£"):
        sign, figures = ("-", number[1:]) if number.startswith("-") else ("", number)
        return f"{sign}£{figures}{unit[1:]}"
    if unit == "%":
        return f"{number}%"
    return f"{number} {one_of(unit) if number == '1' else unit}".strip()


def in_figures(value, decimals):
    """Return a number rounded half away from nought, its thousands set apart: "1,204.50"."""
    exact = value if isinstance(value, Decimal) else as_decimal(value)
    rounded = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    return f"{rounded if rounded else abs(rounded):,f}"


def as_decimal(number):
    """Return a whole number or a Fraction as a Decimal, of 28 digits where it has no end."""
    return Decimal(number.numerator) / Decimal(number.denominator)


def plain(value):
    """Return a Decimal without the noughts that say nothing: 210.5000 as 210.5, 300 as 300."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


def level_in_file(number):
    """Return a Fraction, such as a limit, as a Decimal of a few places; None stays."""
    return None if number is None else plain(round(as_decimal(number), PLACES_IN_FILE))


def one_of(unit):
    """Return a unit as it follows the number one: "call" for "calls"."""
    word, space, rest = unit.partition(" ")
    if word in ONE_OF:
        word = ONE_OF[word]
    elif word.endswith("ies"):
        word = f"{word[:-3]}y"
    elif word.endswith(PLURAL_ES):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(NO_PLURAL):
        word = word[:-1]
    return f"{word}{space}{rest}"


def read(text, unit=""):
    """Return the Decimal that a person wrote, such as "1,204", "£607,045" or "81.2%".

    unit: that of the measure, which may be written behind the number. Raises Unreadable.
    """
    words = without_unit(" ".join(text.split()), unit)
    found = WRITTEN.fullmatch(words)
    figures = found["figures"] if found else ""
    if not found or ("," in figures and not GROUPED.fullmatch(figures)):
        raise Unreadable("Enter a number, such as 1,204 or 81.2")
    value = Decimal(figures.replace(",", ""))
    refuse_what_cannot_be_kept(value)
    return -value if found["sign"] and value else value


def without_unit(words, unit):
    """Cut off the unit, or another way to write per cent, where it stands behind the number."""
    same = PER_CENT if unit in PER_CENT else (unit, one_of(unit))
    for ending in filter(None, same):
        if words.casefold().endswith(ending.casefold()):
            return words[: -len(ending)].rstrip()
    return words


def refuse_what_cannot_be_kept(value):
    if value >= LARGEST:
        raise Unreadable(f"Enter a number smaller than {LARGEST:,}")
    if -value.as_tuple().exponent > DECIMALS and value != round(value, DECIMALS):
        raise Unreadable(f"Enter a number with at most {DECIMALS} decimal places")
