"""Forms that are sent when their row has ended meanwhile: why, and nothing typed is lost."""

import datetime as dt

import pytest
from django.urls import reverse

from tests.admin_pages import words
from tests.factories import voice
from tests.governance.factories import (
    ActionFactory,
    MeetingFactory,
    ProgrammeItemFactory,
    RiskFactory,
    the_panel,
)
from tests.governance.filling import filled

DAY = dt.date(2020, 12, 10)


@pytest.fixture
def colleague(client, finance_chief):
    """A browser of the finance chief, whose post answers for every row here."""
    client.force_login(finance_chief)
    return client


def finished(action, now):
    action.finish(words="The figures are in.", said_on=DAY, by=voice(), at=now)
    return action


def test_an_update_on_an_action_that_was_done_meanwhile_is_given_back(colleague, office, now):
    action = ActionFactory()
    url = reverse("governance:action-update", args=[action.pk])
    typed = filled(colleague, url, words="Half of <b>them</b> are in.")
    finished(action, now)

    answer = colleague.post(url, typed)

    assert answer.status_code == 409
    assert "This was not saved This action is done, so it stays as it is." in words(answer)
    assert "Half of &lt;b&gt;them&lt;/b&gt; are in." in answer.content.decode()
    assert action.lines.count() == 1


def test_a_change_of_an_action_that_was_done_meanwhile_gives_back_what_differs(
    colleague, office, now
):
    action = finished(ActionFactory(title="Bring the figures"), now)
    url = reverse("governance:action-change", args=[action.pk])

    same = colleague.post(url, {"title": "Bring the figures"})
    other = colleague.post(url, {"title": "Bring all the figures"})

    assert same.url == action.get_absolute_url()
    assert other.status_code == 409
    assert "What is to be done Bring all the figures" in words(other)


def test_whoever_opens_the_form_too_late_is_led_to_the_row(colleague, office, now):
    action = finished(ActionFactory(), now)

    answer = colleague.get(reverse("governance:action-update", args=[action.pk]))

    assert answer.url == action.get_absolute_url()


def test_a_control_for_a_risk_that_was_closed_meanwhile_is_given_back(colleague, office):
    risk = RiskFactory()
    url = reverse("governance:control-add", args=[risk.pk])
    typed = filled(colleague, url, title="A second reviewer", state="in_place")
    risk.close(on=DAY, because="It can no longer happen.")

    answer = colleague.post(url, typed)

    assert answer.status_code == 409
    assert "What is done about it A second reviewer" in words(answer)


def test_saying_twice_that_an_action_is_done_says_it_once(colleague, office):
    action = ActionFactory()
    url = reverse("governance:action-done", args=[action.pk])
    typed = filled(colleague, url, words="The figures are in.")

    colleague.post(url, typed)
    again = colleague.post(url, typed)

    assert again.url == action.get_absolute_url()
    assert action.lines.count() == 1


@pytest.mark.parametrize("verb", ["hear", "drop"])
def test_ending_a_topic_twice_with_one_form_ends_it_once(colleague, office, verb):
    held = MeetingFactory(body=the_panel(), on=dt.date(2020, 12, 3))
    topic = ProgrammeItemFactory(meeting=held, chosen_on=dt.date(2020, 9, 10))
    url = reverse(f"governance:programmeitem-{verb}", args=[topic.pk])
    typed = filled(colleague, url, words="In one line.\r\nAnd another.")

    colleague.post(url, typed)
    again = colleague.post(url, typed)

    topic.refresh_from_db()
    assert again.url == topic.get_absolute_url()
    assert topic.version == 2


def test_closing_a_risk_in_other_words_than_a_colleague_gives_them_back(colleague, office):
    risk = RiskFactory()
    url = reverse("governance:risk-close", args=[risk.pk])
    typed = filled(colleague, url, words="Another risk holds it now.")
    risk.close(on=DAY, because="It can no longer happen.")

    answer = colleague.post(url, typed)

    assert answer.status_code == 409
    assert "Why it is closed Another risk holds it now." in words(answer)
