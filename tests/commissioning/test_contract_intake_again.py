"""A table of contracts that are here already: what differs, who may write it, and two at once."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from commissioning.models import Contract, ContractLine
from plans.models import RegisterIntake
from tests.commissioning.contract_tables import (
    C001,
    HEADER,
    LIST,
    START,
    address,
    begin,
    begun,
    do_import,
    problems,
    stands,
)
from tests.commissioning.factories import reviewed
from tests.factories import DeliveryPlanFactory, UserFactory, holder_of, post, promised_activity
from tests.plans.intake.test_intake_pages import text

CHECK_QUERIES = 14


def test_the_same_table_again_changes_nothing(importer):
    first, _ = begun(importer)
    do_import(importer, first)

    _, check = begun(importer)

    assert "2 rows were read: 2 unchanged" in text(check)
    assert "There is nothing to import: the register says all of this already." in text(check)


def test_the_register_that_was_downloaded_can_be_brought_back(importer):
    first, _ = begun(importer)
    do_import(importer, first)
    register = importer.get("/contracts/csv/").getvalue()

    _, check = begun(importer, "", document=SimpleUploadedFile("contracts.csv", register))

    assert "2 rows were read: 2 unchanged" in text(check)


def test_what_differs_is_listed_from_old_to_new_and_written(importer):
    contract = stands(title="Help for victims", extension="One year")
    intake, check = begun(importer, f"{HEADER}\tExtension\n{C001}\t")

    do_import(importer, intake)

    contract.refresh_from_db()
    assert "1 row was read: 1 changed" in text(check)
    assert "Title Help for victims Support for victims" in text(check)
    assert "Change 1 contract" in check.content.decode()
    assert (contract.title, contract.extension) == ("Support for victims", "One year")
    assert contract.history.count() == 2
    assert not ContractLine.objects.exists()


def test_a_value_or_a_last_day_moves_only_with_a_reason(varier):
    contract = stands(value=80_000, ends_on=dt.date(2021, 3, 31))
    intake, check = begun(varier, f"{HEADER}\n{C001}")

    unsaid = do_import(varier, intake)
    done = do_import(varier, intake, reason="Extended as the contract allows.")

    contract.refresh_from_db()
    line = contract.lines.get()
    assert "Value £80,000 £90,000" in text(check)
    assert "Last day 31 March 2021 31 March 2022" in text(check)
    assert "Say why values or last days change" in text(unsaid)
    assert done.url == LIST
    assert (line.kind, line.words) == ("varied", "Extended as the contract allows.")
    assert (line.value_from, line.value_to) == (Decimal(80_000), Decimal(90_000))
    assert (contract.ends_on, contract.first_ends_on) == (
        dt.date(2022, 3, 31), dt.date(2021, 3, 31),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (dt.date(2015, 4, 1), dt.date(2016, 3, 31)),
        (dt.date(2025, 4, 1), dt.date(2026, 3, 31)),
    ],
)
def test_a_term_can_move_as_a_whole(varier, starts_on, ends_on):
    contract = stands(starts_on=starts_on, ends_on=ends_on, notice_on=ends_on)
    intake, _ = begun(varier, f"{HEADER}\tNotice date\n{C001}\t1 January 2022")

    do_import(varier, intake, reason="The years were wrong.")

    contract.refresh_from_db()
    assert (contract.starts_on, contract.ends_on) == (dt.date(2019, 4, 1), dt.date(2022, 3, 31))


def test_who_may_not_vary_is_told_who_may(importer, chief_executive):
    stands(value=80_000)

    _, check = begun(importer, f"{HEADER}\n{C001}")

    assert problems(check) == [
        (
            "Row 2, Value: The register says £80,000, and only the Chief Executive may vary a "
            "contract. Ask them to import the row, or write £80,000."
        )
    ]


def test_another_posts_contract_is_a_problem_of_its_row(client, known, outsider):
    stands(title="Help for victims")
    client.force_login(outsider)

    _, check = begun(client)

    assert problems(check) == [
        (
            "Row 2, Reference: The Chief Financial Officer manages C001, and you do not work for "
            "that post. Ask them to import the row, or take it out."
        )
    ]


def test_what_reviews_have_settled_is_not_imported_over(varier):
    contract = stands()
    reviewed(contract, on=dt.date(2020, 10, 5), next_review_on=dt.date(2021, 1, 11))
    table = f"{HEADER}\tNext review\n{C001.replace('01/04/2019', '06/10/2020')}\t1 March 2021"

    _, page = begun(varier, table)

    assert problems(page) == [
        "Row 2, First day: It was reviewed on 5 October 2020. Write that day or an earlier day.",
        (
            "Row 2, Next review: The register says 11 January 2021, which a review moves. Write "
            "that day, or leave the cell empty."
        ),
    ]


def test_a_closed_contract_stays_as_it_is(varier):
    stands(title="Help for victims", closed_on=dt.date(2020, 12, 1))

    _, check = begun(varier)

    assert problems(check) == [
        "Row 2, Reference: C001 is closed and stays as it is. Take the row out."
    ]


def test_links_to_other_years_stay_when_those_of_this_year_change(importer, plan):
    lead = post("Chief Financial Officer")
    old, new = (promised_activity(plan, lead=lead, number=number) for number in (1, 2))
    last_year = DeliveryPlanFactory(title="Last year", starts_on=dt.date(2019, 4, 1))
    kept = promised_activity(last_year, lead=lead)
    contract = stands()
    contract.activities.set([kept, old])
    intake, check = begun(importer, f"{HEADER}\tActivities\n{C001}\t{new.reference}")

    do_import(importer, intake)

    assert f"Activities {old.reference} {new.reference}" in text(check)
    assert set(contract.activities.all()) == {kept, new}


def test_sending_the_same_import_twice_imports_once(importer):
    intake, check = begun(importer)
    expected = check.context["difference"].fingerprint

    first = importer.post(address(intake, "finish"), {"expected": expected})
    second = importer.post(address(intake, "finish"), {"expected": expected})

    intake.refresh_from_db()
    assert first.url == second.url == LIST
    assert Contract.objects.count() == 2
    assert (intake.table, intake.outcome) == ({}, "2 new")


def test_a_contract_that_changed_after_the_check_is_shown_again(varier):
    contract = stands(value=80_000)
    intake, check = begun(varier, f"{HEADER}\n{C001}")
    contract.change(title="Help for victims")

    response = varier.post(
        address(intake, "finish"),
        {"expected": check.context["difference"].fingerprint, "reason": "Agreed in May."},
    )

    contract.refresh_from_db()
    intake.refresh_from_db()
    assert response.status_code == 409
    assert "Something was changed after this page was made" in text(response)
    assert "Title Help for victims Support for victims" in text(response)
    assert "Agreed in May." in response.content.decode()
    assert (contract.value, intake.imported_at) == (Decimal(80_000), None)


def test_a_contract_that_somebody_else_entered_meanwhile_is_not_entered_twice(importer):
    intake, check = begun(importer)
    stands()

    response = importer.post(
        address(intake, "finish"), {"expected": check.context["difference"].fingerprint}
    )

    assert response.status_code == 409
    assert "1 new, 1 unchanged" in text(response)
    assert Contract.objects.count() == 1


def test_who_holds_no_post_may_not_import_and_others_find_nothing(
    client, administrator, panel_member
):
    answers = []
    for user in (administrator, panel_member, UserFactory()):
        client.force_login(user)
        answers.append((client.get(START).status_code, begin(client).status_code))

    assert answers == [(403, 403), (404, 404), (404, 404)]
    assert not RegisterIntake.objects.exists()


@pytest.mark.parametrize("page", ["check", "columns", "finish", "discard"])
def test_a_table_is_for_whoever_brought_it_alone(client, importer, page):
    intake, _ = begun(importer)
    client.force_login(holder_of("Head of Estates"))

    assert client.get(address(intake, page)).status_code == 404


@pytest.mark.parametrize("number", [1, 20])
def test_the_check_page_asks_the_same_for_one_row_and_for_many(
    importer, plan, django_assert_num_queries, number
):
    activity = promised_activity(plan, lead=post("Chief Financial Officer"))
    lines = [f"{HEADER}\tActivities"]
    for row in range(number):
        contract = stands(reference=f"C{row:03}", title="Help for victims")
        contract.activities.set([activity])
        for reference in (contract.reference, f"N{row:03}"):
            lines.append(f"{C001.replace('C001', reference)}\t{activity.reference}")
    intake, _ = begun(importer, "\n".join(lines))

    with django_assert_num_queries(CHECK_QUERIES):
        check = importer.get(address(intake, "check"))

    assert len(check.context["difference"].lines) == 2 * number
