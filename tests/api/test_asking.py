"""How one asks: pages, filters, orders, and what is refused by name."""

import datetime as dt

import pytest

from tests.factories import post, promised_activity, said
from tests.governance.factories import DecisionFactory
from tests.governance.packs import published

OPENED = {"public_from": dt.date(2020, 12, 14)}


@pytest.fixture
def decisions(office):
    """Five with a published record, one a month from January 2020, the later the dearer."""
    return [
        DecisionFactory(
            reference=f"D{month}", taken_on=dt.date(2020, month, 1), cost=month * 100,
            link="https://www.example.org/d",
        )
        for month in range(1, 6)
    ]  # fmt: skip


@pytest.fixture
def pack(plan, finance_chief):
    """Of two objectives: 1.1 is late and at risk, 1.2 has no day, 2.1 is in time."""
    lead = post("Chief Financial Officer")
    late = promised_activity(plan, lead=lead, due_on=dt.date(2020, 11, 30))
    promised_activity(plan, lead=lead, due_on=None, kind="duty")
    promised_activity(plan, lead=lead, objective=2)
    said(late, "at_risk", on=dt.date(2020, 12, 8), reason="Slow.")
    return published(plan, **OPENED)


def references(reader, address):
    return [row["reference"] for row in reader.read(address)["results"]]


def faults(response):
    """{parameter: what is wrong with it} of a refusal."""
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    return {fault["parameter"]: fault["detail"] for fault in response.json()["errors"]}


# --- Pages --------------------------------------------------------------------------------------
def test_pages_lead_from_one_to_the_next_and_back(stranger, decisions):
    first = stranger.read("decisions?limit=2&taken_from=2020-01-01")
    second = stranger.client.get(first["next"]).json()
    third = stranger.client.get(second["next"]).json()

    assert [len(page["results"]) for page in (first, second, third)] == [2, 2, 1]
    assert {page["count"] for page in (first, second, third)} == {5}
    assert first["previous"] is third["next"] is None
    assert stranger.client.get(second["previous"]).json()["results"] == first["results"]
    seen = [row["id"] for page in (first, second, third) for row in page["results"]]
    assert seen == [decision.pk for decision in reversed(decisions)]


def test_a_page_beyond_the_last_is_empty_and_keeps_the_count(stranger, decisions):
    page = stranger.read("decisions?offset=9")

    assert (page["count"], page["results"], page["next"]) == (5, [], None)


@pytest.mark.parametrize("size", ["0", "-1", "501", "ten", ""])
def test_a_page_of_no_size_is_refused(stranger, office, size):
    assert set(faults(stranger.get(f"decisions?limit={size}"))) == {"limit"}


@pytest.mark.parametrize("offset", ["-1", "1e3", str(2**31), "9" * 2000])
def test_a_place_that_no_list_has_is_refused(stranger, office, offset):
    assert set(faults(stranger.get(f"decisions?offset={offset}"))) == {"offset"}


# --- Filters and orders -------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("taken_from=2020-04-01", ["D5", "D4"]),
        ("taken_until=2020-02-01", ["D2", "D1"]),
        ("taken_from=2020-02-01&taken_until=2020-03-01", ["D3", "D2"]),
        ("order=cost&limit=2", ["D1", "D2"]),
        ("order=-cost&limit=2", ["D5", "D4"]),
    ],
)
def test_rows_of_a_register_are_narrowed_and_ordered(stranger, decisions, asked, found):
    assert references(stranger, f"decisions?{asked}") == found


@pytest.mark.parametrize("order", ["cost", "-cost"])
def test_what_has_no_value_comes_last_whichever_way(stranger, decisions, order):
    DecisionFactory(reference="D0", cost=None, link="https://www.example.org/d")

    assert references(stranger, f"decisions?order={order}")[-1] == "D0"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["1.1", "1.2", "2.1"]),
        ("shown=at_risk", ["1.1"]),
        ("shown=silent", ["1.2", "2.1"]),
        ("objective=2", ["2.1"]),
        ("kind=duty", ["1.2"]),
        ("is_late=true", ["1.1"]),
        ("is_late=false", ["1.2", "2.1"]),
        ("has_moved=true", []),
        ("order=-reference", ["2.1", "1.2", "1.1"]),
        ("order=due_on", ["1.1", "2.1", "1.2"]),
        ("order=-due_on", ["2.1", "1.1", "1.2"]),
        ("order=-days_late&limit=1", ["1.1"]),
    ],
)
def test_activities_of_a_pack_are_narrowed_and_ordered(stranger, pack, asked, found):
    assert references(stranger, f"packs/{pack.pk}/activities?{asked}") == found


