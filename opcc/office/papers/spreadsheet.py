"""A Workbook as an Excel file, written row by row, so that memory does not grow with its length.

The first sheet, "About", tells the facts that hold for all, what each column means, and what
Excel had no room for.
"""

import datetime as dt
import re
from decimal import Decimal

from openpyxl import Workbook as Book
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..text import with_its_lines
from .cells import in_london, plain, would_calculate

LONGEST_CELL = 32_767
"""Characters that Excel has room for in a cell, those outside the basic plane counted twice."""

CUT = " […] Cut here: Excel has no room for the rest."

MOST_FIGURES = 15
"""Figures of a number that Excel keeps; it makes the others nought."""

FIRST_YEAR = 1901
"""Excel counts days from 1900, which it takes for a leap year: earlier days are written out."""

LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel takes for one character by its number, such as "_x000D_"."""

STYLES = {
    "text": {},
    "day": {"number_format": "d mmm yyyy"},
    "moment": {"number_format": "d mmm yyyy hh:mm"},
    "heading": {"font": Font(bold=True)},
    "title": {"font": Font(bold=True, size=14)},
}
ABOUT = (28, 60, 60)
"""The widths of the columns of the first sheet, in characters."""


def write_spreadsheet(workbook, file):
    """Write a Workbook into `file`, open for bytes."""
    Writer(workbook).save(file)


class Writer:
    """Writes one Workbook. was_cut: how many cells were too long for Excel."""

    def __init__(self, workbook):
        self.workbook, self.was_cut = workbook, 0
        self.book = Book(write_only=True)
        self.book.properties.title = with_its_lines(workbook.title)
        self.book.properties.creator = ""
        for name, facts in STYLES.items():
            look = {"alignment": Alignment(vertical="top", wrap_text=name != "title")} | facts
            self.book.add_named_style(NamedStyle(name=f"paper {name}", **look))

    def save(self, file):
        about = self.page("About", ABOUT)
        for sheet in self.workbook.sheets:
            self.write_sheet(sheet)
        self.write_about(about)  # Last, since it tells what was cut; it stands first.
        self.book.save(file)

    def page(self, title, widths):
        page = self.book.create_sheet(title)
        for number, width in enumerate(widths, start=1):
            page.column_dimensions[get_column_letter(number)].width = width
        page.page_setup.orientation = "landscape"
        page.page_setup.paperSize = Worksheet.PAPERSIZE_A4
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        return page

    def write_sheet(self, sheet):
        page = self.page(sheet.title, [field.width for field in sheet.fields])
        page.freeze_panes = "B2"
        page.print_title_rows = "1:1"
        page.append([self.styled(page, field.heading, "heading") for field in sheet.fields])
        last = 1
        for last, row in enumerate(sheet.rows, start=2):  # noqa: B007
            page.append([self.cell(page, value) for value in row])
        page.auto_filter.ref = f"A1:{get_column_letter(len(sheet.fields))}{last}"

    def write_about(self, page):
        page.append([self.styled(page, self.workbook.title, "title")])
        page.append([])
        for name, value in (*self.workbook.facts, *self.cuts()):
            page.append([self.styled(page, name, "heading"), self.cell(page, value)])
        meanings = [(s, field) for s in self.workbook.sheets for field in s.fields if field.meaning]
        if meanings:
            page.append([])
            headings = ("Sheet", "Column", "What it means")
            page.append([self.styled(page, heading, "heading") for heading in headings])
        for sheet, field in meanings:
            told = (sheet.title, field.heading, field.meaning)
            page.append([self.cell(page, words) for words in told])

    def cuts(self):
        if not self.was_cut:
            return ()
        cells = "1 cell is" if self.was_cut == 1 else f"{self.was_cut} cells are"
        words = f"{cells} longer than Excel has room for. CSV and JSON have the whole text."
        return (("Cut", words),)

    # --- Cells ------------------------------------------------------------------------------------
    def cell(self, page, value):
        """Return a value as a cell, or None for an empty one."""
        value = plain(value)
        match value:
            case None:
                return None
            case bool():
                return self.styled(page, "yes" if value else "no", "text")
            case dt.date() if value.year < FIRST_YEAR:
                return self.styled(page, value.isoformat(), "text")
            case dt.datetime():
                local = in_london(value).replace(tzinfo=None, microsecond=0)
                return self.looking(WriteOnlyCell(page, local), "moment")
            case dt.date():
                return self.looking(WriteOnlyCell(page, value), "day")
            case str():
                return self.styled(page, value, "text")
            case _:
                return self.number(page, value)

    def number(self, page, value):
        if is_exact(value):
            return self.looking(WriteOnlyCell(page, value), "text")
        return self.styled(page, str(value), "text")

    def styled(self, page, text, style):
        """Return a text as a cell that is nothing but a text, whatever it begins with."""
        cell = self.looking(WriteOnlyCell(page), style)
        # Past the setter, which takes "=1" for a formula and "#N/A" for an error.
        text = self.fitting(text)
        cell._value, cell.data_type = LOOKS_ESCAPED.sub("_x005F_", text), "s"
        if would_calculate(text):
            cell.quotePrefix = True
        return cell

    def looking(self, cell, style):
        cell.style = f"paper {style}"
        return cell

    def fitting(self, text):
        text = with_its_lines(text)
        if units(text) <= LONGEST_CELL:
            return text
        self.was_cut += 1
        room = LONGEST_CELL - units(CUT)
        kept = text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore")
        return kept + CUT


def units(text):
    return len(text.encode("utf-16-le")) // 2


def is_exact(number):
    """Whether Excel, which counts in binary fractions, shows the same number."""
    number = Decimal(number)
    return number.is_finite() and len(number.normalize().as_tuple().digits) <= MOST_FIGURES
