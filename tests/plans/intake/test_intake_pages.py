"""The way of a document through the pages: bring it, check your answers, import it."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from opcc.office.models import Post
from plans.models import Activity, DeliveryPlan, Entry, Intake
from tests.factories import UserFactory, user_in
from tests.plans.browsing import sign_in
from tests.plans.intake import files
from tests.plans.intake.documents import PLAN

START = "/imports/"
TITLE = "Delivery Plan 2020 to 2021"


def begin(client, pasted=PLAN, **fields):
    fields = {"title": TITLE, "year": "2020", "pasted": pasted, **fields}
    return client.post(START, {name: value for name, value in fields.items() if value is not None})


def begun(client, pasted=PLAN, **fields):
    """The intake that a document became, and its check page."""
    response = begin(client, pasted, **fields)
    assert response.status_code == 302, errors(response)
    return Intake.objects.get(), client.get(response.url)


def errors(response):
    return response.context["form"].errors


def text(response):
    """The words of a page, without its markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def address(intake, page):
    return reverse(f"plans:intake-{page}", args=[intake.pk])


def do_import(client, intake, **fields):
    page = client.get(intake.get_absolute_url())
    expected = page.context["difference"].fingerprint
    return client.post(address(intake, "import"), {"expected": expected, **fields})


def choices(client, intake, **chosen):
    """What the form about columns and owners would post, with some of it chosen otherwise."""
    form = client.get(intake.get_absolute_url()).context["reading_form"]
    shown = {field.html_name: field.value() or "" for field in form}
    return client.post(address(intake, "columns"), {**shown, **chosen})


def test_a_pasted_table_is_checked_and_imported_by_one_who_may(signed_in, administrator):
    intake, check = begun(signed_in)

    done = do_import(signed_in, intake)

    plan = DeliveryPlan.objects.get()
    line = Entry.objects.first()
    assert "2 objectives, 3 activities and 4 owner links were read" in text(check)
    assert "Import 3 activities" in check.content.decode()
    assert done.url == plan.get_absolute_url()
    assert "3 new" in text(signed_in.get(done.url))
    assert (line.made_by, line.made_by_name) == (administrator, "Administrator")
    assert plan.activities.count() == 3


def test_the_check_page_shows_every_row_with_its_number_and_owners(signed_in):
    _, check = begun(signed_in)

    shown = text(check)
    assert "Mend the fence Chief Executive (lead) Chief Financial Officer" in shown
    assert "written “CEO &amp; CFO” 30 September 2020 written “September 2020” 2" in shown
    assert "Train everyone Chief Executive written “CEO” Continuing duty 4" in shown


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plan.csv", PLAN.replace("\t", ";").encode()),
        ("plan.txt", PLAN.encode()),
        ("plan.xlsx", files.workbook(("Plan", [r.split("\t") for r in PLAN.splitlines()]))),
    ],
)
def test_a_file_is_read_as_the_pasted_table_is(signed_in, name, content):
    upload = SimpleUploadedFile(name, content)

    intake, check = begun(signed_in, pasted="", document=upload)

    assert intake.source_name.startswith(name)
    assert "3 activities" in text(check)


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"title": " "}, "title", "Enter the title of the plan"),
        ({"year": "next"}, "year", "Enter the year as four figures, such as 2020"),
        ({"pasted": ""}, "pasted", "Paste the plan's table, or upload the document"),
        (
            {"document": SimpleUploadedFile("plan.txt", b"x\ty")},
            "pasted",
            "Paste the table or upload a file, not both",
        ),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_is_kept(signed_in, fields, field, message):
    response = begin(signed_in, **fields)

    assert errors(response)[field] == [message]
    assert not Intake.objects.exists()
    if fields.get("pasted") is None:
        assert "Mend the fence" in response.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("plan.pdf", b"%PDF-1.7", "plan.pdf cannot be read. A PDF holds no table"),
        ("plan.xlsx", b"not a zip at all", "plan.xlsx"),
        ("plan.txt", b"PK\x03\x04 more", "plan.txt is not text, whatever its name says"),
        ("plan.docx", files.package({"word/document.xml": b""}), "plan.docx"),
        ("plan.csv", b"", "plan.csv is empty"),
        ("<img src=x onerror=alert(1)>.exe", b"MZ", "cannot be read"),
    ],
)
def test_a_hostile_or_mistaken_file_is_refused_in_words(signed_in, name, content, message):
    response = begin(signed_in, pasted="", document=SimpleUploadedFile(name, content))

    assert message in errors(response)["document"][0]
    assert "<img src=x" not in response.content.decode()
    assert not Intake.objects.exists()


