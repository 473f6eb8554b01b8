"""A plan's position and its list of activities as files: of the day and filters of their pages."""

import csv
import datetime as dt
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.urls import reverse

from opcc.office.papers.paper import Heading, Paragraph, Table
from plans.names import Names
from plans.papers.position import position_paper
from plans.position import end_of, position
from tests.access.looking import words_in
from tests.factories import post, promised_activity, said
from tests.governance.reading import page, words_of


@pytest.fixture
def reader(client, outsider):
    client.force_login(outsider)
    return client


@pytest.fixture
def three(plan, activity):
    """On track since June, off track since December, and never heard from."""
    lead = post("Chief Financial Officer")
    worse, silent = (promised_activity(plan, lead=lead, title=t) for t in ("Worse", "Silent"))
    said(activity, on=dt.date(2020, 6, 1))
    said(worse, on=dt.date(2020, 6, 2))
    said(activity, on=dt.date(2020, 12, 7))
    said(worse, "off_track", on=dt.date(2020, 12, 8), reason="No steel.", next_steps="Order.")
    return activity, worse, silent


def url(name, plan, query=""):
    return reverse(f"plans:{name}", args=[plan.pk]) + query


def paper_at(plan, day, **more):
    found = position(plan, end_of(day))
    office = type("Office", (), {"full_name": "The office", "is_demonstration": False})
    return position_paper(office, plan, found, Names.beside(plan), shown_at="then", **more)


def tables_of(paper):
    return {block.caption: block.rows for block in paper.blocks if isinstance(block, Table)}


def csv_rows(response):
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"), newline="")))


# --- Documents ----------------------------------------------------------------------------------
def test_a_position_says_how_the_plan_stood_at_the_end_of_a_day(plan, three):
    then, now = paper_at(plan, dt.date(2020, 6, 2)), paper_at(plan, dt.date(2020, 12, 14))

    assert then.blocks[0] == Paragraph(
        "2 of 3 activities are on track. No activity is off track or at risk. "
        "1 has not been heard from for longer than the plan allows.",
        "lead",
    )
    assert now.blocks[0].text.startswith("1 of 3 activities is on track. 1 is off track.")
    assert [row[2].split("\n")[0] for row in tables_of(then)["Activities of objective 1"]] == [
        "On track", "On track", "No update received",
    ]  # fmt: skip
    assert tables_of(now)["Needs attention, worst first"][0][0] == "1.2 Worse"


def test_a_position_before_anything_was_promised_says_so(plan, three):
    paper = paper_at(plan, dt.date(2020, 3, 1))

    [only] = paper.blocks
    assert only.text.startswith("Nothing had been promised by then")


def test_a_part_of_the_plan_that_holds_nothing_says_so(plan, three):
    paper = paper_at(plan, dt.date(2020, 3, 1), chosen="Status: Complete", is_whole=False)

    assert [block.text for block in paper.blocks] == [
        "Part of the plan: Status: Complete.",
        "No activity of the plan fits what was chosen.",
    ]


def test_headings_of_a_position_skip_no_level(plan, three):
    levels = [block.level for block in paper_at(plan, dt.date(2020, 12, 14)).blocks
              if isinstance(block, Heading)]  # fmt: skip

    assert set(levels) == {1}


@pytest.mark.parametrize(("name", "ending"), [("plan-pdf", "pdf"), ("plan-docx", "docx")])
def test_the_document_is_of_the_day_and_the_filters_asked_for(reader, plan, three, name, ending):
    past = reader.get(url(name, plan, "?as_at=2020-06-02"))
    part = reader.get(url(name, plan, "?status=off_track"))

    assert past.headers["Content-Disposition"] == (
        f'attachment; filename="delivery-plan-2020-to-2021-2020-06-02.{ending}"'
    )
    assert "Nosteel." not in without_spaces(past)
    assert "Positionat11:59pmon2June2020" in without_spaces(past)
    assert "Nosteel." in without_spaces(part)
    assert "PartoftheplanStatus:Offtrack." in without_spaces(part).replace("plan:", "plan")
    assert "Silent" not in without_spaces(part)


def without_spaces(response):
    return "".join(words_in(response).split())


# --- The list -----------------------------------------------------------------------------------
def test_the_list_holds_what_the_filters_leave_in_the_order_asked_for(reader, plan, three):
    rows = csv_rows(reader.get(url("activity-list-csv", plan, "?watch=attention&sort=-activity")))

    assert [(row["Reference"], row["Status"]) for row in rows] == [
        ("1.3", "No update received"),
        ("1.2", "Off track"),
    ]
    assert rows[1]["Reason"] == "No steel."
    assert rows[1]["Due"] == "2021-03-31"


def test_the_list_of_a_past_day_is_that_of_the_day(reader, plan, three):
    rows = csv_rows(reader.get(url("activity-list-csv", plan, "?as_at=2020-06-02")))

    assert [row["Status"] for row in rows] == ["On track", "On track", "No update received"]
    assert {row["Held by"] for row in rows} == {"Chief Financial Officer (holder)"}


def test_the_spreadsheet_says_what_it_shows_and_of_when(reader, plan, three):
    response = reader.get(url("activity-list-xlsx", plan, "?status=off_track&as_at=2020-12-08"))

    about, sheet = openpyxl.load_workbook(BytesIO(response.content)).worksheets
    told = {row[0]: row[1] for row in about.iter_rows(values_only=True)}
    assert told["Shows"] == "Status: Off track"
    assert f"{told['Position at']:%Y-%m-%d %H:%M}" == "2020-12-08 23:59"
    assert told["Plan"] == "Delivery Plan 2020 to 2021"
    assert [cell.value for cell in sheet[2]][:2] == ["1.2", "Worse"]
    assert sheet.max_row == 2


# --- Pages and queries --------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("where", "names"),
    [
        ("plan-detail", ["plan-pdf", "plan-docx"]),
        ("activity-list", ["activity-list-csv", "activity-list-xlsx"]),
    ],
)
def test_pages_lead_to_files_of_the_same_day_and_filters(reader, plan, three, where, names):
    html = page(reader, url(where, plan, "?as_at=2020-12-08&status=off_track&page=1"))

    for name in names:
        assert f'href="{url(name, plan)}?as_at=2020-12-08&amp;status=off_track"' in html
    assert words_of(html).count("Download this") == 2


@pytest.mark.parametrize("more", [0, 12])
@pytest.mark.parametrize(
    ("name", "queries"),
    [("plan-pdf", 6), ("plan-docx", 6), ("activity-list-csv", 7), ("activity-list-xlsx", 7)],
)
def test_files_take_as_many_queries_at_any_length(
    reader, plan, activity, django_assert_num_queries, name, queries, more
):
    for _ in range(more):
        promised_activity(plan, lead=activity.lead)

    with django_assert_num_queries(queries):
        reader.get(url(name, plan))


@pytest.mark.parametrize(
    "query", ["status=nonsense", "owner=9999", "as_at=garbage", "as_at=2999-01-01"]
)
@pytest.mark.parametrize(
    ("name", "page_name"),
    [
        ("activity-list-csv", "activity-list"),
        ("activity-list-xlsx", "activity-list"),
        ("plan-pdf", "plan-detail"),
        ("plan-docx", "plan-detail"),
    ],
)
def test_a_file_that_was_asked_for_wrongly_leads_to_the_page(
    reader, plan, activity, name, page_name, query
):
    response = reader.get(url(name, plan, f"?{query}"))

    assert response.status_code == 302
    assert response.url == url(page_name, plan, f"?{query}")
    told = words_of(page(reader, response.url))
    assert "Select a valid choice" in told or "This is how" in told
