"""Public packs behind a cache that many readers share, as a CDN is: what it may show to whom."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance import packs
from tests.factories import voice
from tests.governance.packs import PUBLISHED_AT, published
from tests.governance.reading import address, pages


class SharedCache:
    """What RFC 9111 asks of a cache between readers and a site, and no more. Its clock is ours."""

    def __init__(self):
        self.now, self.kept, self.asked = 0, {}, 0

    def get(self, client, url):
        """Return (status, body, where it came from: "site", "kept" or "asked again")."""
        sent = client.cookies.output(header="", sep=";")
        kept = self.kept.get((url, sent))
        if kept and self.now < kept["until"]:
            return 200, kept["body"], "kept"
        headers = {"If-None-Match": kept["etag"]} if kept else {}
        response = client.get(url, headers=headers)
        self.asked += 1
        if response.status_code == 304:
            kept["until"] = self.now + self.seconds(response)
            return 200, kept["body"], "asked again"
        self.keep(response, url, sent)
        return response.status_code, response.content, "site"

    def keep(self, response, url, sent):
        """Only what everybody may see, by what Vary names: here the cookies that were sent."""
        self.kept.pop((url, sent), None)
        rules = response.headers["Cache-Control"]
        if "no-store" in rules or "private" in rules or response.status_code != 200:
            return
        assert "Set-Cookie" not in response.headers
        assert response.headers["Vary"] == "Cookie, Accept-Encoding"
        self.kept[url, sent] = {
            "body": response.content,
            "etag": response.headers["ETag"],
            "until": self.now + self.seconds(response),
        }

    def seconds(self, response):
        """For how long it may be shown without asking."""
        rules = response.headers["Cache-Control"].split(", ")
        if "no-cache" in rules:
            return 0
        return next(int(rule[9:]) for rule in rules if rule.startswith("s-maxage="))


@pytest.fixture
def pack(plan, activity):
    """Open to everybody since the day it was published."""
    return published(plan, public_from=dt.date(2020, 12, 12))


@pytest.fixture
def cdn():
    return SharedCache()


def close(pack):
    later = PUBLISHED_AT + dt.timedelta(hours=1)
    packs.open_to_public(pack, None, words="A mistake.", by=voice(), at=later)


def every_address(pack):
    return [*pages(pack), address("record", pack), reverse("governance:pack-list")]


def test_one_rendering_serves_every_stranger(cdn, pack):
    for url in every_address(pack):
        first, second = cdn.get(Client(), url), cdn.get(Client(), url)

        assert (first[0], first[2]) == (200, "site")
        assert second == (200, first[1], "asked again")


def test_asking_again_costs_the_site_one_query_and_no_session(cdn, pack):
    cdn.get(Client(), pack.get_absolute_url())

    with CaptureQueriesContext(connection) as captured:
        cdn.get(Client(), pack.get_absolute_url())

    assert len(captured) == 1
    assert "django_session" not in captured[0]["sql"]


def test_a_pack_that_is_closed_is_closed_at_once(cdn, pack):
    url = pack.get_absolute_url()
    cdn.get(Client(), url)

    close(pack)

    assert cdn.get(Client(), url)[0] == 404


def test_nothing_that_a_member_reads_is_kept_or_shown_to_another(cdn, pack, client, panel_member):
    client.force_login(panel_member)
    for url in every_address(pack):
        for_strangers = cdn.get(Client(), url)[1]
        for_member = cdn.get(client, url)

        assert for_member[2] == "site"
        assert not [sent for _, sent in cdn.kept if sent]
        assert cdn.get(Client(), url)[1] == for_strangers


# --- On the day of publication ------------------------------------------------------------------
@pytest.fixture
def for_a_minute(settings):
    settings.PACK_CACHE_SECONDS = 60


def test_a_pack_may_be_kept_for_the_time_that_is_set(client, pack, for_a_minute):
    for url in every_address(pack):
        assert client.get(url).headers["Cache-Control"] == (
            "public, max-age=0, s-maxage=60, stale-while-revalidate=60"
        )


def test_the_site_is_asked_once_a_minute_however_many_read(cdn, pack, for_a_minute):
    url = pack.get_absolute_url()

    for second in range(0, 600, 5):
        cdn.now = second
        assert cdn.get(Client(), url)[0] == 200

    assert cdn.asked == 10


def test_a_pack_that_is_closed_is_gone_within_the_time_that_is_set(cdn, pack, for_a_minute):
    url = pack.get_absolute_url()
    cdn.get(Client(), url)
    close(pack)

    cdn.now = 59
    assert cdn.get(Client(), url)[2] == "kept"
    cdn.now = 60
    assert cdn.get(Client(), url)[0] == 404


def test_a_member_never_reads_the_copy_for_strangers(cdn, pack, client, panel_member, for_a_minute):
    url = pack.get_absolute_url()
    cdn.get(Client(), url)
    client.force_login(panel_member)

    assert cdn.get(client, url)[2] == "site"
    assert client.get(url).headers["Cache-Control"].startswith("private")


def test_a_pack_that_opens_is_there_at_once(cdn, plan, activity, for_a_minute):
    pack = published(plan)
    url = pack.get_absolute_url()
    assert cdn.get(Client(), url)[0] == 404

    packs.open_to_public(pack, dt.date(2020, 12, 14), words="", by=voice(), at=PUBLISHED_AT)

    assert cdn.get(Client(), url)[0] == 200
