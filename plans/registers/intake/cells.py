"""Reading the cells of a row: each into a value, or a problem that says what to do."""

import dataclasses
import re
from decimal import Decimal

from plans.intake.dates import NOTHING, full_day
from plans.intake.table import folded, quoted

NUMBER = re.compile(r"(?P<sign>[-−]?)(?P<whole>\d{1,3}(?:,\d{3})+|\d+)?(?P<part>\.\d+)?")
LARGEST_AMOUNT = Decimal(10) ** 10

SAYS_NOTHING = NOTHING | {"n/a", "na", "none", "not applicable"}
YES, NO = {"yes", "y", "true", "1"}, {"no", "n", "false", "0"}


class Unreadable(Exception):
    """A cell that is not what its column holds; the words say what to write instead."""


@dataclasses.dataclass(frozen=True)
class Problem:
    """Something to put right: the row, the field as the page calls it, and what to do.

    row_number: None where it is about the whole table.
    """

    row_number: int | None
    label: str
    message: str

    def __str__(self):
        return f"{self.label}: {self.message}" if self.label else self.message


class Cells:
    """One row under its headings. `problems` grows as its cells are read; so does `refused`,
    the fields whose cells could not be."""

    def __init__(self, row, mapping, columns):
        self.row, self.mapping, self.columns = row, mapping, columns
        self.problems, self.refused = [], set()

    @property
    def number(self):
        return self.row.number

    def text(self, field):
        return folded(self.mapping.text(self.row, field))

    def says(self, field):
        """Whether the row says anything in this column, and the table has it."""
        return self.text(field).casefold() not in SAYS_NOTHING

    def read(self, field, reader, *args, **options):
        """Return what `reader` makes of the cell; None for an empty or an unreadable one."""
        if not self.says(field):
            return None
        try:
            return reader(self.text(field), *args, **options)
        except Unreadable as problem:
            self.refuse(field, str(problem))
            return None

    def refuse(self, field, message):
        self.refused.add(field)
        self.problems.append(Problem(self.number, self.columns.labels[field], message))


# --- Readers: a text in, a value out, or Unreadable ---------------------------------------------
def line(text, longest):
    """Return the text, one line of at most `longest` characters."""
    if len(text) > longest:
        raise Unreadable(f"{len(text):,} characters are too many. Shorten it to {longest}.")
    return text


def amount(text):
    """Return a sum in pounds, to the penny: "£12,000.00", "12,000" or "12000"."""
    value = plain_number(text.removeprefix("£").removesuffix(" GBP").strip())
    if value is None:
        raise Unreadable(f"{quoted(text)} is not an amount. Write it as 12000 or £12,000.")
    if value < 0:
        raise Unreadable(f"{quoted(text)} is below zero. Write an amount of £0 or more.")
    if value >= LARGEST_AMOUNT:
        raise Unreadable(f"{quoted(text)} is larger than can be kept. Check it.")
    if value != round(value, 2):
        raise Unreadable(f"{quoted(text)} is finer than a penny. Write it to the penny.")
    return round(value, 2)


def plain_number(text):
    """Return the Decimal that the figures say, or None."""
    found = NUMBER.fullmatch(text)
    if not found or not (found["whole"] or found["part"]):
        return None
    whole = (found["whole"] or "0").replace(",", "")
    sign = "-" if found["sign"] else ""
    return Decimal(f"{sign}{whole}{found['part'] or ''}") if len(text) < 40 else None


def day(text, *, exactly=False):
    """Return a day, with its year; a month means its last day unless `exactly`."""
    found = full_day(text, exactly=exactly)
    if found is None:
        raise Unreadable(
            f"{quoted(text)} is not a day. Write it as 31 March 2021, 31/03/2021 or 2021-03-31."
        )
    return found


def yes_or_no(text):
    words = text.casefold()
    if words not in YES | NO:
        raise Unreadable(f"{quoted(text)} is neither. Write yes or no.")
    return words in YES


def one_of(text, known, advice):
    """Return what stands for the words in `known`, {words without case: value}."""
    words = text.casefold()
    if words not in known:
        raise Unreadable(f"{quoted(text)} {advice}")
    return known[words]
