"""Milestones that are late or moved, as the plan's position tells of them."""

import datetime as dt

import pytest
from django.urls import reverse

from plans import record
from plans.forms.filters import WATCHES
from plans.position import position
from tests.factories import moment, post, promised_activity, said, voice
from tests.plans.browsing import typed


@pytest.fixture
def activity(plan, finance_chief):
    return promised_activity(
        plan,
        lead=post("Chief Financial Officer"),
        milestones=[("Tender out", dt.date(2020, 6, 1))],
    )


def standing_of(activity, at):
    return position(activity.plan, at).of(activity.pk)


def test_an_open_milestone_that_is_late_needs_attention_until_the_activity_ends(activity):
    said(activity, "on_track", on=dt.date(2020, 6, 1))

    on_time = standing_of(activity, moment(2020, 6, 1))
    late = standing_of(activity, moment(2020, 6, 2))
    said(activity, "complete", on=dt.date(2020, 6, 3), evidence="Report")
    ended = standing_of(activity, moment(2020, 6, 4))

    assert [(s.has_late_milestone, s.needs_attention) for s in (on_time, late, ended)] == [
        (False, False),
        (True, True),
        (False, False),
    ]
    assert WATCHES["late"][1](late)


def test_a_milestone_that_moved_counts_as_moved(activity):
    record.move_date(
        activity,
        milestone=activity.milestones.get(),
        to=dt.date(2020, 7, 1),
        reason_category="funding",
        reason="The grant is late.",
        by=voice(),
        at=moment(2020, 5, 1),
    )

    found = position(activity.plan, moment(2020, 6, 15))

    assert (found.count_moved(), found.of(activity.pk).moves) == (1, 0)
    assert WATCHES["moved"][1](found.of(activity.pk))


def test_lists_say_in_words_that_a_milestone_is_late(client, finance_chief, activity):
    said(activity, "on_track", on=dt.date(2020, 12, 14))
    client.force_login(finance_chief)

    page = client.get(reverse("plans:activity-list", args=[activity.plan_id]))

    assert "a milestone is late" in page.content.decode()


def test_a_milestone_ticked_by_mistake_is_opened_again_from_its_page(client, plan, finance_chief):
    title = "<b>Site</b> open"
    activity = promised_activity(
        plan,
        lead=post("Chief Financial Officer"),
        milestones=[(title, dt.date(2020, 10, 2))],
    )
    milestone = activity.milestones.get()
    line = record.meet_milestone(
        milestone,
        activity=activity,
        met_on=dt.date(2020, 10, 2),
        by=voice(),
        at=moment(2020, 10, 2),
    )
    client.force_login(finance_chief)
    url = reverse("plans:entry-correct", args=[line.pk])

    page = client.get(url).content.decode()
    client.post(url, typed(client, url, was_met="not_met", correction="The wrong site."))

    assert "<b>Site" not in page
    milestone.refresh_from_db()
    assert milestone.met_on is None
    assert activity.entries.last().corrects == line
