"""Hostile words through every way in, and out by every way: as words, and as nothing more."""

import csv
import datetime as dt
import json
import re
from html.parser import HTMLParser
from io import BytesIO, StringIO

import docx
import icalendar
import openpyxl
import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from opcc.office.models import AccessKey, OutgoingMail
from opcc.office.text import one_line, with_its_lines
from opcc.portal.archive.writing import export
from opcc.portal.digest import composing
from plans.forms.fields import LONGEST_TEXT
from plans.intake.reading import read_pasted
from plans.models import Activity, DeliveryPlan, Draft
from tests.access.addresses import GET
from tests.access.conftest import path_of
from tests.conftest import NOW
from tests.factories import moment, post, promised_activity, said
from tests.governance.packs import published
from tests.payloads import PAYLOADS
from tests.plans.browsing import address, typed

TITLE_AT_MOST = 200
ABOUT_AN_ACTIVITY = (
    "plans:activity-detail",
    "plans:activity-calendar",
    "governance:pack-activity",
)
NUMBER = re.compile(r"-\d+(\.\d+)?")
FORMULA = tuple("=+-@\t\r\n\0")
PROPERTIES = {
    *("UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "LOCATION"),
    *("DESCRIPTION", "URL", "STATUS", "TRANSP"),
}


# --- Ways in ------------------------------------------------------------------------------------
@pytest.mark.parametrize("words", PAYLOADS.values(), ids=PAYLOADS)
def test_a_form_keeps_the_words_and_takes_out_only_what_nobody_can_read(
    client, activity, finance_chief, words
):
    client.force_login(finance_chief)
    url = address("update", activity)

    page = client.post(url, typed(client, url, status="on_track", narrative=words))

    if page.status_code == 302:
        assert activity.entries.last().narrative == with_its_lines(words).strip()
    else:
        # What is too long is refused, and still there to be shortened.
        assert len(words) > LONGEST_TEXT
        assert page.context["form"].errors
        assert words in page.content.decode()


def test_a_form_refuses_a_character_that_no_database_keeps_and_loses_nothing(
    client, activity, finance_chief
):
    client.force_login(finance_chief)
    url = address("update", activity)

    page = client.post(url, typed(client, url, status="on_track", narrative="Well\x00 done"))

    lines = activity.entries.count()
    assert lines == 2 or (page.status_code == 200 and "Well" in page.content.decode())


@pytest.mark.parametrize("words", PAYLOADS.values(), ids=PAYLOADS)
def test_a_document_brings_words_in_as_words(words):
    cell = one_line(words)[:TITLE_AT_MOST]

    table = read_pasted(f"Objective\tActivity\tOwner\n1. Town\t{cell}\tChief Executive")

    assert one_line(table.rows[-1].cells[1]) == cell


@pytest.mark.parametrize("words", PAYLOADS.values(), ids=PAYLOADS)
def test_an_uploaded_table_is_checked_and_never_run(client, administrator, plan, words):
    client.force_login(administrator)
    file = StringIO()
    csv.writer(file).writerows([["Objective", "Activity", "Owner"], ["1. Town", words, "CEO"]])
    upload = SimpleUploadedFile("plan.csv", file.getvalue().encode())

    page = client.post(
        "/imports/", {"title": "Another plan", "year": "2022", "file": upload}, follow=True
    )

    assert page.status_code == 200
    assert inline(page.content.decode()) == set()


# --- Ways out -----------------------------------------------------------------------------------
class Markup(HTMLParser):
    """What in a page would run: scripts without a file, and attributes that are scripts."""

    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        # Values for a script to read run nothing.
        if tag == "script" and not names.get("src") and names.get("type") != "application/json":
            self.found.add("script")
        self.found |= {name for name in names if name.startswith("on")}
        if str(names.get("href", "")).lower().startswith("javascript:"):
            self.found.add("javascript:")


def inline(html):
    markup = Markup()
    markup.feed(html)
    return markup.found


def check_html(content):
    assert inline(content.decode()) == set()


def check_csv(content):
    for row in csv.reader(StringIO(content.decode("utf-8-sig"))):
        assert [c for c in row if c.startswith(FORMULA) and not NUMBER.fullmatch(c)] == []


def check_spreadsheet(content):
    for sheet in openpyxl.load_workbook(BytesIO(content)):
        assert [c.coordinate for row in sheet.iter_rows() for c in row if c.data_type == "f"] == []


def check_word(content):
    assert docx.Document(BytesIO(content)).paragraphs


def check_pdf(content):
    with pikepdf.open(BytesIO(content)) as pdf:
        assert "/JavaScript" not in pdf.Root.get("/Names", {})
        assert "/OpenAction" not in pdf.Root


def check_calendar(content):
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    for event in icalendar.Calendar.from_ical(content).walk("VEVENT"):
        assert set(event) <= PROPERTIES


def check_json(content):
    json.loads(content)


def check_plain(content):
    """What machines read: our own words, and nobody's."""
    for line in content.decode("ascii").splitlines():
        assert re.fullmatch(r"live|ready|(User-agent|Allow|Disallow): [*/a-z-]+", line)


CHECKS = {
    "text/html": check_html,
    "text/csv": check_csv,
    "text/plain": check_plain,
    "text/calendar": check_calendar,
    "application/json": check_json,
    "application/problem+json": check_json,
    "application/yaml": lambda content: content.decode(),
    "application/vnd.oai.openapi": lambda content: content.decode(),
    "application/pdf": check_pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": check_word,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": check_spreadsheet,
}
"""{kind of answer: what must hold for it}; an answer of another kind fails."""


@pytest.fixture
def hostile(cast, things, plan):
    """Things with an activity for every payload, in its title and in what was said, and a public
    pack of them."""
    lead = post("Chief Financial Officer")
    made = [
        promised_activity(
            plan,
            lead=lead,
            title=one_line(words)[:TITLE_AT_MOST],
            due_on=dt.date(2020, 12, 20),
            at=moment(2020, 12, 13),
        )
        for words in PAYLOADS.values()
    ]
    for activity, words in zip(made, PAYLOADS.values(), strict=True):
        said(activity, on=NOW.date(), narrative=with_its_lines(words))
    pack = published(
        plan,
        on=dt.date(2020, 12, 18),
        cut_off=NOW,
        at=NOW,
        public_from=NOW.date(),
        commentary=PAYLOADS["script"],
    )
    return things | {"packs": pack.pk}, made


def ask(client, path):
    """Ask, and hold the answer to what must be true of its kind."""
    response = client.get(path)
    if response.status_code == 200:
        kind, content = response["Content-Type"].partition(";")[0], response.getvalue()
        if response.resolver_match.view_name == "plans:evidence-file":
            # A file that somebody brought leaves as it came, to be saved and never shown.
            assert response["Content-Disposition"].startswith("attachment")
            assert response["X-Content-Type-Options"] == "nosniff"
        else:
            CHECKS[kind](content)
    assert response.status_code < 500, path


@pytest.mark.parametrize("role", ["anonymous", "panel", "owner"])
def test_hostile_words_leave_every_address_as_words(client, cast, hostile, role):
    things, activities = hostile
    if role != "anonymous":
        client.force_login(cast[role])

    for name in GET:
        ask(client, path_of(name, things))
    for activity in activities:
        for name in ABOUT_AN_ACTIVITY:
            ask(client, path_of(name, things | {"activities": activity.pk}))


def test_hostile_words_leave_by_keys_as_words(cast, hostile):
    plan = DeliveryPlan.objects.get()
    _, secret = AccessKey.objects.issue(cast["owner"], "calendar", name="A", at=NOW)
    _, token = AccessKey.objects.issue(cast["owner"], "data", name="B", at=NOW)
    program = Client(headers={"authorization": f"Bearer {token}"})

    ask(Client(), f"/calendar/{secret}.ics?dates=plan")
    told = program.get(f"/api/v1/plans/{plan.pk}/activities?limit=100").json()["results"]

    narratives = {row["narrative"] for row in told}
    assert {with_its_lines(words) for words in PAYLOADS.values()} <= narratives


def test_hostile_words_leave_in_mails_as_titles_alone(cast, hostile):
    composing.make(now=NOW.replace(hour=9), is_weekly=True)

    mails = OutgoingMail.objects.filter(user=cast["owner"], kind="digest")
    assert mails
    for mail in mails:
        assert inline(mail.html) == set()
        assert mail.subject.isprintable()
        assert "w" * (TITLE_AT_MOST + 10) not in mail.text


def test_hostile_words_leave_in_the_archive_and_are_all_there(hostile, tmp_path):
    export(tmp_path / "everything", tell=lambda line: None)

    lines = (tmp_path / "everything/tables/plans.entry.jsonl").read_text().splitlines()
    told = [json.loads(line).get("narrative") for line in lines]
    assert {with_its_lines(words) for words in PAYLOADS.values()} <= set(told)
    assert Activity.objects.count() == Draft.objects.count() + len(PAYLOADS)