def test_a_title_of_another_year_is_refused_before_anything_is_kept(signed_in):
    DeliveryPlan.objects.create(title=TITLE, starts_on="2019-04-01")

    response = begin(signed_in)

    assert "is the plan of the year from 1 April 2019" in errors(response)["title"][0]


def test_problems_stand_at_the_top_and_nothing_can_be_imported(signed_in):
    words = PLAN.replace("September 2020", "soonish").replace("Paint the gate", "")

    intake, check = begun(signed_in, words)
    refused = signed_in.post(address(intake, "import"), {})

    page = check.content.decode()
    assert '<a href="#row-2">Row 2: The date “soonish” could not be read.' in page
    assert '<a href="#row-3">Row 3: The activity is empty.' in page
    assert 'id="row-2"' in page
    assert "2 problems must be put right" in text(check)
    assert "import_form" not in check.context
    assert refused.url == intake.get_absolute_url()
    assert not DeliveryPlan.objects.exists()


def test_a_table_with_other_headings_is_read_as_the_person_says(signed_in):
    words = "What\tBoss\tSo far\nMend the fence\tCEO\tdone\nPaint the gate\tCFO\t"
    intake, check = begun(signed_in, words)

    choices(
        signed_in,
        intake,
        header_row="1",
        activity="0",
        owner="1",
        sole_objective="Care for the town",
    )
    again = signed_in.get(intake.get_absolute_url())
    do_import(signed_in, intake)

    assert "no row in it looks like headings we know" in text(check)
    assert "1 objective, 2 activities and 2 owner links were read" in text(again)
    assert [str(a) for a in Activity.objects.all()] == ["1.1 Mend the fence", "1.2 Paint the gate"]


def test_a_column_cannot_be_two_things(signed_in):
    intake, _ = begun(signed_in)

    response = choices(signed_in, intake, owner="1")

    assert "Each column can be chosen once" in text(response)
    intake.refresh_from_db()
    assert intake.choices == {}


def test_an_unknown_owner_is_matched_to_a_post_or_made_one(signed_in):
    words = PLAN.replace("CFO", "Treasurer").replace(
        "Train everyone\tCEO", "Train everyone\tHead of <b>Training</b>"
    )
    intake, check = begun(signed_in, words)
    treasurer, training = check.context["reading_form"].owner_fields
    finance = Post.objects.get(title="Chief Financial Officer")

    choices(signed_in, intake, **{treasurer.html_name: str(finance.pk), training.html_name: "new"})
    ready = signed_in.get(intake.get_absolute_url())
    do_import(signed_in, intake)

    finance.refresh_from_db()
    assert "Import" not in text(check).split("Every row")[1].split("Discard")[0]
    assert "Head of &lt;b&gt;Training&lt;/b&gt;" in check.content.decode()
    assert "Import 3 activities" in ready.content.decode()
    assert Activity.objects.get(title="Paint the gate").lead == finance
    assert finance.aliases == ["CFO", "Treasurer"]
    assert Activity.objects.get(title="Train everyone").lead.title == "Head of <b>Training</b>"


def test_an_owner_cannot_be_matched_to_what_is_no_post(signed_in):
    intake, check = begun(signed_in, PLAN.replace("CFO", "Treasurer"))
    field = check.context["reading_form"].owner_fields[0]

    response = choices(signed_in, intake, **{field.html_name: "4711"})

    assert response.context["reading_form"].errors[field.html_name]


def test_markup_in_a_title_an_owner_and_a_heading_is_shown_as_text(signed_in):
    payload = "<script>alert(1)</script>"
    words = PLAN.replace("Mend the fence", payload).replace("CFO", f"{payload} Officer")
    words = words.replace("1. Care for the town", f"1. {payload} town")

    _, check = begun(signed_in, words.replace("ELT owner", "Owner (<img src=x onerror=a()>)"))

    page = check.content.decode()
    assert payload not in page
    assert "<img" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3