def test_packs_are_found_by_plan_and_cut_off(stranger, pack, plan):
    assert stranger.read(f"packs?plan={plan.pk}&cut_off_from=2020-12-10")["count"] == 1
    assert stranger.read("packs?cut_off_until=2020-12-09")["count"] == 0
    assert stranger.read(f"packs?plan={plan.pk + 1}")["count"] == 0


# --- What is refused ----------------------------------------------------------------------------
LISTS = ("packs", "plans", "measures", "contracts", "decisions", "publication-duties",
         "publications", "statuses", "office", "")  # fmt: skip


@pytest.mark.parametrize("address", LISTS)
def test_an_unknown_parameter_is_refused_by_name_everywhere(stranger, office, address):
    found = faults(stranger.get(f"{address}?statuss=late"))

    assert set(found) == {"statuss"}
    assert "There is no such parameter here" in found["statuss"]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("decisions?taken_from=yesterday", "taken_from"),
        ("decisions?taken_from=2020-02-30", "taken_from"),
        ("decisions?taken_from=0001-01-01", "taken_from"),
        ("decisions?order=reason", "order"),
        ("contracts?procurement_route=favour", "procurement_route"),
        ("contracts?provider=%00", "provider"),
        ("packs?plan=one", "plan"),
        ("packs?plan=99999999999999999999", "plan"),
        ("publications?duty=0", "duty"),
        ("measures?has_ended=perhaps", "has_ended"),
        ("decisions?limit=1&limit=2", "limit"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(stranger, office, address, name):
    assert set(faults(stranger.get(address))) == {name}


@pytest.mark.parametrize(
    "at", ["2020-13-01", "yesterday", "2020-12-14T17:00:00", "0001-01-01", "9999-12-31", "", "%00"]
)
def test_a_moment_that_cannot_be_is_refused(staff, plan, at):
    assert set(faults(staff.get(f"plans/{plan.pk}/position?at={at}"))) == {"at"}


@pytest.mark.parametrize("at", ["2020-12-15", "2020-12-14T23:00:00Z"])
def test_what_is_still_to_come_is_refused(staff, plan, at):
    assert "still to come" in faults(staff.get(f"plans/{plan.pk}/position?at={at}"))["at"]


def test_every_fault_is_told_at_once(stranger, office):
    found = faults(stranger.get("decisions?limit=0&order=no&x=1"))

    assert set(found) == {"limit", "order", "x"}


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v2/packs", "/api/v1/nothing", "/api/v1/packs/", "/api/v1/packs/one"]
)
def test_an_unknown_address_is_a_problem_that_says_what_to_do(client, office, path):
    response = client.get(path)

    assert response.status_code == 404
    assert response["Content-Type"] == "application/problem+json"
    assert "/api/v1/openapi.json" in response.json()["detail"]
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("key", [2**63, 10**40])
@pytest.mark.parametrize("kind", ["packs", "plans", "measures", "contracts", "decisions"])
def test_a_key_that_no_database_holds_is_not_found(stranger, office, kind, key):
    assert stranger.get(f"{kind}/{key}").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_nothing_can_be_written(client, office, method):
    response = getattr(client, method)("/api/v1/packs")

    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"
    assert response["Allow"] == "GET, HEAD, OPTIONS"
    assert response.json()["title"] == "This interface only reads"


def test_a_problem_says_where_it_is_explained(stranger, office):
    kind = stranger.get("nothing").json()["type"]
    address, _, name = kind.partition("#")

    page = stranger.client.get(address).content.decode()

    assert address.endswith("/data/")
    assert f'id="{name}"' in page


def test_a_fault_of_ours_is_a_problem_too(client, office, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("opcc.api.views.office.office_row", lambda office: 1 / 0)

    response = client.get("/api/v1/office")

    assert response.status_code == 500
    assert response.json()["title"] == "Something went wrong here"
    assert "division" not in response.content.decode()
