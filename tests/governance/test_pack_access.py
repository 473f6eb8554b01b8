"""Who may open a pack: the office and the panel every one, everybody else the public ones."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from governance import packs
from governance.models import Pack
from governance.packs.finding import find
from governance.packs.reading import read_digest
from tests.factories import LONDON, UserFactory, promised_activity, said, voice
from tests.governance.packs import PUBLISHED_AT, draft_for, published
from tests.governance.reading import (
    address,
    compare_address,
    first_pack,
    page,
    pages,
    two_packs,
    words_of,
)

TODAY = dt.date(2020, 12, 14)
TOMORROW = dt.date(2020, 12, 15)
LIST = reverse("governance:pack-list")
COMPARE = reverse("governance:pack-compare")


@pytest.fixture(autouse=True)
def nothing_read():
    read_digest.cache_clear()


@pytest.fixture
def pack(plan, activity):
    return published(plan)


def every_address(pack):
    return [*pages(pack), address("record", pack)]


def statuses(client, urls):
    return {client.get(url).status_code for url in urls}


def open_from(pack, day):
    packs.open_to_public(pack, day, words="", by=voice(), at=PUBLISHED_AT)


@pytest.mark.parametrize("role", ["panel_member", "outsider", "finance_officer", "administrator"])
def test_the_panel_and_the_office_read_every_published_pack(client, request, pack, role):
    client.force_login(request.getfixturevalue(role))

    assert statuses(client, every_address(pack)) == {200}


def test_a_stranger_finds_no_pack_before_its_day(client, pack):
    open_from(pack, TOMORROW)

    assert statuses(client, every_address(pack)) == {404}


def test_a_stranger_reads_a_pack_from_its_day_on(client, pack):
    open_from(pack, TODAY)

    assert statuses(client, every_address(pack)) == {200}


def test_a_pack_that_is_closed_again_is_not_found(client, pack):
    open_from(pack, TODAY)
    packs.open_to_public(
        pack, None, words="A mistake.", by=voice(), at=PUBLISHED_AT + dt.timedelta(hours=1)
    )

    assert statuses(client, every_address(pack)) == {404}


@pytest.mark.parametrize("fields", [{}, {"is_active": False}])
def test_an_account_in_no_group_reads_what_a_stranger_reads(client, pack, fields):
    client.force_login(UserFactory(**fields))

    assert statuses(client, every_address(pack)) == {404}


def test_a_hidden_pack_answers_as_one_that_is_not_there(client, pack):
    hidden, missing = client.get(pack.get_absolute_url()), client.get("/packs/987654/")

    assert hidden.status_code == missing.status_code == 404
    assert hidden.content == missing.content
    assert sorted(hidden.headers) == sorted(missing.headers)


def test_a_key_that_no_database_holds_is_not_found(client, pack):
    address = pack.get_absolute_url().replace(f"/{pack.pk}/", f"/{10**30}/")

    assert client.get(address).status_code == 404


def test_a_stranger_is_listed_the_public_packs_alone(client, plan, activity):
    earlier, later = two_packs(plan, activity)
    open_from(earlier, TODAY)

    html = page(client, LIST)

    assert earlier.get_absolute_url() in html
    assert later.get_absolute_url() not in html


def test_a_stranger_is_told_where_no_pack_is_public(client, pack):
    assert "No pack is open to the public yet" in page(client, LIST)


def test_packs_being_prepared_are_listed_for_the_office_alone(
    client, plan, pack, panel_member, chief_executive
):
    draft = draft_for(plan, on=dt.date(2021, 1, 14))
    open_from(pack, TODAY)

    assert "Being prepared" not in page(client, LIST)
    client.force_login(panel_member)
    assert "Being prepared" not in page(client, LIST)
    client.force_login(chief_executive)
    assert draft.get_absolute_url() in page(client, LIST)


def test_a_stranger_compares_public_packs_alone(client, plan, activity):
    earlier, later = two_packs(plan, activity)
    open_from(later, TODAY)

    refused = page(client, compare_address(earlier, later))
    open_from(earlier, TODAY)
    compared = page(client, compare_address(earlier, later))

    assert "Choose the earlier pack from the list" in refused
    assert "1 fell behind" not in refused
    assert "1 fell behind" in compared


def test_a_stranger_is_led_to_no_comparison_that_they_may_not_open(client, plan, activity):
    _, later = two_packs(plan, activity)
    open_from(later, TODAY)

    html = page(client, later.get_absolute_url())

    assert "What changed since the last pack" in html
    assert COMPARE not in html


def test_a_stranger_is_told_that_a_version_was_corrected_and_not_yet_how(client, plan, activity):
    said(activity, on=dt.date(2020, 8, 20))
    first = first_pack(plan)
    open_from(first, TODAY)
    second = first_pack(plan, reason="A figure was wrong.")

    hidden = page(client, first.get_absolute_url())
    open_from(second, TODAY)
    told = page(client, first.get_absolute_url())

    assert "There is a newer version of this pack" in hidden
    assert "A figure was wrong." not in hidden
    assert second.get_absolute_url() not in hidden
    assert "A figure was wrong." in told


def test_members_are_not_told_who_may_read_a_pack(client, pack, panel_member, chief_executive):
    client.force_login(panel_member)
    assert "Note for the office" not in page(client, pack.get_absolute_url())

    client.force_login(chief_executive)
    html = page(client, pack.get_absolute_url())

    assert "the panel reads this pack; the public does not yet" in words_of(html)
    assert reverse("governance:pack-open", args=[pack.pk]) in html


def test_drafts_and_what_was_said_later_are_on_no_page(client, plan, activity, panel_member):
    _, pack = two_packs(plan, activity, internal_note="canary-note")
    draft_for(plan, on=dt.date(2021, 1, 14), commentary="canary-draft", internal_note="canary-own")
    said(activity, on=dt.date(2020, 12, 13), narrative="canary-later")
    promised_activity(plan, lead=activity.lead, title="canary-new")
    client.force_login(panel_member)

    read = "".join(page(client, url) for url in [*every_address(pack), LIST, COMPARE, "/"])

    assert "canary" not in read


@pytest.mark.parametrize("reader", ["stranger", "panel", "staff"])
@pytest.mark.parametrize("days", [None, -1, 0, 1])
def test_one_pack_is_found_as_the_list_has_it(plan, activity, panel_member, outsider, reader, days):
    user = {"stranger": AnonymousUser(), "panel": panel_member, "staff": outsider}[reader]
    today = dt.date(2020, 12, 14)
    first = published(plan)
    published(plan, reason="A figure was wrong.")
    following = published(
        plan, on=dt.date(2021, 1, 14), at=dt.datetime(2020, 12, 14, 13, tzinfo=LONDON)
    )
    for pack in (first, following):
        packs.open_to_public(
            pack,
            None if days is None else today + dt.timedelta(days=days),
            words="", by=voice(), at=dt.datetime(2020, 12, 14, 14, tzinfo=LONDON),
        )  # fmt: skip
    listed = {pack.pk: pack for pack in Pack.objects.readable_by(user, today)}

    found = {pack.pk: find(pack.pk, user, today) for pack in Pack.objects.all()}

    def facts(pack):
        return pack and (
            pack.digest,
            pack.public_from,
            pack.newest,
            pack.shows_before,
            pack.summary,
        )

    assert {pk: facts(pack) for pk, pack in found.items()} == {
        pk: facts(listed.get(pk)) for pk in found
    }
