"""The first page of governance: what is open and late in each register, and what comes next."""

import datetime as dt
import re

from django.urls import reverse

from tests.governance.factories import (
    ActionFactory,
    BodyFactory,
    MeetingFactory,
    ProgrammeItemFactory,
    PublicationDutyFactory,
    RiskFactory,
    ScrutinyItemFactory,
    StrategyFactory,
)

HUB = "governance:hub"


def fill(count=1):
    """So many late rows of every register that can be late, and as many that are in time."""
    for _ in range(count):
        ActionFactory(due_on=dt.date(2020, 12, 1))
        ActionFactory(due_on=dt.date(2021, 1, 31))
        ScrutinyItemFactory(due_on=dt.date(2020, 12, 1))
        ScrutinyItemFactory(due_on=dt.date(2021, 1, 31))
        StrategyFactory(review_on=dt.date(2020, 12, 1))
        StrategyFactory()
        PublicationDutyFactory(starts_on=dt.date(2020, 4, 1))
        PublicationDutyFactory(interval="unknown")
        RiskFactory()
        ProgrammeItemFactory()


def figures(response):
    """{register: {words: count}}"""
    return {
        line["name"]: {figure["words"]: figure["count"] for figure in line["figures"]}
        for line in response.context["lines"]
    }


def test_each_register_says_what_is_open_and_what_is_late(client, outsider):
    fill()
    client.force_login(outsider)

    response = client.get(reverse(HUB))

    assert figures(response) == {
        "Questions and recommendations": {"open": 2, "late": 1},
        "Actions": {"open": 2, "late": 1},
        "Publication duties": {"in all": 2, "late": 1},
        "Risks": {"open": 1, "not reviewed for 90 days": 1},
        "Strategies and policies": {"in all": 2, "late for review": 1},
        "Decisions": {"in all": 0},
        "Bodies and partnerships": {"in all": 0},
        "The panel’s work programme": {"in all": 1},
    }


def test_every_count_is_the_length_of_the_list_behind_it(client, outsider):
    fill(2)
    BodyFactory()
    client.force_login(outsider)

    lines = client.get(reverse(HUB)).context["lines"]

    for line in lines:
        for figure in line["figures"]:
            assert client.get(figure["url"]).context["total"] == figure["count"], figure


def test_the_next_meetings_are_named_and_not_those_called_off(client, outsider):
    MeetingFactory(on=dt.date(2020, 12, 14), papers_due_on=dt.date(2020, 12, 7))
    MeetingFactory(on=dt.date(2020, 12, 10))
    MeetingFactory(on=dt.date(2020, 12, 18), cancelled_on=dt.date(2020, 12, 1))
    client.force_login(outsider)

    response = client.get(reverse(HUB))

    assert [meeting.on for meeting in response.context["meetings"]] == [dt.date(2020, 12, 14)]
    text = re.sub(r"\s+", " ", response.content.decode())
    assert "papers due 7 December 2020, a day that has passed" in text


def test_an_empty_office_says_so(client, outsider):
    client.force_login(outsider)

    page = client.get(reverse(HUB)).content.decode()

    assert "None open" in page
    assert "None is planned." in page


def test_a_panel_member_finds_no_such_page(client, panel_member):
    client.force_login(panel_member)

    assert client.get(reverse(HUB)).status_code == 404


def test_the_page_asks_no_more_for_more_rows(client, outsider, django_assert_max_num_queries):
    client.force_login(outsider)
    client.get(reverse("plans:statuses"))
    counts = []

    for more in (1, 5):
        fill(more)
        MeetingFactory(on=dt.date(2021, 1, more))
        with django_assert_max_num_queries(6) as captured:
            client.get(reverse(HUB))
        counts.append(len(captured))

    assert counts[0] == counts[1]


# --- The navigation -----------------------------------------------------------------------------
def entries(client, url):
    """({label: address} of the navigation, the label that is marked as current)."""
    items = client.get(url).context["navigation"]
    return {item["label"]: item["url"] for item in items}, [
        item["label"] for item in items if item["current"]
    ]


def test_the_office_finds_governance_and_the_panel_in_the_navigation(client, administrator):
    client.force_login(administrator)

    found, current = entries(client, reverse("governance:strategy-list"))

    assert list(found) == [
        "My work",
        "Plan",
        "Owners",
        "Priorities",
        "Scorecard",
        "Governance",
        "Commissioning",
        "Panel",
        "ELT fortnight",
        "Search",
        "Admin",
    ]
    assert current == ["Governance"]


def test_each_register_belongs_to_one_entry_of_the_navigation(client, outsider):
    client.force_login(outsider)
    governance = "hub body-list meeting-list risk-list decision-list action-list strategy-list"
    names = {
        "Governance": [*governance.split(), "publicationduty-list"],
        "Panel": ["pack-list", "programmeitem-list", "scrutinyitem-list", "how-we-report"],
    }

    marked = {
        label: [entries(client, reverse(f"governance:{name}"))[1] for name in listed]
        for label, listed in names.items()
    }

    assert marked == {label: [[label]] * len(listed) for label, listed in names.items()}


def test_a_panel_member_can_open_everything_in_the_navigation(client, panel_member):
    client.force_login(panel_member)

    found, current = entries(client, "/")

    assert list(found) == ["Latest pack", "Packs", "Work programme", "Questions", "Meetings"]
    assert current == ["Latest pack"]
    assert {client.get(url).status_code for url in found.values()} == {200}


def test_the_pages_about_the_panel_lead_to_each_other(client, outsider):
    client.force_login(outsider)

    page = client.get(reverse("governance:pack-list")).content.decode()

    assert '<span aria-current="page"><b>Packs</b></span>' in page
    for name in ("programmeitem-list", "scrutinyitem-list", "alignment", "how-we-report"):
        assert f'href="{reverse(f"governance:{name}")}"' in page


def test_panel_members_are_not_shown_the_pages_of_the_office(client, panel_member):
    client.force_login(panel_member)

    page = client.get(reverse("governance:pack-list")).content.decode()

    assert reverse("governance:how-we-report") not in page
