"""The reading pages: what they show, and that they ask the database no more for more rows."""

import datetime as dt

import pytest
from django.urls import reverse

from plans import kept_positions
from plans.models import Draft
from tests.factories import PriorityFactory, deputy_of, post, promised_activity, said

PAGES = {
    "plans:plan-list": 3,
    "plans:plan-detail": 5,
    "plans:activity-list": 5,
    "plans:plan-timeline": 5,
    "plans:plan-changes": 7,
    "plans:owner-list": 7,
    "plans:owner-detail": 9,
    "plans:priority-list": 7,
    "plans:priority-detail": 8,
    "plans:approval-list": 7,
    "portal:home": 14,
    "portal:elt": 10,
    "portal:search": 8,
}
"""{page: the most queries it may ask}, session and user included."""


def fill(plan, count, author):
    lead, joint = post("Chief Financial Officer"), post("Chief Executive")
    priority = PriorityFactory(plan=plan.police_and_crime_plan)
    for _ in range(count):
        activity = promised_activity(
            plan,
            lead=lead,
            joint=[joint],
            priorities=[priority],
            milestones=[("Half way", dt.date(2020, 12, 20))],
        )
        said(activity, "at_risk", on=dt.date(2020, 12, 10), reason="Slow.", narrative="Work words.")
        Draft.objects.create(
            activity=activity,
            kind="update",
            author=author,
            proposal={"status": ["on_track"], "narrative": ["Better."]},
            state="submitted",
            activity_version=activity.version,
            saved_at=dt.datetime(2020, 12, 11, tzinfo=dt.UTC),
            submitted_at=dt.datetime(2020, 12, 11, tzinfo=dt.UTC),
        )
    return {"plan": plan.pk, "owner": lead.pk, "priority": priority.pk}


def path_of(name, keys):
    short = name.partition(":")[2]
    if short in ("plan-detail", "activity-list", "plan-timeline", "plan-changes"):
        return reverse(name, args=[keys["plan"]])
    if short.endswith("-detail"):
        return reverse(name, args=[keys[short.removesuffix("-detail")]])
    return reverse(name)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_asks_no_more_of_the_database_for_more_rows(
    client, plan, finance_chief, finance_officer, django_assert_max_num_queries, name
):
    client.force_login(finance_chief)
    client.get(reverse("plans:statuses"))  # the office's name is remembered from now on
    counts = []

    for more in (1, 5):
        keys = fill(plan, more, finance_officer)
        kept_positions.shelf.clear()
        with django_assert_max_num_queries(PAGES[name]) as captured:
            response = client.get(path_of(name, keys), {"q": "words"} if "search" in name else {})
        assert response.status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_an_activity_page_asks_no_more_for_a_longer_record(
    client, activity, finance_chief, django_assert_max_num_queries
):
    client.force_login(finance_chief)
    client.get(reverse("plans:statuses"))
    counts = []

    for day in (1, 8):
        for later in range(4):
            said(activity, "on_track", on=dt.date(2020, 12, day + later))
        with django_assert_max_num_queries(9) as captured:
            client.get(activity.get_absolute_url())
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_the_dashboard_says_how_the_plan_stands(client, plan, outsider):
    lead = post("Chief Financial Officer")
    said(promised_activity(plan, lead=lead), "on_track", on=dt.date(2020, 12, 10))
    said(
        promised_activity(plan, lead=lead),
        "off_track",
        on=dt.date(2020, 12, 10),
        reason="Stopped.",
        next_steps="Ask again.",
    )
    client.force_login(outsider)

    response = client.get(plan.get_absolute_url())

    page = response.content.decode()
    assert "1 of 2 activities is on track. 1 is off track." in page
    assert response.context["position"].parts == [("on_track", 1), ("off_track", 1)]


def test_the_dashboard_shows_a_past_day_as_it_was(client, plan, outsider):
    activity = promised_activity(plan, lead=post("Chief Financial Officer"))
    said(activity, "on_track", on=dt.date(2020, 5, 1))
    said(activity, "complete", on=dt.date(2020, 12, 1), evidence="Report")
    client.force_login(outsider)

    response = client.get(plan.get_absolute_url(), {"as_at": "2020-05-02"})

    assert response.context["position"].parts == [("on_track", 1)]
    assert "2 May 2020" in response.content.decode()