def test_a_second_document_shows_what_it_would_change_and_asks_why(signed_in, administrator):
    first, _ = begun(signed_in)
    do_import(signed_in, first)
    Intake.objects.all().delete()
    words = PLAN.replace("Paint the gate\tCFO", "Paint the gate\tCEO")
    intake, check = begun(signed_in, words)

    unsaid = do_import(signed_in, intake)
    done = do_import(signed_in, intake, reason="Agreed in May.")

    line = Entry.objects.get(kind="owner_changed")
    assert "1 changed, 2 unchanged" in text(check)
    assert "Owners Chief Financial Officer Chief Executive" in text(check)
    assert "Change 1 activity" in check.content.decode()
    assert "Say why the plan changes" in text(unsaid)
    assert done.url == DeliveryPlan.objects.get().get_absolute_url()
    assert (line.made_by, line.reason) == (administrator, "Agreed in May.")


def test_the_same_document_again_leaves_nothing_to_import(signed_in):
    first, _ = begun(signed_in)
    do_import(signed_in, first)
    Intake.objects.all().delete()

    _, check = begun(signed_in)

    assert "3 unchanged" in text(check)
    assert "There is nothing to import" in text(check)


def test_sending_the_same_import_twice_imports_once(signed_in):
    intake, check = begun(signed_in)
    expected = check.context["difference"].fingerprint

    first = signed_in.post(address(intake, "import"), {"expected": expected})
    second = signed_in.post(address(intake, "import"), {"expected": expected})

    intake.refresh_from_db()
    assert first.url == second.url == DeliveryPlan.objects.get().get_absolute_url()
    assert Entry.objects.count() == 3
    assert intake.table == {}


def test_a_plan_that_changed_after_the_check_is_shown_again(signed_in):
    first, _ = begun(signed_in)
    do_import(signed_in, first)
    Intake.objects.all().delete()
    words = PLAN.replace("Paint the gate\tCFO", "Paint the gate\tCEO")
    intake, check = begun(signed_in, words)
    Activity.objects.filter(title="Mend the fence").update(due_on="2020-12-31")

    response = signed_in.post(
        address(intake, "import"),
        {"expected": check.context["difference"].fingerprint, "reason": "Agreed."},
    )

    intake.refresh_from_db()
    assert response.status_code == 409
    assert "The plan was changed after this page was made" in text(response)
    assert "2 changed, 1 unchanged" in text(response)
    assert "Agreed." in response.content.decode()
    assert intake.imported_at is None


def test_discarding_asks_first_and_touches_no_plan(signed_in):
    intake, _ = begun(signed_in)

    asked = signed_in.get(address(intake, "discard"))
    still_there = Intake.objects.exists()
    done = signed_in.post(address(intake, "discard"))

    assert "Discard this document?" in text(asked)
    assert still_there
    assert done.url == START
    assert not Intake.objects.exists()


def test_a_new_document_takes_the_place_of_the_one_left_unfinished(signed_in):
    begin(signed_in)

    begin(signed_in, PLAN.replace("Mend", "Build"))

    assert [row[1][1] for row in Intake.objects.get().table["rows"]][1] == "Build the fence"


def test_the_start_page_says_that_a_new_document_replaces_the_unfinished_one(signed_in):
    intake, _ = begun(signed_in)

    page = signed_in.get(START)

    assert "A new document takes its place" in text(page)
    assert f'href="{intake.get_absolute_url()}">Go on with it' in page.content.decode()


@pytest.mark.parametrize("page", ["detail", "columns", "import", "discard"])
def test_a_document_is_for_whoever_brought_it_alone(client, signed_in, page):
    intake, _ = begun(signed_in)
    client.force_login(user_in("Administrators", name="Another"))

    assert client.get(address(intake, page)).status_code == 404
    assert client.post(address(intake, page)).status_code == 404


def test_staff_may_not_import_and_the_panel_finds_nothing(client, outsider, panel_member):
    answers = []
    for user in (outsider, panel_member, UserFactory()):
        client.force_login(user)
        answers.append((client.get(START).status_code, begin(client).status_code))

    assert answers == [(403, 403), (404, 404), (404, 404)]
    assert not Intake.objects.exists()


def test_who_answers_for_the_whole_plan_may_import(client, chief_executive):
    client.force_login(chief_executive)

    assert client.get(START).status_code == 200


def test_what_was_typed_when_the_session_ended_is_there_after_signing_in(
    client, administrator, posts
):
    sign_in(client, administrator)
    client.cookies.pop("sessionid")
    begin(client)
    sign_in(client, administrator)

    page = client.get(START)

    assert "Mend the fence" in page.content.decode()
