"""The map of risks: every open risk with a score stands on it once, and in words too."""

import re
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from governance.heat_map import gravest_first, heat_map, ranges
from governance.models import RiskBand
from tests.governance.factories import RiskFactory
from tests.governance.test_risks import scored
from tests.plans.test_position_properties import modest

BANDS = [
    RiskBand(name="Low", lowest=1, tone="calm"),
    RiskBand(name="High", lowest=10, tone="hot"),
]
figures = st.integers(1, 5)
places = st.lists(st.tuples(figures, figures), max_size=60)


def risk_at(likelihood, impact):
    return SimpleNamespace(likelihood=likelihood, impact=impact)


def test_the_map_is_five_by_five_with_the_gravest_corner_on_top():
    rows = heat_map([], BANDS)

    assert [[cell.score for cell in row] for row in rows] == [
        [5, 10, 15, 20, 25],
        [4, 8, 12, 16, 20],
        [3, 6, 9, 12, 15],
        [2, 4, 6, 8, 10],
        [1, 2, 3, 4, 5],
    ]
    assert rows[4][0].band.name == "Low"
    assert rows[0][1].band.name == "High"


def test_a_risk_stands_where_its_likelihood_meets_its_impact():
    risk = risk_at(2, 5)

    rows = heat_map([risk], BANDS)

    assert [cell.key for row in rows for cell in row if cell.risks] == ["likelihood-2-impact-5"]


@modest
@given(places)
def test_the_counts_of_the_map_add_up_to_the_risks_on_it(chosen):
    risks = [risk_at(*place) for place in chosen]

    rows = heat_map(risks, BANDS)

    listed = [risk for cell in gravest_first(rows) for risk in cell.risks]
    assert sum(len(cell.risks) for row in rows for cell in row) == len(risks)
    assert sorted(map(id, listed)) == sorted(map(id, risks))


@modest
@given(places)
def test_the_table_begins_with_the_highest_score(chosen):
    cells = gravest_first(heat_map([risk_at(*place) for place in chosen], BANDS))

    scores = [cell.score for cell in cells]
    assert scores == sorted(scores, reverse=True)


@modest
@given(
    st.lists(
        st.tuples(st.none() | st.tuples(figures, figures), st.booleans()), min_size=1, max_size=8
    )
)
def test_the_page_counts_every_open_risk_that_has_a_score(client, outsider, described):
    client.force_login(outsider)
    with transaction.atomic():
        for place, is_closed in described:
            add_risk(place, is_closed)
        page = client.get(reverse("governance:risk-heat-map"))
        transaction.set_rollback(True)

    shown = sum(len(cell.risks) for row in page.context["rows"] for cell in row)
    open_ones = [place for place, is_closed in described if not is_closed]
    assert shown == len([place for place in open_ones if place])
    assert (page.context["total"], len(page.context["unscored"])) == (
        len(open_ones),
        open_ones.count(None),
    )


def add_risk(place, is_closed):
    risk = RiskFactory()
    if place:
        scored(risk, likelihood=place[0], impact=place[1])
    if is_closed:
        risk.close(on=risk.opened_on, because="It can no longer happen.")


def test_the_bands_name_every_score_once():
    assert [(band.name, lowest, highest) for band, lowest, highest in ranges(BANDS)] == [
        ("Low", 1, 9),
        ("High", 10, 25),
    ]


def test_the_newest_score_decides_where_a_risk_stands(client, outsider):
    risk = RiskFactory()
    scored(risk, likelihood=5, impact=5)
    scored(risk, likelihood=1, impact=2)
    client.force_login(outsider)

    rows = client.get(reverse("governance:risk-heat-map")).context["rows"]

    assert [cell.key for row in rows for cell in row if cell.risks] == ["likelihood-1-impact-2"]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("inherent", "5-impact-5"), ("target", "1-impact-1"), ("nonsense", "3-impact-3")],
)
def test_the_map_shows_the_score_that_is_chosen(client, outsider, kind, expected):
    risk = RiskFactory()
    scored(risk, "inherent", likelihood=5, impact=5)
    scored(risk, "current", likelihood=3, impact=3)
    scored(risk, "target", likelihood=1, impact=1)
    client.force_login(outsider)

    rows = client.get(reverse("governance:risk-heat-map"), {"kind": kind}).context["rows"]

    assert [cell.key for row in rows for cell in row if cell.risks] == [f"likelihood-{expected}"]


def test_a_cell_says_its_band_and_its_count_and_leads_to_its_risks(client, outsider):
    risk = RiskFactory(title="Reviews wait")
    scored(risk, likelihood=5, impact=4)
    client.force_login(outsider)

    page = client.get(reverse("governance:risk-heat-map")).content.decode()

    words = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "Very high score 20 1 risk" in words
    assert 'href="#likelihood-5-impact-4"' in page
    assert 'id="likelihood-5-impact-4"' in page
    assert f'href="{risk.get_absolute_url()}"' in page
    assert page.count('scope="row"') == 6  # five likelihoods, and the risk in the table
