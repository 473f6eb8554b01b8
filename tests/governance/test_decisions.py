"""Decisions: kept with reason, cost and link, found by year, and shown as money and places."""

import datetime as dt
import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from governance.models import Decision
from governance.templatetags.governance_tags import address_words, pounds
from tests.factories import post
from tests.governance.factories import DecisionFactory, MeetingFactory
from tests.governance.filling import filled

TYPED = {
    "reference": "D14/2020",
    "title": "Extend the contract",
    "taken_on_0": "1", "taken_on_1": "12", "taken_on_2": "2020",
    "taken_by": "Police and Crime Commissioner",
    "reason": "The service works.",
    "cost": "£12,500.50",
    "link": "https://www.example.org/decisions/14",
    "activities": "1.1",
}  # fmt: skip


@pytest.fixture
def decisions(office, activity):
    """Of March 2020 without a link, of April 2020 with one, and of December 2020 with one."""
    first = DecisionFactory(reference="D1", title="First", taken_on=dt.date(2020, 3, 31))
    second = DecisionFactory(
        reference="D2", title="Second", taken_on=dt.date(2020, 4, 1), link="https://example.org/2"
    )
    third = DecisionFactory(
        reference="D3",
        title="Third",
        taken_on=dt.date(2020, 12, 1),
        link="https://example.org/3",
        cost=Decimal("1234.00"),
    )
    third.activities.add(activity)
    return {"First": first, "Second": second, "Third": third}


def titles(client, **asked):
    response = client.get(reverse("governance:decision-list"), asked)
    return [decision.title for decision in response.context["object_list"]]


# --- Money and links ----------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal("1234.00"), "£1,234"),
        (Decimal("1234.50"), "£1,234.50"),
        (Decimal("0.00"), "£0"),
        (Decimal("0.05"), "£0.05"),
        (Decimal("12500000.00"), "£12,500,000"),
        (Decimal("-3.00"), "-£3"),
        (None, ""),
    ],
)
def test_pounds_have_pence_only_where_there_are_some(amount, words):
    assert pounds(amount) == words


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://www.example.org/decisions/14/", "example.org/decisions/14"),
        ("http://example.org", "example.org"),
        ("https://example.org/" + "a" * 80, "example.org/" + "a" * 47 + "…"),
    ],
)
def test_a_link_is_shown_as_where_it_leads(url, words):
    assert address_words(url) == words


# --- Adding and changing ------------------------------------------------------------------------
def test_a_decision_is_added_with_its_cost_and_its_activities(client, outsider, activity):
    client.force_login(outsider)
    url = reverse("governance:decision-add")

    response = client.post(url, filled(client, url, **TYPED, owner=post("Chief Executive").pk))
    page = client.get(response.url).content.decode()

    decision = Decision.objects.get()
    assert (decision.cost, list(decision.activities.all())) == (Decimal("12500.50"), [activity])
    assert "£12,500.50" in page
    assert ">example.org/decisions/14</a>" in page


@pytest.mark.parametrize("typed", ["lots", "-1", "1.234", "NaN", "99999999999.00"])
def test_a_cost_that_is_no_amount_is_refused_in_words(client, outsider, typed):
    client.force_login(outsider)
    url = reverse("governance:decision-add")
    fields = TYPED | {"cost": typed, "owner": post("Chief Executive").pk}

    response = client.post(url, filled(client, url, **fields))

    assert response.context["form"].errors["cost"] == [
        "Enter an amount in pounds in figures, such as 1,234 or 1,234.50"
    ]
    assert "Extend the contract" in response.content.decode()


def test_a_decision_of_tomorrow_is_refused(client, outsider):
    client.force_login(outsider)
    url = reverse("governance:decision-add")
    fields = TYPED | {"taken_on_0": "15", "owner": post("Chief Executive").pk}

    response = client.post(url, filled(client, url, **fields))

    assert response.context["form"].errors["taken_on"] == ["Enter today or an earlier day"]


def test_sending_a_decision_twice_adds_one_and_leads_to_it(client, outsider, activity):
    client.force_login(outsider)
    url = reverse("governance:decision-add")
    typed = filled(client, url, **TYPED, owner=post("Chief Executive").pk)

    client.post(url, typed)
    again = client.post(url, typed)

    assert again.url == Decision.objects.get().get_absolute_url()


def test_a_reference_that_is_taken_is_named(client, outsider, activity):
    client.force_login(outsider)
    url = reverse("governance:decision-add")
    owner = post("Chief Executive").pk
    client.post(url, filled(client, url, **TYPED, owner=owner))

    page = client.post(url, filled(client, url, **TYPED, owner=owner)).content.decode()

    assert Decision.objects.count() == 1
    assert "A decision with this reference is here already" in page


