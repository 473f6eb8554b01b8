"""Bodies: what each is for, what the office does there, and how that stands now."""

import datetime as dt

import pytest
from django.contrib import admin
from django.db import IntegrityError
from django.urls import reverse

from governance.models import Body, Organisation, ScopeArea
from tests.factories import PriorityFactory, post, promised_activity, said
from tests.governance.factories import (
    BodyFactory,
    MeetingFactory,
    RiskFactory,
    ScrutinyItemFactory,
    the_panel,
)

LIST = "governance:body-list"


@pytest.fixture
def partnership(office, finance_chief):
    """The finance chief's post answers for it."""
    return BodyFactory(
        name="Community Safety Partnership",
        kind="partnership",
        our_role="member",
        area="Testshire",
        purpose="Councils and police work together.",
    )


def page_of(client, url, **query):
    return client.get(url, query).content.decode()


def names_on(client, **query):
    return [body.name for body in client.get(reverse(LIST), query).context["object_list"]]


def linked(body, number, plan):
    """Everything that a body's page lists, `number` times over."""
    today = dt.date(2020, 12, 14)
    for place in range(number):
        MeetingFactory(body=body, on=today + dt.timedelta(days=place))
        MeetingFactory(body=body, on=today - dt.timedelta(days=place + 1))
        body.partners.add(Organisation.objects.create(name=f"Organisation {place}"))
        body.priorities.add(PriorityFactory(plan=plan.police_and_crime_plan))
        body.activities.add(promised_activity(plan, lead=body.owner))
        RiskFactory().bodies.add(body)
        ScrutinyItemFactory(body=body)
        ScopeArea.objects.create(body=body, title=f"Area {place}", state="moved", as_of=today)


def test_the_page_says_what_the_body_is_for_and_what_the_office_is_there(
    client, outsider, partnership
):
    client.force_login(outsider)

    page = page_of(client, partnership.get_absolute_url())

    assert "Councils and police work together." in page
    assert "The office is a member" in page
    assert "Testshire" in page
    assert "Chief Financial Officer" in page


def test_the_page_shows_how_the_activities_delivered_there_stand_now(
    client, outsider, partnership, activity
):
    partnership.activities.add(activity)
    said(activity, "at_risk", on=dt.date(2020, 12, 10), reason="The money is not agreed.")
    client.force_login(outsider)

    context = client.get(partnership.get_absolute_url()).context

    assert [row.pk for row in context["standings"]] == [activity.pk]
    assert context["position"].counts["at_risk"] == 1


def test_an_activity_that_is_delivered_elsewhere_is_not_on_the_page(
    client, outsider, partnership, plan, activity
):
    elsewhere = promised_activity(plan, lead=post("Chief Financial Officer"), title="Elsewhere")
    partnership.activities.add(activity)
    client.force_login(outsider)

    context = client.get(partnership.get_absolute_url()).context

    assert elsewhere.pk not in [row.pk for row in context["standings"]]
    assert context["other_activities"] == []


def test_scope_areas_stand_in_groups_with_what_has_moved_first(client, outsider, partnership):
    on = dt.date(2020, 7, 16)
    ScopeArea.objects.create(body=partnership, title="Media", state="out", as_of=on)
    ScopeArea.objects.create(body=partnership, title="Estates", state="moved", as_of=on)
    ScopeArea.objects.create(body=partnership, title="Fleet", state="review", as_of=on)
    client.force_login(outsider)

    groups = client.get(partnership.get_absolute_url()).context["scope_groups"]

    assert [(state, [area.title for area in areas]) for state, areas in groups] == [
        ("moved", ["Estates"]),
        ("review", ["Fleet"]),
        ("out", ["Media"]),
    ]


def test_a_cancelled_meeting_is_not_the_next_one(client, outsider, partnership):
    MeetingFactory(body=partnership, on=dt.date(2020, 12, 15), cancelled_on=dt.date(2020, 12, 1))
    held = MeetingFactory(body=partnership, on=dt.date(2021, 1, 20))
    client.force_login(outsider)

    context = client.get(partnership.get_absolute_url()).context
    listed = client.get(reverse(LIST)).context["object_list"]

    assert list(context["to_come"]) == [held]
    assert listed[0].next_meeting_on == dt.date(2021, 1, 20)


