"""Activities in admin: shown, and changed only by verbs that leave a line."""

import datetime as dt

import pytest
from django.urls import reverse

from plans import record
from plans.models import Activity, DeliveryPlan, Entry
from tests.admin_pages import as_shown, words
from tests.admin_pages import said as messages_of
from tests.factories import (
    ObjectiveFactory,
    PriorityFactory,
    moment,
    post,
    promised_activity,
    said,
    voice,
)


@pytest.fixture
def at_desk(client, administrator):
    client.force_login(administrator)
    return client


def address(page, *args, **query):
    return reverse(f"admin:plans_activity_{page}", args=args, query=query or None)


def press(at_desk, url, **typed):
    """Open a verb's page, type, and press its button."""
    return at_desk.post(url, as_shown(at_desk.get(url), **typed))


def test_adding_an_activity_writes_its_first_line_in_the_administrators_name(at_desk, plan, now):
    objective = ObjectiveFactory(plan=plan)
    priority = PriorityFactory(plan=plan.police_and_crime_plan)
    lead, partner = post("Chief Executive"), post("Solicitor")

    press(
        at_desk,
        address("add"),
        objective=objective.pk,
        title="New   payroll",
        kind="deliverable",
        due_on="2021-03-31",
        lead=lead.pk,
        joint=[partner.pk],
        priorities=[priority.pk],
        milestones="30 September 2020: Tender out\r\n2021-01-31: Contract signed",
    )

    activity = Activity.objects.get()
    line = activity.entries.get()
    assert (activity.title, activity.number, activity.lead) == ("New payroll", 1, lead)
    assert (line.kind, line.made_by_name) == ("promised", "Administrator")
    assert abs(line.made_at - now) < dt.timedelta(minutes=5)
    assert line.standing["joint"] == [partner.pk]
    assert line.standing["priorities"] == [priority.pk]
    assert [(m.title, m.due_on) for m in activity.milestones.all()] == [
        ("Tender out", dt.date(2020, 9, 30)),
        ("Contract signed", dt.date(2021, 1, 31)),
    ]


def test_the_next_free_number_is_proposed_where_the_objective_is_known(at_desk, activity):
    page = at_desk.get(address("add", objective=activity.objective_id))

    assert page.context["form"].initial["number"] == 2


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"lead": ""}, "This field is required."),
        ({"title": "Activity 1.1"}, "Activity 1.1 of Delivery Plan 2020 to 2021 has this title"),
        ({"number": "1"}, "The objective already has an activity with this number."),
        ({"starts_on": "2021-06-01"}, "The due date must not be before the start date."),
        ({"milestones": "Some day"}, "“Some day” is not a date, a colon and a title."),
        ({"milestones": "May 2020: A\r\nJune 2020: A"}, "“A” stands twice."),
    ],
)
def test_an_activity_that_cannot_be_is_refused_and_the_typing_kept(
    at_desk, activity, typed, answer
):
    facts = {
        "objective": activity.objective_id,
        "title": "Another title",
        "detail": "Typed with care.",
        "due_on": "2021-03-31",
        "lead": activity.lead_id,
    }

    page = press(at_desk, address("add"), **{**facts, **typed})

    assert answer in words(page)
    assert "Typed with care." in words(page)
    assert Activity.objects.get() == activity


def test_no_activity_is_added_to_a_closed_plan(at_desk, activity):
    DeliveryPlan.objects.update(state="closed")

    page = at_desk.get(address("add"))

    assert not page.context["form"].fields["objective"].queryset.exists()


def test_the_page_of_an_activity_shows_facts_and_offers_verbs(at_desk, activity):
    page = words(at_desk.get(address("change", activity.pk)))

    assert "Reword" in page
    assert "Add a milestone" in page
    assert "Transfer to another post" in page
    assert "A date is moved, and progress said, on the activity's own page" in page
    assert "Save" not in page