@pytest.mark.parametrize("as_at", ["2020-02-31", "yesterday", "2020-13-01", "9999-12-31", "\x00"])
def test_a_day_that_does_not_exist_breaks_nothing(client, activity, outsider, as_at):
    client.force_login(outsider)

    response = client.get(activity.plan.get_absolute_url(), {"as_at": as_at})

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("query", "references"),
    [
        ({}, ["1.1", "1.2", "1.3"]),
        ({"status": "at_risk"}, ["1.2"]),
        ({"kind": "duty"}, ["1.3"]),
        ({"watch": "moved"}, []),
        ({"sort": "-activity"}, ["1.3", "1.2", "1.1"]),
        ({"sort": "due"}, ["1.2", "1.1", "1.3"]),
        ({"status": "nonsense"}, ["1.1", "1.2", "1.3"]),
        ({"sort": "nonsense", "page": "99"}, ["1.1", "1.2", "1.3"]),
    ],
)
def test_activities_are_filtered_and_sorted_by_the_address(
    client, plan, outsider, query, references
):
    lead = post("Chief Financial Officer")
    said(promised_activity(plan, lead=lead), "on_track", on=dt.date(2020, 12, 10))
    risky = promised_activity(plan, lead=lead, due_on=dt.date(2021, 1, 31))
    said(risky, "at_risk", on=dt.date(2020, 12, 10), reason="Slow.")
    promised_activity(plan, lead=lead, kind="duty", due_on=None)
    client.force_login(outsider)

    response = client.get(reverse("plans:activity-list", args=[plan.pk]), query)

    assert [row.reference for row in response.context["standings"]] == references


def test_a_vacant_post_shows_as_vacant_with_its_deputy(client, activity, outsider, finance_chief):
    deputy = deputy_of("Chief Financial Officer")
    finance_chief.holdings.update(ends_on=dt.date(2020, 11, 30))
    client.force_login(outsider)

    page = client.get(activity.get_absolute_url()).content.decode()

    assert f"Vacant ({deputy.name} acts as deputy)" in page


def test_a_panel_member_sees_that_no_pack_is_published(client, activity, panel_member):
    client.force_login(panel_member)

    page = client.get("/").content.decode()

    assert "No pack has been published yet" in page
    assert activity.title not in page


@pytest.mark.parametrize("words", ["1.1", "tender", "Activity 1"])
def test_search_finds_by_number_by_title_and_by_what_was_said(client, activity, outsider, words):
    said(activity, "on_track", on=dt.date(2020, 12, 10), narrative="The tender is out.")
    client.force_login(outsider)

    page = client.get(reverse("portal:search"), {"q": words}).content.decode()

    assert activity.get_absolute_url() in page


@pytest.mark.parametrize("words", ["².3", "1.²", "3.", ".3", "99999.9999"])
def test_a_search_for_what_is_almost_a_number_finds_nothing(client, plan, outsider, words):
    client.force_login(outsider)

    response = client.get(reverse("portal:search"), {"q": words})

    assert response.context["is_empty"]


def test_search_does_not_look_into_drafts(client, activity, outsider, finance_officer):
    Draft.objects.create(
        activity=activity,
        kind="update",
        author=finance_officer,
        proposal={"narrative": ["zebra"]},
        activity_version=1,
        saved_at=dt.datetime(2020, 12, 11, tzinfo=dt.UTC),
    )
    client.force_login(outsider)

    response = client.get(reverse("portal:search"), {"q": "zebra"})

    assert response.context["is_empty"]


