"""Reading: every format gives the same rows, numbered as a person counts them."""

import datetime as dt
import json

import docx
import openpyxl
import pytest

from plans.intake.errors import IntakeError
from plans.intake.reading import MAX_BYTES, Table, read, read_pasted
from tests.plans.intake import files

ROWS = [
    ["Objective", "Action", "Lead officer"],
    ["1. Be a good neighbour", "Mend the fence", "CEO"],
    ["", "Paint the gate", "CFO"],
]
CELLS = [tuple(row) for row in ROWS]


def cells_of(table):
    return [row.cells for row in table.rows]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.txt", "\n".join("\t".join(row) for row in ROWS).encode()),
        ("plan.tsv", "\r\n".join("\t".join(row) for row in ROWS).encode()),
        ("plan.csv", "\n".join(",".join(row) for row in ROWS).encode()),
        ("plan.csv", "\n".join(";".join(row) for row in ROWS).encode()),
        ("plan.CSV", "\n".join(",".join(row) for row in ROWS).encode("utf-8-sig")),
        ("plan.txt", "\n".join("\t".join(row) for row in ROWS).encode("utf-16")),
        ("plan.xlsx", files.workbook(("Plan", ROWS))),
        ("plan.docx", files.document(ROWS)),
    ],
)
def test_every_format_gives_the_same_rows(name, content):
    table = read(name, content)

    assert [(row.number, row.cells) for row in table.rows] == list(enumerate(CELLS, start=1))


def test_a_pasted_table_keeps_markup_as_text():
    table = read_pasted("Action\tOwner\nPublish <b>intentions</b> & <script>x</script>\tCEO")

    assert table.rows[1].cells == ("Publish <b>intentions</b> & <script>x</script>", "CEO")


def test_a_cell_of_two_lines_from_excel_is_one_cell_and_lines_still_count():
    table = read_pasted('Action\tOwner\n"Mend the ""old""\r\nfence"\t"CEO\nCFO"\nPaint\tCFO\n')

    assert [(row.number, row.cells) for row in table.rows] == [
        (1, ("Action", "Owner")),
        (2, ('Mend the "old"\r\nfence', "CEO\nCFO")),
        (5, ("Paint", "CFO")),
    ]


def test_a_quotation_mark_that_is_never_closed_swallows_nothing():
    table = read_pasted('Action\tOwner\n"Safer streets\tCEO\nPaint the "gate"\tCFO\n"Mend"\tCEO')

    assert cells_of(table)[1:] == [
        ('"Safer streets', "CEO"),
        ('Paint the "gate"', "CFO"),
        ('"Mend"', "CEO"),
    ]


def test_a_cell_of_two_paragraphs_that_word_pastes_as_two_lines_is_one_cell():
    words = "Theme\tAction\tOwner\nA\tMend the fence\nby the road\tCEO\n\tPaint the gate\tCFO"

    table = read_pasted(words)

    assert cells_of(table)[1] == ("A", "Mend the fence\nby the road", "CEO")
    assert cells_of(table)[2] == ("", "Paint the gate", "CFO")
    assert "Lines 2 to 3 were read as one row." in table.notes


def test_lines_beside_the_table_are_left_out_and_counted():
    words = "Our plan\n\nAction\tOwner\nMend\tCEO\n\n# Our plan\n\nPaint\tCFO\nThe end\n"

    table = read_pasted(words)

    assert [(row.number, row.part) for row in table.rows] == [(3, 1), (4, 1), (8, 2)]
    assert table.notes == (
        "3 lines outside the table were left out.",
        "Left out between rows, line 6: “# Our plan”",
    )


def test_windows_text_is_read_and_said_so():
    table = read("plan.csv", "Action,Owner\nSave £5 – at once,CEO".encode("cp1252"))

    assert table.rows[1].cells == ("Save £5 – at once", "CEO")
    assert "Windows-1252" in table.notes[0]


def test_characters_that_cannot_be_printed_are_taken_out_with_a_note():
    table = read_pasted("Action\tOwner\nMend\x07 the\x0bfence\u202e\tC\x00EO")

    assert table.rows[1].cells == ("Mend the fence", "CEO")
    assert table.notes == ("Characters that cannot be printed were taken out.",)


def test_cells_merged_downwards_in_word_say_their_words_in_each_row():
    made = docx.Document()
    table = made.add_table(3, 3)
    files.fill(table, [["Objective", "Action", "Owner"], ["A", "Mend", "CEO"], ["", "Paint", ""]])
    table.cell(1, 2).merge(table.cell(2, 2))

    read_back = read("plan.docx", files.saved(made))

    assert cells_of(read_back)[1:] == [("A", "Mend", "CEO"), ("", "Paint", "CEO")]


