"""Handing over a post and rolling a plan forward, as pages of admin."""

import datetime as dt

import pytest
from django.urls import reverse

from opcc.office.models import Handover
from plans.models import DeliveryPlan, Draft, Entry, Objective
from tests.admin_pages import as_shown, words
from tests.admin_pages import said as messages_of
from tests.factories import holder_of, post, user_in


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


def press(at_desk, url, **typed):
    return at_desk.post(url, as_shown(at_desk.get(url), **typed))


def hand_over(post):
    return reverse("admin:office_post_hand_over", args=[post.pk])


def roll_forward(plan):
    return reverse("admin:plans_deliveryplan_roll_forward", args=[plan.pk])


def test_a_post_is_handed_over_from_the_list_with_a_line_on_what_it_leads(
    at_desk, activity, administrator
):
    successor = user_in("Staff", name="New finance chief")
    choice = {"action": "hand_over_a_post", "_selected_action": [activity.lead_id]}

    page = at_desk.post(reverse("admin:office_post_changelist"), choice, follow=True)
    url = page.redirect_chain[-1][0]
    done = press(at_desk, url, to=successor.pk, on="2020-12-14", note="She has retired.")

    assert "gets a line in the record that says so: 1 activity." in words(page)
    assert "is handed over from 14 December 2020 to New finance chief" in messages_of(done)
    assert activity.lead.holder_on(dt.date(2020, 12, 14)) == successor
    line = activity.entries.last()
    assert (line.kind, line.made_by) == ("owner_changed", administrator)
    assert Handover.objects.get().recorded_by == administrator


def test_posts_are_handed_over_one_at_a_time(at_desk, activity, chief_executive):
    chosen = [activity.lead_id, post("Chief Executive").pk]
    choice = {"action": "hand_over_a_post", "_selected_action": chosen}

    page = at_desk.post(reverse("admin:office_post_changelist"), choice, follow=True)

    assert "Choose one post: each is handed over on its own." in words(page)


def test_the_page_of_a_post_has_its_verbs_as_buttons(at_desk, activity):
    page = at_desk.get(reverse("admin:office_post_change", args=[activity.lead_id]))

    assert hand_over(activity.lead) in page.content.decode()
    assert f"/transfer/?post={activity.lead_id}" in page.content.decode()


def test_a_post_can_be_left_vacant_on_purpose(at_desk, activity):
    press(at_desk, hand_over(activity.lead), vacant="on", on="2020-12-14", note="She has left.")

    assert activity.lead.held_by_words(dt.date(2020, 12, 14)) == "Vacant"
    assert activity.entries.last().changes["holder"][1] == ""


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"to": ""}, "Choose the new holder, or tick that the post is left vacant."),
        ({"vacant": "on"}, "Choose the new holder, or tick that the post is left vacant."),
        ({"note": ""}, "Say why, in words."),
        ({"on": "2020-03-01"}, "Choose a later day."),
        ({"on": "someday"}, "Enter a valid date."),
    ],
)
def test_a_hand_over_that_cannot_be_is_refused_and_the_typing_kept(
    at_desk, activity, typed, answer
):
    successor = user_in("Staff")
    facts = {"to": successor.pk, "on": "2020-12-14", "note": "She has retired."}

    page = press(at_desk, hand_over(activity.lead), **{**facts, **typed})

    assert answer in words(page)
    assert typed.get("note", "She has retired.") in words(page)
    assert activity.entries.count() == 1
    assert not Handover.objects.exists()


def test_nobody_takes_over_from_themselves(at_desk, activity, finance_chief):
    page = press(
        at_desk, hand_over(activity.lead), to=finance_chief.pk, on="2020-12-14", note="Again."
    )

    assert "already holds Chief Financial Officer" in words(page)


def test_a_post_is_offered_only_to_active_people_who_work_here(at_desk, activity, panel_member):
    gone = user_in("Staff", is_active=False)

    offered = at_desk.get(hand_over(activity.lead)).context["form"].fields["to"].queryset

    assert not {gone, panel_member} & set(offered)


def test_an_abolished_post_is_not_handed_over(at_desk, office):
    gone = post("Head of Fax", abolished_on=dt.date(2020, 10, 1))

    page = at_desk.post(hand_over(gone), {"vacant": "on", "on": "2020-12-14", "note": "x"})

    assert "Head of Fax was abolished" in words(page)
    assert not Handover.objects.exists()


def test_a_plan_is_rolled_forward_from_the_list(at_desk, activity):
    choice = {"action": "roll_forward", "_selected_action": [activity.plan_id]}

    page = at_desk.post(reverse("admin:plans_deliveryplan_changelist"), choice, follow=True)
    done = press(at_desk, page.redirect_chain[-1][0], close="on")

    following = DeliveryPlan.objects.get(previous=activity.plan)
    activity.plan.refresh_from_db()
    assert "1 activity neither complete nor withdrawn will be promised again." in words(page)
    assert following.title == "Delivery Plan 2021 to 2022"
    assert following.activities.get().carried_from == activity
    assert activity.plan.state == "closed"
    assert "with 1 activity carried from Delivery Plan 2020 to 2021" in messages_of(done)


