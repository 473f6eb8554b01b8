"""Everything out, in again, and out once more: the same bytes, on either kind of database."""

import json
import threading

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from governance.models import Pack
from opcc.office.models import AccessKey, Department, User
from opcc.portal.archive.tables import tables
from plans.models import DeliveryPlan, Draft, Entry
from plans.position import position
from tests.archive.conftest import bring_in, headline, rows_in, take_out
from tests.archive.databases import standing_on
from tests.archive.filling import EARLY, HOSTILE, QUICK

pytestmark = pytest.mark.django_db

PASSWORD = "demonstration-2021"

KINDS = sorted({"sqlite", connection.vendor})
"""On SQLite alone there may be no PostgreSQL; the suite's other leg has both."""


@pytest.fixture(scope="module")
def copies(databases, archive, equal):
    """{kind: settings of a database of that kind into which the archive was brought}"""
    made = {databases.kind: equal}
    for kind in set(KINDS) - set(made):
        made[kind] = databases.empty(kind)
        with standing_on(made[kind]):
            bring_in(archive)
    return made


@pytest.fixture(params=KINDS)
def elsewhere(request, copies):
    """The settings of each of them."""
    return copies[request.param]


@pytest.fixture(scope="module")
def again(copies, tmp_path_factory):
    """{kind: the folder of what was taken out of it, before anybody used it}"""
    folder = tmp_path_factory.mktemp("again")
    for kind, settings in copies.items():
        with standing_on(settings):
            take_out(folder / kind)
    return {kind: folder / kind for kind in copies}


def read(place, name):
    return json.loads((place / name).read_text())


def test_every_table_of_the_archive_has_rows(archive):
    counts = {table["table"]: table["rows"] for table in read(archive, "manifest.json")["tables"]}

    assert [label for label, rows in counts.items() if not rows] == []
    assert len(counts) == len(tables())


@pytest.mark.parametrize("kind", KINDS)
def test_what_comes_out_again_is_the_same_to_the_byte(archive, again, kind):
    assert rows_in(again[kind]) == rows_in(archive)
    assert counters(again[kind]) == counters(archive)


def test_through_a_file_of_sqlite_and_back_nothing_changes(databases, archive, again, tmp_path):
    with standing_on(databases.empty()):
        bring_in(again["sqlite"])
        take_out(tmp_path / "back")

    assert rows_in(tmp_path / "back") == rows_in(archive)
    assert counters(tmp_path / "back") == counters(archive)


def counters(place):
    return {t["table"]: t["last_key"] for t in read(place, "manifest.json")["tables"]}


def test_the_record_and_the_packs_verify_there(archive, elsewhere, capsys):
    said = read(archive, "manifest.json")["record"]

    with standing_on(elsewhere):
        call_command("verify_record")
        packs = list(Pack.objects.order_by("pk").values_list("digest", flat=True))

    assert said["verify_record"]["passed"] is True
    assert capsys.readouterr().out.splitlines() == said["verify_record"]["said"]
    assert packs == [pack["digest"] for pack in said["packs"]]
    assert len(packs) == 4


def test_any_past_day_can_be_asked_for_there(archive, elsewhere):
    with standing_on(elsewhere):
        plan = DeliveryPlan.objects.get()
        line = Entry.objects.get(number=100)
        stood = position(plan, line.made_at)
        history = DeliveryPlan.history.count()

    assert len(stood.standings) == 48
    assert (plan.record_length, history) == (1264, 1)


def test_people_sign_in_there(source, elsewhere, settings):
    settings.PASSWORD_HASHERS = QUICK
    browser, who = Client(), "chief.executive@demonstration.example"

    with standing_on(elsewhere):
        form = {"login": who, "password": PASSWORD}
        answer = browser.post(reverse("account_login"), form, follow=True)
        found = headline(browser)

    assert answer.redirect_chain == [("/", 302)]
    assert "Chief Executive (demonstration)" in answer.text
    assert found == source["headline"]


def test_hostile_words_are_the_same_there(archive, elsewhere):
    with standing_on(elsewhere):
        drafts = list(Draft.objects.filter(saved_at=EARLY).order_by("pk"))

    assert [draft.internal_note for draft in drafts] == HOSTILE
    assert [draft.proposal for draft in drafts] == [
        {"title": [words], words: "as a name"} for words in HOSTILE
    ]


def test_the_key_of_a_deleted_row_is_not_given_again(archive, elsewhere):
    keys = (
        line.split(b",")[0] for line in rows_in(archive)["office.department.jsonl"].splitlines()
    )
    highest = max(int(key.removeprefix(b'{"id":')) for key in keys)

    with standing_on(elsewhere), transaction.atomic():
        made = Department.objects.create(name="The next one", kind="hosted")
        transaction.set_rollback(True)

    assert made.pk >= highest + 2


def test_what_forms_and_signals_would_add_is_not_added(archive, elsewhere):
    joined = [json.loads(line)["date_joined"] for line in lines(archive, "office.user")]

    with standing_on(elsewhere):
        found = User.objects.order_by("pk").values_list("date_joined", flat=True)
        found = [f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}" for moment in found]

    assert found == joined


def lines(place, label):
    return (place / "tables" / f"{label}.jsonl").read_bytes().splitlines()


def test_the_archive_is_of_one_moment_while_people_go_on(databases, archive, equal, tmp_path):
    """Another connection writes between the first table and the last."""
    written = threading.Event()

    def write():
        with standing_on(equal), transaction.atomic():
            Department.objects.create(name="Too late", kind="hosted")
            AccessKey.objects.filter(revoked_at=None).update(name="Renamed too late")
        written.set()

    class Interrupting:
        def write(self, words):
            if "commissioning.agreementreview:" in words:
                thread = threading.Thread(target=write)
                thread.start()
                thread.join(20)

    with standing_on(equal):
        call_command("export_everything", str(tmp_path / "moment"), stdout=Interrupting())
        now = Department.objects.filter(name="Too late")
        assert written.is_set()
        assert now.exists()
        with transaction.atomic():
            now.delete()
            AccessKey.objects.filter(revoked_at=None).update(name="Telephone 0")

    found, told = rows_in(tmp_path / "moment"), rows_in(archive)
    assert found["office.department.jsonl"] == told["office.department.jsonl"]
    assert found["office.accesskey.jsonl"] == told["office.accesskey.jsonl"]
