"""The register of risks as a list and as a file, who may read it, and what it costs."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.models import Control, RiskBand
from tests.governance.factories import BodyFactory, RiskFactory
from tests.governance.test_risks import SCORED_AT, scored

NOTE = "Never said outside the office."


@pytest.fixture
def risks(office, activity):
    """Three: very high and reviewed, low and not reviewed, and one that is closed."""
    grave, slight, over = (RiskFactory(title=title) for title in ("Grave", "Slight", "Over"))
    scored(grave, likelihood=5, impact=4, on=dt.date(2020, 12, 1))
    scored(slight, likelihood=1, impact=2)
    scored(over, likelihood=5, impact=5)
    over.close(on=dt.date(2020, 12, 2), because="It can no longer happen.")
    grave.activities.add(activity)
    grave.bodies.add(BodyFactory())
    return {"Grave": grave, "Slight": slight, "Over": over}


def titles(client, **asked):
    response = client.get(reverse("governance:risk-list"), asked)
    return [risk.title for risk in response.context["object_list"]]


def test_open_risks_come_first_and_the_gravest_before_all(client, outsider, risks):
    client.force_login(outsider)

    assert titles(client) == ["Grave", "Slight", "Over"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"q": "slight"}, ["Slight"]),
        ({"watch": "open"}, ["Grave", "Slight"]),
        ({"watch": "closed"}, ["Over"]),
        ({"watch": "unreviewed"}, ["Slight"]),
        ({"activity": "1.1"}, ["Grave"]),
        ({"sort": "current"}, ["Slight", "Grave", "Over"]),
        ({"sort": "-risk"}, ["Slight", "Over", "Grave"]),
        ({"sort": "reviewed"}, ["Slight", "Over", "Grave"]),
    ],
)
def test_the_list_shows_what_is_asked_for(client, outsider, risks, asked, expected):
    client.force_login(outsider)

    assert titles(client, **asked) == expected


def test_the_list_can_be_narrowed_to_a_band_a_board_and_an_owner(client, outsider, risks):
    client.force_login(outsider)
    bands = {band.name: band.pk for band in RiskBand.objects.all()}
    board = risks["Grave"].bodies.get()

    assert titles(client, band=bands["Low"]) == ["Slight"]
    assert titles(client, band=bands["Very high"]) == ["Grave", "Over"]
    assert titles(client, band=bands["Medium"]) == []
    assert titles(client, body=board.pk) == ["Grave"]
    assert titles(client, owner=risks["Grave"].owner_id) == ["Grave", "Slight", "Over"]


@pytest.mark.parametrize("direction", ["current", "-current"])
def test_a_risk_without_a_score_is_last_whichever_way_they_are_sorted(
    client, outsider, risks, direction
):
    RiskFactory(title="Not scored")
    client.force_login(outsider)

    assert titles(client, sort=direction)[-1] == "Not scored"


def test_the_file_holds_every_score_with_its_band(client, outsider, risks):
    scored(risks["Slight"], "target", likelihood=1, impact=1)
    client.force_login(outsider)

    file = client.get(reverse("governance:risk-csv"), {"q": "slight"}).content.decode("utf-8-sig")

    heading, row = (line.split(",") for line in file.strip().splitlines())
    found = dict(zip(heading, row, strict=True))
    assert (
        found
        | {
            "current likelihood": "1",
            "current impact": "2",
            "current score": "2",
            "current band": "Low",
            "target score": "1",
            "inherent score": "",
            "reviewed on": "2020-09-03",
            "not reviewed for 90 days": "yes",
            "closed on": "",
        }
        == found
    )


@pytest.mark.parametrize(
    ("name", "takes_key"),
    [
        ("risk-list", False),
        ("risk-csv", False),
        ("risk-heat-map", False),
        ("risk-add", False),
        ("risk-detail", True),
        ("risk-change", True),
        ("risk-score", True),
        ("risk-close", True),
        ("control-add", True),
    ],
)
def test_a_panel_member_finds_no_risks(client, panel_member, risks, name, takes_key):
    client.force_login(panel_member)
    args = [risks["Grave"].pk] if takes_key else []

    response = client.get(reverse(f"governance:{name}", args=args))

    assert response.status_code == 404


def test_a_note_for_colleagues_is_on_the_page_and_in_no_file(client, outsider, risks):
    risks["Grave"].change(internal_note=NOTE)
    client.force_login(outsider)

    page = client.get(risks["Grave"].get_absolute_url()).content.decode()
    file = client.get(reverse("governance:risk-csv")).content.decode()

    assert NOTE in page
    assert NOTE not in file


def fill(activity, count):
    board = BodyFactory()
    for _ in range(count):
        risk = RiskFactory()
        risk.activities.add(activity)
        risk.bodies.add(board)
        scored(risk)
        scored(risk, at=SCORED_AT + dt.timedelta(hours=1))


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


@pytest.mark.parametrize("name", ["risk-list", "risk-csv", "risk-heat-map"])
def test_many_risks_cost_no_more_queries_than_one(client, outsider, activity, name):
    client.force_login(outsider)
    url = reverse(f"governance:{name}")
    fill(activity, 1)
    of_one = queries(client, url)

    fill(activity, 12)

    assert queries(client, url) == of_one


def test_a_risk_with_much_on_it_costs_no_more_queries_than_one_with_little(
    client, finance_chief, risks, activity
):
    risk = risks["Grave"]
    risk.keep(Control(title="A first reviewer", owner=risk.owner))
    client.force_login(finance_chief)
    of_little = queries(client, risk.get_absolute_url())

    for number in range(6):
        scored(risk, at=SCORED_AT + dt.timedelta(days=90, hours=number), on=dt.date(2020, 12, 2))
        risk.keep(Control(title=f"Reviewer {number}", owner=risk.owner))
        risk.bodies.add(BodyFactory(name=f"Board {number}"))

    assert queries(client, risk.get_absolute_url()) == of_little
