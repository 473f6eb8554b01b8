"""The list of measures, a measure's own page, and the files of both."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from tests.factories import PoliceAndCrimePlanFactory, PriorityFactory, moment, post, voice
from tests.plans.measures import VECTOR, MeasureFactory, observed

LIST = "plans:measure-list"
USUAL = [5, 6] * 6


@pytest.fixture
def reader(client, outsider):
    """The client of somebody who works here and owns nothing."""
    client.force_login(outsider)
    client.get(reverse("plans:statuses"))  # the office's name is remembered from now on
    return client


def titles(client, **asked):
    return [row.measure.title for row in client.get(reverse(LIST), asked).context["object_list"]]


def page_of(client, measure, **asked):
    return client.get(measure.get_absolute_url(), asked).content.decode()


def say(measure, verb, **facts):
    """Let a verb of the measure be said on 2 November 2020."""
    measure.refresh_from_db()
    voiced = {"said_on": dt.date(2020, 11, 2), "by": voice(), "at": moment(2020, 11, 2)}
    return getattr(measure, verb)(**facts, **voiced)


# --- The list -----------------------------------------------------------------------------------
def test_a_row_of_the_list_says_what_the_measure_says(reader):
    observed(MeasureFactory(title="Calls answered"), *USUAL, 50)

    page = reader.get(reverse(LIST)).content.decode()

    assert "Calls answered" in page
    assert "Better than usual: unusually high in April 2020, above the upper limit" in page
    assert "50 calls" in page


def test_an_empty_list_says_what_belongs_there(reader):
    assert "There are no measures yet" in reader.get(reverse(LIST)).content.decode()


def test_the_list_narrows_by_each_of_its_filters(reader):
    plan = PoliceAndCrimePlanFactory(title="Police and Crime Plan 2021 to 2025")
    priority = PriorityFactory(plan=plan)
    MeasureFactory(title="Calls")
    other = MeasureFactory(
        title="Burglaries",
        definition="Of homes.",
        frequency="year",
        plan=plan,
        priority=priority,
        owner=post("Head of Communications"),
    )
    MeasureFactory(title="Survey", ended_on=dt.date(2020, 1, 1))

    assert titles(reader, q="of homes") == ["Burglaries"]
    assert titles(reader, frequency="year") == ["Burglaries"]
    assert titles(reader, plan=plan.pk) == ["Burglaries"]
    assert titles(reader, priority=priority.pk) == ["Burglaries"]
    assert titles(reader, owner=other.owner_id) == ["Burglaries"]
    assert titles(reader, state="ended") == ["Survey"]
    assert sorted(titles(reader, state="reported")) == ["Burglaries", "Calls"]


def test_the_list_stands_in_the_order_of_priorities_with_ended_measures_last(reader):
    MeasureFactory(title="Of none")
    MeasureFactory(title="Of the second", priority=PriorityFactory(number=2))
    MeasureFactory(title="Of the first", priority=PriorityFactory(number=1))
    MeasureFactory(title="Ended", ended_on=dt.date(2020, 1, 1))

    assert titles(reader) == ["Of the first", "Of the second", "Of none", "Ended"]


def test_the_list_sorts_by_the_newest_value_and_leaves_those_without_last(reader):
    MeasureFactory(title="None")
    observed(MeasureFactory(title="Early"), 1)
    observed(MeasureFactory(title="Late"), 1, 2)

    assert titles(reader, sort="last") == ["Early", "Late", "None"]
    assert titles(reader, sort="-last") == ["Late", "Early", "None"]


def test_the_list_asks_no_more_for_more_rows(reader, django_assert_max_num_queries):
    counts = []
    for more in (1, 12):
        for _ in range(more):
            observed(MeasureFactory(priority=PriorityFactory()), 1, 2, 3)
        with django_assert_max_num_queries(14) as asked:
            reader.get(reverse(LIST))
        counts.append(len(asked))

    assert counts[0] == counts[1]


def test_the_list_as_a_file_says_what_each_measure_says(reader):
    observed(MeasureFactory(title="=Calls", priority=PriorityFactory(title="Safety")), 5)
    MeasureFactory(title="Ended", ended_on=dt.date(2020, 1, 1))

    file = reader.get(reverse("plans:measure-csv"), {"state": "reported"}).content.decode()

    heading, row = file.strip().splitlines()
    assert heading.lstrip("\ufeff").startswith("measure,police and crime plan,priority,owner")
    assert row.startswith("'=Calls,Police and Crime Plan 2017 to 2021,")
    assert "April 2019,5,Too few values to say: 1 so far,," in row


# --- A measure's page ---------------------------------------------------------------------------
def test_the_page_says_first_what_the_chart_shows(reader):
    measure = observed(MeasureFactory(), *USUAL)

    page = page_of(reader, measure)

    assert "No significant change since April 2019." in page
    assert page.index("No significant change") < page.index("<svg class=")


def test_the_chart_says_which_limits_it_has_and_offers_the_others(reader):
    measure = observed(MeasureFactory(), *VECTOR)

    screened, whole = page_of(reader, measure), page_of(reader, measure, screen="off")

    assert "Outlying moving ranges are left out of the limits: 2 left out." in screened
    assert 'href="?screen=off"' in screened
    assert "All moving ranges count towards the limits." in whole
    assert 'href="?screen=on"' in whole


def test_a_measure_that_is_not_screened_says_so_of_itself(reader):
    measure = observed(MeasureFactory(is_screened=False), *VECTOR)

    assert "All moving ranges count towards the limits." in page_of(reader, measure)


def test_a_screen_that_is_none_is_the_measures_own(reader):
    measure = observed(MeasureFactory(), *VECTOR)

    assert "2 left out." in page_of(reader, measure, screen="nonsense")


def test_limits_that_are_on_trial_are_called_so(reader):
    assert "(trial limits: 8 of 12 months)" in page_of(
        reader, observed(MeasureFactory(), *range(8))
    )


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ([], ["It has no values yet", "Too few values to say: none so far."]),
        ([5], ["Too few values to say: 1 so far.", "5 calls"]),
        ([5, 6], ["No significant change since April 2019 (trial limits: 2 of 12 months)."]),
        ([5, 6, 5, 6, 5], ["(trial limits: 5 of 12 months)."]),
    ],
)
def test_a_measure_with_few_values_reads_well(reader, values, words):
    page = page_of(reader, observed(MeasureFactory(), *values))

    assert all(each in page for each in words)


def test_a_target_stands_with_who_set_it_and_why(reader):
    measure = observed(MeasureFactory(), *USUAL)
    facts = {"set_by": "The Commissioner", "words": "Promised to the panel."}
    say(measure, "set_target", target=Decimal(20), **facts)

    page = page_of(reader, measure)

    assert "20 calls, set by The Commissioner on 2 November 2020" in page
    assert "Promised to the panel." in page
    assert "The target of 20 calls will be missed as things stand" in page


def test_a_revised_value_shows_what_stood_and_who_said_it(reader):
    measure = observed(MeasureFactory(), 200, is_provisional=True)
    first = dt.date(2019, 4, 1)
    say(measure, "observe", period=first, value=Decimal(205), words="A day was left out.")

    page = page_of(reader, measure)

    assert "200 calls, provisional, from 30 April 2019: Chief Financial Officer" in page
    assert "A day was left out." in page
    assert "205 calls since 2 November 2020" in page


def test_periods_that_the_chart_passes_over_are_named(reader):
    measure = observed(MeasureFactory(), 5)
    observed(measure, 6, since=dt.date(2019, 6, 1))

    assert "No value for May 2019: the chart passes over it." in page_of(reader, measure)


def test_a_chart_without_limits_offers_no_other_limits(reader):
    page = page_of(reader, observed(MeasureFactory(), 5))

    assert "?screen=" not in page
    assert "Outlying moving ranges" not in page
    assert "Value, with too few to say what is usual" in page


@pytest.mark.parametrize("name", ["plans:measure-list", "plans:scorecard-list", ""])
def test_a_value_that_is_late_is_said_to_be(reader, name):
    measure = observed(MeasureFactory(), *USUAL, since=dt.date(2019, 10, 1))
    address = reverse(name) if name else measure.get_absolute_url()

    page = reader.get(address, follow=True).content.decode()

    assert "No values yet from October 2020 on" in page


def test_what_lines_say_is_not_told_again_as_a_change(reader):
    measure = observed(MeasureFactory(), *USUAL)
    say(measure, "set_target", target=Decimal(20), set_by="The board", words="Promised.")

    assert "Also changed" not in page_of(reader, measure)


def test_the_history_says_what_changed_who_changed_it_and_why(reader):
    measure = observed(MeasureFactory(definition="Calls."), *USUAL)
    june = dt.date(2019, 6, 1)
    say(measure, "redefine", definition="All calls.", from_period=june, words="It is fairer.")

    page = page_of(reader, measure)

    assert "Definition changed from June 2019 on" in page
    assert "It is fairer." in page
    assert "<b>Before:</b> Calls." in page
    assert "New definition from here" in page


def test_a_measure_no_longer_reported_says_why_and_offers_no_verb(client, finance_chief):
    measure = observed(MeasureFactory(), *USUAL)
    say(measure, "end", words="The survey stopped.")
    client.force_login(finance_chief)

    page = page_of(client, measure)

    assert "No longer reported since 2 November 2020" in page
    assert page.count("The survey stopped.") == 2
    assert "Enter a value" not in page


def test_the_page_asks_no_more_for_more_values(reader, django_assert_max_num_queries):
    counts = []
    measure = MeasureFactory()
    for since in (dt.date(2015, 4, 1), dt.date(2016, 4, 1)):
        observed(measure, *USUAL, since=since)
        say(measure, "rebase", from_period=since, words="A new system.")
        with django_assert_max_num_queries(8) as asked:
            page_of(reader, measure)
        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["detail", "values-csv", "values-xlsx"])
def test_a_measure_is_no_page_for_a_panel_member(client, panel_member, name):
    measure = observed(MeasureFactory(), 1)
    client.force_login(panel_member)

    response = client.get(reverse(f"plans:measure-{name}", args=[measure.pk]))

    assert response.status_code == 404


def test_values_as_a_file_stand_with_the_limits_of_the_chart(reader):
    measure = observed(MeasureFactory(), *VECTOR)
    say(measure, "observe", period=dt.date(2019, 4, 1), value=Decimal("1.5"), words="=Late")
    url = reverse("plans:measure-values-csv", args=[measure.pk])

    lines = reader.get(url).content.decode().splitlines()
    whole = reader.get(url, {"screen": "off"}).content.decode().splitlines()

    assert len(lines) == 19
    assert lines[1] == (
        "April 2019,2019-04-01,1.5,no,'=Late,Nothing unusual,1.9722,-0.5991,4.5436,no,"
        "2020-11-02,Chief Financial Officer,1 call"
    )
    assert lines[5].startswith("August 2019,2019-08-01,10,no,,Above the upper limit: better,1.9722")
    assert ",4.5436," not in whole[1]
