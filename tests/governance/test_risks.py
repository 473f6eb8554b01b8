"""Risks: added with their first scores, scored anew, controlled, and closed for a reason."""

import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from governance.models import Risk, RiskBand, RiskScore
from governance.models.risks import band_of
from plans.registers.models import Stale
from tests.factories import post, voice
from tests.governance.factories import BodyFactory, RiskFactory
from tests.governance.filling import filled
from tests.plans.test_races import race

SCORED_AT = dt.datetime(2020, 9, 3, 9, tzinfo=dt.UTC)
TYPED = {
    "title": "Reviews of complaints wait",
    "cause": "Two posts stay vacant.",
    "event": "Reviews wait for longer than the law allows.",
    "effect": "People lose trust.",
    "opened_on_0": "1", "opened_on_1": "12", "opened_on_2": "2020",
    "inherent_likelihood": "5", "inherent_impact": "4", "inherent_words": "Nobody would answer.",
    "current_likelihood": "4", "current_impact": "3", "current_words": "One post is filled.",
    "target_likelihood": "2", "target_impact": "3", "target_words": "Both will be filled.",
}  # fmt: skip


def scored(risk, kind="current", *, likelihood=4, impact=3, on=dt.date(2020, 9, 3), at=SCORED_AT):
    return risk.score(
        kind,
        likelihood=likelihood,
        impact=impact,
        words="One post is filled.",
        said_on=on,
        by=voice(),
        at=at,
    )


@pytest.fixture
def risk(office, finance_chief):
    """The finance chief's, scored 4 by 3 on 3 September 2020, 102 days ago."""
    risk = RiskFactory(title="Reviews of complaints wait")
    scored(risk)
    return risk


def page_of(client, name, *args, **asked):
    return client.get(reverse(f"governance:{name}", args=args), asked).content.decode()


# --- Adding -------------------------------------------------------------------------------------
def test_a_risk_is_added_with_its_three_first_scores(client, outsider, activity):
    client.force_login(outsider)
    url = reverse("governance:risk-add")
    board = BodyFactory(name="Joint Audit Committee")
    links = {"owner": board.owner_id, "activities": "1.1", "bodies": [board.pk]}

    response = client.post(url, filled(client, url, **TYPED, **links))

    risk = Risk.objects.get()
    assert response.url == risk.get_absolute_url()
    assert [(s.kind, s.value, s.words, s.said_on) for s in risk.scores.all()] == [
        ("inherent", 20, "Nobody would answer.", dt.date(2020, 12, 14)),
        ("current", 12, "One post is filled.", dt.date(2020, 12, 14)),
        ("target", 6, "Both will be filled.", dt.date(2020, 12, 14)),
    ]
    assert {s.made_by_name for s in risk.scores.all()} == {outsider.name}
    assert (list(risk.activities.all()), list(risk.bodies.all())) == ([activity], [board])


def test_a_score_left_out_is_asked_for_and_nothing_is_saved_or_lost(client, outsider):
    client.force_login(outsider)
    url = reverse("governance:risk-add")
    typed = TYPED | {"owner": post("Chief Executive").pk, "target_impact": ""}

    page = client.post(url, filled(client, url, **typed)).content.decode()

    assert "Select the target impact" in page
    assert 'value="Reviews of complaints wait"' in page
    assert "Both will be filled." in page
    assert (Risk.objects.count(), RiskScore.objects.count()) == (0, 0)


def test_a_score_beyond_the_scale_is_refused(client, outsider):
    client.force_login(outsider)
    url = reverse("governance:risk-add")
    typed = TYPED | {"owner": post("Chief Executive").pk, "current_impact": "6"}

    response = client.post(url, filled(client, url, **typed))

    assert list(response.context["form"].errors) == ["current_impact"]


def test_a_risk_cannot_be_opened_tomorrow(client, outsider):
    client.force_login(outsider)
    url = reverse("governance:risk-add")
    typed = TYPED | {"owner": post("Chief Executive").pk, "opened_on_0": "15"}

    response = client.post(url, filled(client, url, **typed))

    assert response.context["form"].errors["opened_on"] == ["Enter today or an earlier day"]


def test_sending_a_new_risk_twice_adds_one_and_leads_to_it(client, outsider):
    client.force_login(outsider)
    url = reverse("governance:risk-add")
    typed = filled(client, url, **TYPED, owner=post("Chief Executive").pk)

    client.post(url, typed)
    again = client.post(url, typed)

    assert again.url == Risk.objects.get().get_absolute_url()
    assert RiskScore.objects.count() == 3


def test_another_risk_of_the_same_title_is_told(client, outsider, risk):
    client.force_login(outsider)
    url = reverse("governance:risk-add")

    response = client.post(url, filled(client, url, **TYPED, owner=risk.owner_id))

    assert list(response.context["form"].errors) == ["title"]
    assert Risk.objects.count() == 1


