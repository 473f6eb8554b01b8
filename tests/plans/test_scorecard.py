"""The scorecard of a Police and Crime Plan, and the measures on the page of a priority."""

import datetime as dt

import pytest
from django.urls import reverse

from plans import kept_positions
from tests.factories import PoliceAndCrimePlanFactory, PriorityFactory
from tests.plans.measures import MeasureFactory, observed

USUAL = [5, 6] * 6


@pytest.fixture
def reader(client, outsider):
    client.force_login(outsider)
    client.get(reverse("plans:statuses"))  # the office's name is remembered from now on
    return client


@pytest.fixture
def served():
    return PoliceAndCrimePlanFactory()


def scorecard(client, plan):
    return client.get(reverse("plans:scorecard-detail", args=[plan.pk]))


def groups(response):
    return [
        (priority.title if priority else None, [each.measure.title for each in readings])
        for priority, readings in response.context["groups"]
    ]


def test_measures_stand_under_their_priorities_and_those_of_none_last(reader, served):
    first, second, third = (PriorityFactory(number=n, title=f"Aim {n}") for n in (1, 2, 3))
    MeasureFactory(title="Of none")
    MeasureFactory(title="Burglaries", priority=first)
    MeasureFactory(title="Assaults", priority=first)
    MeasureFactory(title="Calls", priority=third)
    MeasureFactory(title="Ended", priority=second, ended_on=dt.date(2020, 1, 1))

    response = scorecard(reader, served)

    assert groups(response) == [
        ("Aim 1", ["Assaults", "Burglaries"]),
        ("Aim 2", []),
        ("Aim 3", ["Calls"]),
        (None, ["Of none"]),
    ]
    page = response.content.decode()
    assert "No measure tells of this priority." in page
    assert "No longer reported: 1" in page


def test_measures_of_another_plan_stand_on_its_own_scorecard(reader, served):
    other = PoliceAndCrimePlanFactory(title="Police and Crime Plan 2021 to 2025")
    MeasureFactory(title="Later", plan=other)

    assert groups(scorecard(reader, served)) == []
    assert groups(scorecard(reader, other)) == [(None, ["Later"])]


def test_a_row_says_in_words_what_its_chart_shows(reader, served):
    observed(MeasureFactory(title="Calls"), *USUAL, 50)

    page = scorecard(reader, served).content.decode()

    assert "Better than usual: unusually high in April 2020, above the upper limit." in page
    assert "50 calls" in page
    assert "1 measure: 1 better than usual." in page
    assert page.index("Better than usual: unusually high") < page.index("app-xmr__chart--small")


def test_a_row_without_values_has_words_and_no_chart(reader, served):
    MeasureFactory(title="Calls")

    page = scorecard(reader, served).content.decode()

    assert "Too few values to say: none so far." in page
    assert "app-xmr__chart--small" not in page


def test_an_empty_scorecard_says_what_belongs_there(reader, served):
    assert "There are no measures yet" in scorecard(reader, served).content.decode()


def test_the_scorecard_opens_on_the_plan_that_this_years_serves(reader, plan):
    PoliceAndCrimePlanFactory(
        title="Police and Crime Plan 2021 to 2025", starts_on=dt.date(2021, 4, 1),
        ends_on=dt.date(2025, 3, 31),
    )  # fmt: skip

    response = reader.get(reverse("plans:scorecard-list"))

    assert response.url == reverse("plans:scorecard-detail", args=[plan.police_and_crime_plan_id])


def test_without_a_delivery_plan_the_newest_police_and_crime_plan_opens(reader, served):
    response = reader.get(reverse("plans:scorecard-list"))

    assert response.url == reverse("plans:scorecard-detail", args=[served.pk])


def test_without_any_plan_the_page_says_so(reader):
    page = reader.get(reverse("plans:scorecard-list")).content.decode()

    assert "There is no Police and Crime Plan yet" in page


def test_an_unknown_plan_has_no_scorecard(reader):
    assert reader.get(reverse("plans:scorecard-detail", args=[9])).status_code == 404


def test_the_scorecard_asks_no_more_for_more_measures(
    reader, served, django_assert_max_num_queries
):
    counts = []
    for more in (1, 12):
        for _ in range(more):
            observed(MeasureFactory(priority=PriorityFactory()), 1, 2, 3)
        with django_assert_max_num_queries(11) as asked:
            scorecard(reader, served)
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["list", "detail"])
def test_a_panel_member_finds_no_scorecard(client, panel_member, served, name):
    client.force_login(panel_member)
    keys = [served.pk] if name == "detail" else []

    assert client.get(reverse(f"plans:scorecard-{name}", args=keys)).status_code == 404


def test_a_priority_shows_its_measures_in_words(reader, plan):
    priority = PriorityFactory(plan=plan.police_and_crime_plan)
    observed(MeasureFactory(title="Calls", priority=priority), *USUAL)
    MeasureFactory(title="Ended", priority=priority, ended_on=dt.date(2020, 1, 1))

    page = reader.get(priority.get_absolute_url()).content.decode()

    assert "No significant change since April 2019." in page
    assert "Ended" not in page


def test_a_priority_without_measures_says_so(reader, plan):
    priority = PriorityFactory(plan=plan.police_and_crime_plan)

    page = reader.get(priority.get_absolute_url()).content.decode()

    assert "No measure tells of this priority." in page


def test_a_priority_asks_no_more_for_more_measures(reader, plan, django_assert_max_num_queries):
    priority = PriorityFactory(plan=plan.police_and_crime_plan)
    counts = []
    for more in (1, 12):
        for _ in range(more):
            observed(MeasureFactory(priority=priority), 1, 2, 3)
        kept_positions.shelf.clear()
        with django_assert_max_num_queries(11) as asked:
            reader.get(priority.get_absolute_url())
        counts.append(len(asked))

    assert counts[0] == counts[1]
