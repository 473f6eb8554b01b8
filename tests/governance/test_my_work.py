"""What the registers ask of a reader's posts, on the first page and for the leadership team."""

import datetime as dt

import pytest
from django.urls import reverse

from governance.models import Control
from plans import kept_positions
from tests.factories import moment, post, promised_activity, said, voice
from tests.governance.factories import (
    ActionFactory,
    BodyFactory,
    MeetingFactory,
    PublicationDutyFactory,
    RiskFactory,
    ScrutinyItemFactory,
    StrategyFactory,
)


def asked(response):
    """[(what, title without its number)] in the order shown."""
    return [
        (due.what, due.item.title.partition(": ")[2] or due.item.title)
        for due in response.context["asked"]
    ]


def test_my_work_lists_what_is_asked_late_first_then_soonest(client, plan, finance_officer):
    ActionFactory(title="Later", due_on=dt.date(2021, 3, 1))
    ActionFactory(title="Late", due_on=dt.date(2020, 12, 10))
    ScrutinyItemFactory(title="Waiting times", due_on=dt.date(2020, 12, 21))
    PublicationDutyFactory(title="Spending", starts_on=dt.date(2020, 10, 1))
    client.force_login(finance_officer)

    response = client.get("/")

    assert asked(response) == [
        ("To publish", "Spending"),
        ("To do", "Late"),
        ("To answer", "Waiting times"),
        ("To do", "Later"),
    ]
    assert "4 things are asked of your posts besides, 2 of them late." in " ".join(
        response.content.decode().split()
    )


def looked_at(risk, on):
    risk.score(
        "current", likelihood=3, impact=3, words="As it looks.", said_on=on, by=voice(),
        at=moment(on.year, on.month, on.day),
    )  # fmt: skip


def test_what_is_to_be_done_within_14_days_is_asked_for_by_every_register(
    client, plan, finance_officer
):
    # A risk is looked at again 90 days later: on 28 December and on 29 December 2020.
    looked_at(RiskFactory(title="Near"), dt.date(2020, 9, 29))
    looked_at(RiskFactory(title="Far"), dt.date(2020, 9, 30))
    risk = RiskFactory(title="Never judged")
    for title, due_on in [("Cover", dt.date(2020, 12, 28)), ("Later", dt.date(2020, 12, 29))]:
        Control.objects.create(
            risk=risk, title=title, owner=risk.owner, state="planned", due_on=due_on
        )
    Control.objects.create(risk=risk, title="In place", owner=risk.owner)
    StrategyFactory(title="Reserves", review_on=dt.date(2020, 12, 28))
    StrategyFactory(title="Estate", review_on=dt.date(2020, 12, 29))
    client.force_login(finance_officer)

    response = client.get("/")

    assert asked(response) == [
        ("To look at again", "Never judged"),
        ("To put in place", "Cover"),
        ("To look at again", "Near"),
        ("To review", "Reserves"),
    ]


def test_a_control_that_is_asked_for_leads_to_its_risk(client, finance_officer):
    risk = RiskFactory()
    control = Control.objects.create(
        risk=risk, title="Cover", owner=risk.owner, state="planned", due_on=dt.date(2020, 12, 20)
    )
    client.force_login(finance_officer)

    response = client.get(reverse("governance:control-detail", args=[control.pk]))

    assert response.headers["Location"] == f"/risks/{risk.pk}/"
    assert client.get("/risks/controls/999999/").status_code == 404


def test_my_work_asks_for_nothing_that_is_done_or_somebody_elses(client, plan, finance_chief):
    ActionFactory(owner=post("Solicitor"))
    ActionFactory(done_on=dt.date(2020, 12, 1))
    ScrutinyItemFactory(
        response="answered", responded_on=dt.date(2020, 12, 2), closed_on=dt.date(2020, 12, 2)
    )
    client.force_login(finance_chief)

    response = client.get("/")

    assert asked(response) == []
    assert "Asked of your posts" not in response.content.decode()


@pytest.mark.parametrize(("starts_on", "count"), [(dt.date(2020, 11, 1), 1), (None, 0)])
def test_a_publication_comes_to_attention_four_weeks_ahead(
    client, plan, finance_chief, starts_on, count
):
    PublicationDutyFactory(starts_on=starts_on or dt.date(2020, 12, 1))
    client.force_login(finance_chief)

    response = client.get("/")

    assert len(response.context["asked"]) == count


def test_a_recommendation_that_was_accepted_is_to_be_finished(client, plan, finance_chief):
    ScrutinyItemFactory(
        kind="recommendation",
        clock="agreed",
        title="Check the figures",
        response="accepted",
        responded_on=dt.date(2020, 12, 2),
    )
    client.force_login(finance_chief)

    response = client.get("/")

    assert asked(response) == [("To finish", "Check the figures")]


def test_without_a_plan_my_work_still_says_what_is_asked(client, finance_chief):
    ActionFactory(title="Bring the figures")
    client.force_login(finance_chief)

    page = client.get("/").content.decode()

    assert "Bring the figures" in page


