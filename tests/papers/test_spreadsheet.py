"""What a spreadsheet holds: real values, and texts that are nothing but texts."""

import datetime as dt
import errno
import gc
import tempfile
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from opcc.office.papers.spreadsheet import CUT, LONGEST_CELL, write_spreadsheet
from opcc.office.papers.workbook import Field, Sheet, Workbook
from tests.papers.full import onto_a_full_disk

read = dt.datetime.fromisoformat
"""A moment without its zone, as a spreadsheet has it."""

LONDON_NOON_IN_JULY = dt.datetime(2020, 7, 1, 11, 0, tzinfo=dt.UTC)


def book_of(*values, facts=(), meaning="What it is."):
    """The workbook that holds these values in one column, read back."""
    fields = (Field("value", "Value", meaning, width=30),)
    sheet = Sheet("values", "Values", fields, ((value,) for value in values))
    file = BytesIO()
    write_spreadsheet(Workbook("Many values", facts, (sheet,)), file)
    return openpyxl.load_workbook(file)


def cell_of(value):
    return book_of(value)["Values"]["A2"]


def test_the_first_sheet_tells_what_holds_for_all_and_what_each_column_means():
    about = book_of(1, facts=(("Plan", "Delivery Plan"), ("Day", dt.date(2020, 4, 1))))["About"]

    rows = [row[:3] for row in about.iter_rows(values_only=True)]

    assert rows == [
        ("Many values", None, None),
        (None, None, None),
        ("Plan", "Delivery Plan", None),
        ("Day", read("2020-04-01"), None),
        (None, None, None),
        ("Sheet", "Column", "What it means"),
        ("Values", "Value", "What it is."),
    ]


def test_headings_stay_in_view_and_filter_their_columns():
    sheet = book_of("one", "two")["Values"]

    assert sheet["A1"].value == "Value"
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref == "A1:A3"
    assert sheet.column_dimensions["A"].width == 30
    assert sheet.print_title_rows == "$1:$1"


def test_a_sheet_without_rows_has_its_headings():
    sheet = book_of()["Values"]

    assert [cell.value for cell in sheet[1]] == ["Value"]
    assert sheet.auto_filter.ref == "A1:A1"


@pytest.mark.parametrize(
    ("value", "held", "looks"),
    [
        (dt.date(2020, 4, 1), read("2020-04-01"), "d mmm yyyy"),
        (LONDON_NOON_IN_JULY, read("2020-07-01 12:00"), "d mmm yyyy hh:mm"),
        (dt.date(1850, 1, 1), "1850-01-01", "General"),
        (-3, -3, "General"),
        (Decimal("18400.50"), 18400.5, "General"),
        (12345678901234567, "12345678901234567", "General"),
        (Decimal("NaN"), "NaN", "General"),
        (True, "yes", "General"),
        (False, "no", "General"),
        (None, None, "General"),
    ],
)
def test_values_are_what_they_are(value, held, looks):
    cell = cell_of(value)

    assert cell.value == held
    assert cell.number_format == looks


@pytest.mark.parametrize("start", [*"=+-@", *"＝＋－＠", "\t", "\n"])
def test_text_that_would_calculate_is_text_and_reads_back_unchanged(start):
    cell = cell_of(f"{start}1+1")

    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value == f"{start}1+1"


@pytest.mark.parametrize(
    ("text", "held"),
    [("\0=1+1", "=1+1"), ("\r=1+1", "\n=1+1"), ("\r\n=1+1", "\n=1+1"), ("\x01@SUM(1)", "@SUM(1)")],
)
def test_a_formula_behind_what_is_dropped_is_text_too(text, held):
    cell = cell_of(text)

    assert (cell.value, cell.data_type, cell.quotePrefix) == (held, "s", True)


@pytest.mark.parametrize("text", ["#N/A", "12", "1 April 2020", "TRUE", "'quoted", "  spaces  "])
def test_text_that_looks_like_something_else_stays_text(text):
    cell = cell_of(text)

    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize("text", ["a\x00b", "a\x0eb", "a\x7fb", "a\ud800b", "a\uffffb"])
def test_characters_that_no_file_holds_are_left_out(text):
    assert cell_of(text).value == "ab"