# --- Scoring ------------------------------------------------------------------------------------
def test_a_new_score_stands_and_the_one_before_stays_in_sight(client, finance_chief, risk):
    client.force_login(finance_chief)
    url = reverse("governance:risk-score", args=[risk.pk])
    typed = {"kind": "current", "likelihood": "2", "impact": "3", "words": "Both are filled."}

    client.post(url, filled(client, url, **typed))
    page = page_of(client, "risk-detail", risk.pk)

    assert [(s.value, s.words) for s in risk.scores.all()] == [
        (12, "One post is filled."),
        (6, "Both are filled."),
    ]
    assert "Medium, 6" in page
    assert "Was 12 on 3 September 2020" in page
    assert "Current: 4 × 3 = 12, High" in page
    assert "Current: 2 × 3 = 6, Medium" in page


def test_scoring_begins_from_what_stands(client, finance_chief, risk):
    scored(risk, "target", likelihood=1, impact=2)
    client.force_login(finance_chief)

    form = client.get(reverse("governance:risk-score", args=[risk.pk]), {"kind": "target"}).context[
        "form"
    ]

    assert (form["kind"].value(), form["likelihood"].value(), form["impact"].value()) == (
        "target", 1, 2,
    )  # fmt: skip


def test_a_score_of_a_day_before_the_one_that_stands_is_refused(client, finance_chief, risk):
    client.force_login(finance_chief)
    url = reverse("governance:risk-score", args=[risk.pk])
    typed = {"kind": "current", "likelihood": "2", "impact": "3", "words": "Both are filled."}
    day = {"said_on_0": "2", "said_on_1": "9", "said_on_2": "2020"}

    page = client.post(url, filled(client, url, **typed, **day)).content.decode()

    assert "A score of 3 September 2020 stands already" in page
    assert risk.scores.count() == 1


def test_sending_a_score_twice_writes_one_line(client, finance_chief, risk):
    client.force_login(finance_chief)
    url = reverse("governance:risk-score", args=[risk.pk])
    words = {"kind": "current", "likelihood": "2", "impact": "3", "words": "Both are filled."}
    typed = filled(client, url, **words)

    client.post(url, typed)
    again = client.post(url, typed)

    assert again.status_code == 302
    assert risk.scores.count() == 2


def test_who_scores_while_another_did_is_told_and_loses_no_word(client, finance_chief, risk):
    client.force_login(finance_chief)
    url = reverse("governance:risk-score", args=[risk.pk])
    words = {"kind": "current", "likelihood": "2", "impact": "3", "words": "Both are filled."}
    typed = filled(client, url, **words)
    scored(Risk.objects.get(), likelihood=5)

    response = client.post(url, typed)

    assert response.status_code == 409
    assert "Both are filled." in response.content.decode()
    assert risk.scores.count() == 2


def test_who_does_not_work_for_the_owner_cannot_score(client, outsider, risk):
    client.force_login(outsider)

    response = client.get(reverse("governance:risk-score", args=[risk.pk]))

    assert response.status_code == 403


@pytest.mark.parametrize("change", [{"likelihood": 1}, {"words": "Better words."}])
def test_the_database_refuses_to_change_a_score(risk, change):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        RiskScore.objects.update(**change)

    assert RiskScore.objects.get().value == 12


def test_the_database_refuses_to_delete_a_score(risk):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        RiskScore.objects.all()._raw_delete("default")

    assert RiskScore.objects.count() == 1


@pytest.mark.parametrize(
    "wrong", [{"likelihood": 0}, {"impact": 6}, {"words": ""}, {"kind": "other"}]
)
def test_the_database_refuses_a_score_that_is_none(risk, wrong):
    facts = {"kind": "current", "likelihood": 1, "impact": 1, "words": "Rare."} | wrong

    with pytest.raises(IntegrityError), transaction.atomic():
        RiskScore.objects.create(
            risk=risk, said_on=dt.date(2020, 12, 1), made_at=SCORED_AT, **facts
        )


@pytest.mark.django_db(transaction=True)
def test_of_eight_scores_at_once_one_stands(risk):
    def write(held, number, place):
        try:
            return scored(held, likelihood=1 + place % 5)
        except Stale:
            return False

    saved = race(lambda number: Risk.objects.get(pk=risk.pk), write, 4)

    assert saved == [1] * 4
    assert risk.scores.count() == 5


# --- Review -------------------------------------------------------------------------------------
def test_a_risk_says_when_it_was_last_reviewed(client, outsider, risk):
    client.force_login(outsider)

    page = " ".join(page_of(client, "risk-detail", risk.pk).split())

    assert (
        "Last reviewed 3 September 2020, 102 days ago: "
        '<strong class="app-late">not reviewed for 90 days</strong>.'
    ) in page


