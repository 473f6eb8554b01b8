"""What the registers say beside an activity, a post and a priority, in one query."""

import datetime as dt

import pytest
from django.core.cache import cache
from django.urls import reverse

from governance.models import Control
from plans import kept_positions
from plans.registers import links
from tests.factories import PriorityFactory, moment, post, promised_activity, voice
from tests.governance.factories import (
    ActionFactory,
    BodyFactory,
    DecisionFactory,
    MeetingFactory,
    ProgrammeItemFactory,
    PublicationDutyFactory,
    RiskFactory,
    ScrutinyItemFactory,
    StrategyFactory,
)

TODAY = dt.date(2020, 12, 14)


def one_of_each():
    """A row of every register that hangs on activities, all of the finance chief's post."""
    return [
        RiskFactory(title="Staff leave"),
        ScrutinyItemFactory(title="Waiting times"),
        DecisionFactory(reference="D7", title="Extend a contract"),
        ActionFactory(title="Bring the figures"),
        StrategyFactory(title="Estates Strategy"),
        PublicationDutyFactory(title="Spending over £500"),
        ProgrammeItemFactory(title="Estates"),
        BodyFactory(name="Estates Board"),
    ]


def judged(risk, *, on, likelihood=4, impact=3):
    risk.score(
        "current", likelihood=likelihood, impact=impact, words="As it looks.", said_on=on,
        by=voice(), at=moment(on.year, on.month, on.day),
    )  # fmt: skip
    return risk


def shown(sections):
    return {section.heading: [item.title for item in section.items] for section in sections}


def notes(sections):
    return {item.title: (item.note, item.is_late) for s in sections for item in s.items}


def test_an_activity_shows_what_hangs_on_it_from_every_register(activity, outsider):
    for row in one_of_each():
        row.activities.add(activity)

    sections = links.about_activity(activity, outsider, TODAY)

    assert list(shown(sections)) == [
        "Risks",
        "Questions and recommendations",
        "Decisions",
        "Actions",
        "Strategies and policies",
        "Publication duties",
        "The panel’s work programme",
        "Bodies and partnerships",
    ]
    assert shown(sections)["Decisions"] == ["D7 Extend a contract"]
    assert sections[3].url == reverse("governance:action-list") + "?activity=1.1"


def test_the_list_behind_a_count_of_open_rows_shows_open_rows(activity, outsider):
    owner = one_of_each()[0].owner

    urls = {s.heading: s.url for s in links.about_post(owner, outsider, TODAY)}

    actions, risks = reverse("governance:action-list"), reverse("governance:risk-list")
    strategies = reverse("governance:strategy-list")
    assert urls["Actions"] == f"{actions}?owner={owner.pk}&state=open"
    assert urls["Risks"] == f"{risks}?owner={owner.pk}&watch=open"
    assert urls["Strategies and policies"] == f"{strategies}?owner={owner.pk}"


def test_the_list_behind_every_count_beside_an_activity_holds_what_was_counted(
    client, activity, outsider
):
    for row in one_of_each():
        row.activities.add(activity)
    for make in (RiskFactory, ScrutinyItemFactory, DecisionFactory, ActionFactory, BodyFactory,
                 StrategyFactory, PublicationDutyFactory, ProgrammeItemFactory):  # fmt: skip
        make()
    client.force_login(outsider)

    sections = links.about_activity(activity, outsider, TODAY)

    shown_there = {s.heading: len(client.get(s.url).context["object_list"]) for s in sections}
    assert shown_there == {section.heading: 1 for section in sections}


def test_what_hangs_on_another_activity_is_not_shown(activity, outsider):
    one_of_each()

    assert links.about_activity(activity, outsider, TODAY) == []


def test_all_registers_together_cost_one_query(activity, outsider, django_assert_num_queries):
    for row in one_of_each():
        row.activities.add(activity)
    assert outsider.works_here

    with django_assert_num_queries(1):
        links.about_activity(activity, outsider, TODAY)


def test_nothing_of_it_is_said_to_a_panel_member(activity, panel_member):
    owner = ActionFactory().owner
    priority = PriorityFactory()
    priority.bodies.add(BodyFactory())

    assert links.about_post(owner, panel_member, TODAY) == []
    assert links.about_activity(activity, panel_member, TODAY) == []
    assert links.about_priority(priority, panel_member, TODAY) == []


