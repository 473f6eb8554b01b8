"""What every import into a register shares: the door, the columns, and what is left unfinished."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from plans.models import Observation, RegisterIntake
from plans.observation_intake import ObservationImport
from tests.conftest import NOW
from tests.factories import supporter_of
from tests.plans.browsing import sign_in
from tests.plans.intake import files
from tests.plans.intake.test_intake_pages import text
from tests.plans.intake.test_package import LAUGHS, bomb
from tests.plans.intake.test_upload import Endless
from tests.plans.measures import MeasureFactory, observed
from tests.plans.values_tables import VALUES, address, begin, begun, choose, do_import, start

JUNE = dt.date(2020, 6, 1)
ROWS = [line.split("\t") for line in VALUES.splitlines()]
BOOK = files.workbook(("Values", ROWS))


@pytest.fixture
def measure(office):
    return MeasureFactory(title="Calls answered")


@pytest.fixture
def signed_in(client, finance_officer):
    """A browser of somebody who works for the post that answers for the measure."""
    client.force_login(finance_officer)
    return client


def bring(client, measure, name, content):
    return begin(client, start(measure), "", document=SimpleUploadedFile(name, content))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("values.xlsx", bomb(60), "unpacks to far more than a table needs"),
        ("values.xlsx", files.added(BOOK, "xl/vbaProject.bin", b"x"), "holds macros"),
        ("values.xlsm", BOOK, "It may hold macros"),
        (
            "values.xlsx",
            files.package({}, "application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
            "holds macros",
        ),
        (
            "values.xlsx",
            files.added(BOOK, "xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
            "takes values from other workbooks",
        ),
        (
            "values.xlsx",
            files.added(BOOK, "xl/extra.xml", LAUGHS.format(encoding="").encode()),
            "XML that Word and Excel do not write",
        ),
        ("values.csv", b"PK\x03\x04 more", "is not text, whatever its name says"),
        ("values.pdf", b"%PDF-1.7", "A PDF holds no table"),
        ("values.csv", b"", "values.csv is empty"),
        ("values.csv", b"<!DOCTYPE html><p>1,2", "values.csv is a web page, not a table. Open it"),
        ("values.xlsx", b"\n<HTML lang=en>", "values.xlsx is a web page, not a table. Open it"),
        ("<img src=x onerror=alert(1)>.exe", b"MZ", "cannot be read"),
    ],
)
def test_a_hostile_or_mistaken_file_is_refused_in_words(signed_in, measure, name, content, message):
    response = bring(signed_in, measure, name, content)

    assert message in response.context["form"].errors["document"][0]
    assert "<img src=x" not in response.content.decode()
    assert not RegisterIntake.objects.exists()


def test_a_piece_of_the_web_that_is_named_a_csv_is_no_register(signed_in, measure):
    page = b"<body><script>alert(1)</script><table><tr><td>April 2020</td></tr></table></body>"

    check = signed_in.get(bring(signed_in, measure, "values.csv", page).url)

    assert "not every column that is needed was found" in text(check)
    assert "<script>alert(1)" not in check.content.decode()
    assert check.context["finish_form"] is None


def test_a_formula_says_the_value_last_saved_and_is_never_worked_out(signed_in, measure):
    formula = files.workbook(("Values", [["Month", "Value"], ["April 2020", "=1000+204"]]))

    check = signed_in.get(bring(signed_in, measure, "values.xlsx", formula).url)

    assert "Formulas were not worked out" in text(check)
    assert "Row 2, Value: The cell is empty. Fill it, or delete the row." in text(check)


def test_a_formula_in_a_text_stays_text(signed_in, measure):
    words = "Month\tValue\tNote\nApril 2020\t5\t=HYPERLINK(<b>1</b>)"
    intake, check = begun(signed_in, start(measure), words)

    do_import(signed_in, intake)

    assert "=HYPERLINK(&lt;b&gt;1&lt;/b&gt;)" in check.content.decode()
    assert Observation.objects.get().words == "=HYPERLINK(<b>1</b>)"


def test_too_large_a_file_is_refused_before_it_is_read(signed_in, measure):
    head = (
        b'--limit\r\nContent-Disposition: form-data; name="document"; filename="v.xlsx"\r\n'
        b"Content-Type: application/octet-stream\r\n\r\n"
    )
    body = Endless(head, 200 * 1024 * 1024)

    response = signed_in.generic(
        "POST",
        start(measure),
        **{
            "CONTENT_TYPE": "multipart/form-data; boundary=limit",
            "CONTENT_LENGTH": str(200 * 1024 * 1024),
            "wsgi.input": body,
        },
    )

    assert response.status_code == 413
    assert "The file is larger than 10 MB" in response.content.decode()
    assert body.taken <= 64 * 1024


def test_nothing_brought_and_both_brought_are_said_and_what_was_typed_is_kept(signed_in, measure):
    nothing = begin(signed_in, start(measure), "")
    both = begin(signed_in, start(measure), document=SimpleUploadedFile("v.txt", b"x\ty"))

    assert nothing.context["form"].errors["pasted"] == ["Paste the table, or upload the document"]
    assert both.context["form"].errors["pasted"] == ["Paste the table or upload a file, not both"]
    assert "April 2020" in both.content.decode()


def test_the_start_page_says_what_the_columns_may_hold(signed_in, measure):
    page = text(signed_in.get(start(measure)))

    assert "Period Needed. Such as April 2020, Q1 2020/21 or 2020/21." in page
    assert "A cell that is left empty changes nothing." in page


def test_columns_with_other_headings_are_read_as_the_person_says(signed_in, measure):
    words = "Wann\tWieviel\nApril 2020\t5\nWann\tWieviel\nMay 2020\t6"
    intake, check = begun(signed_in, start(measure), words)

    halfway = choose(signed_in, intake, header_row="1", value="1")
    choose(signed_in, intake, header_row="1", period="0", value="1")
    again = signed_in.get(address(intake, "check"))

    assert "Say which column holds the period and the value" in text(check)
    assert "Say which column holds period" in text(halfway)
    assert "2 rows were read: 2 new" in text(again)
    assert "Row 3 repeats the headings." in text(again)


def test_the_sheet_with_the_register_is_found_among_others(signed_in, measure):
    book = files.workbook(("Cover", [["Scorecard"], ["Read me"]]), ("Values", ROWS))

    check = signed_in.get(bring(signed_in, measure, "values.xlsx", book).url)

    assert "2 rows were read: 2 new" in text(check)
    assert "The sheet “Values” was read; 1 other sheet was not." in text(check)


def test_a_table_without_rows_says_so(signed_in, measure):
    _, check = begun(signed_in, start(measure), "Month\tValue")

    assert "The table holds no row below its headings." in text(check)


def test_discarding_asks_first_and_touches_no_register(signed_in, measure):
    intake, _ = begun(signed_in, start(measure))

    asked = signed_in.get(address(intake, "discard"))
    still_there = RegisterIntake.objects.exists()
    done = signed_in.post(address(intake, "discard"))

    assert "Discard this table?" in text(asked)
    assert still_there
    assert done.url == start(measure)
    assert not RegisterIntake.objects.exists()


def test_a_table_imported_a_moment_before_is_not_said_to_be_discarded(
    signed_in, measure, monkeypatch
):
    intake, _ = begun(signed_in, start(measure))
    imported = RegisterIntake.objects.filter(pk=intake.pk)
    monkeypatch.setattr(ObservationImport, "demand", lambda flow: imported.update(imported_at=NOW))

    done = signed_in.post(address(intake, "discard"), follow=True)

    assert "discarded" not in text(done)
    assert imported.exists()


def test_a_problem_of_a_pasted_table_begins_as_a_sentence(signed_in, measure):
    page = begin(signed_in, start(measure), "Month\tValue\n" + "April 2020\t1\n" * 2_001)

    assert "The pasted table has more than 2,000 rows" in text(page)


def test_a_new_table_takes_the_place_of_the_one_left_unfinished(signed_in, measure):
    intake, _ = begun(signed_in, start(measure))

    page = signed_in.get(start(measure))
    begin(signed_in, start(measure), VALUES.replace("1,204", "1,205"))

    assert "A new table takes its place" in text(page)
    assert f'href="{address(intake, "check")}">Go on with it' in page.content.decode()
    assert RegisterIntake.objects.get().table["rows"][1][1][1] == "1,205"


def test_a_table_about_another_measure_stays(signed_in, measure):
    begin(signed_in, start(measure))

    begin(signed_in, start(MeasureFactory()))

    assert RegisterIntake.objects.count() == 2


@pytest.mark.parametrize("page", ["check", "columns", "finish", "discard"])
def test_a_table_is_for_whoever_brought_it_alone(client, signed_in, measure, page):
    intake, _ = begun(signed_in, start(measure))
    client.force_login(supporter_of("Chief Financial Officer"))

    assert client.get(address(intake, page)).status_code == 404


@pytest.mark.parametrize("page", ["check", "columns", "finish", "discard"])
def test_every_page_of_a_table_that_was_imported_leads_to_the_register(signed_in, measure, page):
    intake, _ = begun(signed_in, start(measure))
    do_import(signed_in, intake)

    assert signed_in.get(address(intake, page)).url == measure.get_absolute_url()


def test_a_table_of_one_register_is_not_found_under_another(signed_in, measure):
    intake, _ = begun(signed_in, start(measure))

    assert signed_in.get(f"/contracts/import/{intake.pk}/").status_code == 404


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in(
    client, finance_officer, measure
):
    observed(measure, 1200, since=JUNE)
    sign_in(client, finance_officer)
    client.cookies.pop("sessionid")
    begin(client, start(measure))
    sign_in(client, finance_officer)

    page = client.get(start(measure))

    assert "1,187" in page.content.decode()


def test_a_reason_typed_when_the_session_ended_is_there_after_signing_in(
    client, finance_officer, measure
):
    observed(measure, 1200, since=JUNE)
    sign_in(client, finance_officer)
    intake, _ = begun(client, start(measure), "Month\tValue\nJune 2020\t1,204")
    client.cookies.pop("sessionid")
    client.post(address(intake, "finish"), {"reason": "Late returns came in."})
    sign_in(client, finance_officer)

    page = client.get(address(intake, "finish"))

    assert "Late returns came in." in page.content.decode()