@pytest.mark.parametrize(
    ("day", "expected"), [(dt.date(2020, 12, 2), False), (dt.date(2020, 12, 3), True)]
)
def test_ninety_days_are_reviewed_and_ninety_one_are_not(risk, day, expected):
    found = Risk.objects.with_scores().not_reviewed(day)

    assert (risk.is_not_reviewed(day), list(found)) == (expected, [risk] if expected else [])


def test_a_risk_without_a_current_score_is_not_reviewed(office):
    risk = RiskFactory()
    scored(risk, "target")
    day = dt.date(2020, 9, 4)

    assert risk.is_not_reviewed(day)
    assert list(Risk.objects.with_scores().not_reviewed(day)) == [risk]


def test_a_closed_risk_asks_for_no_review(risk):
    risk.close(on=dt.date(2020, 12, 1), because="It can no longer happen.")
    day = dt.date(2021, 6, 1)

    assert not risk.is_not_reviewed(day)
    assert list(Risk.objects.with_scores().not_reviewed(day)) == []


# --- Closing ------------------------------------------------------------------------------------
def test_a_risk_cannot_close_without_a_reason(client, finance_chief, risk):
    client.force_login(finance_chief)
    url = reverse("governance:risk-close", args=[risk.pk])

    page = client.post(url, filled(client, url)).content.decode()

    assert "Say why the risk is closed" in page
    assert Risk.objects.open().count() == 1


def test_a_closed_risk_says_why_and_offers_nothing_more(client, finance_chief, risk):
    client.force_login(finance_chief)
    url = reverse("governance:risk-close", args=[risk.pk])
    typed = filled(client, url, words="It can no longer happen.")

    client.post(url, typed)
    again = client.post(url, typed)
    page = page_of(client, "risk-detail", risk.pk)

    assert again.status_code == 302
    assert "Closed on 14 December 2020" in page
    assert "It can no longer happen." in page
    assert reverse("governance:risk-score", args=[risk.pk]) not in page
    assert reverse("governance:risk-change", args=[risk.pk]) not in page


def test_a_risk_does_not_close_before_it_opened(client, finance_chief, risk):
    client.force_login(finance_chief)
    url = reverse("governance:risk-close", args=[risk.pk])
    day = {"said_on_0": "31", "said_on_1": "5", "said_on_2": "2020"}

    page = client.post(url, filled(client, url, words="Over.", **day)).content.decode()

    assert "The risk was opened on 1 June 2020. Enter that day or a later one" in page


@pytest.mark.parametrize("name", ["risk-score", "risk-change", "risk-close", "control-add"])
def test_nothing_is_said_about_a_closed_risk(client, finance_chief, risk, name):
    risk.close(on=dt.date(2020, 12, 1), because="It can no longer happen.")
    client.force_login(finance_chief)

    response = client.get(reverse(f"governance:{name}", args=[risk.pk]))

    assert response.url == risk.get_absolute_url()


# --- Changing -----------------------------------------------------------------------------------
def test_two_people_who_change_one_risk_lose_nothing(client, finance_chief, risk):
    client.force_login(finance_chief)
    url = reverse("governance:risk-change", args=[risk.pk])
    words = {name: TYPED[name] for name in TYPED if name.startswith(("cause", "event", "effect"))}
    day = {"opened_on_0": "1", "opened_on_1": "6", "opened_on_2": "2020"}
    typed = filled(client, url, title="Reviews wait", owner=risk.owner_id, **words, **day)
    Risk.objects.get().change(title="Reviews wait for months")

    refused = client.post(url, typed)
    accepted = client.post(url, typed | {"base": refused.context["form"]["base"].value()})

    assert refused.status_code == 409
    assert "What is saved now differs from yours in: Title, Event." in refused.content.decode()
    assert accepted.status_code == 302
    assert Risk.objects.get().title == "Reviews wait"


# --- Bands --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("score", "word"),
    [(1, "Low"), (4, "Low"), (5, "Medium"), (9, "Medium"), (10, "High"), (16, "Very high")],
)
def test_a_score_falls_in_the_highest_band_it_reaches(db, score, word):
    assert band_of(score, list(RiskBand.objects.all())).name == word


def test_a_band_that_an_office_renames_is_called_so_everywhere(client, outsider, risk):
    RiskBand.objects.filter(lowest=10).update(name="Serious")
    client.force_login(outsider)

    pages = [page_of(client, "risk-list"), page_of(client, "risk-detail", risk.pk)]

    assert ["Serious, 12" in page for page in pages] == [True, True]
