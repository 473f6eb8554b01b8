"""The files of a pack: who gets them, what browsers may keep of them, and where they are kept."""

import datetime as dt
import errno
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.models import Pack
from governance.packs.reading import read_digest
from governance.papers.pack_files import FILES
from opcc.office.papers import serving
from opcc.office.papers.formats import PDF
from tests.access.looking import words_in
from tests.factories import promised_activity, said
from tests.governance.packs import force, published
from tests.governance.reading import address, first_pack, page, pages, two_packs, words_of
from tests.papers.full import onto_a_full_disk

NAMES = list(FILES)
FIRST_BYTES = {
    "pdf": b"%PDF-",
    "docx": b"PK",
    "xlsx": b"PK",
    "json": b'{"title": ',
    "csv": b"\xef\xbb\xbf",
}
PUBLIC = dt.date(2020, 12, 12)


@pytest.fixture(autouse=True)
def nothing_read(settings, tmp_path):
    read_digest.cache_clear()
    settings.PAPERS_ROOT = tmp_path / "papers"


@pytest.fixture
def folder(settings):
    return settings.PAPERS_ROOT


@pytest.fixture
def pack(plan, activity):
    """Open to everybody since the day it was published."""
    return published(plan, public_from=PUBLIC)


@pytest.fixture
def member(client, panel_member):
    client.force_login(panel_member)
    return client


# --- Who gets them ------------------------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_gets_the_files_of_a_public_pack_alone(client, plan, activity, name):
    hidden = published(plan)
    shown = published(plan, reason="A figure was wrong.", public_from=PUBLIC)

    assert client.get(address(name, hidden)).status_code == 404
    file = client.get(address(name, shown))
    assert file.status_code == 200
    assert file.content.startswith(FIRST_BYTES[FILES[name].kind.ending])


@pytest.mark.parametrize("name", NAMES)
def test_every_reader_of_a_pack_gets_the_same_file(client, plan, activity, panel_member, name):
    _, pack = two_packs(plan, activity, public_from=PUBLIC)

    stranger = client.get(address(name, pack)).content
    client.force_login(panel_member)
    reader = client.get(address(name, pack)).content

    assert stranger == reader


def test_a_file_tells_what_changed_as_the_packs_page_does(client, plan, activity):
    _, pack = two_packs(plan, activity, public_from=PUBLIC)

    told = json.loads(client.get(address("json", pack)).content)
    page = client.get(pack.get_absolute_url()).content.decode()

    assert [row["now"] for row in told["sheets"]["changes"]["rows"]] == ["At risk"]
    assert "1 fell behind" in page


def test_drafts_and_what_was_said_later_are_in_no_file(member, plan, activity):
    _, pack = two_packs(plan, activity, internal_note="canary-note")
    said(activity, on=dt.date(2020, 12, 13), narrative="canary-later")

    read = {name: words_in(member.get(address(name, pack))) for name in NAMES}

    assert [name for name, words in read.items() if "canary" in words] == []
    assert [name for name, words in read.items() if "vacant" in words] == [
        "pdf", "docx", "xlsx", "json", "activities-csv", "changes-csv",
    ]  # fmt: skip


# --- What they are called -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "filename", "kind"),
    [
        ("pdf", "pack-2020-12-17.pdf", "application/pdf"),
        (
            "docx",
            "pack-2020-12-17.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        (
            "xlsx",
            "pack-2020-12-17.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("json", "pack-2020-12-17.json", "application/json"),
        ("questions-csv", "pack-2020-12-17-questions.csv", "text/csv; charset=utf-8"),
    ],
)
def test_a_file_is_kept_by_the_browser_under_the_day_of_the_meeting(
    member, pack, name, filename, kind
):
    response = member.get(address(name, pack))

    assert response.headers["Content-Disposition"] == f'attachment; filename="{filename}"'
    assert response.headers["Content-Type"] == kind


def test_a_later_version_says_which_it_is_in_its_name(member, plan, pack):
    second = published(plan, reason="A figure was wrong.")

    response = member.get(address("pdf", second))

    assert 'filename="pack-2020-12-17-version-2.pdf"' in response.headers["Content-Disposition"]


