"""The panel's work programme: offered, chosen, given a meeting, heard or dropped."""

import datetime as dt

import pytest
from django.contrib import admin
from django.urls import reverse

from governance.models import ProgrammeItem
from tests.admin_pages import words
from tests.factories import PriorityFactory
from tests.governance.factories import MeetingFactory, ProgrammeItemFactory, the_panel
from tests.governance.filling import filled, typed_day

LIST = "governance:programmeitem-list"


@pytest.fixture
def panel(office, finance_chief):
    return the_panel()


@pytest.fixture
def to_come(panel):
    """The panel's next meeting, on 14 January 2021."""
    return MeetingFactory(body=panel)


@pytest.fixture
def held(panel):
    """The panel's meeting of 3 December 2020."""
    return MeetingFactory(body=panel, on=dt.date(2020, 12, 3))


@pytest.fixture
def topic(office, finance_chief):
    """Offered on 1 September 2020; the finance chief leads it."""
    return ProgrammeItemFactory(title="Council integration", internal_note="Our own words.")


def address(verb, item):
    return reverse(f"governance:programmeitem-{verb}", args=[item.pk])


def test_a_topic_is_offered_with_its_synopsis_lead_and_ties(client, outsider, held, activity):
    priority = PriorityFactory(plan=activity.plan.police_and_crime_plan)
    client.force_login(outsider)
    typed = {
        "title": "Council integration",
        "synopsis": "Which services moved, and what it saved.",
        "origin": "offered",
        "offered_at": held.pk,
        "owner": activity.lead_id,
        "priorities": [priority.pk],
        "activities": "1.1",
        **typed_day("offered_on", dt.date(2020, 12, 3)),
    }

    response = client.post(reverse("governance:programmeitem-add"), typed)

    item = ProgrammeItem.objects.get()
    assert response.url == item.get_absolute_url()
    assert item.state == "offered"
    assert list(item.priorities.all()) == [priority]
    assert list(item.activities.all()) == [activity]


def test_a_topic_is_not_offered_on_a_day_to_come(client, outsider):
    client.force_login(outsider)
    typed = {"title": "Custody", **typed_day("offered_on", dt.date(2020, 12, 15))}

    page = words(client.post(reverse("governance:programmeitem-add"), typed))

    assert "Enter today or an earlier day" in page
    assert "Enter the synopsis" in page
    assert "Select the lead post" in page


def test_only_meetings_of_the_panel_are_offered(client, outsider, held):
    MeetingFactory(on=dt.date(2020, 12, 2))
    client.force_login(outsider)

    form = client.get(reverse("governance:programmeitem-add")).context["form"]

    assert list(form.fields["offered_at"].queryset) == [held]


def test_a_meeting_for_what_was_not_chosen_is_the_choice_too(client, finance_chief, topic, to_come):
    client.force_login(finance_chief)
    url = address("schedule", topic)

    client.post(url, filled(client, url, meeting=to_come.pk))

    topic.refresh_from_db()
    assert (topic.state, topic.meeting, topic.chosen_on) == (
        "scheduled", to_come, dt.date(2020, 12, 14),
    )  # fmt: skip


def test_a_topic_is_given_a_meeting_of_the_panel_that_stands(
    client, finance_chief, topic, held, to_come
):
    before = MeetingFactory(body=held.body, on=dt.date(2020, 6, 18))
    ours = MeetingFactory(on=dt.date(2021, 2, 1))
    called_off = MeetingFactory(body=held.body, on=dt.date(2021, 2, 2), cancelled_on=held.on)
    client.force_login(finance_chief)
    url = address("schedule", topic)

    for meeting in (before, ours, called_off):
        client.post(url, filled(client, url, meeting=meeting.pk))

    topic.refresh_from_db()
    assert topic.meeting is None


def test_giving_a_meeting_twice_does_it_once(client, finance_chief, topic, to_come):
    client.force_login(finance_chief)
    url = address("schedule", topic)
    typed = filled(client, url, meeting=to_come.pk)

    client.post(url, typed)
    again = client.post(url, typed)

    topic.refresh_from_db()
    assert again.status_code == 302
    assert topic.version == 2


