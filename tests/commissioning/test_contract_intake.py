"""Contracts from a spreadsheet: read and checked row by row, imported all of it or nothing."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commissioning.models import Contract, Provider
from tests.commissioning.contract_tables import (
    C001,
    HEADER,
    LIST,
    TABLE,
    address,
    begun,
    choose,
    do_import,
    problems,
)
from tests.commissioning.factories import ServiceFactory
from tests.factories import DepartmentFactory, post, promised_activity
from tests.plans.intake import files
from tests.plans.intake.test_intake_pages import text

NOT_A_DAY = "is not a day. Write it as 31 March 2021, 31/03/2021 or 2021-03-31."
DISORDER = "It ends on 31 March 2019, before its first day, 1 April 2019. Correct one."
NO_ROUTE = (
    "“Beauty contest” is no procurement route. Write Open tender, Framework or call-off, "
    "Quotations, Direct award or Bought by a partner."
)


def test_a_pasted_table_is_checked_and_imported(importer):
    intake, check = begun(importer)

    done = do_import(importer, intake)

    first, second = Contract.objects.order_by("reference")
    assert "2 rows were read: 2 new" in text(check)
    assert "Import 2 contracts" in check.content.decode()
    assert done.url == LIST
    assert "Imported from the pasted table: 2 new." in text(importer.get(LIST))
    assert (first.title, first.value, first.first_value) == (
        "Support for victims", Decimal(90_000), Decimal(90_000),
    )  # fmt: skip
    assert (first.starts_on, first.ends_on) == (dt.date(2019, 4, 1), dt.date(2022, 3, 31))
    assert second.ends_on == second.first_ends_on == dt.date(2021, 3, 31)
    assert (second.procurement_route, second.owner.title) == ("direct", "Chief Financial Officer")


def test_everything_that_a_contract_can_say_is_read(importer, plan):
    activity = promised_activity(plan, lead=post("Chief Financial Officer"), number=3)
    department = DepartmentFactory(name="Estates")
    more = "\tReview date\tNotice date\tExtension options\tDepartment\tActivities"
    said = f"\t1 May 2021\t30/09/2021\tTwo years\tEstates\t{activity.reference}"
    intake, check = begun(importer, f"{HEADER}{more}\n{C001}{said}")

    do_import(importer, intake)

    contract = Contract.objects.get()
    assert f"Activities: {activity.reference}" in text(check)
    assert contract.review_on == dt.date(2021, 5, 1)
    assert contract.notice_on == dt.date(2021, 9, 30)
    assert (contract.extension, contract.department) == ("Two years", department)
    assert list(contract.activities.all()) == [activity]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("contracts.csv", TABLE.replace(",", "").replace("\t", ",").encode()),
        ("contracts.csv", TABLE.replace("\t", ";").encode()),
        ("contracts.xlsx", files.workbook(("C", [r.split("\t") for r in TABLE.splitlines()]))),
    ],
)
def test_a_file_is_read_as_the_pasted_table_is(importer, name, content):
    upload = SimpleUploadedFile(name, content)

    intake, check = begun(importer, pasted="", document=upload)

    assert intake.source_name.startswith(name)
    assert "2 new" in text(check)


def test_days_and_amounts_of_a_workbook_are_read_as_it_keeps_them(importer):
    row = [*C001.split("\t")]
    row[4:7] = [90000.5, dt.date(2019, 4, 1), dt.date(2022, 3, 31)]
    content = files.workbook(("Cover", [["Register"]]), ("C", [HEADER.split("\t"), row]))
    upload = SimpleUploadedFile("contracts.xlsx", content)
    intake, _ = begun(importer, pasted="", document=upload)

    do_import(importer, intake)

    contract = Contract.objects.get()
    assert contract.value == Decimal("90000.50")
    assert (contract.starts_on, contract.ends_on) == (dt.date(2019, 4, 1), dt.date(2022, 3, 31))


def test_two_faulty_rows_are_both_named_and_nothing_can_be_imported(importer):
    words = TABLE.replace("12,000", "12k").replace("01/04/2019", "last spring")
    intake, check = begun(importer, words)

    refused = importer.post(address(intake, "finish"), {})

    page = text(check)
    assert problems(check) == [
        f"Row 2, First day: “last spring” {NOT_A_DAY}",
        "Row 3, Value: “12k” is not an amount. Write it as 12000 or £12,000.",
    ]
    assert "Row 3, Value: “12k” is not an amount. Write it as 12000 or £12,000." in page
    assert '<a href="#row-3">' in check.content.decode()
    assert 'id="row-3"' in check.content.decode()
    assert "2 problems must be put right before anything can be imported" in page
    assert check.context["finish_form"] is None
    assert refused.url == address(intake, "check")
    assert not Contract.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "31 March 2022",
            "31 March 2019",
            f"Row 2, Last day: {DISORDER}",
        ),
        ("C002", "c001", "Row 3, Reference: c001 is in row 2 already. Keep one of the two rows."),
        (
            "C002",
            "",
            "Row 3, Reference: There is none. Give the contract one, or delete the row.",
        ),
        (
            "Direct award",
            "Beauty contest",
            f"Row 3, Procurement route: {NO_ROUTE}",
        ),
        ("12,000", "-5", "Row 3, Value: “-5” is below zero. Write an amount of £0 or more."),
        ("12,000", "1.005", "Row 3, Value: “1.005” is finer than a penny. Write it to the penny."),
        (
            "12,000",
            "99999999999",
            "Row 3, Value: “99999999999” is larger than can be kept. Check it.",
        ),
        ("12,000", "", "Row 3, Value: The cell is empty. A new contract needs it."),
        (
            "2020-04-01",
            "April 2020",
            f"Row 3, First day: “April 2020” {NOT_A_DAY}",
        ),
    ],
)  # fmt: skip
def test_a_problem_names_the_row_and_the_field_and_says_what_to_do(importer, old, new, problem):
    _, check = begun(importer, TABLE.replace(old, new))

    assert problems(check) == [problem]


def test_a_column_that_new_contracts_need_is_missed_once(importer):
    lines = ["\t".join(line.split("\t")[:-2]) for line in TABLE.splitlines()]

    _, check = begun(importer, "\n".join(lines))

    assert problems(check) == [
        f"{label}: The table has no such column, and 2 contracts are new. Add it to the table, or "
        "say below which column holds it."
        for label in ("Procurement route", "Manager")
    ]


def test_a_number_that_no_activity_has_is_a_problem(importer, plan):
    _, check = begun(importer, f"{HEADER}\tActivities\n{C001}\t9.9, 1")

    assert problems(check) == [
        (
            "Row 2, Activities: This year's plan has no activity “9.9” and “1”. "
            "Write numbers as on its page, such as 3.14."
        )
    ]


def test_the_table_without_its_reference_is_read_once_a_person_says_where_it_is(importer):
    intake, check = begun(importer, TABLE.replace("Reference", "Our code"))

    choose(importer, intake, reference="0")
    again = importer.get(address(intake, "check"))

    assert "not every column that is needed was found" in text(check)
    assert "Say which column holds the reference" in text(check)
    assert "2 rows were read: 2 new" in text(again)


def test_a_column_cannot_be_two_things(importer):
    intake, _ = begun(importer)

    response = choose(importer, intake, title="0")

    assert "Each column can be chosen once" in text(response)


def test_names_that_are_not_known_are_chosen_or_made(importer, finance_chief):
    words = TABLE.replace("Harbour Lane Support", "Tide House").replace("Victim services", "VS")
    intake, check = begun(importer, words.replace("CFO", "Treasurer"))
    asked = {field: fields for field, _, _, fields in check.context["matched"]}
    service = ServiceFactory()
    manager = post("Chief Financial Officer")

    choose(
        importer,
        intake,
        **{
            asked["provider"][0].html_name: "new:charity",
            asked["service"][0].html_name: str(service.pk),
            asked["owner"][0].html_name: str(manager.pk),
        },
    )
    ready = importer.get(address(intake, "check"))
    do_import(importer, intake)

    made = Provider.objects.get(name="Tide House")
    assert "Say above what 3 names stand for" in text(check)
    assert "Rows 2, 3" in text(check)
    assert "Tide House (new)" in text(ready)
    assert (made.kind, made.owner) == ("charity", manager)
    assert {c.provider for c in Contract.objects.all()} == {made}
    assert {c.service for c in Contract.objects.all()} == {service}
    assert Contract.objects.get(reference="C001").owner == manager


def test_a_name_cannot_stand_for_what_was_not_offered(importer):
    intake, check = begun(importer, TABLE.replace("Harbour Lane Support", "Tide House"))
    field = check.context["matched"][0][3][0]

    response = choose(importer, intake, **{field.html_name: "new:circus"})

    assert response.context["reading_form"].errors[field.html_name]