def test_rewording_takes_a_reason_and_leaves_a_line(at_desk, activity):
    priority = PriorityFactory(plan=activity.plan.police_and_crime_plan)

    press(
        at_desk,
        address("reword", activity.pk),
        title="Payroll for all",
        starts_on="2020-05-01",
        priorities=[priority.pk],
        reason="The scope is clearer.",
    )

    activity.refresh_from_db()
    line = activity.entries.last()
    assert (line.kind, line.reason) == ("reworded", "The scope is clearer.")
    assert set(line.changes) == {"title", "starts_on", "priorities"}
    assert activity.title == "Payroll for all"
    assert list(activity.priorities.all()) == [priority]


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"reason": ""}, "Say why, in words."),
        ({"title": "Activity 1.1"}, "Nothing was changed. Change the words"),
        ({"starts_on": "2021-06-01"}, "It is due on 31 March 2021, before this start."),
    ],
)
def test_a_rewording_that_says_nothing_is_refused(at_desk, activity, typed, answer):
    typed = {"title": "Payroll", "reason": "It is clearer."} | typed

    page = press(at_desk, address("reword", activity.pk), **typed)

    assert answer in words(page)
    assert activity.entries.count() == 1


def test_whoever_rewords_too_late_keeps_the_typing_and_may_press_again(at_desk, activity):
    url = address("reword", activity.pk)
    shown = as_shown(at_desk.get(url), title="Payroll for all", reason="It is clearer.")
    said(activity, "on_track", on=dt.date(2020, 5, 4))

    page = at_desk.post(url, shown)

    assert "changed while you were writing, so nothing was done" in words(page)
    assert activity.entries.last().kind == "updated"
    at_desk.post(url, as_shown(page))
    assert activity.entries.last().changes["title"] == ["Activity 1.1", "Payroll for all"]


def test_a_milestone_is_promised_with_a_line(at_desk, activity):
    press(at_desk, address("milestone", activity.pk), title="Live", due_on="2021-01-31")

    assert activity.milestones.get().title == "Live"
    assert activity.entries.last().kind == "milestone_added"


def test_a_milestone_is_promised_once(at_desk, activity):
    url = address("milestone", activity.pk)
    press(at_desk, url, title="Live", due_on="2021-01-31")

    page = press(at_desk, url, title="Live", due_on="2021-02-28")

    assert "has a milestone with this title already" in words(page)
    assert activity.entries.count() == 2


def test_an_ended_activity_takes_no_milestone(at_desk, activity):
    record.withdraw(activity, reason="No grant.", by=voice(), at=moment(2020, 10, 2))

    page = press(at_desk, address("milestone", activity.pk), title="Live", due_on="2021-01-31")

    assert "This activity is withdrawn." in words(page)


@pytest.mark.parametrize("verb", ["reword", "milestone"])
def test_an_activity_of_a_closed_plan_is_left_as_it_is(at_desk, activity, verb):
    DeliveryPlan.objects.update(state="closed")
    typed = {"title": "Payroll", "due_on": "2021-01-31", "reason": "Clearer.", "seen": "1.1"}

    page = at_desk.post(address(verb, activity.pk), typed)

    assert "is closed, so nothing more can be said about it" in words(page)
    assert activity.entries.count() == 1


def test_chosen_activities_are_transferred_from_the_list(at_desk, activity):
    second = promised_activity(activity.plan, lead=activity.lead)
    to = post("Chief Executive")
    choice = {
        "action": "transfer_to_another_post",
        "_selected_action": [activity.pk, second.pk],
    }

    page = at_desk.post(address("changelist"), choice, follow=True)
    address_of_page = page.redirect_chain[-1][0]
    done = press(at_desk, address_of_page, to=to.pk, reason="The team moved.")

    assert "2 activities will be led by the post you choose, all or none." in words(page)
    assert "2 activities transferred to Chief Executive." in messages_of(done)
    assert set(Activity.objects.values_list("lead", flat=True)) == {to.pk}
    assert Entry.objects.filter(kind="owner_changed", reason="The team moved.").count() == 2