def test_closed_risks_are_not_watched(client, outsider, partnership):
    RiskFactory(
        title="Gone", closed_on=dt.date(2020, 11, 1), closed_because="Over."
    ).bodies.add(partnership)  # fmt: skip
    RiskFactory(title="Money runs out").bodies.add(partnership)
    client.force_login(outsider)

    context = client.get(partnership.get_absolute_url()).context

    assert [risk.title for risk in context["risks"]] == ["Money runs out"]


def test_the_panels_page_has_its_questions_though_they_name_no_body(client, outsider, office):
    panel = the_panel()
    question = ScrutinyItemFactory(source="panel")
    ScrutinyItemFactory(source="internal_audit")
    client.force_login(outsider)

    context = client.get(panel.get_absolute_url()).context

    assert context["asked"] == [question]


@pytest.mark.parametrize("name", ["list", "csv", "add", "detail", "change"])
def test_a_panel_member_has_no_pages_of_bodies(client, panel_member, partnership, name):
    client.force_login(panel_member)
    keys = [partnership.pk] if name in ("detail", "change") else []

    response = client.get(reverse(f"governance:body-{name}", args=keys))

    assert response.status_code == 404


def test_the_list_is_in_order_of_names(client, outsider, partnership):
    BodyFactory(name="Area Boards")
    BodyFactory(name="Rural Crime Partnership")
    client.force_login(outsider)

    assert names_on(client) == [
        "Area Boards", "Community Safety Partnership", "Rural Crime Partnership"
    ]  # fmt: skip


def test_a_body_that_meets_no_more_comes_last_in_either_order(client, outsider, partnership):
    BodyFactory(name="Area Boards")
    MeetingFactory(body=partnership, on=dt.date(2021, 1, 20))
    client.force_login(outsider)

    assert names_on(client, sort="next")[0] == "Community Safety Partnership"
    assert names_on(client, sort="-next")[0] == "Community Safety Partnership"


@pytest.mark.parametrize(
    "query",
    [
        {"q": "councils AND"},
        {"kind": "partnership"},
        {"our_role": "member"},
        {"activity": "1.1"},
    ],
)
def test_the_list_keeps_what_its_filters_ask_for(client, outsider, partnership, activity, query):
    BodyFactory(name="Area Boards", kind="community", our_role="attends")
    partnership.activities.add(activity)
    client.force_login(outsider)

    assert names_on(client, **query) == ["Community Safety Partnership"]


def test_the_list_keeps_the_bodies_of_one_owner_and_one_priority(client, outsider, partnership):
    priority = PriorityFactory()
    partnership.priorities.add(priority)
    other = BodyFactory(name="Area Boards", owner=post("Head of Communications"))
    client.force_login(outsider)

    assert names_on(client, owner=other.owner_id) == ["Area Boards"]
    assert names_on(client, priority=priority.pk) == ["Community Safety Partnership"]


def test_the_list_as_a_file_has_what_the_filters_leave(client, outsider, partnership):
    partnership.partners.add(Organisation.objects.create(name="Testshire Council"))
    BodyFactory(name="Area Boards", kind="community")
    client.force_login(outsider)

    file = page_of(client, reverse("governance:body-csv"), kind="partnership")

    heading, row = file.strip().splitlines()
    assert heading.lstrip("\ufeff").startswith("body,kind,our role,area,owner")
    assert row.startswith(
        "Community Safety Partnership,Partnership,The office is a member,Testshire"
    )
    assert "Testshire Council" in row


def test_a_body_is_added_with_its_partners_and_priorities(client, outsider, activity):
    council = Organisation.objects.create(name="Testshire Council")
    priority = PriorityFactory(plan=activity.plan.police_and_crime_plan)
    client.force_login(outsider)
    typed = {
        "name": "Rural Crime Partnership",
        "kind": "partnership",
        "our_role": "chairs",
        "owner": post("Head of Communications").pk,
        "partners": [council.pk],
        "priorities": [priority.pk],
        "activities": "1.1",
        "link": "example.org/rural",
    }

    client.post(reverse("governance:body-add"), typed)

    body = Body.objects.get()
    assert list(body.partners.all()) == [council]
    assert list(body.priorities.all()) == [priority]
    assert list(body.activities.all()) == [activity]
    assert body.link == "https://example.org/rural"