@pytest.mark.django_db(transaction=True)
def test_two_people_who_add_one_reference_at_once_add_one_decision(outsider, activity):
    url = reverse("governance:decision-add")
    together, statuses = threading.Barrier(4), []
    typed = TYPED | {"owner": post("Chief Executive").pk}

    def send():
        browser = Client()
        browser.force_login(outsider)
        together.wait(30)
        try:
            statuses.append(browser.post(url, typed).status_code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Decision.objects.count() == 1
    assert len(statuses) == 4
    assert statuses.count(302) == 1
    assert set(statuses) <= {200, 302, 409}


def test_two_people_who_change_one_decision_lose_nothing(client, chief_executive, decisions):
    client.force_login(chief_executive)
    decision = decisions["Third"]
    url = reverse("governance:decision-change", args=[decision.pk])
    typed = filled(client, url, **TYPED, owner=decision.owner_id)
    Decision.objects.get(pk=decision.pk).change(title="Third, as amended")

    refused = client.post(url, typed)
    accepted = client.post(url, typed | {"base": refused.context["form"]["base"].value()})

    assert refused.status_code == 409
    assert 'value="Extend the contract"' in refused.content.decode()
    assert accepted.status_code == 302
    assert Decision.objects.get(pk=decision.pk).title == "Extend the contract"


@pytest.mark.parametrize("wrong", [{"reason": ""}, {"cost": -1}, {"reference": "D1"}])
def test_the_database_refuses_a_decision_that_is_none(decisions, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        DecisionFactory(**wrong)


# --- The list -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["Third", "Second", "First"]),
        ({"q": "D2"}, ["Second"]),
        ({"year": "2019"}, ["First"]),
        ({"year": "2020"}, ["Third", "Second"]),
        ({"link": "with"}, ["Third", "Second"]),
        ({"link": "without"}, ["First"]),
        ({"activity": "1.1"}, ["Third"]),
        ({"sort": "taken"}, ["First", "Second", "Third"]),
        ({"sort": "-decision"}, ["Third", "Second", "First"]),
        ({"sort": "cost"}, ["Third", "First", "Second"]),
        ({"sort": "-cost"}, ["Third", "First", "Second"]),
    ],
)
def test_the_list_shows_what_is_asked_for(client, outsider, decisions, asked, expected):
    client.force_login(outsider)

    assert titles(client, **asked) == expected


def test_years_are_offered_from_april_to_march(client, outsider, decisions):
    client.force_login(outsider)

    page = client.get(reverse("governance:decision-list")).content.decode()

    assert '<option value="2020">2020 to 2021</option>' in page
    assert '<option value="2019">2019 to 2020</option>' in page
    assert '<option value="2021">' not in page


def test_the_file_holds_the_amount_as_a_number(client, outsider, decisions):
    client.force_login(outsider)

    file = client.get(reverse("governance:decision-csv"), {"q": "Third"}).content.decode()

    heading, row = file.strip().splitlines()
    assert "cost in pounds" in heading
    assert ",1234.00," in row
    assert row.endswith(",https://example.org/3,1.1")


# --- Who reads it, and what it costs ------------------------------------------------------------
@pytest.mark.parametrize(
    ("name", "takes_key"),
    [
        ("decision-list", False),
        ("decision-csv", False),
        ("decision-add", False),
        ("decision-detail", True),
        ("decision-change", True),
    ],
)
def test_a_panel_member_finds_no_decisions(client, panel_member, decisions, name, takes_key):
    client.force_login(panel_member)
    args = [decisions["Third"].pk] if takes_key else []

    response = client.get(reverse(f"governance:{name}", args=args))

    assert response.status_code == 404


def test_who_does_not_work_for_the_owner_reads_and_does_not_change(client, outsider, decisions):
    client.force_login(outsider)
    decision = decisions["Third"]

    read = client.get(decision.get_absolute_url())
    refused = client.get(reverse("governance:decision-change", args=[decision.pk]))

    assert (read.status_code, refused.status_code) == (200, 403)


def queries(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        client.get(url)
    return len(captured)


@pytest.mark.parametrize("name", ["decision-list", "decision-csv"])
def test_many_decisions_cost_no_more_queries_than_one(client, outsider, activity, name):
    client.force_login(outsider)
    url = reverse(f"governance:{name}")
    meeting = MeetingFactory()
    DecisionFactory(meeting=meeting).activities.add(activity)
    of_one = queries(client, url)

    for _ in range(12):
        DecisionFactory(meeting=meeting).activities.add(activity)

    assert queries(client, url) == of_one


def test_the_form_says_from_when_everybody_can_read_it_and_the_page_that_they_can(
    client, chief_executive, decisions
):
    client.force_login(chief_executive)

    form = client.get(reverse("governance:decision-add")).content.decode()
    pages = {
        title: client.get(row.get_absolute_url()).content.decode()
        for title, row in decisions.items()
    }

    assert "From then on everybody can read the reference, title" in form
    assert [title for title, page in pages.items() if "Public as data" in page] == [
        "Second", "Third",
    ]  # fmt: skip