# --- What may be kept of them -------------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("reader", "queries"), [("stranger", 1), ("panel_member", 3)])
def test_a_file_that_was_kept_is_not_sent_again(client, request, pack, name, reader, queries):
    if reader != "stranger":
        client.force_login(request.getfixturevalue(reader))
    first = client.get(address(name, pack))

    with CaptureQueriesContext(connection) as captured:
        again = client.get(address(name, pack), headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert len(captured) <= queries
    for header in ("ETag", "Cache-Control", "Vary"):
        assert again.headers[header] == first.headers[header]
    kept = "public, no-cache" if reader == "stranger" else "private, no-store"
    assert first.headers["Cache-Control"] == kept


def counted(monkeypatch):
    """What is drawn from now on: the Format of each file."""
    made, draw = [], serving.drawn
    monkeypatch.setattr(serving, "drawn", lambda kind, make: made.append(kind) or draw(kind, make))
    return made


def test_a_file_is_made_once_for_all_its_readers(client, pack, panel_member, monkeypatch, folder):
    made = counted(monkeypatch)

    first = client.get(address("pdf", pack)).content
    client.force_login(panel_member)
    second = client.get(address("pdf", pack)).content

    assert first == second
    assert len(made) == 1
    assert [path.read_bytes() for path in folder.iterdir()] == [first]


def tampered(pack, old="Activity 1.1", new="Activity 9.9"):
    """Change the text of a published pack behind everybody's back."""
    force(Pack.objects.filter(pk=pack.pk), frozen=pack.frozen.replace(old, new))


@pytest.mark.parametrize("name", NAMES)
def test_no_file_of_a_text_that_was_tampered_with_outlives_its_repair(client, plan, activity, name):
    pack = published(plan, public_from=PUBLIC)
    tampered(pack)

    forged = client.get(address(name, pack))
    force(Pack.objects.filter(pk=pack.pk), frozen=pack.frozen)
    mended = client.get(address(name, pack))

    assert forged.headers["Cache-Control"] == "no-store"
    assert "ETag" not in forged.headers
    assert (mended.status_code, "ETag" in mended.headers) == (200, True)
    assert "Activity 9.9" not in words_in(mended)


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("-csv")])
def test_a_table_has_no_room_for_a_warning_so_it_leads_to_the_page(member, plan, activity, name):
    pack = published(plan)
    tampered(pack)

    response = member.get(address(name, pack), follow=True)

    assert response.redirect_chain == [(pack.get_absolute_url(), 302)]
    assert "This is not the text that was published" in response.content.decode()


def test_pages_of_a_text_that_was_tampered_with_do_not_outlive_its_repair(client, plan, activity):
    pack = published(plan, public_from=PUBLIC, commentary="All is slow.")
    tampered(pack, "All is slow.", "All is well.")
    urls = [*pages(pack, activity), address("record", pack)]

    forged = [client.get(url) for url in urls]
    force(Pack.objects.filter(pk=pack.pk), frozen=pack.frozen)
    mended = [client.get(url) for url in urls]

    assert {page.headers["Cache-Control"] for page in forged} == {"no-store"}
    assert [page for page in forged if "ETag" in page.headers] == []
    assert [page for page in mended if "ETag" not in page.headers] == []
    assert [page for page in mended if "not the text that was" in page.content.decode()] == []


def test_two_packs_of_which_one_was_tampered_with_are_compared_for_this_once(
    member, plan, activity
):
    _, pack = two_packs(plan, activity)
    url = reverse("governance:pack-compare")
    tampered(pack)

    forged = member.get(url)
    force(Pack.objects.filter(pk=pack.pk), frozen=pack.frozen)
    mended = member.get(url)

    assert forged.headers["Cache-Control"] == "no-store"
    assert "ETag" in mended.headers
    assert "not the text that was" not in mended.content.decode()


def test_a_text_that_names_another_pack_before_it_is_told_of(member, plan, activity):
    earlier, pack = two_packs(plan, activity)
    tampered(pack, earlier.digest, "0" * 64)

    told = json.loads(member.get(address("json", pack)).content)

    assert told["facts"]["Warning"].startswith("This is not the text that was published.")
    assert "This is not the text that was" in page(member, pack.get_absolute_url())


