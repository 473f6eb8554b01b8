"""How long an answer holds, who may keep it, and how often one may ask."""

import datetime as dt

import pytest
from rest_framework.exceptions import Throttled

from governance import packs
from opcc.api.problems import handle
from opcc.api.throttles import Throttle, whose
from opcc.office.models import Office
from tests.api.conftest import ROOT
from tests.commissioning.factories import ContractFactory
from tests.factories import moment, said, voice
from tests.governance.factories import DecisionFactory, PublicationDutyFactory
from tests.governance.packs import PUBLISHED_AT, published
from tests.plans.measures import VECTOR, MeasureFactory, observed

OPENED = {"public_from": dt.date(2020, 12, 14)}
PUBLIC = ("", "office", "statuses", "packs", "plans", "measures", "contracts", "decisions",
          "publication-duties", "publications")  # fmt: skip
ORIGIN = {"origin": "https://elsewhere.example"}


@pytest.fixture
def pack(plan, activity):
    measure = observed(MeasureFactory(plan=plan.police_and_crime_plan), *VECTOR)
    return published(plan, measures=[measure], **OPENED)


def of_pack(pack):
    parts = ("", "/activities", "/changes", "/measures", "/measures/1", "/questions")
    return [f"packs/{pack.pk}{part}" for part in parts]


def again(reader, address):
    """The status of an address that is asked again with the ETag that it gave."""
    tag = reader.get(address)["ETag"]
    return reader.get(address, headers={"if-none-match": tag})


# --- Who may keep it ----------------------------------------------------------------------------
def test_anybody_may_keep_a_public_answer_for_a_minute(stranger, pack):
    for address in [*PUBLIC, *of_pack(pack)]:
        response = stranger.get(address)

        assert response["Cache-Control"] == "public, max-age=60"
        assert set(response["Vary"].split(", ")) <= {"Authorization", "Accept-Encoding"}
        assert "Authorization" in response["Vary"]
        assert response["Access-Control-Allow-Origin"] == "*"
        assert not response.cookies


def test_nobody_keeps_what_was_read_with_a_token(staff, pack, plan):
    for address in [*PUBLIC, *of_pack(pack), f"plans/{plan.pk}/position"]:
        response = staff.get(address, headers=ORIGIN)

        assert response["Cache-Control"] == "private, no-store"
        assert "Authorization" in response["Vary"]
        assert "Access-Control-Allow-Origin" not in response


def test_nobody_keeps_a_refusal(stranger, pack, plan):
    refused = ["packs/987654", "packs?x=1", f"plans/{plan.pk}/position", "nothing"]

    for address in refused:
        assert "no-store" in stranger.get(address)["Cache-Control"]


def without_id(response):
    """The headers, but for the one that no two answers share."""
    return {name: value for name, value in response.headers.items() if name != "X-Request-ID"}


def test_a_session_changes_no_public_answer(stranger, chief_executive, pack):
    before = stranger.get("packs")

    stranger.client.force_login(chief_executive)
    after = stranger.get("packs")

    assert after.content == before.content
    assert without_id(after) == without_id(before)


# --- Whether it still holds ---------------------------------------------------------------------
def test_what_has_not_changed_is_not_sent_again(stranger, pack):
    for address in [*PUBLIC, *of_pack(pack)]:
        response = again(stranger, address)

        assert (response.status_code, response.content) == (304, b"")
        assert response["Cache-Control"] == "public, max-age=60"
        assert response["ETag"].startswith('W/"')
        assert "Authorization" in response["Vary"]


def test_a_pack_is_not_even_read_where_it_has_not_changed(
    stranger, pack, django_assert_num_queries
):
    tag = stranger.get(f"packs/{pack.pk}/activities")["ETag"]

    with django_assert_num_queries(1):
        stranger.get(f"packs/{pack.pk}/activities", headers={"if-none-match": tag})


def changed(reader, address, change):
    """Whether an address answers anew after a change."""
    tag = reader.get(address)["ETag"]
    change()
    return reader.get(address, headers={"if-none-match": tag}).status_code == 200


def test_a_pack_answers_anew_once_another_version_is_there(stranger, plan, pack):
    assert changed(stranger, f"packs/{pack.pk}", lambda: published(plan, reason="Wrong.", **OPENED))


def test_a_pack_answers_anew_once_its_day_is_another(stranger, pack):
    def open_earlier():
        at = PUBLISHED_AT + dt.timedelta(hours=1)
        packs.open_to_public(pack, dt.date(2020, 12, 13), words="", by=voice(), at=at)

    assert changed(stranger, f"packs/{pack.pk}", open_earlier)


def test_a_list_of_contracts_answers_anew_once_another_copy_is_published(stranger, office):
    contract = ContractFactory()

    def publish(day):
        contract.publish(link="https://www.example.org/c", said_on=dt.date(2020, 11, day),
                         by=voice(), at=moment(2020, 11, day))  # fmt: skip

    publish(2)

    assert not changed(stranger, "contracts", lambda: contract.provider.change(name="Another"))
    assert changed(stranger, "contracts", lambda: publish(3))


def test_a_decision_answers_anew_once_it_is_changed(stranger, office):
    decision = DecisionFactory(link="https://www.example.org/d")

    assert changed(stranger, "decisions", lambda: decision.change(title="Another"))


