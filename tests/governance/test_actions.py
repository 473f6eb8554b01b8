"""Actions: added with a date that stays beside today's, said something about, and done."""

import datetime as dt

import pytest
from django.urls import reverse

from governance.models import Action
from tests.factories import post
from tests.governance.factories import ActionFactory
from tests.governance.filling import filled


@pytest.fixture
def action(office, finance_chief):
    """Raised on 2 November 2020 for 1 December, thirteen days ago; the finance chief's."""
    return ActionFactory(title="Bring the figures")


def test_a_late_action_says_by_how_many_days(client, outsider, action):
    client.force_login(outsider)

    page = client.get(reverse("governance:action-list")).content.decode()

    assert "Late by 13 days" in page


def test_what_is_open_stands_first_soonest_due_first(client, outsider, action):
    done_early = ActionFactory(due_on=dt.date(2020, 11, 9), done_on=dt.date(2020, 11, 9))
    done_lately = ActionFactory(due_on=dt.date(2020, 11, 8), done_on=dt.date(2020, 11, 10))
    later = ActionFactory(due_on=dt.date(2021, 2, 1))
    client.force_login(outsider)

    rows = client.get(reverse("governance:action-list")).context["object_list"]

    assert list(rows) == [action, later, done_lately, done_early]


def test_an_action_that_is_added_keeps_its_first_date(client, outsider, activity):
    client.force_login(outsider)
    owner = post("Head of Communications")
    typed = {
        "title": "Write to the councils",
        "owner": owner.pk,
        "raised_on_0": "14", "raised_on_1": "12", "raised_on_2": "2020",
        "due_on_0": "8", "due_on_1": "1", "due_on_2": "2021",
        "activities": "1.1",
    }  # fmt: skip

    response = client.post(reverse("governance:action-add"), typed)

    action = Action.objects.get()
    assert response.url == action.get_absolute_url()
    assert (action.due_on, action.first_due_on) == (dt.date(2021, 1, 8), dt.date(2021, 1, 8))
    assert list(action.activities.all()) == [activity]


def test_an_action_of_tomorrow_is_refused(client, outsider, activity):
    client.force_login(outsider)
    typed = {"raised_on_0": "15", "raised_on_1": "12", "raised_on_2": "2020"}

    page = client.post(reverse("governance:action-add"), typed).content.decode()

    assert "Enter today or an earlier day" in page
    assert not Action.objects.exists()


def test_an_unknown_activity_is_named_and_nothing_is_lost(client, outsider, activity):
    client.force_login(outsider)
    typed = {"title": "Write to the councils", "activities": "1.1, 9.9"}

    page = client.post(reverse("governance:action-add"), typed).content.decode()

    assert "9.9: the plan has no activity with this number" in page
    assert 'value="Write to the councils"' in page
    assert not Action.objects.exists()


def test_moving_the_date_keeps_the_first_and_says_why(client, chief_executive, action):
    client.force_login(chief_executive)
    url = reverse("governance:action-move-date", args=[action.pk])
    day = {"to_0": "31", "to_1": "1", "to_2": "2021"}

    client.post(url, filled(client, url, words="The auditor asked for more.", **day))

    action.refresh_from_db()
    line = action.lines.get()
    assert (action.due_on, action.first_due_on, action.moves) == (
        dt.date(2021, 1, 31), dt.date(2020, 12, 1), 1,
    )  # fmt: skip
    assert (line.due_from, line.due_to, line.words) == (
        dt.date(2020, 12, 1), dt.date(2021, 1, 31), "The auditor asked for more.",
    )  # fmt: skip


def test_the_owner_does_not_move_a_date_alone(client, finance_chief, action):
    client.force_login(finance_chief)

    response = client.get(reverse("governance:action-move-date", args=[action.pk]))

    assert response.status_code == 403


def test_nothing_is_said_about_an_action_before_it_was_raised(client, finance_chief, action):
    client.force_login(finance_chief)
    url = reverse("governance:action-done", args=[action.pk])
    day = {"said_on_0": "1", "said_on_1": "11", "said_on_2": "2020"}

    page = client.post(url, filled(client, url, words="The figures are in.", **day))

    assert "Enter 2 November 2020, when it was raised, or a later day" in page.content.decode()
    assert Action.objects.get().done_on is None


def test_sending_the_same_form_twice_writes_one_line(client, finance_chief, action):
    client.force_login(finance_chief)
    url = reverse("governance:action-update", args=[action.pk])
    typed = filled(client, url, words="Half of the figures are in.")

    client.post(url, typed)
    again = client.post(url, typed)

    assert again.status_code == 302
    assert action.lines.count() == 1


def test_two_people_who_change_one_action_lose_nothing(client, finance_chief, action):
    client.force_login(finance_chief)
    url = reverse("governance:action-change", args=[action.pk])
    typed = filled(client, url, title="Bring all the figures", owner=action.owner_id)
    typed |= {"raised_on_0": "2", "raised_on_1": "11", "raised_on_2": "2020"}
    Action.objects.get().change(fields=[], title="Bring the audited figures")

    refused = client.post(url, typed)
    newest = refused.context["form"]["base"].value()
    accepted = client.post(url, typed | {"base": newest})

    assert refused.status_code == 409
    assert "What is saved now differs from yours in: What is to be done." in (
        refused.content.decode()
    )
    assert 'value="Bring all the figures"' in refused.content.decode()
    assert accepted.status_code == 302
    assert Action.objects.get().title == "Bring all the figures"


def test_the_list_as_a_file_has_what_the_filters_leave(client, outsider, action):
    ActionFactory(title="=1+1", done_on=dt.date(2020, 12, 2))
    client.force_login(outsider)

    file = client.get(reverse("governance:action-csv"), {"state": "done"}).content.decode()

    heading, row = file.strip().splitlines()
    assert heading.lstrip("\ufeff").startswith("reference,action,owner")
    assert "'=1+1" in row
    assert "2020-12-02" in row


def test_sending_the_form_that_adds_twice_adds_one_row(client, outsider, activity):
    client.force_login(outsider)
    url = reverse("governance:action-add")
    typed = filled(client, url, title="Write to the councils", owner=activity.lead_id) | {
        "raised_on_0": "14", "raised_on_1": "12", "raised_on_2": "2020",
        "due_on_0": "8", "due_on_1": "1", "due_on_2": "2021",
    }  # fmt: skip

    first = client.post(url, typed)
    again = client.post(url, typed)

    assert again.url == first.url
    assert Action.objects.count() == 1
