"""Strategies and policies: listed, filtered, and late for review by the day."""

import datetime as dt

import pytest
from django.urls import reverse

from governance.models import Strategy
from tests.factories import PriorityFactory, post
from tests.governance.factories import StrategyFactory
from tests.governance.filling import filled, typed_day

YESTERDAY = dt.date(2020, 12, 13)
LIST = "governance:strategy-list"


def titles(response):
    return [row.title for row in response.context["object_list"]]


def test_a_review_whose_day_has_passed_is_late_and_todays_is_not(client, outsider):
    StrategyFactory(title="Estates Strategy", review_on=YESTERDAY)
    StrategyFactory(title="Digital Strategy", review_on=dt.date(2020, 12, 14))
    client.force_login(outsider)

    response = client.get(reverse(LIST), {"review": "late"})

    assert titles(response) == ["Estates Strategy"]
    assert "Late by 1 day" in response.content.decode()


def test_what_is_retired_is_never_late_for_review(client, outsider):
    retired = StrategyFactory(state="retired", review_on=YESTERDAY)
    client.force_login(outsider)

    page = client.get(retired.get_absolute_url()).content.decode()

    assert "Late by" not in page
    assert not Strategy.objects.due_for_review(dt.date(2020, 12, 14)).exists()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["Estates Strategy", "Whistleblowing Policy"]),
        ({"q": "estates"}, ["Estates Strategy"]),
        ({"q": "buildings"}, ["Estates Strategy"]),
        ({"kind": "policy"}, ["Whistleblowing Policy"]),
        ({"state": "under_review"}, ["Whistleblowing Policy"]),
        ({"review": "none"}, ["Whistleblowing Policy"]),
        ({"review": "soon"}, ["Estates Strategy"]),
        ({"activity": "1.1"}, ["Estates Strategy"]),
        ({"activity": "9.9"}, []),
        ({"sort": "-title"}, ["Whistleblowing Policy", "Estates Strategy"]),
        ({"sort": "-review"}, ["Estates Strategy", "Whistleblowing Policy"]),
        ({"kind": "nonsense", "sort": "nonsense"}, ["Estates Strategy", "Whistleblowing Policy"]),
    ],
)
def test_the_list_is_filtered_and_sorted_by_the_address(client, outsider, activity, query, found):
    estates = StrategyFactory(
        title="Estates Strategy", outline="Buildings.", review_on=dt.date(2021, 1, 31)
    )
    estates.activities.add(activity)
    StrategyFactory(title="Whistleblowing Policy", kind="policy", state="under_review")
    client.force_login(outsider)

    response = client.get(reverse(LIST), query)

    assert titles(response) == found


def test_a_strategy_is_added_with_its_activities_and_priorities(client, outsider, activity):
    priority = PriorityFactory(plan=activity.plan.police_and_crime_plan)
    typed = {
        "title": "Estates Strategy",
        "kind": "strategy",
        "owner": post("Chief Financial Officer").pk,
        "state": "in_force",
        **typed_day("review_on", dt.date(2021, 6, 30)),
        "activities": "1.1",
        "priorities": [priority.pk],
    }
    client.force_login(outsider)

    client.post(reverse("governance:strategy-add"), typed)

    added = Strategy.objects.get()
    assert (added.title, added.review_on) == ("Estates Strategy", dt.date(2021, 6, 30))
    assert list(added.activities.all()) == [activity]
    assert list(added.priorities.all()) == [priority]


def test_a_review_before_the_day_it_was_agreed_is_refused(client, finance_chief):
    strategy = StrategyFactory()
    client.force_login(finance_chief)
    url = reverse("governance:strategy-change", args=[strategy.pk])
    typed = filled(client, url, title="Green Strategy", kind="strategy", state="in_force")
    typed |= {"owner": strategy.owner_id, **typed_day("agreed_on", dt.date(2020, 6, 1))}
    typed |= typed_day("review_on", dt.date(2020, 5, 1))

    page = client.post(url, typed).content.decode()

    assert "Enter the day it was agreed or a later day" in page
    assert 'value="Green Strategy"' in page


def test_changing_the_state_keeps_a_priority_of_an_earlier_plan(client, finance_chief, plan):
    strategy = StrategyFactory()
    earlier = PriorityFactory(plan__title="Police and Crime Plan 2013 to 2017")
    strategy.priorities.add(earlier)
    client.force_login(finance_chief)
    url = reverse("governance:strategy-change", args=[strategy.pk])
    typed = filled(client, url, title=strategy.title, kind="strategy", state="under_review")

    client.post(url, typed | {"owner": strategy.owner_id, "priorities": [earlier.pk]})

    strategy.refresh_from_db()
    assert strategy.state == "under_review"
    assert list(strategy.priorities.all()) == [earlier]


def test_who_neither_answers_for_it_nor_for_the_plan_changes_nothing(client, outsider):
    strategy = StrategyFactory()
    client.force_login(outsider)

    response = client.get(reverse("governance:strategy-change", args=[strategy.pk]))

    assert response.status_code == 403


@pytest.mark.parametrize("name", [LIST, "governance:strategy-csv", "governance:strategy-add"])
def test_a_panel_member_finds_no_such_page(client, panel_member, name):
    client.force_login(panel_member)

    assert client.get(reverse(name)).status_code == 404


def test_the_file_has_one_row_for_each_that_the_filters_leave(client, outsider, activity):
    StrategyFactory(title="Estates Strategy").activities.add(activity)
    StrategyFactory(title="Whistleblowing Policy", kind="policy")
    client.force_login(outsider)

    file = client.get(reverse("governance:strategy-csv"), {"kind": "strategy"}).content.decode()

    assert len(file.strip().splitlines()) == 2
    assert "Estates Strategy,Strategy,In force,Chief Financial Officer" in file


@pytest.mark.parametrize(
    ("name", "most"), [(LIST, 7), ("governance:strategy-csv", 7), ("governance:strategy-detail", 6)]
)
def test_pages_ask_no_more_for_more_rows(
    client, outsider, activity, django_assert_max_num_queries, name, most
):
    client.force_login(outsider)
    client.get(reverse("plans:statuses"))
    strategy = StrategyFactory()
    counts = []

    for more in (1, 8):
        for _ in range(more):
            StrategyFactory().activities.add(activity)
            strategy.priorities.add(PriorityFactory(plan=activity.plan.police_and_crime_plan))
        args = [strategy.pk] if name.endswith("-detail") else []
        with django_assert_max_num_queries(most) as captured:
            client.get(reverse(name, args=args))
        counts.append(len(captured))

    assert counts[0] == counts[1]
