"""Browsers and proxies keep what they may of a pack, and ask again for the rest."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance import packs
from governance.packs.reading import read_digest
from opcc.office.models import Office
from plans.views import kept_content
from tests.factories import post, said, user_in, voice
from tests.governance.packs import PUBLISHED_AT, published
from tests.governance.reading import address, compare_address, first_pack, pages, two_packs

TODAY = dt.date(2020, 12, 14)
LIST = reverse("governance:pack-list")


@pytest.fixture(autouse=True)
def nothing_read():
    read_digest.cache_clear()


@pytest.fixture
def pack(plan, activity):
    """Open to everybody since the day it was published."""
    return published(plan, public_from=dt.date(2020, 12, 12))


@pytest.fixture
def member(client, panel_member):
    client.force_login(panel_member)
    return client


def every_address(pack):
    return [*pages(pack), address("record", pack), reverse("governance:pack-compare")]


def again(client, url, etag):
    """Ask as a browser does that has a copy."""
    return client.get(url, headers={"If-None-Match": etag})


def test_everybody_may_keep_what_strangers_read(client, pack):
    for url in [*every_address(pack), LIST]:
        response = client.get(url)

        assert response.headers["Cache-Control"] == "public, no-cache"
        assert response.headers["Vary"] == "Cookie, Accept-Encoding"
        assert response.headers["ETag"]


def test_a_page_for_strangers_sets_no_cookie(client, pack):
    for url in [*every_address(pack), LIST]:
        assert "Set-Cookie" not in client.get(url).headers
        assert not client.cookies


def test_only_the_reader_may_keep_what_a_member_reads(member, pack):
    for url in every_address(pack):
        response = member.get(url)

        assert response.headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in response.headers["Vary"]


def test_a_session_that_has_ended_makes_no_copy_for_everybody(member, pack):
    member.session.flush()

    response = member.get(pack.get_absolute_url())

    assert response.headers["Cache-Control"] == "private, no-store"


def test_the_office_keeps_no_list_in_which_drafts_stand(client, pack, chief_executive):
    client.force_login(chief_executive)

    response = client.get(LIST)

    assert "no-store" in response.headers["Cache-Control"]
    assert "ETag" not in response.headers


@pytest.mark.parametrize("reader", ["stranger", "panel_member", "chief_executive"])
def test_a_copy_that_is_still_right_is_not_sent_again(client, request, pack, reader):
    if reader != "stranger":
        client.force_login(request.getfixturevalue(reader))
    for url in every_address(pack):
        first = client.get(url)

        response = again(client, url, first.headers["ETag"])

        assert response.status_code == 304
        assert response.content == b""
        for name in ("ETag", "Cache-Control", "Vary"):
            assert response.headers[name] == first.headers[name]


@pytest.mark.parametrize(("reader", "most"), [("stranger", 1), ("panel_member", 3)])
def test_such_an_answer_costs_almost_nothing(client, request, pack, reader, most):
    if reader != "stranger":
        client.force_login(request.getfixturevalue(reader))
    for url in every_address(pack):
        etag = client.get(url).headers["ETag"]
        with CaptureQueriesContext(connection) as captured:
            response = again(client, url, etag)

        assert response.status_code == 304
        assert len(captured) <= most, [query["sql"] for query in captured]
        assert not [query for query in captured if '."frozen"' in query["sql"]]


def test_a_copy_that_was_packed_is_still_right(client, pack):
    url, packing = pack.get_absolute_url(), {"Accept-Encoding": "gzip"}
    first = client.get(url, headers=packing)

    response = client.get(url, headers={**packing, "If-None-Match": first.headers["ETag"]})

    assert first.headers["Content-Encoding"] == "gzip"
    assert response.status_code == 304


def test_two_pages_of_one_list_are_two_copies(client, pack):
    url = address("objective", pack, 1)
    one, two = client.get(url), client.get(f"{url}?page=2")

    assert one.headers["ETag"] != two.headers["ETag"]


def test_what_a_pack_says_is_rendered_once_for_all_its_readers(
    client, pack, panel_member, outsider, monkeypatch
):
    rendered, render = [], kept_content.render_to_string
    monkeypatch.setattr(
        kept_content,
        "render_to_string",
        lambda name, context: rendered.append(name) or render(name, context),
    )

    for user in (panel_member, outsider):
        client.force_login(user)
        client.get(pack.get_absolute_url())

    assert rendered == ["governance/includes/pack_page.html"]


# --- What makes a copy old ----------------------------------------------------------------------
def tag(client, url):
    return client.get(url).headers["ETag"]


def test_a_newer_version_makes_the_copy_of_the_older_one_old(member, plan, activity):
    said(activity, on=dt.date(2020, 8, 20))
    pack = first_pack(plan)
    before = tag(member, pack.get_absolute_url())

    first_pack(plan, reason="A figure was wrong.")

    response = again(member, pack.get_absolute_url(), before)
    assert response.status_code == 200
    assert "There is a newer version" in response.content.decode()


def test_an_opening_makes_the_offices_copy_old(client, plan, activity, chief_executive):
    pack = published(plan)
    client.force_login(chief_executive)
    before = tag(client, pack.get_absolute_url())

    packs.open_to_public(pack, TODAY, words="", by=voice(), at=PUBLISHED_AT)

    assert again(client, pack.get_absolute_url(), before).status_code == 200


def test_a_pack_that_was_closed_answers_no_old_copy(client, pack):
    before = tag(client, pack.get_absolute_url())

    later = PUBLISHED_AT + dt.timedelta(hours=1)
    packs.open_to_public(pack, None, words="A mistake.", by=voice(), at=later)

    assert again(client, pack.get_absolute_url(), before).status_code == 404


def test_nobody_gets_an_answer_for_somebody_elses_copy(client, pack, panel_member):
    url = pack.get_absolute_url()
    tags = [tag(client, url)]
    for user in (panel_member, user_in("Panel", name="Another member")):
        client.force_login(user)
        tags.append(tag(client, url))

    assert len(set(tags)) == 3


def test_signing_in_again_makes_a_new_copy(client, pack, panel_member):
    tags = set()
    for _ in range(2):
        client.force_login(panel_member)
        tags.add(tag(client, pack.get_absolute_url()))
        client.logout()

    assert len(tags) == 2


def rename_reader(member):
    type(member).objects.filter(pk=member.pk).update(name="Councillor Another")


def rename_office(member):
    office = Office.objects.get()
    office.full_name = "Office of the Mayor"
    office.save()


def let_a_day_pass(member):
    office = Office.objects.get()
    office.clock_offset += dt.timedelta(days=1)
    office.save()


@pytest.mark.parametrize("change", [rename_reader, rename_office, let_a_day_pass])
def test_what_stands_round_the_page_makes_a_copy_old(member, pack, panel_member, change):
    before = tag(member, pack.get_absolute_url())

    change(panel_member)

    assert again(member, pack.get_absolute_url(), before).status_code == 200


def test_a_post_taken_up_makes_a_copy_old(client, pack, outsider):
    client.force_login(outsider)
    before = tag(client, pack.get_absolute_url())

    outsider.holdings.create(post=post("Chief Executive"), kind="deputy", starts_on=TODAY)

    assert again(client, pack.get_absolute_url(), before).status_code == 200


def test_a_message_that_waits_is_shown_and_kept_by_nobody(client, pack, finance_chief):
    client.force_login(finance_chief)
    url = pack.get_absolute_url()
    before = tag(client, url)
    client.post(
        reverse("account_change_password"),
        {
            "oldpassword": "a-password-for-tests",
            "password1": "another-password-for-tests",
            "password2": "another-password-for-tests",
        },
    )

    response = again(client, url, before)

    assert response.status_code == 200
    assert "Your password has been changed." in response.content.decode()
    assert "ETag" not in response.headers
    assert "no-store" in response.headers["Cache-Control"]
    assert "Your password has been changed." not in client.get(url).content.decode()


def test_the_comparison_of_other_packs_is_another_copy(member, plan, activity):
    earlier, later = two_packs(plan, activity)

    usual = tag(member, reverse("governance:pack-compare"))
    chosen = tag(member, compare_address(earlier, later, kind="status"))

    assert usual != chosen


# --- Signing out --------------------------------------------------------------------------------
def test_signing_out_clears_what_the_browser_kept(member, pack):
    response = member.post(reverse("account_logout"))

    assert response.headers["Clear-Site-Data"] == '"cache"'