def test_a_transfer_takes_a_reason(at_desk, activity):
    url = address("transfer", activities=activity.pk)

    page = press(at_desk, url, to=post("Chief Executive").pk)

    assert "Say why, in words." in words(page)
    assert activity.entries.count() == 1


def test_a_transfer_says_which_activity_changed_meanwhile(at_desk, activity):
    url = address("transfer", activities=activity.pk)
    to = post("Chief Executive")
    shown = as_shown(at_desk.get(url), to=to.pk, reason="The team moved.")
    said(activity, "on_track", on=dt.date(2020, 5, 4))

    page = at_desk.post(url, shown)

    activity.refresh_from_db()
    assert "1.1 Activity 1.1 changed while you were writing" in words(page)
    assert activity.lead.title == "Chief Financial Officer"


def test_all_that_a_post_leads_is_transferred_from_its_page(at_desk, activity):
    promised_activity(activity.plan, lead=activity.lead)
    url = address("transfer", post=activity.lead_id)

    done = press(at_desk, url, to=post("Chief Executive").pk, reason="The team moved.")

    assert done.url == reverse("admin:office_post_change", args=[activity.lead_id])
    assert not Activity.objects.filter(lead=activity.lead).exists()


def test_a_post_that_leads_nothing_has_nothing_to_transfer(at_desk, office):
    page = at_desk.get(address("transfer", post=post("Solicitor").pk))

    assert "Solicitor has no open activities to transfer." in words(page)


@pytest.mark.parametrize("choice", ["", "1,x", "'"])
def test_an_address_without_activities_is_not_found(at_desk, office, choice):
    assert at_desk.get(f"{address('transfer')}?activities={choice}").status_code == 404


def test_an_activity_that_is_not_there_has_no_verbs(at_desk, office):
    assert at_desk.get(address("reword", 999)).status_code == 404


def test_only_administrators_reach_the_verbs(client, activity, chief_executive):
    client.force_login(chief_executive)

    answer = client.post(address("milestone", activity.pk), {"title": "Live"}, follow=True)

    assert answer.status_code == 404
    assert activity.entries.count() == 1


def test_a_form_sent_without_what_was_seen_is_taken_as_too_late(at_desk, activity):
    typed = as_shown(at_desk.get(address("milestone", activity.pk)), title="x", due_on="2020-12-20")
    del typed["seen"]

    page = at_desk.post(address("milestone", activity.pk), typed)

    assert "changed while you were writing" in words(page)
    assert not activity.milestones.exists()


@pytest.mark.parametrize("query", [{"activities": "9" * 30}, {"activities": "²"}])
def test_activities_that_no_database_could_number_are_not_found(at_desk, activity, query):
    assert at_desk.get(address("transfer", **query)).status_code == 404


def test_a_post_or_objective_that_no_database_could_number_breaks_nothing(at_desk, activity):
    assert at_desk.get(address("transfer", post="9" * 30)).status_code == 404
    assert at_desk.get(address("add", objective="9" * 30)).status_code == 200


def test_characters_that_no_page_can_show_reach_no_record(at_desk, activity):
    press(
        at_desk,
        address("reword", activity.pk),
        title="New\x08 payroll\x1b",
        detail="One\r\nTwo\x0b",
        reason="Law\x07 changed.",
    )
    press(at_desk, address("milestone", activity.pk), title="Ten\x08der  out", due_on="2020-12-20")

    activity.refresh_from_db()
    line = activity.entries.get(kind="reworded")
    assert (activity.title, activity.detail) == ("New payroll", "One\nTwo")
    assert line.reason == "Law changed."
    assert activity.milestones.get().title == "Tender out"


def test_a_title_of_nothing_that_can_be_shown_is_refused(at_desk, activity):
    page = press(at_desk, address("reword", activity.pk), title="\x08", reason="Why not.")

    assert "This field is required." in words(page)
    assert activity.entries.count() == 1
