"""Pages of a pack stay as they are whatever changes, cost little, and weigh little."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.models import Body, Meeting, ScrutinyItem
from governance.packs.reading import read_digest
from opcc.office.models import Office, Post, User
from plans import record
from plans.models import DeliveryPlan, Objective, Priority
from tests.factories import LONDON, PriorityFactory, post, promised_activity, said, voice
from tests.governance.factories import (
    ProgrammeItemFactory,
    ScrutinyItemFactory,
)
from tests.governance.packs import draft_for, published
from tests.governance.reading import (
    address,
    compare_address,
    first_pack,
    main_of,
    move,
    page,
    pages,
    two_packs,
)

HOME = "/"


@pytest.fixture
def member(client, panel_member):
    client.force_login(panel_member)
    return client


@pytest.fixture(autouse=True)
def nothing_read():
    """Packs in memory are those of this test."""
    read_digest.cache_clear()


def at(month, day, hour=9):
    return dt.datetime(2020, month, day, hour, tzinfo=LONDON)


# --- The same for ever --------------------------------------------------------------------------
def change_everything(plan, activity):
    """One change of every kind of row that a pack might have been tempted to ask."""
    said(activity, "off_track", on=dt.date(2020, 12, 13), reason="Other words.", next_steps="Ask.",
         forecast_on=dt.date(2021, 9, 1))  # fmt: skip
    move(activity, dt.date(2022, 1, 1), at(12, 13, 10), "Another reason.")
    record.reword(
        activity, title="Other", detail="Other", reason="Other.", by=voice(), at=at(12, 13, 11)
    )
    record.hand_over(
        activity, to=post("Other post"), reason="Other.", by=voice(), at=at(12, 13, 12)
    )
    draft_for(plan, on=dt.date(2021, 2, 1), commentary="Other commentary")
    Objective.objects.update(title="Other objective", number=7)
    Post.objects.filter(title="Chief Financial Officer").update(title="Other title")
    Priority.objects.update(title="Other priority")
    DeliveryPlan.objects.update(title="Other plan", update_every=1)
    User.objects.update(name="Other name")
    Body.objects.update(name="Other body")
    Meeting.objects.update(place="Other place")
    ScrutinyItem.objects.update(title="Other question", words="Other words")
    Office.objects.update(full_name="Other office", panel_name="Other panel")


def test_whatever_is_changed_afterwards_every_page_stays_the_same(member, plan, finance_chief):
    activity = promised_activity(
        plan,
        lead=post("Chief Financial Officer"),
        priorities=[PriorityFactory(plan=plan.police_and_crime_plan, number=1)],
    )
    ScrutinyItemFactory(title="Waiting times")
    earlier, pack = two_packs(plan, activity)
    urls = [*pages(pack, activity), compare_address(earlier, pack), *pages(earlier, activity)]
    before = [main_of(page(member, url)) for url in urls]

    change_everything(plan, activity)
    cache.clear()
    read_digest.cache_clear()

    assert [main_of(page(member, url)) for url in urls] == before
    assert "Other" not in "".join(before)


# --- What it costs ------------------------------------------------------------------------------
def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        page(client, url)
    return [query["sql"] for query in captured]


@pytest.mark.parametrize("name", ["detail", "objective", "activity", "whole"])
def test_a_page_costs_as_many_queries_for_many_activities_as_for_one(member, plan, activity, name):
    _, pack = two_packs(plan, activity)
    more = {"objective": [1], "activity": [activity.pk]}.get(name, [])
    few, warm = (len(queries(member, address(name, pack, *more))) for _ in range(2))
    for _ in range(20):
        promised_activity(plan, lead=activity.lead, at=at(12, 13))
    another = published(plan, on=dt.date(2021, 1, 14), cut_off=at(12, 14), at=at(12, 14))

    many = len(queries(member, address(name, another, *more)))

    assert many <= few
    assert warm <= 3  # the session, the user, the pack


def test_nothing_of_the_plan_is_asked_for_a_page_of_a_pack(member, plan, activity):
    _, pack = two_packs(plan, activity)

    asked = [sql for url in pages(pack, activity) for sql in queries(member, url)]

    assert not [sql for sql in asked if '"plans_' in sql or "packdraft" in sql]


@pytest.mark.parametrize("many", [1, 12])
def test_the_first_page_and_the_list_cost_the_same_for_many_packs(member, plan, activity, many):
    said(activity, on=dt.date(2020, 5, 20))
    for number in range(many):
        day = dt.date(2020, 6, 1) + dt.timedelta(weeks=number)
        moment = dt.datetime(day.year, day.month, day.day, 9, tzinfo=LONDON)
        published(plan, on=day, cut_off=moment, at=moment)
        ProgrammeItemFactory()
        ScrutinyItemFactory()
    for url in (HOME, reverse("governance:pack-list")):
        page(member, url)

    assert len(queries(member, HOME)) <= 7
    assert len(queries(member, reverse("governance:pack-list"))) <= 4


def test_a_page_of_48_activities_weighs_less_than_100_kilobytes(member, plan, activity):
    many = [
        promised_activity(plan, lead=activity.lead, objective=1 + number % 5)
        for number in range(47)
    ]
    for each in many:
        said(each, on=dt.date(2020, 8, 20))
    first_pack(plan)
    for each in many[::2]:
        said(each, "at_risk", on=dt.date(2020, 12, 8), reason="Two posts are vacant. " * 6)
    for each in many[::2]:
        move(each, dt.date(2021, 6, 30), at(12, 9), "The supplier is late again. " * 6)

    html = member.get(published(plan).get_absolute_url()).content

    assert len(html) < 100_000