def test_each_row_says_its_state_and_whether_it_is_late(activity, outsider):
    owner = post("Chief Financial Officer")
    ActionFactory(title="Bring the figures", due_on=dt.date(2020, 12, 13))
    ScrutinyItemFactory(title="Waiting times", due_on=TODAY)
    StrategyFactory(title="Estates Strategy", review_on=dt.date(2020, 12, 1))
    StrategyFactory(title="Green Strategy", state="draft")
    PublicationDutyFactory(title="Spending over £500", starts_on=dt.date(2020, 10, 1))
    PublicationDutyFactory(title="Gifts", interval="unknown")
    judged(RiskFactory(title="Staff leave"), on=dt.date(2020, 9, 14))
    ProgrammeItemFactory(title="Estates")
    BodyFactory(name="Estates Board")

    found = notes(links.about_post(owner, outsider, TODAY))

    numbered = {title.partition(": ")[2] or title: said for title, said in found.items()}
    assert numbered == {
        "Waiting times": ("Due 14 December 2020", False),
        "Bring the figures": ("Due 13 December 2020, late by 1 day", True),
        "Spending over £500": ("Next due 1 December 2020, late by 13 days", True),
        "Gifts": ("Not set: the law's interval has not been verified", False),
        "Staff leave": ("Current score 12, not reviewed for 91 days", True),
        "Estates Strategy": ("In force. Review due 1 December 2020, late by 13 days", True),
        "Green Strategy": ("Being written", False),
        "Estates": ("Offered", False),
        "Estates Board": ("The office reports to it", False),
    }


def test_a_risk_without_a_current_score_is_late(activity, outsider):
    owner = RiskFactory(title="Staff leave").owner

    (section,) = links.about_post(owner, outsider, TODAY)

    assert [(item.note, item.is_late) for item in section.items] == [("No current score yet", True)]
    assert section.late == 1


def test_a_control_that_was_to_stand_by_now_is_late_and_links_to_its_risk(activity, outsider):
    risk = RiskFactory(owner=post("Chief Executive"))
    control = Control.objects.create(
        risk=risk, title="Recruit", owner=post("Solicitor"), state="planned",
        due_on=dt.date(2020, 12, 1),
    )  # fmt: skip

    (section,) = links.about_post(control.owner, outsider, TODAY)

    (item,) = section.items
    assert item.url == f"/risks/controls/{control.pk}/"
    assert item.note == "Planned. Due 1 December 2020, late by 13 days"


def test_a_post_is_not_asked_for_what_is_over(activity, outsider):
    owner = post("Chief Financial Officer")
    ActionFactory(done_on=dt.date(2020, 12, 1))
    ScrutinyItemFactory(
        response="answered", responded_on=dt.date(2020, 12, 2), closed_on=dt.date(2020, 12, 2)
    )
    RiskFactory(closed_on=dt.date(2020, 12, 2), closed_because="It passed.")
    StrategyFactory(state="retired")
    BodyFactory(name="Old Board", ended_on=dt.date(2020, 3, 31))
    ProgrammeItemFactory(dropped_on=dt.date(2020, 10, 1), reason="Not now.")
    DecisionFactory()

    assert links.about_post(owner, outsider, TODAY) == []


def test_what_is_late_comes_first_then_what_is_due_soonest(activity, outsider):
    owner = post("Chief Financial Officer")
    ActionFactory(title="Third", due_on=dt.date(2021, 2, 1))
    ActionFactory(title="Second", due_on=dt.date(2021, 1, 1))
    ActionFactory(title="First", due_on=dt.date(2020, 12, 1))

    (section,) = links.about_post(owner, outsider, TODAY)

    assert [item.title.partition(": ")[2] for item in section.items] == [
        "First",
        "Second",
        "Third",
    ]


def test_an_accepted_recommendation_says_that_work_goes_on(activity, outsider):
    item = ScrutinyItemFactory(
        kind="recommendation", response="accepted", responded_on=dt.date(2020, 12, 7)
    )
    item.activities.add(activity)

    (section,) = links.about_activity(activity, outsider, TODAY)

    assert section.items[0].note == "Answered 7 December 2020, work goes on"


def test_a_priority_shows_its_bodies_programme_items_and_strategies(activity, outsider):
    priority = PriorityFactory(plan=activity.plan.police_and_crime_plan)
    for row in (
        BodyFactory(name="Estates Board"),
        ProgrammeItemFactory(title="Estates"),
        StrategyFactory(title="Estates Strategy"),
    ):
        row.priorities.add(priority)

    sections = links.about_priority(priority, outsider, TODAY)

    assert shown(sections) == {
        "Bodies and partnerships": ["Estates Board"],
        "The panel’s work programme": ["Estates"],
        "Strategies and policies": ["Estates Strategy"],
    }


