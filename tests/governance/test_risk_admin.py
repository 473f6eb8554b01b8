"""Risks and their bands in Django admin: bands are an office's own, scores are only read."""

import pytest
from django.urls import reverse

from governance.models import RiskBand
from tests.admin_pages import as_shown, words
from tests.governance.factories import RiskFactory
from tests.governance.test_risks import scored


@pytest.fixture
def lowest(db):
    return RiskBand.objects.get(lowest=1)


def test_an_administrator_renames_a_band(client, administrator, lowest):
    client.force_login(administrator)
    url = reverse("admin:governance_riskband_change", args=[lowest.pk])

    client.post(url, as_shown(client.get(url), name="Small"))

    lowest.refresh_from_db()
    assert lowest.name == "Small"


def test_one_band_has_to_begin_at_one(client, administrator, lowest):
    client.force_login(administrator)
    url = reverse("admin:governance_riskband_change", args=[lowest.pk])

    page = client.post(url, as_shown(client.get(url), lowest="2"))

    assert "One band has to begin at 1, so that every score has a name. Enter 1" in words(page)
    assert RiskBand.objects.filter(lowest=1).exists()


@pytest.mark.parametrize("wrong", ["0", "26", "10"])
def test_a_band_begins_at_a_score_of_its_own(client, administrator, db, wrong):
    client.force_login(administrator)
    band = RiskBand.objects.get(lowest=16)
    url = reverse("admin:governance_riskband_change", args=[band.pk])

    response = client.post(url, as_shown(client.get(url), lowest=wrong))

    assert "lowest" in response.context["adminform"].form.errors


def test_the_band_that_begins_at_one_cannot_be_deleted(client, administrator, lowest):
    client.force_login(administrator)

    response = client.post(
        reverse("admin:governance_riskband_delete", args=[lowest.pk]), {"post": "yes"}
    )

    assert response.status_code == 403
    assert RiskBand.objects.filter(lowest=1).exists()


def test_scores_are_read_in_admin_and_not_written(client, administrator, office):
    risk = RiskFactory(title="Reviews wait")
    scored(risk)
    client.force_login(administrator)
    url = reverse("admin:governance_risk_change", args=[risk.pk])

    shown = client.get(url)
    client.post(url, as_shown(shown, title="Reviews wait for months"))

    risk.refresh_from_db()
    assert "One post is filled." in words(shown)
    assert risk.title == "Reviews wait for months"
    assert [(s.value, s.words) for s in risk.scores.all()] == [(12, "One post is filled.")]
