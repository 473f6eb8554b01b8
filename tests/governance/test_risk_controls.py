"""Controls: what is done about a risk, by which post, and what is late."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from governance.models import Control
from tests.governance.factories import RiskFactory
from tests.governance.filling import filled
from tests.governance.test_risks import page_of


@pytest.fixture
def risk(office, finance_chief):
    """The finance chief's."""
    return RiskFactory(title="Reviews of complaints wait")


def test_a_planned_control_needs_a_day(client, finance_chief, risk):
    client.force_login(finance_chief)
    url = reverse("governance:control-add", args=[risk.pk])
    typed = {"title": "A second reviewer", "owner": risk.owner_id, "state": "planned"}

    page = client.post(url, filled(client, url, **typed)).content.decode()

    assert "Enter the day on which the planned control is to stand" in page
    assert not Control.objects.exists()


def test_a_late_control_says_by_how_many_days(client, finance_chief, risk):
    client.force_login(finance_chief)
    url = reverse("governance:control-add", args=[risk.pk])
    typed = {"title": "A second reviewer", "owner": risk.owner_id, "state": "planned"}
    day = {"due_on_0": "1", "due_on_1": "12", "due_on_2": "2020"}

    client.post(url, filled(client, url, **typed, **day))
    page = page_of(client, "risk-detail", risk.pk)

    assert "Planned for 1 December 2020" in page
    assert "Late by 13 days" in page


def test_sending_a_control_twice_adds_one(client, finance_chief, risk):
    client.force_login(finance_chief)
    url = reverse("governance:control-add", args=[risk.pk])
    typed = {"title": "A second reviewer", "owner": risk.owner_id, "state": "in_place"}
    sent = filled(client, url, **typed)

    client.post(url, sent)
    again = client.post(url, sent)

    assert again.url == risk.get_absolute_url()
    assert Control.objects.count() == 1


def test_a_control_changes_in_its_place(client, finance_chief, risk):
    control = Control(title="A second reviewer", owner=risk.owner)
    risk.keep(control)
    client.force_login(finance_chief)
    url = reverse("governance:control-change", args=[risk.pk, control.pk])
    typed = {"title": "A third reviewer", "owner": risk.owner_id, "state": "ended"}

    client.post(url, filled(client, url, **typed))

    assert [(c.title, c.state) for c in risk.controls.all()] == [("A third reviewer", "ended")]


def test_a_control_is_not_found_under_another_risk(client, chief_executive, risk):
    control = Control(title="A second reviewer", owner=risk.owner)
    risk.keep(control)
    client.force_login(chief_executive)

    response = client.get(reverse("governance:control-change", args=[RiskFactory().pk, control.pk]))

    assert response.status_code == 404


def test_a_control_in_place_is_never_late(risk):
    control = Control(title="A reviewer", state="in_place", due_on=dt.date(2020, 12, 1))

    assert control.days_late(dt.date(2020, 12, 14)) == 0


@pytest.fixture
def planned(risk):
    """Said on the risk's page to stand by 1 December 2020."""
    control = Control(
        title="A second reviewer", owner=risk.owner, state="planned", due_on=dt.date(2020, 12, 1)
    )
    risk.keep(control)
    return control


@pytest.mark.parametrize("day", [("31", "3", "2021"), ("", "", "")])
def test_the_day_of_a_planned_control_does_not_move_in_silence(
    client, finance_chief, risk, planned, day
):
    client.force_login(finance_chief)
    url = reverse("governance:control-change", args=[risk.pk, planned.pk])
    typed = {"title": "A second reviewer", "owner": risk.owner_id, "state": "in_place"}
    parts = dict(zip(("due_on_0", "due_on_1", "due_on_2"), day, strict=True))

    page = client.post(url, filled(client, url, **typed, **parts)).content.decode()

    planned.refresh_from_db()
    assert "1 December 2020 was said, so it stays" in page
    assert (planned.due_on, planned.state) == (dt.date(2020, 12, 1), "planned")


def test_a_planned_control_that_stands_keeps_its_day(client, finance_chief, risk, planned):
    client.force_login(finance_chief)
    url = reverse("governance:control-change", args=[risk.pk, planned.pk])
    typed = {"title": "A second reviewer", "owner": risk.owner_id, "state": "in_place"}
    day = {"due_on_0": "1", "due_on_1": "12", "due_on_2": "2020"}

    client.post(url, filled(client, url, **typed, **day))

    planned.refresh_from_db()
    assert (planned.due_on, planned.state) == (dt.date(2020, 12, 1), "in_place")


def test_an_administrator_moves_the_day_of_a_control_no_more_than_others(planned):
    planned.due_on = dt.date(2021, 3, 31)

    with pytest.raises(ValidationError, match="1 December 2020 was said, so it stays"):
        planned.full_clean()
