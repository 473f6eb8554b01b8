"""Alignment: what of the plan the programme has looked at, and what of it serves no plan."""

import datetime as dt

import pytest
from django.urls import reverse

from governance.alignment import Alignment
from tests.admin_pages import words
from tests.factories import PriorityFactory, post, promised_activity
from tests.governance.factories import (
    MeetingFactory,
    ProgrammeItemFactory,
    ScrutinyItemFactory,
    the_panel,
)

PAGE = "governance:alignment"
HELD = dt.date(2020, 12, 3)


@pytest.fixture
def held(office):
    return MeetingFactory(body=the_panel(), on=HELD)


@pytest.fixture
def priority(plan):
    return PriorityFactory(plan=plan.police_and_crime_plan, number=1, title="Safer streets")


def alignment(plan):
    return Alignment(plan, plan.police_and_crime_plan)


def topic(*, state="offered", meeting=None, **fields):
    """A topic as it stands in that state."""
    facts = {
        "offered": {},
        "chosen": {"chosen_on": HELD},
        "scheduled": {"chosen_on": HELD, "meeting": meeting},
        "heard": {"chosen_on": HELD, "meeting": meeting, "heard_on": HELD},
        "dropped": {"dropped_on": HELD, "reason": "Overtaken."},
    }[state]
    return ProgrammeItemFactory(**facts, **fields)


@pytest.mark.parametrize(
    ("state", "is_covered"),
    [
        ("offered", False),
        ("chosen", False),
        ("scheduled", True),
        ("heard", True),
        ("dropped", False),
    ],
)
def test_a_priority_is_scrutinised_once_a_topic_is_heard_or_has_a_meeting(
    plan, priority, held, state, is_covered
):
    topic(state=state, meeting=held).priorities.add(priority)

    found = alignment(plan).never_scrutinised

    assert [row.priority for row in found] == ([] if is_covered else [priority])


def test_a_topic_about_an_activity_is_about_the_priorities_it_serves(
    plan, priority, activity, held
):
    activity.priorities.add(priority)
    item = topic(state="heard", meeting=held)
    item.activities.add(activity)

    (row,) = alignment(plan).priorities

    assert row.items == (item,)
    assert row.counts == [("heard", 1), ("scheduled", 0), ("chosen", 0), ("offered", 0)]


def test_a_topic_tied_both_ways_counts_once(plan, priority, activity):
    activity.priorities.add(priority)
    item = topic()
    item.activities.add(activity)
    item.priorities.add(priority)

    (row,) = alignment(plan).priorities

    assert row.items == (item,)


def test_an_activity_was_looked_at_once_a_topic_about_it_was_heard(plan, activity, held):
    unseen = promised_activity(plan, lead=post("Chief Financial Officer"))
    topic(state="heard", meeting=held).activities.add(activity)
    topic(state="scheduled", meeting=held).activities.add(unseen)

    (row,) = alignment(plan).objectives

    assert (row.total, row.unseen, row.is_unseen) == (2, (unseen,), False)


@pytest.mark.parametrize(("source", "unseen_total"), [("panel", 0), ("internal_audit", 1)])
def test_a_question_of_the_panel_looks_at_an_activity(plan, activity, source, unseen_total):
    ScrutinyItemFactory(source=source).activities.add(activity)

    assert alignment(plan).unseen_total == unseen_total


def test_an_objective_of_which_nothing_was_looked_at_is_named(client, outsider, plan, activity):
    client.force_login(outsider)

    page = words(client.get(reverse(PAGE)))

    assert "nothing under 1 of 1 objectives." in page
    assert f"{activity.objective}: none of 1 looked at" in page
    assert activity.title in page


def test_what_is_tied_to_nothing_is_listed(plan, priority, activity):
    untied = topic()
    topic(state="dropped")
    topic().priorities.add(priority)
    topic().activities.add(activity)

    assert alignment(plan).tied_to_nothing == [untied]


def test_the_page_names_the_topics_that_are_only_offered(client, outsider, priority):
    topic(title="Street lighting").priorities.add(priority)
    client.force_login(outsider)

    page = words(client.get(reverse(PAGE)))

    assert "1 of 1 priorities of the Police and Crime Plan 2017 to 2021" in page
    assert "Offered: Street lighting" in page


def test_a_count_leads_to_the_topics_that_it_counts(client, outsider, priority, activity):
    activity.priorities.add(priority)
    topic().activities.add(activity)
    topic().priorities.add(priority)
    topic(state="chosen").priorities.add(priority)
    client.force_login(outsider)
    address = f"{reverse('governance:programmeitem-list')}?priority={priority.pk}&state=offered"

    page = client.get(reverse(PAGE)).content.decode()

    assert address.replace("&", "&amp;") in page
    assert len(client.get(address).context["object_list"]) == 2


def test_without_any_plan_the_page_says_so(client, outsider):
    client.force_login(outsider)

    assert "There is no Police and Crime Plan yet" in words(client.get(reverse(PAGE)))


def test_the_page_is_for_the_office_alone(client, panel_member):
    client.force_login(panel_member)

    assert client.get(reverse(PAGE)).status_code == 404


@pytest.mark.parametrize("count", [1, 30])
def test_the_page_takes_the_same_queries_whatever_there_is(
    client, outsider, plan, held, activity, count, django_assert_max_num_queries
):
    priorities = PriorityFactory.create_batch(count, plan=plan.police_and_crime_plan)
    for priority in priorities:
        item = topic(state="heard", meeting=held)
        item.priorities.add(priority)
        item.activities.add(activity)
        topic()
    client.force_login(outsider)

    with django_assert_max_num_queries(14):
        client.get(reverse(PAGE))
