"""A pack says the same in every format: each is read back and compared with the frozen text."""

import csv
import datetime as dt
import json
from decimal import Decimal
from io import BytesIO, StringIO
from itertools import pairwise

import docx
import openpyxl
import pytest

from governance.packs.comparing import compare
from governance.packs.reading import read_pack
from governance.papers import pack_tables
from governance.papers.pack_files import FILES
from governance.papers.pack_paper import pack_paper
from governance.papers.pack_tables import SHEETS, pack_workbook
from opcc.office.papers.paper import Facts, Heading, Paragraph, Picture, Table
from plans.papers import activity_tables
from plans.statuses import LABELS, SHOWN_ORDER
from plans.xmr import as_plain
from tests.governance.packs import published
from tests.governance.reading import first_pack
from tests.governance.varied import two_varied_packs
from tests.papers.pdf_words import words_of_pdf
from tests.plans.measures import VECTOR, MeasureFactory, observed

ACTIVITIES = 9
FIELDS = {
    "activities": [field.name for field in activity_tables.FIELDS],
    "changes": [field.name for field in pack_tables.CHANGES],
    "measures": [field.name for field in pack_tables.VALUES],
    "questions": [field.name for field in pack_tables.QUESTIONS],
}


@pytest.fixture
def measure(plan):
    """Eighteen months from April 2019 to September 2020."""
    made = MeasureFactory(title="Calls answered", plan=plan.police_and_crime_plan)
    return observed(made, *VECTOR)


@pytest.fixture
def told(plan, activity, measure):
    """(pack, its Reading, the Reading of the pack before)"""
    earlier, pack = two_varied_packs(
        plan, activity, measures=[measure], commentary="A hard autumn."
    )
    return pack, read_pack(pack), read_pack(earlier)


def written(name, told):
    """The bytes of one of the pack's files."""
    wanted, file = FILES[name], BytesIO()
    wanted.kind.write(wanted.make(*told), file)
    return file.getvalue()


def tables_of(paper):
    """{caption: rows as texts} of every table of a Paper."""
    return {block.caption: block.rows for block in paper.blocks if isinstance(block, Table | Facts)}


# --- The same numbers ---------------------------------------------------------------------------
def in_json(told):
    sheets = json.loads(written("json", told), parse_float=Decimal)["sheets"]
    return {name: sheet["rows"] for name, sheet in sheets.items()}


def in_spreadsheet(told):
    book = openpyxl.load_workbook(BytesIO(written("xlsx", told)))
    return {sheet.title.lower(): values(sheet) for sheet in book.worksheets[1:]}


