"""The measures of the sample: two costs as published, and the rest marked as made up."""

import pytest

from plans import sample
from plans.sample.loading import day
from plans.sample.measures import entered_on, monthly
from tests.wording import needs_sources, of_sources, people, taken, texts, words

WRITTEN, INVENTED = sample.written_measures(), sample.invented_measures()


def values(title):
    found = next(measure for measure in INVENTED if measure["title"] == title)
    return found["values"].split()


def test_the_two_costs_that_the_plan_gives_stand_as_they_are():
    assert {m["title"]: m["lines"][0]["value"] for m in WRITTEN} == {
        "Cost of the Commissioner's personal office": "607045",
        "Cost of the former Police Authority, in 2020 terms": "880892",
    }


def test_neither_cost_is_judged():
    assert {(m["frequency"], m["better"], len(m["lines"])) for m in WRITTEN} == {
        ("year", "neither", 1)
    }


def test_eight_measures_are_invented_and_the_source_of_each_says_so():
    assert len(INVENTED) == 8
    assert all(m["source"].startswith("Invented for this demonstration: ") for m in INVENTED)
    assert not any("nvented" in m["source"] for m in WRITTEN)


def test_six_measures_have_36_months_one_lacks_the_last_and_one_began_in_july():
    assert [len(m["values"].split()) for m in INVENTED] == [36, 35, 36, 36, 8, 36, 36, 36]


def test_every_measure_but_one_ends_with_february_2021():
    last = {m["title"]: list(monthly(m))[-1]["period"] for m in INVENTED}

    assert last.pop("Victims satisfied with their support") == "2021-01-01"
    assert set(last.values()) == {"2021-02-01"}


def test_what_the_stories_say_of_a_figure_is_what_the_measure_says():
    days, satisfied = "Days from referral to a first talk", "Victims satisfied with their support"

    assert values(days)[28:31] == ["18.6", "9.7", "8.1"]
    assert values(satisfied)[31] == "82"
    assert sum(map(int, values("Contacts from the public")[25:27])) == 460
    assert values("Posts open at the end of the month")[34] == "7"


@pytest.mark.parametrize(
    ("month", "on"),
    [
        ("2021-02-01", "2021-03-12"),
        ("2020-11-01", "2020-12-14"),
        ("2020-06-01", "2020-07-13"),
    ],
)
def test_a_month_is_entered_on_the_twelfth_of_the_next_or_the_monday_after(month, on):
    assert entered_on(day(month)) == day(on)


def test_every_measure_serves_a_priority_and_each_priority_has_one():
    assert {m["priority"] for m in INVENTED} == {1, 2, 3, 4}


def test_a_target_says_who_set_it_and_why():
    lines = [line for m in INVENTED for line in m["lines"] if line["verb"] == "set_target"]

    assert [(line["set_by"], bool(line["words"])) for line in lines] == [
        ("Deputy Chief Executive", True)
    ]


@needs_sources
def test_no_person_of_the_source_documents_is_named():
    surnames = {person.split()[1].casefold() for person in people()}

    said = {word for text in texts([WRITTEN, INVENTED]) for word in words(text)}

    assert said & surnames == set()


@needs_sources
def test_no_sentence_is_taken_from_the_source_documents():
    assert taken(texts([WRITTEN, INVENTED]), of_sources()) == {}
