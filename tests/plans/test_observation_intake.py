"""Values of measures from a paste or a file: new ones, revised ones, and those that stand."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from plans.measures import reading
from plans.models import Observation, RegisterIntake
from tests.factories import UserFactory
from tests.plans.intake import files
from tests.plans.intake.test_intake_pages import text
from tests.plans.measures import MeasureFactory, observed
from tests.plans.values_tables import (
    MANY,
    address,
    begin,
    begun,
    choose,
    do_import,
    problems,
    start,
)

APRIL, MAY = dt.date(2020, 4, 1), dt.date(2020, 5, 1)
CHECK_QUERIES = 5
CHECK_QUERIES_OF_MANY = 5


@pytest.fixture
def measure(office):
    return MeasureFactory(title="Calls answered")


@pytest.fixture
def signed_in(client, finance_officer):
    """A browser of somebody who works for the post that answers for the measures."""
    client.force_login(finance_officer)
    return client


def test_a_pasted_series_is_checked_and_imported(signed_in, measure, finance_officer):
    intake, check = begun(signed_in, start(measure))

    done = do_import(signed_in, intake)

    first, second = reading(measure).observations
    assert "2 rows were read: 2 new" in text(check)
    assert "Import 2 values" in check.content.decode()
    assert done.url == measure.get_absolute_url()
    assert (first.period, first.value, first.is_provisional) == (APRIL, Decimal(1204), False)
    assert (second.period, second.value) == (MAY, Decimal(1187))
    assert (first.made_by, first.said_on) == (finance_officer, dt.date(2020, 12, 14))
    assert first.made_by_post == "Staff of Chief Financial Officer"


def test_notes_and_provisional_values_are_kept(signed_in, measure):
    header = "Month\tResult\tComments\tProvisional"
    words = f"{header}\nApril 2020\t5\tOne line was down.\tYes\nMay 2020\t6\t\t"
    intake, check = begun(signed_in, start(measure), words)

    do_import(signed_in, intake)

    first, second = reading(measure).observations
    assert "5 calls, provisional" in text(check)
    assert (first.words, first.is_provisional) == ("One line was down.", True)
    assert (second.words, second.is_provisional) == ("", False)


def test_a_workbook_says_dates_and_shares_as_it_shows_them(signed_in, office):
    measure = MeasureFactory(unit="per cent", decimals=1)
    book = files.workbook(("V", [["Month", "Value"], [APRIL, 0.812], [MAY, 0.07]]))
    content = files.replaced(
        book,
        "xl/styles.xml",
        lambda part: part.replace(b'numFmtId="0"', b'numFmtId="10"'),
    )
    upload = SimpleUploadedFile("values.xlsx", content)
    intake, check = begun(signed_in, start(measure), "", document=upload)

    do_import(signed_in, intake)

    assert "81.2 per cent" in text(check)
    assert [each.value for each in reading(measure).observations] == [Decimal("81.2"), Decimal(7)]


@pytest.mark.parametrize("heading", ["Days", "%", "average DAYS to answer"])
def test_values_may_stand_under_the_unit_or_the_title_of_the_measure(signed_in, office, heading):
    unit = "%" if heading == "%" else "days"
    measure = MeasureFactory(title="Average days to answer", unit=unit, decimals=1)
    intake, _ = begun(signed_in, start(measure), f"Month\t{heading}\nFeb-20\t7.2")

    do_import(signed_in, intake)

    assert measure.observations.get().value == Decimal("7.2")


def test_a_column_of_that_name_gives_way_to_one_called_the_value(signed_in, measure):
    words = "Month\tCalls\tValue\nApril 2020\t1\t2"
    intake, _ = begun(signed_in, start(measure), words)

    do_import(signed_in, intake)

    assert measure.observations.get().value == 2


def test_a_table_of_periods_and_numbers_needs_no_headings(signed_in, measure):
    intake, check = begun(signed_in, start(measure), "Apr-20\t1,204\nMay-20\t1,187")

    do_import(signed_in, intake)

    assert "2 rows were read: 2 new" in text(check)
    assert [each.value for each in reading(measure).observations] == [1204, 1187]


@pytest.mark.parametrize("first", ["Spring\t5", "Apr-20\tmany", "Apr-20\t5\t6"])
def test_columns_without_headings_are_asked_for_where_they_are_not_plain(signed_in, measure, first):
    _, check = begun(signed_in, start(measure), f"{first}\nMay-20\t1,187")

    assert check.context["missing"] == ["period", "value"]


def test_the_name_of_a_file_is_shown_as_it_is(signed_in, measure):
    upload = SimpleUploadedFile("bad.csv", b"Month,Value\nApril 2020,5")
    _, check = begun(signed_in, start(measure), "", document=upload)

    again = signed_in.get(start(measure))

    assert "Read from bad.csv" in text(check)
    assert "bad.csv is not imported yet" in text(again)


def test_a_pasted_table_is_named_to_begin_a_sentence(signed_in, measure):
    _, check = begun(signed_in, start(measure))

    assert "Read from The pasted table" in text(check)


@pytest.mark.parametrize(
    ("frequency", "period", "first_day"),
    [
        ("quarter", "Q1 2020/21", APRIL),
        ("quarter", "April to June 2020", APRIL),
        ("year", "2020/21", APRIL),
        ("month", "2020-05", MAY),
    ],
)
def test_a_period_is_read_as_the_measure_is_counted(
    signed_in, office, frequency, period, first_day
):
    measure = MeasureFactory(frequency=frequency)
    intake, _ = begun(signed_in, start(measure), f"Period\tValue\n{period}\t5")

    do_import(signed_in, intake)

    assert measure.observations.get().period == first_day


def test_two_faulty_rows_are_both_named_and_nothing_can_be_imported(signed_in, measure):
    words = "Month\tValue\nSpring\t1\nMay 2020\tmany\nJune 2020\t3"
    intake, check = begun(signed_in, start(measure), words)

    refused = signed_in.post(address(intake, "finish"), {})

    assert problems(check) == [
        "Row 2, Period: “Spring” is not a month. Write it as April 2020.",
        "Row 3, Value: “many” cannot be kept. Enter a number, such as 1,204 or 81.2.",
    ]
    assert "2 problems must be put right before anything can be imported" in text(check)
    assert refused.url == address(intake, "check")
    assert not Observation.objects.exists()


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (
            "January 2021\t5",
            "Row 3, Period: January 2021 has not begun. Take the row out until it has.",
        ),
        (
            "April 2020\t5",
            "Row 3, Period: April 2020 is in row 2 already. Keep one of the two rows.",
        ),
        ("May 2020\t", "Row 3, Value: The cell is empty. Fill it, or delete the row."),
        ("\t5", "Row 3, Period: The cell is empty. Fill it, or delete the row."),
    ],
)
def test_a_problem_names_the_row_and_the_field_and_says_what_to_do(
    signed_in, measure, row, problem
):
    _, check = begun(signed_in, start(measure), f"Month\tValue\nApril 2020\t1\n{row}")

    assert problems(check) == [problem]


def test_a_value_finer_than_the_measure_is_a_problem(signed_in, measure):
    _, check = begun(signed_in, start(measure), "Month\tValue\nApril 2020\t1.5")

    assert problems(check) == [
        (
            "Row 2, Value: “1.5” is finer than the measure, which is shown in whole numbers. "
            "Round it, or copy the table and paste it, which brings values as they are shown."
        )
    ]


def test_the_same_values_again_change_nothing(signed_in, measure):
    observed(measure, 1204, 1187, since=APRIL, is_provisional=True)

    _, check = begun(signed_in, start(measure))

    assert "2 rows were read: 2 unchanged" in text(check)
    assert "There is nothing to import: the register says all of this already." in text(check)


def test_the_values_that_were_downloaded_can_be_brought_back(signed_in, measure):
    observed(measure, 1204, 1187, since=APRIL)
    values = signed_in.get(f"/measures/{measure.pk}/values/csv/").content

    upload = SimpleUploadedFile("values.csv", values)
    _, check = begun(signed_in, start(measure), "", document=upload)

    assert "2 rows were read: 2 unchanged" in text(check)


def test_a_revision_is_listed_from_old_to_new_and_says_why(signed_in, measure):
    observed(measure, 1200, 1187, since=APRIL)
    intake, check = begun(signed_in, start(measure))

    unsaid = do_import(signed_in, intake)
    do_import(signed_in, intake, reason="Late returns came in.")

    old, new = measure.observations.filter(period=APRIL).order_by("made_at", "pk")
    assert "1 changed, 1 unchanged" in text(check)
    assert "April 2020 Value 1,200 calls 1,204 calls" in text(check)
    assert "Say why values are revised" in text(unsaid)
    assert (old.value, new.value) == (Decimal(1200), Decimal(1204))
    assert new.words == "Late returns came in."
    assert measure.observations.count() == 3


def test_a_note_in_the_row_is_the_reason_of_its_revision(signed_in, measure):
    observed(measure, 1200, since=APRIL)
    intake, check = begun(signed_in, start(measure), "Month\tValue\tNote\nApril 2020\t1,204\tLate.")

    do_import(signed_in, intake)

    assert "reason" not in check.context["finish_form"].fields
    assert reading(measure).observations[0].words == "Late."


def test_a_provisional_value_is_made_final_without_a_reason(signed_in, measure):
    observed(measure, 1204, since=APRIL, is_provisional=True)
    words = "Month\tValue\tProvisional\nApril 2020\t1,204\tno"
    intake, check = begun(signed_in, start(measure), words)

    do_import(signed_in, intake)

    assert "1,204 calls, provisional 1,204 calls" in text(check)
    assert not reading(measure).observations[0].is_provisional


def test_values_of_many_measures_name_their_own(signed_in, measure):
    other = MeasureFactory(title="Visits made", frequency="quarter", unit="visits")
    words = "Measure\tPeriod\tValue\ncalls answered\tApril 2020\t5\nVisits\tQ1 2020/21\t7"
    intake, check = begun(signed_in, MANY, words)
    field = check.context["matched"][0][3][0]

    choose(signed_in, intake, **{field.html_name: str(other.pk)})
    ready = signed_in.get(address(intake, "check"))
    done = do_import(signed_in, intake)

    assert "Say above what 1 name stands for" in text(check)
    assert "Visits made, April to June 2020" in text(ready)
    assert done.url == "/measures/"
    assert measure.observations.get().value == 5
    assert other.observations.get().value == 7


def test_measures_of_others_and_ended_ones_are_problems_of_their_rows(client, outsider, measure):
    ended = MeasureFactory(title="Old", ended_on=dt.date(2020, 6, 1))
    client.force_login(outsider)
    words = "Measure\tPeriod\tValue\n" + "\n".join(
        f"{name}\t{month} 2020\t5"
        for name in ("Calls answered", ended)
        for month in ("April", "May")
    )

    _, check = begun(client, MANY, words)

    assert problems(check) == [
        (
            "Row 2, Measure: The Chief Financial Officer answers for “Calls answered”, and you do "
            "not work for that post. Ask them to import it, or take its 2 rows out."
        ),
        "Row 4, Measure: “Old” is no longer reported: take its 2 rows out.",
    ]


def test_sending_the_same_import_twice_imports_once(signed_in, measure):
    intake, check = begun(signed_in, start(measure))
    expected = check.context["difference"].fingerprint

    first = signed_in.post(address(intake, "finish"), {"expected": expected})
    second = signed_in.post(address(intake, "finish"), {"expected": expected})

    intake.refresh_from_db()
    assert first.url == second.url == measure.get_absolute_url()
    assert measure.observations.count() == 2
    assert (intake.table, intake.outcome) == ({}, "2 new")


def test_a_value_that_was_said_meanwhile_is_shown_again(signed_in, measure):
    intake, check = begun(signed_in, start(measure))
    observed(measure, 1200, since=APRIL)

    response = signed_in.post(
        address(intake, "finish"), {"expected": check.context["difference"].fingerprint}
    )

    intake.refresh_from_db()
    assert response.status_code == 409
    assert "Something was changed after this page was made" in text(response)
    assert "1 new, 1 changed" in text(response)
    assert "Why values are revised" in text(response)
    assert measure.observations.count() == 1
    assert intake.imported_at is None


def test_only_who_works_for_the_measure_may_import_its_values(
    client, outsider, administrator, panel_member, measure
):
    answers = []
    for user in (outsider, administrator, panel_member, UserFactory()):
        client.force_login(user)
        answers.append((client.get(start(measure)).status_code, client.get(MANY).status_code))

    assert answers == [(403, 200), (403, 403), (404, 404), (404, 404)]


def test_nothing_is_imported_to_a_measure_that_ended_or_is_not_there(signed_in, measure):
    measure.change(ended_on=dt.date(2020, 12, 1))

    asked = signed_in.get(start(measure))
    posted = begin(signed_in, start(measure))

    assert asked.url == posted.url == measure.get_absolute_url()
    assert signed_in.get("/measures/4711/import/").status_code == 404
    assert not RegisterIntake.objects.exists()


@pytest.mark.parametrize("number", [1, 8])
def test_the_check_page_asks_the_same_for_one_value_and_for_many(
    signed_in, measure, django_assert_num_queries, number
):
    observed(measure, *range(number), since=APRIL)
    lines = [f"{month} 2020\t5" for month in MONTHS[:number]]
    intake, _ = begun(signed_in, start(measure), "\n".join(["Month\tValue", *lines]))

    with django_assert_num_queries(CHECK_QUERIES):
        check = signed_in.get(address(intake, "check"))

    assert len(check.context["difference"].lines) == number


@pytest.mark.parametrize("number", [1, 8])
def test_the_check_page_of_many_measures_asks_the_same_for_one_and_for_many(
    signed_in, django_assert_num_queries, number
):
    lines = [f"{MeasureFactory()}\tApril 2020\t5" for _ in range(number)]
    intake, _ = begun(signed_in, MANY, "\n".join(["Measure\tMonth\tValue", *lines]))

    with django_assert_num_queries(CHECK_QUERIES_OF_MANY):
        check = signed_in.get(address(intake, "check"))

    assert len(check.context["difference"].lines) == number


MONTHS = ("April", "May", "June", "July", "August", "September", "October", "November")