def test_cells_merged_sideways_in_word_say_their_words_once():
    made = docx.Document()
    table = made.add_table(2, 3)
    files.fill(table, [["Objective 1: Care", "", ""], ["A", "Mend", "CEO"]])
    table.cell(0, 0).merge(table.cell(0, 2))

    read_back = read("plan.docx", files.saved(made))

    assert cells_of(read_back) == [("Objective 1: Care", "", ""), ("A", "Mend", "CEO")]


def test_the_rows_of_several_tables_in_word_are_numbered_on():
    table = read("plan.docx", files.document(ROWS[:2], ROWS[2:]))

    assert [(row.number, row.part) for row in table.rows] == [(1, 1), (2, 1), (3, 2)]
    assert "2 tables" in table.notes[0]


def test_cells_merged_downwards_in_excel_say_their_words_in_each_row():
    book = openpyxl.Workbook()
    for row in [["Action", "Owner"], ["Mend", "CEO"], ["Paint", None]]:
        book.active.append(row)
    book.active.merge_cells("B2:B3")

    table = read("plan.xlsx", files.saved(book))

    assert cells_of(table)[1:] == [("Mend", "CEO"), ("Paint", "CEO")]


def test_words_that_excel_keeps_in_its_shared_list_are_read():
    strings = "".join(f"<si><t>{word}</t></si>" for word in ["Action", "Owner", "Mend", "CEO"])
    cells = [
        f'<c r="{place}" t="s"><v>{i}</v></c>' for i, place in enumerate(["A1", "B1", "A2", "B2"])
    ]
    rows = f"<row r='1'>{''.join(cells[:2])}</row><row r='2'>{''.join(cells[2:])}</row>"
    content = files.workbook(("Plan", []))
    for name, part in {
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{files.SHEET_NAMESPACE}"><sheetData>{rows}'
        "</sheetData></worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{files.SHEET_NAMESPACE}">{strings}</sst>',
    }.items():
        content = files.added(files.without(content, name), name, part)
    content = files.replaced(content, "[Content_Types].xml", files.with_shared_strings)

    assert cells_of(read("plan.xlsx", content)) == [("Action", "Owner"), ("Mend", "CEO")]


def test_the_first_sheet_with_a_header_we_know_is_read():
    content = files.workbook(("Cover", [["Our plan"], ["2020"]]), ("Work", ROWS), ("Old", ROWS))

    table = read("plan.xlsx", content)

    assert cells_of(table) == CELLS
    assert table.source == "plan.xlsx, sheet Work"
    assert "2 other sheets were not" in table.notes[0]


def test_blank_rows_in_a_sheet_do_not_change_the_count():
    content = files.workbook(("Plan", [[], ["Action", "Owner"], [], ["Mend", "CEO"]]))

    assert [row.number for row in read("plan.xlsx", content).rows] == [2, 4]


def test_a_date_in_excel_is_a_day_or_the_month_that_shows():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Action", "Due date"])
    sheet.append(["Mend", dt.datetime(2021, 3, 31)])  # noqa: DTZ001 (Excel has no zones)
    sheet.append(["Paint", dt.datetime(2021, 3, 1)])  # noqa: DTZ001 (a cell has no zone)
    sheet["B3"].number_format = "mmm-yy"

    table = read("plan.xlsx", files.saved(book))

    assert [row.cells[1] for row in table.rows] == ["Due date", "2021-03-31", "March 2021"]


def test_a_formula_is_never_worked_out():
    book = openpyxl.Workbook()
    book.active.append(["Action", "Owner"])
    book.active.append(["=cmd|'/c calc'!A0", "CEO"])
    book.active["A3"] = "=1+1"
    book.active["A3"].data_type = "s"
    book.active["B3"] = "CFO"

    table = read("plan.xlsx", files.saved(book))

    assert cells_of(table)[1:] == [("", "CEO"), ("=1+1", "CFO")]
    assert table.notes == ("Formulas were not worked out: a cell says the value last saved in it.",)