def test_the_form_says_what_is_missing_and_keeps_what_was_typed(client, outsider, plan):
    client.force_login(outsider)

    page = client.post(reverse("governance:body-add"), {"area": "The north"}).content.decode()

    assert "Enter the name" in page
    assert "Select what the office is there" in page
    assert 'value="The north"' in page


def test_a_change_keeps_the_priorities_of_an_earlier_plan(client, finance_chief, plan, partnership):
    earlier = PriorityFactory(plan__title="Police and Crime Plan 2012 to 2017", title="Old aim")
    partnership.priorities.add(earlier)
    client.force_login(finance_chief)
    url = reverse("governance:body-change", args=[partnership.pk])

    form = client.get(url).context["form"]

    assert earlier in form.fields["priorities"].queryset
    assert form["priorities"].value() == [earlier.pk]


def test_only_who_works_for_the_owner_changes_a_body(client, outsider, partnership):
    client.force_login(outsider)

    response = client.get(reverse("governance:body-change", args=[partnership.pk]))

    assert response.status_code == 403


def test_nobody_makes_a_body_the_panel_through_its_form(client, finance_chief, plan, partnership):
    client.force_login(finance_chief)
    url = reverse("governance:body-change", args=[partnership.pk])
    typed = {
        "base": partnership.version,
        "name": "Community Safety Partnership",
        "kind": "partnership",
        "our_role": "chairs",
        "owner": partnership.owner_id,
        "is_panel": "on",
        "is_leadership_team": "on",
    }

    client.post(url, typed)

    partnership.refresh_from_db()
    assert partnership.our_role == "chairs"
    assert (partnership.is_panel, partnership.is_leadership_team) == (False, False)


def test_one_body_alone_is_the_panel(office):
    the_panel()

    with pytest.raises(IntegrityError):
        BodyFactory(name="Another panel", is_panel=True)


@pytest.mark.parametrize("number", [1, 12])
def test_the_list_asks_the_database_as_often_for_one_body_as_for_twelve(
    client, outsider, django_assert_num_queries, number
):
    for place in range(number):
        MeetingFactory(body=BodyFactory(name=f"Body {place}"))
    client.force_login(outsider)

    with django_assert_num_queries(8):
        page = page_of(client, reverse(LIST))

    assert f"{number} bod" in page


@pytest.mark.parametrize("number", [1, 12])
def test_a_body_asks_the_database_as_often_for_one_of_each_as_for_twelve(
    client, outsider, plan, partnership, django_assert_num_queries, number
):
    linked(partnership, number, plan)
    client.force_login(outsider)

    with django_assert_num_queries(17):
        context = client.get(partnership.get_absolute_url()).context

    assert len(context["standings"]) == number
    assert len(context["risks"]) == number


@pytest.mark.parametrize("number", [1, 12])
def test_the_file_asks_the_database_as_often_for_one_body_as_for_twelve(
    client, outsider, plan, django_assert_num_queries, number
):
    for place in range(number):
        body = BodyFactory(name=f"Body {place}")
        body.activities.add(promised_activity(plan, lead=body.owner))
    client.force_login(outsider)

    with django_assert_num_queries(9):
        file = page_of(client, reverse("governance:body-csv"))

    assert len(file.strip().splitlines()) == number + 1


def test_an_administrator_sets_which_body_is_the_panel_and_its_scope(
    client, administrator, partnership
):
    client.force_login(administrator)
    page = page_of(client, reverse("admin:governance_body_change", args=[partnership.pk]))

    assert 'name="is_panel"' in page
    assert 'name="scope_areas-TOTAL_FORMS"' in page
    assert f"/meeting/?body__id__exact={partnership.pk}" in page


def test_organisations_are_kept_in_admin():
    assert admin.site.is_registered(Organisation)