def test_who_works_for_no_post_is_asked_for_nothing(client, plan, administrator):
    ActionFactory()
    client.force_login(administrator)

    assert client.get("/").context["asked"] == []


# --- The leadership team's page -----------------------------------------------------------------
@pytest.fixture
def team(office):
    return BodyFactory(name="Executive Leadership Team", is_leadership_team=True)


def met(team, *days):
    return [MeetingFactory(body=team, on=day) for day in days]


def silent(client):
    return [row.reference for row in client.get(reverse("portal:elt")).context["silent"]]


def test_silence_begins_at_the_meeting_before_the_last_one(client, plan, outsider, team):
    met(team, dt.date(2020, 10, 5), dt.date(2020, 11, 16), dt.date(2020, 12, 7))
    lead = post("Chief Financial Officer")
    plan.update_every = 60
    plan.save()
    said(promised_activity(plan, lead=lead), on=dt.date(2020, 11, 15))
    said(promised_activity(plan, lead=lead), on=dt.date(2020, 11, 16))
    client.force_login(outsider)

    page = client.get(reverse("portal:elt")).content.decode()

    assert silent(client) == ["1.1"]
    assert "16 November 2020" in page
    assert "the one before its last on" in page
    assert "7 December 2020" in page


def test_a_meeting_today_or_called_off_has_not_been_held(client, plan, outsider, team):
    met(team, dt.date(2020, 11, 16), dt.date(2020, 11, 30), dt.date(2020, 12, 14))
    MeetingFactory(body=team, on=dt.date(2020, 12, 7), cancelled_on=dt.date(2020, 12, 1))
    client.force_login(outsider)

    context = client.get(reverse("portal:elt")).context

    assert context["last_meeting"].on == dt.date(2020, 11, 30)
    assert context["meeting_before"].on == dt.date(2020, 11, 16)


def test_without_meetings_silence_is_measured_as_in_the_plan(client, plan, outsider):
    said(promised_activity(plan, lead=post("Chief Financial Officer")), on=dt.date(2020, 11, 29))
    client.force_login(outsider)

    page = client.get(reverse("portal:elt")).content.decode()

    assert silent(client) == ["1.1"]
    assert "Nothing was said for more than the 14 days that the plan allows." in page


def test_meetings_of_other_bodies_measure_nothing(client, plan, outsider):
    met(BodyFactory(name="Joint Audit Committee"), dt.date(2020, 6, 1), dt.date(2020, 7, 1))
    client.force_login(outsider)

    assert client.get(reverse("portal:elt")).context["meeting_before"] is None


def test_the_fortnight_begins_when_the_team_last_met(client, plan, outsider, team):
    MeetingFactory(body=team, on=dt.date(2020, 10, 5), starts_at=dt.time(10))
    activity = promised_activity(plan, lead=post("Chief Financial Officer"))
    said(activity, on=dt.date(2020, 10, 1))
    client.force_login(outsider)

    since = client.get(reverse("portal:elt")).context["since"]

    assert (since.date(), since.hour) == (dt.date(2020, 10, 5), 10)


def test_the_two_pages_never_say_two_things_of_one_activity(client, plan, outsider, team):
    met(team, dt.date(2020, 10, 5), dt.date(2020, 11, 16))
    said(promised_activity(plan, lead=post("Chief Financial Officer")), on=dt.date(2020, 11, 29))
    client.force_login(outsider)

    elt = client.get(reverse("portal:elt")).context["position"].parts
    dashboard = client.get(plan.get_absolute_url()).context["position"].parts

    assert elt == dashboard == [("silent", 1)]
    assert silent(client) == ["1.1"]


def test_the_team_sees_actions_that_are_late_or_due_within_a_fortnight(client, plan, outsider):
    ActionFactory(title="Late", due_on=dt.date(2020, 12, 1))
    ActionFactory(title="Soon", due_on=dt.date(2020, 12, 28))
    ActionFactory(title="Later", due_on=dt.date(2020, 12, 29))
    ActionFactory(title="Done", done_on=dt.date(2020, 12, 1))
    client.force_login(outsider)

    response = client.get(reverse("portal:elt"))

    assert [action.title for action in response.context["actions"]] == ["Late", "Soon"]
    assert "Late by 13 days" in response.content.decode()


@pytest.mark.parametrize(("name", "most"), [("portal:home", 10), ("portal:elt", 10)])
def test_the_pages_ask_no_more_for_more_that_is_asked(
    client, activity, finance_chief, team, django_assert_max_num_queries, name, most
):
    met(team, dt.date(2020, 11, 16), dt.date(2020, 12, 7))
    client.force_login(finance_chief)
    client.get(reverse("plans:statuses"))
    counts = []

    for more in (1, 8):
        for _ in range(more):
            ActionFactory()
            ScrutinyItemFactory()
            PublicationDutyFactory()
        kept_positions.shelf.clear()
        with django_assert_max_num_queries(most) as captured:
            client.get(reverse(name))
        counts.append(len(captured))

    assert counts[0] == counts[1]