def test_text_that_was_inserted_or_deleted_under_tracked_changes_is_read_as_it_shows():
    made = docx.Document()
    files.fill(made.add_table(2, 2), [["Action", "Owner"], ["Mend the fence", "CEO"]])
    marked = files.replaced(
        files.saved(made),
        "word/document.xml",
        lambda part: part.replace(
            b"<w:r><w:t>Mend the fence</w:t></w:r>",
            b"<w:del w:id='1' w:author='A'><w:r><w:delText>Paint</w:delText></w:r></w:del>"
            b"<w:ins w:id='2' w:author='A'><w:r><w:t>Mend it</w:t></w:r></w:ins>",
        ),
    )

    assert cells_of(read("plan.docx", marked))[1] == ("Mend it", "CEO")


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("plan.xlsm", "Excel workbook (.xlsx)"),
        ("plan.xls", "Excel workbook (.xlsx)"),
        ("plan.doc", "Word document (.docx)"),
        ("plan.pdf", "A PDF holds no table"),
        ("plan.exe", "Bring it as .docx"),
        ("plan", "Bring it as .docx"),
    ],
)
def test_a_kind_of_file_we_do_not_read_is_refused_with_what_to_do(name, advice):
    with pytest.raises(IntakeError) as refusal:
        read(name, b"anything")

    assert str(refusal.value).startswith(f"{name} cannot be read.")
    assert advice in str(refusal.value)


@pytest.mark.parametrize("name", ["plan.txt", "plan.csv", "plan.docx", "plan.xlsx"])
def test_an_empty_file_is_refused(name):
    with pytest.raises(IntakeError, match="is empty"):
        read(name, b" \n")


def test_a_file_without_a_table_is_refused():
    with pytest.raises(IntakeError, match="No table was found"):
        read("plan.docx", files.saved(docx.Document()))


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("plan.csv", "Copy the table into a new file."),
        ("plan.xlsx", "Take the pictures out, or copy the table into a new file."),
    ],
)
def test_a_file_over_the_limit_is_refused_with_advice_for_its_kind(name, advice):
    with pytest.raises(IntakeError, match=f"larger than 10 MB. {advice}"):
        read(name, b"a" * (MAX_BYTES + 1))


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"%PDF-1.4", b"\xd0\xcf\x11\xe0", b"a\x00b"])
def test_bytes_that_are_no_text_are_refused_under_a_text_name(start):
    with pytest.raises(IntakeError, match="is not text, whatever its name says"):
        read("plan.txt", start + b"Action\tOwner")


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("plan.tsv", lambda rows: "\n".join("\t".join(row) for row in rows).encode()),
        ("plan.csv", lambda rows: "\n".join(",".join(row) for row in rows).encode()),
        ("plan.xlsx", lambda rows: files.workbook(("Plan", rows))),
    ],
)
@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([["Action", "Owner"]] * 2_001, "more than 2,000 rows"),
        ([["Action", "Owner"], ["x"] * 61], "more than 60 columns"),
        ([["Action", "Owner"], ["x" * 10_001, "CEO"]], "longer than 10,000 characters"),
    ],
)
def test_a_table_beyond_the_limits_is_refused(name, make, rows, words):
    with pytest.raises(IntakeError, match=words):
        read(name, make(rows))


def test_a_word_table_of_a_million_columns_is_refused():
    content = files.replaced(
        files.document(ROWS),
        "word/document.xml",
        lambda part: part.replace(b"<w:tcPr>", b'<w:tcPr><w:gridSpan w:val="1000000"/>', 1),
    )

    with pytest.raises(IntakeError, match="more than 60 columns"):
        read("plan.docx", content)


def test_a_file_name_is_shown_without_its_folders_and_odd_characters():
    with pytest.raises(IntakeError) as refusal:
        read("C:\\fake\\path\\plan\x07\n\u202e.exe", b"x")

    assert str(refusal.value).startswith("plan .exe cannot be read.")


def test_a_table_that_was_kept_as_plain_values_is_the_same_table():
    table = read_pasted("Our plan\nAction\tOwner\nMend\x07\tCEO\nnotes\nPaint\tCFO")

    kept = json.loads(json.dumps(table.as_json()))

    assert Table.from_json(kept) == table
    assert table.notes


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (0.125, "0.0%", "12.5%"),
        (0.07, "0%", "7%"),
        (0.1 + 0.2, "General", "0.3"),
        (0.00001, "General", "0.00001"),
        (12000.0, "£#,##0", "12000"),
        (0.5, '0.0" % of all"', "0.5"),
    ],
)
def test_a_number_is_read_as_a_person_sees_it(value, number_format, text):
    book = openpyxl.Workbook()
    book.active.append(["Action", "Owner"])
    book.active.append(["Mend", value])
    book.active["B2"].number_format = number_format

    assert cells_of(read("plan.xlsx", files.saved(book)))[1] == ("Mend", text)