def test_a_duty_answers_anew_once_something_is_published(stranger, office):
    duty = PublicationDutyFactory()

    def publish():
        duty.publish(covers_until=dt.date(2020, 10, 31), words="Grants", link="",
                     said_on=dt.date(2020, 11, 2), by=voice(), at=moment(2020, 11, 2))  # fmt: skip

    assert changed(stranger, "publication-duties", publish)
    assert changed(stranger, "publications", publish)


def test_the_office_answers_anew_once_it_has_another_name(stranger, office):
    def rename():
        named = Office.objects.get()
        named.short_name = "Office"
        named.save()

    assert changed(stranger, "office", rename)


def test_a_position_answers_anew_once_a_line_is_written(staff, plan, activity):
    address = f"plans/{plan.pk}/position"

    assert again(staff, address).status_code == 304
    assert changed(staff, address, lambda: said(activity, on=dt.date(2020, 12, 14)))


def test_an_answer_to_a_token_never_stands_for_a_strangers(stranger, staff, pack):
    tag = staff.get("packs")["ETag"]

    assert stranger.get("packs", headers={"if-none-match": tag}).status_code == 200


def test_a_head_says_what_a_get_would(stranger, pack):
    asked = ROOT + f"packs/{pack.pk}"
    head, get = stranger.client.head(asked), stranger.client.get(asked)

    assert head.content == b""
    assert head["ETag"] == get["ETag"]


def test_options_say_what_may_be_done(stranger, pack):
    response = stranger.client.options(ROOT + "packs", headers=ORIGIN)

    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Access-Control-Allow-Headers"] == "If-None-Match"


def test_no_script_of_another_site_may_use_a_token(stranger, staff, plan):
    asked = f"plans/{plan.pk}/position"

    for response in (stranger.client.options(ROOT + asked, headers=ORIGIN), staff.get(asked)):
        assert [name for name in response.headers if name.startswith("Access-Control")] == []


# --- How often ----------------------------------------------------------------------------------
@pytest.fixture
def seldom(settings, monkeypatch):
    """Two questions a minute for an address, three for a token, in one minute that does not end."""
    monkeypatch.setattr(Throttle, "timer", staticmethod(lambda: 1_600_000_000.5))
    settings.API_RATES = {"address": "2/minute", "token": "3/minute"}


def statuses(reader, count, **more):
    return [reader.get("statuses", **more).status_code for _ in range(count)]


def test_who_asks_too_often_is_told_how_long_to_wait(stranger, seldom):
    assert statuses(stranger, 3) == [200, 200, 429]

    response = stranger.get("statuses")

    assert 1 <= int(response["Retry-After"]) <= 60
    assert response["Content-Type"] == "application/problem+json"
    assert "Retry-After" in response.json()["detail"]


def test_another_address_is_counted_apart(stranger, seldom):
    statuses(stranger, 3, REMOTE_ADDR="192.0.2.1")

    assert statuses(stranger, 1, REMOTE_ADDR="192.0.2.2") == [200]


def test_addresses_of_one_ipv6_network_are_counted_as_one(stranger, seldom):
    found = [statuses(stranger, 1, REMOTE_ADDR=f"2001:db8:0:1::{n}") for n in range(1, 4)]

    assert found == [[200], [200], [429]]
    assert statuses(stranger, 1, REMOTE_ADDR="2001:db8:0:2::1") == [200]


def test_an_ipv4_address_in_ipv6_is_counted_by_itself():
    assert str(whose("::ffff:192.0.2.1")) == whose("192.0.2.1") == "192.0.2.1"


def test_the_next_minute_on_the_clock_counts_anew(stranger, seldom, monkeypatch):
    statuses(stranger, 3)

    assert stranger.get("statuses")["Retry-After"] == "20"
    monkeypatch.setattr(Throttle, "timer", staticmethod(lambda: 1_600_000_020.0))
    assert statuses(stranger, 3) == [200, 200, 429]


def test_the_time_to_wait_is_never_told_too_short(rf):
    assert handle(Throttled(wait=1.2), {"request": rf.get(ROOT)})["Retry-After"] == "2"


def test_a_forged_address_changes_nothing(stranger, seldom):
    found = [
        stranger.get("statuses", headers={"x-forwarded-for": f"192.0.2.{n}"}).status_code
        for n in range(3)
    ]

    assert found == [200, 200, 429]


def test_behind_a_proxy_the_address_that_it_adds_counts(stranger, seldom, settings):
    settings.PROXIES = 1

    def ask(forged, real):
        headers = {"x-forwarded-for": f"{forged}, {real}"}
        return stranger.get("statuses", headers=headers).status_code

    assert [ask(f"192.0.2.{n}", "198.51.100.7") for n in range(3)] == [200, 200, 429]
    assert ask("192.0.2.1", "198.51.100.8") == 200


def test_where_fewer_proxies_came_than_are_named_the_machine_that_asked_counts(
    stranger, seldom, settings
):
    settings.PROXIES = 2

    found = [
        stranger.get("statuses", headers={"x-forwarded-for": f"192.0.2.{n}"}).status_code
        for n in range(3)
    ]

    assert found == [200, 200, 429]


def test_a_token_is_counted_apart_wherever_it_is_used(stranger, staff, seldom):
    statuses(stranger, 3)

    found = [staff.get("statuses", REMOTE_ADDR=f"192.0.2.{n}").status_code for n in range(4)]

    assert found == [200, 200, 200, 429]


def test_guessing_at_tokens_is_counted_as_asking(stranger, seldom):
    wrong = {"headers": {"authorization": "Bearer wrong"}}

    assert statuses(stranger, 3, **wrong) == [401, 401, 429]
    assert statuses(stranger, 1) == [429]