@pytest.mark.parametrize("markup", ["<script>alert(1)</script>", "<b>bold</b>", "{{ 7 }}"])
def test_markup_in_words_is_shown_as_text(client, plan, outsider, markup):
    activity = promised_activity(plan, lead=post("Chief Financial Officer"), title=f"T {markup}")
    said(activity, "at_risk", on=dt.date(2020, 12, 10), narrative=markup, reason=markup)
    client.force_login(outsider)

    for address in (activity.get_absolute_url(), plan.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<b>bold" not in page


def test_filters_that_fit_nothing_say_so_and_can_be_changed(client, activity, outsider):
    client.force_login(outsider)

    page = client.get(activity.plan.get_absolute_url(), {"status": "complete"}).content.decode()

    assert "No activity of the plan fits what you chose." in page
    assert "This plan has no activities yet" not in page
    assert 'name="status"' in page


def test_a_plan_without_activities_says_so(client, plan, outsider):
    client.force_login(outsider)

    page = client.get(plan.get_absolute_url()).content.decode()

    assert "This plan has no activities yet" in page


def test_nothing_is_due_from_anybody_once_a_plan_is_closed(client, activity, finance_chief):
    activity.plan.state = "closed"
    activity.plan.save()
    client.force_login(finance_chief)

    page = client.get("/").content.decode()

    assert "is closed, so nothing more can be said about it." in page
    assert "Say how it is going" not in page


def test_without_a_plan_every_page_still_opens(client, outsider):
    client.force_login(outsider)
    names = ["portal:home", "portal:elt", "portal:search", "plans:plan-list", "plans:owner-list"]

    answers = {name: client.get(reverse(name)).status_code for name in names}

    assert answers == dict.fromkeys(names, 200)
    assert client.get(reverse("plans:current")).url == reverse("plans:plan-list")


@pytest.mark.parametrize("name", ["plans:plan-detail", "plans:activity-list"])
def test_a_day_before_the_first_promise_says_so(client, activity, outsider, name):
    client.force_login(outsider)
    url = reverse(name, args=[activity.plan_id])

    page = client.get(url, {"as_at": "2020-03-01"}).content.decode()

    assert "Nothing had been promised by then" in page
    assert "See how it stands now" in page


@pytest.mark.parametrize("name", ["plans:plan-detail", "plans:activity-list"])
def test_a_day_to_come_is_refused_in_words(client, activity, outsider, name):
    client.force_login(outsider)
    url = reverse(name, args=[activity.plan_id])

    page = client.get(url, {"as_at": "2021-01-01"}).content.decode()

    assert "Enter today or an earlier day" in page


def test_the_list_behind_an_objectives_count_keeps_the_day_and_the_filters(
    client, activity, outsider
):
    client.force_login(outsider)
    query = {"as_at": "2020-05-02", "kind": "deliverable"}

    page = client.get(activity.plan.get_absolute_url(), query).content.decode()

    behind = f"?as_at=2020-05-02&amp;kind=deliverable&amp;objective={activity.objective_id}"
    assert behind in page


def test_a_count_of_a_past_day_links_to_the_list_of_that_day(client, plan, outsider):
    activity = promised_activity(plan, lead=post("Chief Financial Officer"))
    said(activity, "at_risk", on=dt.date(2020, 5, 1), reason="Slow.")
    client.force_login(outsider)

    page = client.get(plan.get_absolute_url(), {"as_at": "2020-05-02"}).content.decode()

    behind = reverse("plans:activity-list", args=[plan.pk])
    assert f"{behind}?as_at=2020-05-02&amp;status=at_risk" in page


@pytest.mark.parametrize("name", ["portal:elt", "plans:owner-list", "plans:priority-list"])
def test_a_page_that_offers_no_day_shows_today_whatever_is_asked(client, plan, outsider, name):
    activity = promised_activity(plan, lead=post("Chief Financial Officer"))
    said(activity, "on_track", on=dt.date(2020, 12, 10))
    client.force_login(outsider)

    today = client.get(reverse(name)).content
    asked = client.get(reverse(name), {"as_at": "2020-05-02"}).content

    assert b"No update received" not in today
    assert b"No update received" not in asked


@pytest.mark.parametrize(
    ("said_on", "due"), [(dt.date(2020, 12, 9), 1), (dt.date(2020, 12, 11), 0)]
)
def test_a_late_activity_asks_for_words_until_some_are_said_about_it(
    client, plan, finance_chief, said_on, due
):
    activity = promised_activity(
        plan, lead=post("Chief Financial Officer"), due_on=dt.date(2020, 12, 10)
    )
    said(activity, "at_risk", on=said_on, reason="Slow.")
    client.force_login(finance_chief)

    response = client.get("/")

    assert len(response.context["to_update"]) == due


def test_the_sum_of_a_part_is_not_called_the_whole_plan(client, plan, outsider):
    lead = post("Chief Financial Officer")
    said(promised_activity(plan, lead=lead), "on_track", on=dt.date(2020, 12, 10))
    said(promised_activity(plan, lead=lead), "at_risk", on=dt.date(2020, 12, 10), reason="Slow.")
    client.force_login(outsider)

    whole = client.get(plan.get_absolute_url()).content.decode()
    part = client.get(plan.get_absolute_url(), {"status": "at_risk"}).content.decode()

    assert "The whole plan" in whole
    assert "The whole plan" not in part
    assert "All that you chose" in part