def values(sheet):
    names = FIELDS[sheet.title.lower()]
    rows = sheet.iter_rows(min_row=2, values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def in_csv(told):
    return {sheet: csv_rows(sheet, written(f"{sheet}-csv", told)) for sheet in SHEETS}


def csv_rows(sheet, content):
    names = FIELDS[sheet]
    _, *rows = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    return [dict(zip(names, row, strict=True)) for row in rows]


def as_text(value):
    """A value of any format as a CSV file has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d}"
    return "" if value is None else str(value)


def as_texts(sheets):
    return {
        name: [{key: as_text(value) for key, value in row.items()} for row in rows]
        for name, rows in sheets.items()
    }


def test_every_table_is_the_same_in_json_csv_and_the_spreadsheet(told):
    as_csv = in_csv(told)

    assert as_texts(in_json(told)) == as_csv
    assert as_texts(in_spreadsheet(told)) == as_csv
    assert {name: len(rows) for name, rows in as_csv.items()} == {
        "activities": ACTIVITIES, "changes": 11, "measures": len(VECTOR), "questions": 2,
    }  # fmt: skip


def test_the_tables_count_what_the_pack_counts(told):
    _, reading, before = told
    sheets = in_json(told)

    by_status = {}
    for row in sheets["activities"]:
        by_status[row["status"]] = by_status.get(row["status"], 0) + 1
    by_kind = {}
    for row in sheets["changes"]:
        by_kind[row["kind"]] = by_kind.get(row["kind"], 0) + 1

    assert by_status == {LABELS[word]: count for word, count in reading.position.parts}
    found = compare(before, reading)
    assert sum(by_kind.values()) == sum(map(len, found.values()))
    assert by_kind["Date moved"] == len(found["date"]) == 2


def test_the_document_counts_what_the_pack_counts(told):
    _, reading, before = told
    tables = tables_of(pack_paper(*told))

    activities = tables["Activities of objective 1"]
    assert [row[0].split()[0] for row in activities] == [
        standing.reference for standing in reading.position.standings
    ]
    assert [row[2].split("\n")[0] for row in activities] == [
        LABELS[standing.shown] for standing in reading.position.standings
    ]
    assert dict(tables["Activities by status"]) == {
        LABELS[word]: f"{count} of {ACTIVITIES}" for word, count in reading.position.parts
    }
    found = compare(before, reading)
    assert len(tables["Status moved"]) == len(found["status"])
    assert len(tables["Date moved"]) == len(found["date"])


def test_the_document_has_each_value_of_a_measure_and_its_chart(told):
    _, reading, _ = told
    [measure] = reading.measures
    paper = pack_paper(*told)

    rows = tables_of(paper)["Values of Calls answered, newest first"]
    pictures = [block for block in paper.blocks if isinstance(block, Picture)]

    assert [(row[0].split("\n")[0], row[1]) for row in rows] == [
        (row.period, row.value) for row in measure.rows
    ]
    assert len(rows) == len(VECTOR)
    assert measure.headline in pictures[-1].alternative


def test_limits_in_the_tables_are_those_that_were_published(told):
    _, reading, _ = told
    [segment] = as_plain(reading.measures[0].analysis)["segments"]

    row = in_json(told)["measures"][0]

    assert (row["first_day"], row["value"], row["target"]) == ("2019-04-01", 1, None)
    assert float(row["mean"]) == pytest.approx(1.9444, abs=0.0001)
    assert float(row["upper_limit"]) == pytest.approx(4.6044, abs=0.0001)
    assert segment["start"] == 0


def test_the_word_file_holds_every_text_of_the_document(told):
    file = docx.Document(BytesIO(written("docx", told)))

    texts = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    found = " ".join(" ".join([*(p.text for p in file.paragraphs), *texts]).split())

    missing = [text for text in texts_of(pack_paper(*told)) if text not in found]
    assert missing == []


def test_the_pdf_holds_every_text_of_the_document(told):
    found = without_spaces(words_of_pdf(written("pdf", told)))

    missing = [
        word
        for text in texts_of(pack_paper(*told))
        for word in text.split()
        if without_spaces(word) not in found
    ]
    assert missing == []


def texts_of(paper):
    """Every text of a Paper, its spaces folded."""
    texts = [paper.title, paper.subtitle]
    for block in paper.blocks:
        if isinstance(block, Heading | Paragraph):
            texts.append(block.text)
        if isinstance(block, Facts | Table):
            texts += [line for row in block.rows for cell in row for line in cell.split("\n")]
        if isinstance(block, Table):
            texts += [column.heading for column in block.columns]
    return [" ".join(text.split()) for text in texts if text]


def without_spaces(text):
    return "".join(text.split())


# --- What the document says of itself -----------------------------------------------------------
def words_of_paper(paper):
    return " ".join(texts_of(paper))


def test_the_document_names_the_plan_the_body_and_the_meeting(told):
    pack, *_ = told
    paper = pack_paper(*told)

    assert paper.title == (
        "Delivery Plan 2020 to 2021: pack for the Police and Crime Panel, 17 December 2020"
    )
    assert paper.subtitle == "Position at 5pm on 10 December 2020"
    assert paper.office == "Office of the Police and Crime Commissioner for Testshire"
    assert paper.notice.startswith("Demonstration: ")
    assert paper.identity == f"Version 1, checksum {pack.short_digest}"
    assert pack.digest in words_of_paper(paper)


def test_the_document_begins_with_how_the_plan_stands_and_what_changed_since(told):
    lead = pack_paper(*told).blocks[0]

    assert lead.style == "lead"
    assert lead.text.startswith("4 of 9 activities are on track, 1 complete. 1 is at risk.")
    assert "Since 1 September 2020: 1 activity was completed, 1 fell behind," in lead.text


def test_the_document_says_how_each_word_is_to_be_read(told):
    meanings = tables_of(pack_paper(*told))["What each word means"]

    assert [word for word, _ in meanings] == [LABELS[code] for code in SHOWN_ORDER]


def test_headings_skip_no_level(told):
    levels = [block.level for block in pack_paper(*told).blocks if isinstance(block, Heading)]

    assert levels[0] == 1
    assert all(new <= old + 1 for old, new in pairwise(levels))


# --- The pack before ----------------------------------------------------------------------------
FIRST = "This is the first pack of the plan. There is no earlier one to compare it with."


def test_the_first_pack_says_that_there_is_none_before(plan, activity):
    pack = first_pack(plan)
    reading = read_pack(pack)

    assert FIRST in words_of_paper(pack_paper(pack, reading))
    assert dict(pack_workbook(pack, reading).facts)["What changed"] == FIRST


def test_a_pack_that_was_tampered_with_says_so_in_every_format(plan, activity):
    pack = published(plan)
    reading = read_pack(pack)
    reading.is_intact = False

    assert "This is not the text that was published." in words_of_paper(pack_paper(pack, reading))
    facts = dict(pack_workbook(pack, reading).facts)
    assert facts["Warning"].startswith("This is not the text that was published.")
