"""The form that adds a measure or changes one, and what its page tells of the change."""

import datetime as dt

import pytest
from django.urls import reverse

from plans.models import Measure
from tests.factories import PoliceAndCrimePlanFactory, PriorityFactory, post
from tests.governance.filling import filled
from tests.plans.measures import MeasureFactory, observed
from tests.plans.test_measure_pages import USUAL, page_of, say


@pytest.fixture
def reader(client, outsider):
    """The client of somebody who works here and owns nothing."""
    client.force_login(outsider)
    client.get(reverse("plans:statuses"))  # the office's name is remembered from now on
    return client


def typed(**others):
    return {
        "title": "Calls answered",
        "definition": "Calls answered within ten seconds.",
        "source": "The telephone system.",
        "frequency": "month",
        "unit": "calls",
        "decimals": "0",
        "better": "higher",
        "plan": PoliceAndCrimePlanFactory().pk,
        "owner": post("Chief Financial Officer").pk,
        "is_screened": "on",
    } | others


def test_a_measure_added_twice_by_the_same_form_is_added_once(reader, plan):
    url = reverse("plans:measure-add")
    sent = filled(reader, url, **typed(priority=PriorityFactory().pk))

    first, again = reader.post(url, sent), reader.post(url, sent)

    measure = Measure.objects.get()
    assert first.url == again.url == measure.get_absolute_url()
    assert (measure.unit, measure.is_screened, measure.target) == ("calls", True, None)


def test_the_form_offers_the_police_and_crime_plan_of_the_year(reader, plan):
    form = reader.get(reverse("plans:measure-add")).context["form"]

    assert form["plan"].value() == plan.police_and_crime_plan_id


@pytest.mark.parametrize(
    ("slip", "words"),
    [
        ({"decimals": "5"}, "Enter a number from 0 to 4"),
        ({"better": ""}, "Select which way is better"),
        ({"frequency": ""}, "Select how often it has a value"),
        ({"definition": " "}, "Enter the definition"),
        ({"plan": ""}, "Select the Police and Crime Plan"),
    ],
)
def test_a_slip_is_named_and_nothing_typed_is_lost(reader, plan, slip, words):
    page = reader.post(reverse("plans:measure-add"), typed(**slip)).content.decode()

    assert words in page
    assert 'value="Calls answered"' in page
    assert not Measure.objects.exists()


def test_a_priority_of_another_plan_is_refused(reader, plan):
    other = PoliceAndCrimePlanFactory(title="Police and Crime Plan 2021 to 2025")
    sent = typed(priority=PriorityFactory(plan=other).pk)

    page = reader.post(reverse("plans:measure-add"), sent).content.decode()

    assert "Select a priority of the Police and Crime Plan 2017 to 2021" in page


def test_a_title_is_taken_once(reader, plan):
    MeasureFactory(title="Calls answered")

    page = reader.post(reverse("plans:measure-add"), typed()).content.decode()

    assert "A measure with this title is here already" in page


def test_a_measure_with_values_keeps_its_definition_and_its_frequency(client, finance_chief):
    measure = observed(MeasureFactory(), 1)
    client.force_login(finance_chief)
    url = reverse("plans:measure-change", args=[measure.pk])

    changed = typed(title="Calls", definition="Others.", frequency="year", owner=measure.owner_id)
    client.post(url, filled(client, url, **changed))

    measure.refresh_from_db()
    assert (measure.title, measure.frequency) == ("Calls", "month")
    assert measure.definition == "Calls answered, without those cut off by the caller."


def test_a_measure_without_values_may_still_change_how_often_it_has_one(client, finance_chief):
    measure = MeasureFactory()
    client.force_login(finance_chief)
    url = reverse("plans:measure-change", args=[measure.pk])

    client.post(url, filled(client, url, **typed(frequency="year", owner=measure.owner_id)))

    measure.refresh_from_db()
    assert measure.frequency == "year"


def test_a_measure_with_a_break_keeps_how_often_it_has_a_value(client, finance_chief):
    measure = MeasureFactory()
    may = dt.date(2019, 5, 1)
    say(measure, "redefine", definition="All calls.", from_period=may, words="It is fairer.")
    client.force_login(finance_chief)
    url = reverse("plans:measure-change", args=[measure.pk])

    client.post(url, filled(client, url, **typed(frequency="year", owner=measure.owner_id)))

    measure.refresh_from_db()
    assert (measure.title, measure.frequency) == ("Calls answered", "month")


def test_two_who_change_one_measure_lose_nothing(client, finance_chief):
    measure = MeasureFactory(title="Calls")
    client.force_login(finance_chief)
    url = reverse("plans:measure-change", args=[measure.pk])
    sent = filled(client, url, **typed(title="All calls", owner=measure.owner_id))
    Measure.objects.get().change(fields=[], title="Some calls")

    refused = client.post(url, sent)

    assert refused.status_code == 409
    assert 'value="All calls"' in refused.content.decode()
    assert Measure.objects.get().title == "Some calls"


def test_somebody_who_does_not_answer_for_a_measure_changes_nothing(reader):
    measure = MeasureFactory()

    assert reader.get(reverse("plans:measure-change", args=[measure.pk])).status_code == 403


def test_the_page_says_what_was_changed_besides_and_by_whom(client, finance_chief):
    measure = observed(MeasureFactory(is_screened=True), *USUAL)
    client.force_login(finance_chief)
    url = reverse("plans:measure-change", args=[measure.pk])
    kept = {"title": measure.title, "source": measure.source, "plan": measure.plan_id}
    client.post(url, filled(client, url, **typed(**kept, better="lower", is_screened="")))

    page = " ".join(page_of(client, measure).split())

    assert "<b>Which way is better:</b> Lower is better, before Higher is better" in page
    assert "<b>Leave outlying moving ranges out of the limits:</b> no, before yes" in page
    assert "14 December 2020</time> <p" in page
    assert f'<p class="app-timeline__people">{finance_chief}.</p>' in page


@pytest.mark.parametrize(
    ("frequency", "values", "words"),
    [
        ("month", [1], "April 2019 alone has one"),
        ("year", [1, 2], "the first is 2019 to 2020, and the last 2020 to 2021"),
    ],
)
def test_new_limits_name_the_periods_that_have_values(
    client, finance_chief, frequency, values, words
):
    measure = observed(MeasureFactory(frequency=frequency), *values)

    client.force_login(finance_chief)
    url = reverse("plans:measure-rebase", args=[measure.pk])

    sent = filled(client, url, from_period="April 2010" if frequency == "month" else "2010/11")
    page = client.post(url, sent).content.decode()

    assert f"Enter a period that has a value: {words}" in page