def test_what_looks_like_the_number_of_a_character_is_written_so_that_excel_leaves_it():
    assert cell_of("a_x000D_b").value == "a_x005F_x000D_b"


@pytest.mark.parametrize("character", ["a", "😀"])
def test_a_text_longer_than_a_cell_is_cut_and_said_to_be(character):
    long = character * (LONGEST_CELL + 1)

    book = book_of(long, "short")

    kept = book["Values"]["A2"].value
    assert kept.endswith(CUT)
    assert long.startswith(kept.removesuffix(CUT))
    assert LONGEST_CELL - 1 <= len(kept.encode("utf-16-le")) / 2 <= LONGEST_CELL
    told = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True)}
    assert told["Cut"] == (
        "1 cell is longer than Excel has room for. CSV and JSON have the whole text."
    )


def test_a_text_that_just_fits_is_whole_and_nothing_is_said():
    book = book_of("a" * LONGEST_CELL)

    assert book["Values"]["A2"].value == "a" * LONGEST_CELL
    assert "Cut" not in [row[0] for row in book["About"].iter_rows(values_only=True)]


def test_rows_are_written_as_they_come():
    taken = []

    def rows():
        for number in range(3):
            taken.append(number)
            yield (number,)

    sheet = Sheet("numbers", "Numbers", (Field("number", "Number", ""),), rows())
    write_spreadsheet(Workbook("Numbers", (), (sheet,)), BytesIO())

    assert taken == [0, 1, 2]


# --- Tabs ---------------------------------------------------------------------------------------
def tabs_of(*titles):
    sheets = tuple(Sheet("one", title, (Field("one", "One", ""),), ()) for title in titles)
    file = BytesIO()
    write_spreadsheet(Workbook("Tabs", (), sheets), file)
    return openpyxl.load_workbook(file).sheetnames[1:]


@pytest.mark.parametrize(
    ("title", "tab"),
    [
        ("Calls answered: 999/101?", "Calls answered 999101"),
        ("'quoted'", "quoted"),
        ("O'Neill's", "O'Neill's"),
        ("a\x00b\nc", "ab c"),
        ("[]:*?/\\", "Sheet"),
        ("", "Sheet"),
        ("About", "About 2"),
        ("ABOUT", "ABOUT 2"),
        ("History", "History 2"),
        ("a" * 32, "a" * 31),
        ("a" * 30 + "'b", "a" * 30),
        ("😀" * 16, "😀" * 15),
    ],
)
def test_a_tab_holds_of_a_title_what_excel_takes(title, tab):
    assert tabs_of(title) == [tab]


def test_no_two_tabs_have_the_same_title():
    long = "a" * 40

    assert tabs_of(long, long.upper(), "Two", "two", "?") == [
        "a" * 31, "A" * 29 + " 2", "Two", "two 2", "Sheet",
    ]  # fmt: skip


# --- What fails ---------------------------------------------------------------------------------
@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder in which openpyxl keeps its temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def many(rows, then=None):
    """A workbook of so many long rows, after which an error comes."""

    def made():
        yield from (("long " * 200,) for _ in range(rows))
        if then:
            raise then

    return Workbook("Long", (), (Sheet("long", "Long", (Field("one", "One", ""),), made()),))


@pytest.mark.parametrize("rows", [0, 1, 500])
def test_rows_that_fail_half_way_leave_no_file(temporary, rows):
    with pytest.raises(LookupError):
        write_spreadsheet(many(rows, then=LookupError()), BytesIO())

    assert list(temporary.iterdir()) == []


def test_a_spreadsheet_that_was_written_leaves_no_file(temporary):
    write_spreadsheet(many(500), BytesIO())

    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize("rows", [1, 500])
def test_a_full_disk_under_the_temporary_files_is_told_and_they_are_removed(
    temporary, rows, monkeypatch
):
    onto_a_full_disk(temporary, monkeypatch)

    with pytest.raises(OSError, match="No space left") as told:
        write_spreadsheet(many(rows), BytesIO())

    gc.collect()  # What openpyxl left open would complain now, and a complaint fails the test.
    assert told.value.errno == errno.ENOSPC
    assert list(temporary.iterdir()) == []