def test_of_two_who_give_different_meetings_the_second_is_told(
    client, finance_chief, topic, to_come
):
    later = MeetingFactory(body=to_come.body, on=dt.date(2021, 3, 4))
    client.force_login(finance_chief)
    url = address("schedule", topic)
    first, second = (filled(client, url, meeting=meeting.pk) for meeting in (to_come, later))

    client.post(url, first)
    told = client.post(url, second)

    topic.refresh_from_db()
    assert told.status_code == 409
    assert topic.meeting == to_come


def test_what_was_heard_keeps_its_day_and_what_came_of_it(client, finance_chief, topic, held):
    topic.schedule(held, on=dt.date(2020, 9, 10))
    client.force_login(finance_chief)
    url = address("hear", topic)

    client.post(url, filled(client, url, words="The panel asked for figures."))

    topic.refresh_from_db()
    assert (topic.state, topic.heard_on, topic.outcome) == (
        "heard", dt.date(2020, 12, 3), "The panel asked for figures.",
    )  # fmt: skip


def test_nothing_is_heard_before_its_meeting(client, finance_chief, topic, held):
    topic.schedule(held, on=dt.date(2020, 9, 10))
    client.force_login(finance_chief)
    url = address("hear", topic)
    typed = filled(client, url, words="Heard.", **typed_day("said_on", dt.date(2020, 12, 2)))

    page = words(client.post(url, typed))

    assert "Enter the day of its meeting or a later day" in page


def test_dropping_asks_for_a_reason_and_keeps_it(client, finance_chief, topic):
    client.force_login(finance_chief)
    url = address("drop", topic)

    asked = words(client.post(url, filled(client, url, words="")))
    client.post(url, filled(client, url, words="The law changed."))

    topic.refresh_from_db()
    assert "Say why it is dropped" in asked
    assert (topic.state, topic.dropped_on, topic.reason) == (
        "dropped", dt.date(2020, 12, 14), "The law changed.",
    )  # fmt: skip


@pytest.mark.parametrize("verb", ["change", "schedule", "hear", "drop"])
@pytest.mark.parametrize("end", ["heard", "dropped"])
def test_what_has_ended_stays_as_it_is(client, finance_chief, topic, held, verb, end):
    topic.schedule(held, on=dt.date(2020, 9, 10))
    if end == "heard":
        topic.hear(on=held.on, outcome="Heard.")
    else:
        topic.drop(on=held.on, reason="Overtaken.")
    client.force_login(finance_chief)

    answer = client.post(address(verb, topic), {"words": "Again."}, follow=True)

    assert "3 December 2020, so it stays as it is." in words(answer)
    assert ProgrammeItem.objects.get().version == topic.version


@pytest.mark.parametrize(
    ("meeting", "refusal"),
    [
        (None, "Give it a meeting before saying that it was heard."),
        ({"on": dt.date(2021, 1, 14)}, "Its meeting is on 14 January 2021, which is still"),
        (
            {"on": dt.date(2020, 12, 3), "cancelled_on": dt.date(2020, 12, 1)},
            "Its meeting was called off. Give it another",
        ),
    ],
)
def test_it_is_not_heard_without_a_meeting_that_took_place(
    client, finance_chief, topic, panel, meeting, refusal
):
    if meeting:
        topic.schedule(MeetingFactory(body=panel, **meeting), on=dt.date(2020, 9, 10))
    client.force_login(finance_chief)

    answer = client.get(address("hear", topic), follow=True)

    assert refusal in words(answer)
    assert "The panel heard it" not in words(answer)


def test_a_colleague_of_another_post_reads_and_does_not_write(client, outsider, topic):
    client.force_login(outsider)

    assert "/drop/" not in client.get(topic.get_absolute_url()).content.decode()
    assert client.get(address("drop", topic)).status_code == 403