def test_a_plan_rolled_forward_already_says_so(at_desk, activity):
    press(at_desk, roll_forward(activity.plan))

    page = at_desk.post(roll_forward(activity.plan), {"title": "Once more"})

    assert "has been rolled forward already, to Delivery Plan 2021 to 2022" in words(page)
    assert DeliveryPlan.objects.count() == 2


def test_a_taken_title_is_refused_and_nothing_is_carried(at_desk, activity):
    page = press(at_desk, roll_forward(activity.plan), title=activity.plan.title)

    assert "already exists" in words(page)
    assert Entry.objects.count() == 1


def test_open_drafts_are_named_before_a_plan_is_closed(at_desk, activity, finance_chief, now):
    Draft.objects.create(
        activity=activity,
        kind="update",
        author=finance_chief,
        activity_version=activity.version,
        saved_at=now,
    )

    page = at_desk.get(roll_forward(activity.plan))

    assert "1 draft of this plan is still open." in words(page)


def test_an_objective_with_activities_keeps_its_number(at_desk, activity):
    url = reverse("admin:plans_objective_change", args=[activity.objective_id])

    page = press(at_desk, url, number="9")

    assert "which people quote by its number" in words(page)
    assert Objective.objects.get().number == 1


def test_an_objective_never_moves_to_another_plan(at_desk, activity):
    other = DeliveryPlan.objects.create(title="Other", starts_on=dt.date(2021, 4, 1))
    url = reverse("admin:plans_objective_change", args=[activity.objective_id])

    press(at_desk, url, plan=other.pk)

    assert Objective.objects.get().plan == activity.plan


def test_the_year_of_a_plan_with_lines_stands(at_desk, activity):
    url = reverse("admin:plans_deliveryplan_change", args=[activity.plan_id])

    press(at_desk, url, starts_on="2021-04-01", previous=activity.plan_id, record_length="0")

    plan = DeliveryPlan.objects.get()
    assert (plan.starts_on, plan.previous, plan.record_length) == (dt.date(2020, 4, 1), None, 1)


def test_holders_are_named_where_a_post_changes_hands(at_desk, office):
    holder_of("Solicitor")

    page = at_desk.get(hand_over(post("Solicitor")))

    assert "Held now by: Solicitor (holder)." in words(page)


@pytest.mark.parametrize("noun", ["office/post", "plans/deliveryplan", "plans/activity"])
def test_an_address_that_is_no_number_is_answered_in_words(at_desk, activity, noun):
    answer = at_desk.get(f"/admin/{noun}/1/no-such-page/change/", follow=True)

    assert answer.status_code == 200
    assert "Perhaps it was deleted?" in words(answer)


def test_the_days_between_updates_stand_once_a_plan_has_lines(at_desk, activity):
    url = reverse("admin:plans_deliveryplan_change", args=[activity.plan_id])

    press(at_desk, url, update_every="30")

    assert DeliveryPlan.objects.get().update_every == 14
    assert "would show as “No update received” on days gone by" in words(at_desk.get(url))


def test_a_plan_without_lines_can_be_given_other_days_between_updates(at_desk, plan):
    press(at_desk, reverse("admin:plans_deliveryplan_change", args=[plan.pk]), update_every="30")

    assert DeliveryPlan.objects.get().update_every == 30


def test_rolling_forward_asks_for_the_days_between_updates(at_desk, activity):
    press(at_desk, roll_forward(activity.plan), update_every="30")

    assert DeliveryPlan.objects.get(previous=activity.plan).update_every == 30


def test_a_second_plan_for_a_year_is_refused_in_words(at_desk, plan):
    url = reverse("admin:plans_deliveryplan_add")

    page = press(at_desk, url, title="Another", starts_on="2020-04-01")

    assert "There is already a delivery plan for this year." in words(page)
    assert DeliveryPlan.objects.count() == 1


def test_a_plan_is_not_rolled_forward_into_a_year_that_has_one(at_desk, activity):
    DeliveryPlan.objects.create(title="Made by hand", starts_on=dt.date(2021, 4, 1))

    page = at_desk.post(roll_forward(activity.plan), {"title": "Once more"})

    assert "for the year from 1 April 2021: Made by hand" in words(page)
    assert DeliveryPlan.objects.count() == 2


@pytest.mark.parametrize("key", ["²", "abc", "9" * 30])
def test_a_post_that_is_no_number_is_answered_in_words(at_desk, office, key):
    page = press(at_desk, reverse("admin:office_holding_add"), post=key)

    assert page.status_code == 200
    assert "Select a valid choice" in words(page)
