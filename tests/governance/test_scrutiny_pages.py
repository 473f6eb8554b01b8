"""Questions and recommendations: their list, their pages, and what the panel reads of them."""

import datetime as dt

import pytest
from django.urls import reverse

from governance.models import ScrutinyItem
from tests.admin_pages import as_shown, words
from tests.factories import moment, post, voice
from tests.governance.factories import ActionFactory, MeetingFactory, ScrutinyItemFactory, the_panel

LIST = "governance:scrutinyitem-list"


@pytest.fixture
def question(office, finance_chief):
    """The panel's, of 1 December 2020 for 21 December; the finance chief answers."""
    return ScrutinyItemFactory(title="How long do victims wait?", internal_note="Our own words.")


@pytest.fixture
def recommendation(office, finance_chief):
    """An audit's, agreed for 1 December 2020: thirteen days late."""
    return ScrutinyItemFactory(
        kind="recommendation",
        source="internal_audit",
        title="Keep a register of assets",
        clock="agreed",
        period_days=None,
        due_on=dt.date(2020, 12, 1),
        first_due_on=dt.date(2020, 12, 1),
    )


def address(verb, item):
    return reverse(f"governance:scrutinyitem-{verb}", args=[item.pk])


def from_the_inspectorate(**fields):
    return ScrutinyItemFactory(
        kind="recommendation", source="inspectorate", clock="inspectorate", period_days=None,
        **fields,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "days"),
    [
        ({}, 1),
        ({"due_on": dt.date(2020, 12, 14)}, 0),
        ({"response": "accepted", "responded_on": dt.date(2020, 12, 14)}, 0),
        ({"clock": "agreed", "response": "accepted", "responded_on": dt.date(2020, 12, 1)}, 1),
        ({"clock": "agreed", "closed_on": dt.date(2020, 12, 14)}, 0),
        ({"due_on": None, "first_due_on": None, "clock": "none"}, 0),
    ],
)
def test_the_row_and_the_list_agree_on_what_is_late(office, facts, days):
    item = ScrutinyItemFactory(**{"due_on": dt.date(2020, 12, 13)} | facts)
    today = dt.date(2020, 12, 14)

    assert item.is_late(today) is bool(days)
    assert list(ScrutinyItem.objects.late(today)) == ([item] if days else [])


def test_what_is_open_stands_first_soonest_due_first(client, outsider):
    closed = ScrutinyItemFactory(closed_on=dt.date(2020, 12, 2))
    no_date = ScrutinyItemFactory(clock="none", period_days=None, due_on=None, first_due_on=None)
    later = ScrutinyItemFactory(due_on=dt.date(2021, 2, 1))
    sooner = ScrutinyItemFactory(due_on=dt.date(2020, 12, 20))
    answered = ScrutinyItemFactory(
        kind="recommendation", response="accepted", responded_on=dt.date(2020, 12, 2)
    )
    client.force_login(outsider)

    rows = client.get(reverse(LIST)).context["object_list"]

    assert list(rows) == [sooner, later, no_date, answered, closed]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"state": "open"}, {"late", "answered"}),
        ({"state": "late"}, {"late"}),
        ({"state": "answered"}, {"answered", "closed"}),
        ({"state": "closed"}, {"closed"}),
        ({"kind": "recommendation"}, {"answered"}),
        ({"source": "internal_audit"}, {"answered"}),
        ({"importance": "high"}, {"answered"}),
        ({"q": "WHOLE words"}, {"late"}),
        ({"q": "secret"}, set()),
        ({"activity": "1.1"}, {"closed"}),
    ],
)
def test_the_list_is_narrowed_by_its_filters(client, outsider, activity, query, found):
    answered = {"response": "answered", "responded_on": dt.date(2020, 12, 2)}
    ScrutinyItemFactory(title="late", due_on=dt.date(2020, 12, 1), words="The whole words.")
    ScrutinyItemFactory(
        title="answered", kind="recommendation", source="internal_audit", importance="high",
        internal_note="secret", **answered | {"response": "accepted"},
    )  # fmt: skip
    closed = ScrutinyItemFactory(title="closed", closed_on=dt.date(2020, 12, 2), **answered)
    closed.activities.add(activity)
    client.force_login(outsider)

    rows = client.get(reverse(LIST), query).context["object_list"]

    assert {row.title for row in rows} == found


def test_the_highest_priority_can_stand_first(client, outsider):
    for importance in ("", "low", "high", "medium"):
        ScrutinyItemFactory(importance=importance)
    client.force_login(outsider)

    rows = client.get(reverse(LIST), {"sort": "priority"}).context["object_list"]

    assert [row.importance for row in rows] == ["high", "medium", "low", ""]


@pytest.mark.parametrize("count", [1, 40])
def test_the_list_takes_the_same_queries_at_any_length(
    client, outsider, count, django_assert_max_num_queries
):
    meeting = MeetingFactory(body=the_panel())
    ScrutinyItemFactory.create_batch(count, meeting=meeting, body=meeting.body)
    client.force_login(outsider)

    with django_assert_max_num_queries(9):
        client.get(reverse(LIST))


@pytest.mark.parametrize("count", [1, 40])
def test_the_file_takes_the_same_queries_at_any_length(
    client, outsider, activity, count, django_assert_max_num_queries
):
    meeting = MeetingFactory(body=the_panel())
    for item in ScrutinyItemFactory.create_batch(count, meeting=meeting, body=meeting.body):
        item.activities.add(activity)
    client.force_login(outsider)

    with django_assert_max_num_queries(9):
        file = client.get(reverse("governance:scrutinyitem-csv")).content.decode()

    assert len(file.strip().splitlines()) == count + 1