def test_a_file_says_who_published_it_even_where_that_was_changed(member, plan, activity):
    pack = published(plan)
    first = member.get(address("json", pack)).content
    force(Pack.objects.filter(pk=pack.pk), published_by_post="Nobody")

    second = member.get(address("json", pack)).content

    assert b'"Published by": "Nobody"' not in first
    assert b'"Published by": "Nobody"' in second


def test_a_file_of_another_release_is_drawn_again(member, pack, monkeypatch, folder):
    member.get(address("json", pack))
    monkeypatch.setattr("governance.papers.pack_files.RELEASE", "another")

    member.get(address("json", pack))

    assert len(list(folder.iterdir())) == 2


def test_a_text_that_was_tampered_with_is_told_of_and_kept_nowhere(member, plan, activity, folder):
    pack = published(plan)
    force(
        Pack.objects.filter(pk=pack.pk), frozen=pack.frozen.replace("Activity 1.1", "Activity 9.9")
    )

    told = json.loads(member.get(address("json", pack)).content)

    assert told["facts"]["Warning"].startswith("This is not the text that was published.")
    assert not folder.exists()


# --- When the disk is full, or the folder shut --------------------------------------------------
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
def test_what_no_disk_keeps_is_sent_whole_and_drawn_once(member, pack, monkeypatch, folder, number):
    def fails(descriptor):
        raise OSError(number, "It cannot be.")

    monkeypatch.setattr("opcc.office.papers.keeping.os.fsync", fails)
    made = counted(monkeypatch)

    first, second = (member.get(address("pdf", pack)).content for _ in range(2))

    assert first.startswith(b"%PDF")
    assert first.rstrip().endswith(b"%%EOF")
    assert second == first
    assert made == [PDF]
    assert list(folder.iterdir()) == []


def test_a_disk_too_full_to_draw_is_said_on_a_page(member, pack, monkeypatch, tmp_path, folder):
    with monkeypatch.context() as disk:
        onto_a_full_disk(tmp_path, disk)
        response = member.get(address("xlsx", pack))

    assert response.status_code == 503
    assert response.headers["Retry-After"] == "600"
    assert "ETag" not in response.headers
    assert "no room left on its disk, so the spreadsheet file was not made" in words_of(
        response.content.decode()
    )
    assert list(tmp_path.iterdir()) == []
    assert member.get(address("xlsx", pack)).content.startswith(b"PK")


def test_a_folder_that_cannot_be_written_stops_no_file(member, pack, folder):
    folder.write_text("A file stands where the folder should.")

    assert member.get(address("pdf", pack)).content.startswith(b"%PDF")
    assert member.get(address("activities-csv", pack)).content.startswith(b"\xef\xbb\xbf")


def test_a_folder_that_was_emptied_is_filled_again(member, pack, folder):
    first = member.get(address("xlsx", pack)).content
    for path in folder.iterdir():
        path.unlink()

    assert len(member.get(address("xlsx", pack)).content) == pytest.approx(len(first), abs=20)


# --- The page that offers them ------------------------------------------------------------------
@pytest.mark.parametrize("reader", ["stranger", "panel_member", "chief_executive"])
def test_the_page_of_a_pack_offers_every_file(client, request, pack, reader):
    if reader != "stranger":
        client.force_login(request.getfixturevalue(reader))

    html = page(client, pack.get_absolute_url())

    assert [name for name in NAMES if f'href="{address(name, pack)}"' not in html] == []
    assert "PDF To read and to print." in words_of(html)


def test_the_page_says_how_large_a_file_is_once_that_is_known(member, pack):
    before = words_of(page(member, pack.get_absolute_url()))
    member.get(address("pdf", pack))

    after = words_of(page(member, pack.get_absolute_url()))

    size = re.compile(r"To read and to print\. [\d.]+.KB")
    assert not size.search(before)
    assert size.search(after)


# --- Queries ------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("more", [0, 12])
def test_a_file_takes_five_queries_whatever_the_size_of_the_pack(
    member, plan, activity, name, more
):
    for _ in range(more):
        promised_activity(plan, lead=activity.lead)
    said(activity, on=dt.date(2020, 8, 20))
    first_pack(plan)
    said(activity, "at_risk", on=dt.date(2020, 12, 8), reason="Two posts are vacant.")
    pack = published(plan)

    with CaptureQueriesContext(connection) as captured:
        member.get(address(name, pack))

    assert len(captured) == 5, [query["sql"] for query in captured]
