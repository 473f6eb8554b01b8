"""What the panel saw is read from the primary: a pack is there for everybody at once, and gone at
once, however far behind the copy is."""

import datetime as dt

import pytest
from django.test import Client

from governance import packs
from governance.packs.reading import read_digest, read_pack
from tests.factories import user_in, voice
from tests.governance.packs import PUBLISHED_AT, published
from tests.governance.reading import address

PUBLIC_FROM = dt.date(2020, 12, 12)
FORGED = "This is not the text that was published"


@pytest.fixture(autouse=True)
def nothing_in_memory(office):
    read_digest.cache_clear()
    yield
    read_digest.cache_clear()


@pytest.fixture
def new_pack(plan, activity, chief_executive, old_copy):
    """A public pack that the copy has not yet."""
    old_copy()
    return published(plan, public_from=PUBLIC_FROM)


def ask(path, user=None):
    client = Client()
    if user:
        client.force_login(user)
    return client.get(path)


@pytest.mark.parametrize("name", ["detail", "whole", "record"])
def test_a_pack_just_published_is_there_for_strangers(new_pack, name):
    response = ask(address(name, new_pack))

    assert response.status_code == 200
    assert FORGED not in response.content.decode()


def test_a_pack_just_published_is_there_for_members(new_pack):
    response = ask(new_pack.get_absolute_url(), user_in("Panel", name="Member"))

    assert response.status_code == 200
    assert FORGED not in response.text


def test_a_pack_just_published_is_there_for_programs(new_pack):
    response = ask(f"/api/v1/packs/{new_pack.pk}")

    assert response.status_code == 200


def test_the_list_has_a_pack_just_published(new_pack):
    assert new_pack.get_absolute_url() in ask("/packs/").text


def test_nobody_calls_a_pack_forged_whose_text_this_process_read_before(new_pack, activity):
    read_pack(new_pack)

    response = ask(address("activity", new_pack, activity.pk))

    assert response.status_code == 200
    assert FORGED not in response.text


def test_the_first_version_names_the_second_at_once(plan, activity, chief_executive, old_copy):
    first = published(plan, public_from=PUBLIC_FROM)
    old_copy()
    second = published(plan, reason="A figure was wrong.", public_from=PUBLIC_FROM)

    response = ask(first.get_absolute_url())

    assert response.status_code == 200
    assert second.get_absolute_url() in response.text


def test_a_pack_that_is_closed_is_closed_everywhere_at_once(
    plan, activity, chief_executive, old_copy
):
    pack = published(plan, public_from=PUBLIC_FROM)
    old_copy()
    closed_at = PUBLISHED_AT + dt.timedelta(hours=1)
    packs.open_to_public(pack, None, words="A mistake.", by=voice(), at=closed_at)

    page, list_of_all = ask(pack.get_absolute_url()), ask("/packs/")
    told = ask(f"/api/v1/packs/{pack.pk}")

    assert (page.status_code, told.status_code) == (404, 404)
    assert pack.get_absolute_url() not in list_of_all.text