@pytest.mark.parametrize("count", [1, 12])
def test_a_page_takes_the_same_queries_however_much_was_said(
    client, finance_chief, activity, recommendation, now, count, django_assert_max_num_queries
):
    for _ in range(count):
        ActionFactory(recommendation=recommendation)
        recommendation.update(words="On.", said_on=now.date(), by=voice(), at=now)
    recommendation.activities.add(activity)
    client.force_login(finance_chief)

    with django_assert_max_num_queries(9):
        client.get(recommendation.get_absolute_url())


def test_actions_that_answer_a_recommendation_are_listed_with_it(
    client, finance_chief, recommendation
):
    action = ActionFactory(title="Count the vehicles", recommendation=recommendation)
    client.force_login(finance_chief)

    page = client.get(recommendation.get_absolute_url())
    offered = client.get(reverse("governance:action-add"), {"recommendation": recommendation.pk})

    assert list(page.context["actions"]) == [action]
    assert f"/actions/add/?recommendation={recommendation.pk}" in page.content.decode()
    assert offered.context["form"]["recommendation"].value() == str(recommendation.pk)


def test_members_of_the_panel_read_what_the_panel_asked_and_no_more(
    client, panel_member, question, recommendation, activity, now
):
    meeting = MeetingFactory(body=the_panel())
    question.activities.add(activity)
    question.change(meeting=meeting, importance="high")
    question.respond(
        response="answered", words="Nine days.", said_on=now.date(), by=voice(), at=now
    )
    client.force_login(panel_member)

    rows = client.get(reverse(LIST)).context["object_list"]
    page = client.get(question.get_absolute_url()).content.decode()
    main = page[page.index("<main") : page.index("</main")]

    assert list(rows) == [question]
    assert client.get(recommendation.get_absolute_url()).status_code == 404
    assert "Nine days." in main
    assert "Police Reform and Social Responsibility Act 2011, section 29" in main
    assert meeting.get_absolute_url() in main
    assert "Our own words." not in main
    assert activity.title not in main
    assert "/owners/" not in main
    assert "/change/" not in main
    assert "/respond/" not in main


def test_a_meeting_of_our_own_is_not_named_to_the_panel(client, panel_member, question):
    question.change(meeting=MeetingFactory())
    client.force_login(panel_member)

    page = words(client.get(question.get_absolute_url()))

    assert "Joint Audit Committee" not in page


def test_the_panel_does_not_search_our_notes_or_filter_by_what_is_ours(
    client, panel_member, question, activity
):
    question.activities.add(activity)
    client.force_login(panel_member)

    answer = client.get(reverse(LIST), {"q": "Our own"})

    assert list(answer.context["object_list"]) == []
    assert set(answer.context["filter_form"].fields) == {"q", "kind", "state", "sort"}
    assert list(client.get(reverse(LIST), {"activity": "9.9"}).context["object_list"]) == [question]


@pytest.mark.parametrize("verb", ["change", "respond", "update", "move-date", "close"])
def test_members_of_the_panel_change_nothing(client, panel_member, question, verb):
    client.force_login(panel_member)

    assert client.post(address(verb, question), {"words": "Ours."}).status_code == 404
    assert not question.lines.exists()


def test_the_panel_does_not_learn_our_priorities_from_the_order(client, panel_member):
    low = ScrutinyItemFactory(importance="low", due_on=dt.date(2020, 12, 20))
    high = ScrutinyItemFactory(importance="high", due_on=dt.date(2021, 2, 1))
    client.force_login(panel_member)

    rows = client.get(reverse(LIST), {"sort": "priority"}).context["object_list"]

    assert list(rows) == [low, high]


@pytest.mark.parametrize("name", ["csv", "add"])
def test_the_panel_has_neither_our_file_nor_our_form(client, panel_member, name):
    client.force_login(panel_member)

    assert client.get(reverse(f"governance:scrutinyitem-{name}")).status_code == 404


def test_an_answer_that_came_late_says_by_how_much(client, outsider, question):
    question.respond(
        response="answered", words="Nine.", said_on=dt.date(2020, 12, 23), by=voice(),
        at=moment(2020, 12, 23),
    )  # fmt: skip
    client.force_login(outsider)

    page = words(client.get(reverse(LIST)))

    assert "21 December 2020 Answered 23 December 2020, 2 days late" in page


def test_the_56_days_are_explained_on_the_page(client, outsider):
    item = from_the_inspectorate(raised_on=dt.date(2020, 12, 1), due_on=dt.date(2021, 1, 25))
    client.force_login(outsider)

    page = words(client.get(item.get_absolute_url()))

    assert "25 January 2021" in page
    assert "counting the day of publication as day 1, so by 25 January 2021 (Police" in page


def test_an_administrator_cannot_change_what_was_asked_either(client, administrator, question):
    client.force_login(administrator)
    url = reverse("admin:governance_scrutinyitem_change", args=[question.pk])

    typed = as_shown(client.get(url), title="Softer", clock="none", internal_note="Ours.")
    answer = client.post(url, typed)

    question.refresh_from_db()
    assert answer.status_code == 302
    assert question.internal_note == "Ours."
    assert (question.title, question.clock) == ("How long do victims wait?", "period")


def test_what_an_administrator_adds_gets_its_date_too(client, administrator):
    client.force_login(administrator)
    url = reverse("admin:governance_scrutinyitem_add")
    typed = as_shown(
        client.get(url),
        kind="recommendation",
        source="inspectorate",
        title="Response times",
        words="Publish them.",
        clock="inspectorate",
        raised_on="2020-12-01",
        owner=post("Chief Executive").pk,
    )

    client.post(url, typed)

    assert ScrutinyItem.objects.get().first_due_on == dt.date(2021, 1, 25)