def test_an_item_of_the_programme_serves_a_priority_through_its_activity(plan, outsider):
    priority = PriorityFactory(plan=plan.police_and_crime_plan)
    lead = post("Chief Financial Officer")
    activity = promised_activity(plan, lead=lead, priorities=[priority])
    ProgrammeItemFactory(title="Estates").activities.add(activity)

    sections = links.about_priority(priority, outsider, TODAY)

    assert shown(sections) == {"The panel’s work programme": ["Estates"]}


def test_the_pages_show_what_is_linked(client, activity, outsider):
    priority = PriorityFactory(plan=activity.plan.police_and_crime_plan)
    strategy = StrategyFactory(title="Estates Strategy", review_on=dt.date(2020, 12, 1))
    strategy.activities.add(activity)
    strategy.priorities.add(priority)
    client.force_login(outsider)

    for page in (activity, priority, strategy.owner):
        text = client.get(page.get_absolute_url()).content.decode()
        assert strategy.get_absolute_url() in text
        assert "late by 13 days" in text


def test_an_activity_with_many_links_shows_the_first_and_the_way_to_all(client, activity, outsider):
    for _ in range(9):
        ActionFactory().activities.add(activity)
    client.force_login(outsider)

    page = client.get(activity.get_absolute_url()).content.decode()

    assert "All 9" in page
    assert page.count("/actions/") == 9


@pytest.mark.parametrize(("page", "most"), [("activity", 9), ("owner", 9), ("priority", 8)])
def test_the_pages_ask_no_more_for_more_links(
    client, activity, outsider, django_assert_max_num_queries, page, most
):
    priority = PriorityFactory(plan=activity.plan.police_and_crime_plan)
    pages = {"activity": activity, "owner": activity.lead, "priority": priority}
    client.force_login(outsider)
    counts = []

    for more in (1, 6):
        for number in range(more):
            for row in (ActionFactory(), RiskFactory(), StrategyFactory()):
                row.activities.add(activity)
            judged(row := RiskFactory(), on=dt.date(2020, 12, 1))
            row.activities.add(activity)
            body = BodyFactory(name=f"Board {more} {number}")
            body.priorities.add(priority)
            MeetingFactory(body=body)
        kept_positions.shelf.clear()
        cache.clear()
        client.get(reverse("plans:statuses"))
        with django_assert_max_num_queries(most) as captured:
            client.get(pages[page].get_absolute_url())
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("words", "title"),
    [
        ("vacant", "Staff leave"),
        ("how long do victims", "Waiting times"),
        ("D7", "D7 Extend a contract"),
        ("bring the", "Bring the figures"),
        ("estates str", "Estates Strategy"),
        ("what the work", "Estates"),
        ("over £500", "Spending over £500"),
        ("estates board", "Estates Board"),
    ],
)
def test_search_finds_rows_of_the_registers_by_their_words(
    client, activity, outsider, words, title
):
    one_of_each()
    client.force_login(outsider)

    response = client.get(reverse("portal:search"), {"q": words})

    found = [item.title for _, item in response.context["registered"]]
    assert any(name == title or name.endswith(f": {title}") for name in found)
    assert title in response.content.decode()


@pytest.mark.parametrize("called", ["risk {}", "Risk {}"])
def test_search_finds_a_row_by_what_people_call_it(client, activity, outsider, called):
    risk = RiskFactory(title="Staff leave")
    client.force_login(outsider)

    response = client.get(reverse("portal:search"), {"q": called.format(risk.pk)})

    assert [item.url for _, item in response.context["registered"]] == [risk.get_absolute_url()]


@pytest.mark.parametrize("words", ["risk 0", "risk ²", "risk 99999999999999999999", "threat 1"])
def test_search_finds_no_row_by_a_name_that_none_has(client, activity, outsider, words):
    RiskFactory(title="Staff leave")
    client.force_login(outsider)

    response = client.get(reverse("portal:search"), {"q": words})

    assert response.context["registered"] == []


def test_search_does_not_look_into_notes_for_colleagues(client, activity, outsider):
    StrategyFactory(internal_note="The marmalade clause.")
    client.force_login(outsider)

    response = client.get(reverse("portal:search"), {"q": "marmalade"})

    assert response.context["registered"] == []


def test_a_search_that_finds_much_shows_thirty_and_says_that_there_is_more(
    client, activity, outsider
):
    for _ in range(31):
        StrategyFactory()
    client.force_login(outsider)

    response = client.get(reverse("portal:search"), {"q": "strategy"})

    assert len(response.context["registered"]) == 30
    assert "There are more. Add a word to find fewer." in response.content.decode()