def test_what_is_open_stands_first_the_newest_first(client, outsider):
    dropped = ProgrammeItemFactory(
        offered_on=dt.date(2020, 12, 1), dropped_on=dt.date(2020, 12, 2), reason="Overtaken."
    )
    older = ProgrammeItemFactory(offered_on=dt.date(2020, 5, 1))
    newer = ProgrammeItemFactory(offered_on=dt.date(2020, 6, 1))
    client.force_login(outsider)

    rows = client.get(reverse(LIST)).context["object_list"]

    assert list(rows) == [newer, older, dropped]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "offered"}, {"integration"}),
        ({"state": "scheduled"}, {"custody"}),
        ({"state": "heard"}, {"regional"}),
        ({"origin": "asked"}, {"custody"}),
        ({"year": "2014"}, {"integration"}),
        ({"year": "2020"}, {"custody", "regional"}),
        ({"year": "2013"}, {"integration", "custody", "regional"}),
        ({"q": "PARAGRAPH"}, {"regional"}),
        ({"q": "secret"}, set()),
    ],
)
def test_the_list_is_narrowed_by_its_filters(client, outsider, held, to_come, query, found):
    ProgrammeItemFactory(
        title="integration", offered_on=dt.date(2015, 3, 31), internal_note="secret"
    )
    ProgrammeItemFactory(title="custody", origin="asked", meeting=to_come)
    ProgrammeItemFactory(title="regional", meeting=held, heard_on=held.on, synopsis="A paragraph.")
    client.force_login(outsider)

    rows = client.get(reverse(LIST), query).context["object_list"]

    assert {row.title for row in rows} == found


def test_a_priority_finds_topics_tied_to_it_and_to_its_activities(client, outsider, activity):
    priority = PriorityFactory(plan=activity.plan.police_and_crime_plan)
    activity.priorities.add(priority)
    direct, through, _ = ProgrammeItemFactory.create_batch(3)
    direct.priorities.add(priority)
    through.activities.add(activity)
    client.force_login(outsider)

    rows = client.get(reverse(LIST), {"priority": priority.pk}).context["object_list"]

    assert set(rows) == {direct, through}


@pytest.mark.parametrize("name", ["list", "csv", "choose"])
@pytest.mark.parametrize("count", [1, 40])
def test_the_lists_take_the_same_queries_at_any_length(
    client, chief_executive, activity, to_come, name, count, django_assert_max_num_queries
):
    priority = PriorityFactory(plan=activity.plan.police_and_crime_plan)
    for item in ProgrammeItemFactory.create_batch(count, offered_at=to_come):
        item.priorities.add(priority)
        item.activities.add(activity)
    client.force_login(chief_executive)

    with django_assert_max_num_queries(11):
        client.get(reverse(f"governance:programmeitem-{name}"))


@pytest.mark.parametrize("count", [1, 12])
def test_a_page_takes_the_same_queries_whatever_it_is_tied_to(
    client, finance_chief, activity, topic, to_come, count, django_assert_max_num_queries
):
    topic.schedule(to_come, on=dt.date(2020, 12, 1))
    topic.activities.add(activity)
    topic.priorities.set(
        PriorityFactory.create_batch(count, plan=activity.plan.police_and_crime_plan)
    )
    client.force_login(finance_chief)

    with django_assert_max_num_queries(9):
        client.get(topic.get_absolute_url())


def test_members_of_the_panel_read_the_programme_and_nothing_of_ours(
    client, panel_member, topic, activity, to_come
):
    priority = PriorityFactory(plan=activity.plan.police_and_crime_plan, title="Safer streets")
    topic.activities.add(activity)
    topic.priorities.add(priority)
    topic.schedule(to_come, on=dt.date(2020, 12, 1))
    client.force_login(panel_member)

    rows = client.get(reverse(LIST))
    page = client.get(topic.get_absolute_url()).content.decode()
    main = page[page.index("<main") : page.index("</main")]

    assert list(rows.context["object_list"]) == [topic]
    assert "What the work involves." in main
    assert "Safer streets" in main
    assert "Chief Financial Officer" in main
    assert to_come.get_absolute_url() in main
    for ours in ("Our own words.", activity.title, "/owners/", "/priorities/", "/drop/"):
        assert ours not in main


def test_what_was_dropped_tells_the_panel_why(client, panel_member, topic):
    topic.drop(on=dt.date(2020, 12, 1), reason="The law changed.")
    client.force_login(panel_member)

    assert "The law changed." in words(client.get(topic.get_absolute_url()))


@pytest.mark.parametrize("name", ["csv", "add", "choose"])
def test_the_panel_has_neither_our_file_nor_our_forms(client, panel_member, topic, name):
    client.force_login(panel_member)

    assert client.get(reverse(f"governance:programmeitem-{name}")).status_code == 404


def test_django_admin_types_nothing_that_the_verbs_write(rf, topic):
    page = admin.site._registry[ProgrammeItem]
    request = rf.get("/")

    shown = page.get_readonly_fields(request, topic)

    assert {"chosen_on", "meeting", "heard_on", "outcome", "dropped_on", "reason"} <= set(shown)
