"""A year of meetings in one go: looked at first, made together, and never twice."""

import datetime as dt

import pytest
from django.db import IntegrityError
from django.urls import reverse

from governance.models import Meeting
from governance.models.meetings import meeting_days
from tests.governance.factories import BodyFactory, MeetingFactory

URL = reverse("governance:meeting-series")


@pytest.fixture
def team(office, finance_chief):
    return BodyFactory(name="Leadership team", kind="internal", is_leadership_team=True)


def typed(team, **fields):
    """Every fortnight from 7 January to 30 December 2021: twenty-six Thursdays."""
    return {
        "body": team.pk,
        "first_0": "7", "first_1": "1", "first_2": "2021",
        "weeks": "2",
        "last_0": "30", "last_1": "12", "last_2": "2021",
        "starts_at": "2pm",
        "place": "Room 1",
        "papers_days": "2",
    } | fields  # fmt: skip


def test_days_stand_at_one_distance_and_never_pass_the_last():
    assert meeting_days(dt.date(2021, 3, 20), dt.date(2021, 4, 30), 2) == [
        dt.date(2021, 3, 20), dt.date(2021, 4, 3), dt.date(2021, 4, 17)
    ]  # fmt: skip


def test_the_days_are_shown_before_anything_is_made(client, outsider, team):
    client.force_login(outsider)

    response = client.post(URL, typed(team))

    assert len(response.context["to_make"]) == 26
    assert "26 meetings to add" in response.content.decode()
    assert "Thursday 7 January 2021" in response.content.decode()
    assert not Meeting.objects.exists()


def test_the_year_is_made_as_it_was_shown(client, outsider, team):
    client.force_login(outsider)
    shown = client.post(URL, typed(team)).context

    response = client.post(URL, dict(shown["hidden"]) | {"confirm": "yes"})

    made = list(Meeting.objects.order_by("on"))
    assert [meeting.on for meeting in made] == shown["to_make"]
    assert (made[0].starts_at, made[0].place) == (dt.time(14), "Room 1")
    assert made[0].papers_due_on == dt.date(2021, 1, 5)
    assert response.url == f"{reverse('governance:meeting-list')}?body={team.pk}&when=all"


def test_sending_the_year_twice_makes_none_twice(client, outsider, team):
    client.force_login(outsider)
    client.post(URL, typed(team, confirm="yes"))

    again = client.post(URL, typed(team, confirm="yes"), follow=True)

    assert Meeting.objects.count() == 26
    assert "Nothing was added" in again.content.decode()


def test_a_day_on_which_the_body_meets_is_left_alone(client, outsider, team):
    there = MeetingFactory(body=team, on=dt.date(2021, 1, 21), place="Elsewhere")
    client.force_login(outsider)

    shown = client.post(URL, typed(team)).context
    client.post(URL, typed(team, confirm="yes"))

    there.refresh_from_db()
    assert shown["taken"] == [there]
    assert dt.date(2021, 1, 21) not in shown["to_make"]
    assert there.place == "Elsewhere"
    assert Meeting.objects.count() == 26


def test_nothing_is_half_made(team, monkeypatch):
    days = [dt.date(2021, 1, 7), dt.date(2021, 1, 21)]
    save = Meeting.save

    def fails_on_the_second(meeting, *args, **kwargs):
        if meeting.on == days[1]:
            raise IntegrityError
        return save(meeting, *args, **kwargs)

    monkeypatch.setattr(Meeting, "save", fails_on_the_second)

    with pytest.raises(IntegrityError):
        Meeting.objects.add_series(team, days, place="")

    assert not Meeting.objects.exists()


def test_going_back_keeps_what_was_typed(client, outsider, team):
    client.force_login(outsider)

    page = client.post(URL, typed(team, change="yes")).content.decode()

    assert 'value="Room 1"' in page
    assert "There is a problem" not in page
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"last_2": "2020"}, "Enter the day of the first meeting or a later day"),
        ({"last_2": "2023"}, "Enter a day at most two years after the first meeting"),
        (
            {"weeks": "1", "last_2": "2022"},
            "That would be 104 meetings. Enter an earlier day, so that there are at most 60",
        ),
        ({"body": ""}, "Select the body"),
        ({"weeks": ""}, "Select how often it meets"),
        ({"papers_days": "61"}, "Enter 60 days or fewer"),
        ({"papers_days": "a week"}, "Enter a whole number of days, such as 7"),
        ({"first_0": "32"}, "Enter a real date in figures, such as 31 3 2021"),
    ],
)
def test_a_year_that_cannot_be_is_refused_in_words(client, outsider, team, fields, words):
    client.force_login(outsider)

    page = client.post(URL, typed(team, **fields)).content.decode()

    assert words in page
    assert 'value="Room 1"' in page
    assert not Meeting.objects.exists()


def test_a_confirmed_year_that_cannot_be_makes_nothing(client, outsider, team):
    client.force_login(outsider)

    client.post(URL, typed(team, weeks="1", last_2="2022", confirm="yes"))

    assert not Meeting.objects.exists()


def test_who_holds_no_post_adds_no_year(client, administrator, team):
    client.force_login(administrator)

    assert client.post(URL, typed(team, confirm="yes")).status_code == 403
    assert not Meeting.objects.exists()


def test_a_panel_member_adds_no_year(client, panel_member, team):
    client.force_login(panel_member)

    assert client.post(URL, typed(team, confirm="yes")).status_code == 404
    assert not Meeting.objects.exists()


def test_looking_at_the_days_asks_the_database_as_often_for_sixty_as_for_one(
    client, outsider, team, django_assert_num_queries
):
    client.force_login(outsider)
    one = typed(team, last_1="1", last_0="7")
    sixty = typed(team, weeks="1", last_0="24", last_1="2", last_2="2022")

    client.post(URL, one)

    with django_assert_num_queries(4):
        client.post(URL, one)
    with django_assert_num_queries(4):
        shown = client.post(URL, sixty)

    assert len(shown.context["to_make"]) == 60
