"""A pack names the files that show what was said, and hands none of them out."""

import csv
import datetime as dt
import io
import json

import pytest
from django.test import Client

from governance.models import Pack, PackPart
from governance.packs.reading import read_digest, read_pack
from governance.packs.verifying import verify_packs
from opcc.office.models import AccessKey
from tests.conftest import NOW
from tests.evidence.files import PDF, kept
from tests.factories import said
from tests.governance.packs import published
from tests.governance.reading import address, compare_address, page, words_of

DIGEST = "151f7aedbbf7f99c31c47f13cfef43d151cf0b4a4e11133e857942ce6cbd60e8"
BEFORE = dt.datetime(2020, 11, 30, 12, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def nothing_read():
    read_digest.cache_clear()


@pytest.fixture
def file(activity, finance_officer, folder):
    return kept(activity, finance_officer, "Notice of <award>.pdf", PDF, at=BEFORE)


@pytest.fixture
def pack(plan, activity, file):
    """A pack open to everybody, of an activity that is complete with a file to show it."""
    first = published(plan, on=dt.date(2020, 11, 26), cut_off=BEFORE, at=BEFORE)
    key = [str(file.pk)]
    said(activity, "complete", on=dt.date(2020, 12, 1), evidence="Minutes.", files=key)
    second = published(plan, public_from=dt.date(2020, 12, 12))
    assert (first.version, second.version) == (1, 1)
    return second


def test_a_pack_freezes_name_size_and_digest_and_no_way_to_the_file(pack, activity, file):
    told = {
        "name": "Notice of <award>.pdf",
        "kind": "pdf",
        "size": len(PDF),
        "sha256": file.sha256,
    }

    frozen = Pack.objects.get(pk=pack.pk).frozen
    [facts] = json.loads(frozen)["content"]["activities"]
    timeline = PackPart.objects.get(pack=pack).frozen

    assert facts["files"] == [told]
    assert json.loads(timeline)[-1]["files"] == [told]
    assert str(file.pk) not in frozen + timeline
    assert file.pk.hex not in frozen + timeline


def test_a_pack_of_before_there_were_files_says_nothing_of_them(pack, plan):
    before = Pack.objects.earliest("pk")

    assert '"files"' not in before.frozen
    assert '"files"' not in PackPart.objects.get(pack=before).frozen
    assert read_pack(before).position.standings[0].files == ()
    assert verify_packs(plan)[0] == []


def test_a_reader_of_the_pack_is_told_and_not_led(pack, activity, file, client):
    shown = page(client, address("activity", pack, activity.pk))

    words = words_of(shown)
    told = f"Notice of &lt;award&gt;.pdf PDF, {len(PDF)} bytes SHA-256 {file.sha256}"
    assert words.count(told) == 2
    assert "The office keeps this file and does not hand it out here." in words
    assert "/evidence/" not in shown
    assert client.get(file.get_absolute_url()).status_code == 302


def test_what_changed_names_the_file_that_shows_it(pack, client, panel_member):
    client.force_login(panel_member)
    before = Pack.objects.earliest("pk")

    words = words_of(page(client, compare_address(before, pack)))

    assert f"File: Notice of &lt;award&gt;.pdf (PDF, {len(PDF)} bytes)" in words


def test_tables_name_files_with_their_digest(pack, file, client):
    answer = client.get(address("activities-csv", pack)).getvalue().decode("utf-8-sig")

    [row] = csv.DictReader(io.StringIO(answer))
    told = f"Notice of <award>.pdf (PDF, {len(PDF)} bytes), SHA-256 {file.sha256}"
    assert row["Evidence"] == f"Minutes.\n{told}"


def test_programs_are_told_the_same(pack, plan, activity, file, finance_officer):
    stranger = Client()
    _, token = AccessKey.objects.issue(finance_officer, "data", name="A", at=NOW)
    office = Client(headers={"authorization": f"Bearer {token}"})
    told = [
        {"name": "Notice of <award>.pdf", "kind": "pdf", "size": len(PDF), "sha256": file.sha256}
    ]

    frozen = stranger.get(f"/api/v1/packs/{pack.pk}/activities/{activity.pk}").json()
    lines = stranger.get(f"/api/v1/packs/{pack.pk}/activities/{activity.pk}/timeline").json()
    current = office.get(f"/api/v1/plans/{plan.pk}/activities/{activity.pk}").json()

    assert frozen["files"] == current["files"] == told
    assert [line["files"] for line in lines["results"]] == [told, []]


def test_a_pack_stays_as_it_was_published_when_a_file_is_lost(pack, plan, file, folder):
    (folder / file.pk.hex).unlink()

    assert verify_packs(plan)[0] == []
