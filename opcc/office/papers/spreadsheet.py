"""A Workbook as an Excel file, written row by row, so that memory does not grow with its length.

The first sheet, "About", tells the facts that hold for all, what each column means, and what
Excel had no room for.
"""

import datetime as dt
import errno
import os
import re
from contextlib import suppress
from decimal import Decimal

from lxml.etree import SerialisationError
from openpyxl import Workbook as Book
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, NamedStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..text import one_line, with_its_lines
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

NOT_ON_A_TAB = re.compile(r"[\[\]:*?/\\]")

LONGEST_TAB = 31
"""Characters that Excel has room for on the tab of a sheet, counted as those of cells are."""

RESERVED = {"history"}
"""What Excel calls sheets of its own, in small letters."""

END = b"</worksheet>"

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
    """Write a Workbook into `file`, open for bytes, by way of a temporary file for each sheet.

    None of those is left, whatever fails. Raises OSError where they could not be written.
    """
    writer = Writer(workbook)
    try:
        writer.save(file)
    except SerialisationError as error:
        number = errno.EIO if "EIO" in str(error) else errno.ENOSPC
        raise OSError(number, os.strerror(number)) from error
    finally:
        writer.clear_away()


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
        for page in self.book.worksheets:
            page.close()
            demand_whole(page._writer.out)
        self.book.save(file)

    def clear_away(self):
        """Close and remove what openpyxl began and did not finish; after a failure it leaves both.

        A file is flushed once more when it is closed, which fails again on a full disk.
        """
        for page in self.book.worksheets:
            if page._writer:
                for begun in (page._rows, page._writer.xf):
                    with suppress(Exception):
                        begun.close()
                with suppress(FileNotFoundError):
                    page._writer.cleanup()

    def page(self, title, widths):
        page = self.book.create_sheet(tab_title(title, self.book.sheetnames))
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
        for last, row in enumerate(sheet.rows, start=2):  # noqa: B007  (read after the loop)
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


def demand_whole(path):
    """Raise OSError where a sheet's temporary file lacks its end.

    What is in lxml's hands when it closes a file, it may fail to write without a word.
    """
    with open(path, "rb") as file:
        file.seek(max(0, os.stat(path).st_size - len(END)))
        if file.read(len(END)) != END:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def tab_title(title, taken):
    """Return a title as Excel takes it on a tab, and other than those taken, whatever their case.

    What Excel refuses there is dropped, a title that is too long is cut, and one that is taken
    already is numbered.
    """
    others = {*map(str.casefold, taken), *RESERVED}
    words = one_line(NOT_ON_A_TAB.sub("", one_line(title)))
    told, number = on_a_tab(words), 1
    while told.casefold() in others:
        number += 1
        told = on_a_tab(words, f" {number}")
    return told


def on_a_tab(words, number=""):
    room = 2 * (LONGEST_TAB - len(number))
    kept = words.strip("' ").encode("utf-16-le")[:room].decode("utf-16-le", "ignore").strip("' ")
    return (kept or "Sheet") + number


def units(text):
    return len(text.encode("utf-16-le")) // 2


def is_exact(number):
    """Whether Excel, which counts in binary fractions, shows the same number."""
    number = Decimal(number)
    return number.is_finite() and len(number.normalize().as_tuple().digits) <= MOST_FIGURES
