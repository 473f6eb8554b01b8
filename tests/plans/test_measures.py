"""Measures: what their verbs write and refuse, and what a reading makes of their lines."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction

from plans.measures import counted, reading, readings
from plans.models import Measure, MeasureLine, Observation
from plans.registers import links
from plans.registers.models import Stale
from tests.factories import PoliceAndCrimePlanFactory, PriorityFactory, moment, voice
from tests.plans.measures import VECTOR, MeasureFactory, observed

APRIL, MAY, JUNE, JULY = (dt.date(2019, month, 1) for month in (4, 5, 6, 7))

pytestmark = pytest.mark.django_db


def said(month=8, day=2):
    """What every verb asks for: who says it and when, in 2019."""
    return {"said_on": dt.date(2019, month, day), "by": voice(), "at": moment(2019, month, day)}


def ages(measure):
    measure.refresh_from_db()
    return measure


# --- Values -------------------------------------------------------------------------------------
def test_a_value_revised_is_a_new_line_and_the_old_one_stays():
    measure = observed(MeasureFactory(), 200, 210)

    measure.observe(APRIL, Decimal(205), words="A day was left out.", **said())

    now = reading(measure)
    assert [line.value for line in now.observations] == [205, 210]
    assert now.rows[1].value == "205 calls"
    assert [words for words, _ in now.rows[1].earlier] == ["200 calls"]
    assert Observation.objects.count() == 3


def test_a_value_for_a_day_within_a_period_is_refused():
    measure = MeasureFactory(frequency="quarter")

    with pytest.raises(ValidationError):
        measure.observe(MAY, Decimal(1), **said())


def test_of_two_who_enter_a_value_at_once_the_second_writes_nothing():
    measure = MeasureFactory()
    other = Measure.objects.get()
    measure.observe(APRIL, Decimal(1), **said())

    with pytest.raises(Stale):
        other.observe(APRIL, Decimal(2), **said())

    assert Observation.objects.get().value == 1


def test_values_that_come_late_stand_in_the_order_of_time():
    measure = observed(MeasureFactory(), 3, since=JUNE)
    observed(measure, 1, 2, since=APRIL)

    now = reading(measure)

    assert now.series.periods == ("April 2019", "May 2019", "June 2019")
    assert now.last.value == "3 calls"


def test_periods_without_a_value_are_named():
    measure = observed(MeasureFactory(), 1)
    observed(measure, 3, 4, since=JULY)

    assert reading(measure).gaps == ["May 2019", "June 2019"]


# --- Limits -------------------------------------------------------------------------------------
@pytest.mark.parametrize(("screen", "upper"), [(None, "4.60"), (True, "4.60"), (False, "6.95")])
def test_limits_are_those_published_for_the_series(screen, upper):
    measure = observed(MeasureFactory(), *VECTOR)

    now = reading(measure, screen=screen)

    assert f"{float(now.analysis.current.upper):.2f}" == upper
    assert [row.period for row in now.rows if row.is_marked] == ["August 2019"]


def test_limits_begin_anew_where_a_line_says_so():
    measure = observed(MeasureFactory(), 1, 2, 3, 7, 8, 9)

    measure.rebase(from_period=JULY, words="A new system.", **said())

    now = reading(measure)
    assert [segment.start for segment in now.analysis.segments] == [0, 3]
    assert now.rows[2].period == "July 2019"
    assert [line.words for line in now.rows[2].breaks] == ["A new system."]


def test_limits_begin_anew_with_the_first_value_after_a_change_of_definition():
    measure = observed(MeasureFactory(), 1, 2)
    observed(measure, 9, 8, since=dt.date(2019, 8, 1))

    measure.redefine("All calls.", from_period=JULY, words="Fairer.", **said(9))

    assert [segment.start for segment in reading(measure).analysis.segments] == [0, 2]
    assert ages(measure).definition == "All calls."


def test_a_definition_that_begins_later_breaks_nothing_yet():
    measure = observed(MeasureFactory(), 1, 2)

    measure.redefine("All calls.", from_period=JULY, words="Fairer.", **said())

    assert len(reading(measure).analysis.segments) == 1


@pytest.mark.parametrize(
    ("values", "headline"),
    [
        ([], "Too few values to say: none so far"),
        ([5], "Too few values to say: 1 so far"),
        ([5, 6], "No significant change since April 2019 (trial limits: 2 of 12 months)"),
        ([5, 6, 5, 6, 5], "No significant change since April 2019 (trial limits: 5 of 12 months)"),
    ],
)
def test_few_values_say_so(values, headline):
    now = reading(observed(MeasureFactory(), *values))

    assert now.headline == headline
    assert len(now.rows) == len(values)


def test_one_value_has_no_limits_to_be_usual_within():
    assert reading(observed(MeasureFactory(), 5)).last.mark == ""


# --- Targets ------------------------------------------------------------------------------------
def test_a_target_says_who_set_it_and_whether_it_can_be_relied_upon():
    measure = observed(MeasureFactory(), *[5, 6] * 6)

    measure.set_target(Decimal(20), set_by="The Commissioner", words="Promised.", **said())

    now = reading(measure)
    assert (now.target_words, now.target_line.set_by) == ("20 calls", "The Commissioner")
    assert now.assurance == (
        "The target of 20 calls will be missed as things stand: the whole usual range misses it"
    )


def test_a_target_removed_is_one_no_longer_and_stays_in_the_history():
    measure = MeasureFactory()
    measure.set_target(Decimal(20), set_by="The Commissioner", words="Promised.", **said())

    measure.set_target(None, set_by="", words="It misled.", **said(9))

    now = reading(measure)
    assert (now.target, now.target_words, ages(measure).target) == (None, "", None)
    assert [(line.kind, target) for line, _, target in now.history] == [
        ("target_removed", ""),
        ("target_set", "20 calls"),
    ]


# --- Then and now -------------------------------------------------------------------------------
def test_a_reading_of_a_moment_knows_nothing_that_came_later():
    measure = observed(MeasureFactory(), 200)
    measure.set_target(Decimal(250), set_by="The Commissioner", words="Promised.", **said(5))
    measure.observe(APRIL, Decimal(205), words="A day was left out.", **said(8))
    measure.redefine("All calls.", from_period=MAY, words="Fairer.", **said(9))
    measure.set_target(None, set_by="", words="It misled.", **said(10))

    (then,) = readings([measure], at=moment(2019, 6, 1))

    assert [line.value for line in then.observations] == [200]
    assert (then.target, len(then.lines)) == (250, 1)
    assert then.definition == "Calls answered, without those cut off by the caller."


def test_any_number_of_measures_is_read_with_two_queries(django_assert_num_queries):
    for number in range(5):
        observed(MeasureFactory(title=f"Measure {number}"), 1, 2, 3)
    every = list(Measure.objects.all())

    with django_assert_num_queries(2):
        read = readings(every)
        assert [len(each.rows) for each in read] == [3] * 5


def test_measures_are_counted_by_what_they_say():
    usual = reading(observed(MeasureFactory(), *[5, 6] * 6))
    better = reading(observed(MeasureFactory(), *[5, 6] * 6, 50))
    few = reading(MeasureFactory())

    assert counted([usual, better, few]) == (
        "3 measures: 1 better than usual, 1 with nothing unusual now, 1 with too few values to say"
    )
    assert counted([few]) == "1 measure: 1 with too few values to say"


# --- What the database refuses ------------------------------------------------------------------
@pytest.mark.parametrize(
    "facts",
    [
        {"kind": "rebased", "from_period": APRIL, "words": ""},
        {"kind": "rebased", "from_period": None, "words": "Why."},
        {"kind": "rebased", "from_period": dt.date(2019, 4, 2), "words": "Why."},
        {"kind": "redefined", "from_period": APRIL, "words": "Why."},
        {"kind": "target_set", "target": Decimal(1), "set_by": "", "words": "Why."},
        {"kind": "target_set", "target": None, "set_by": "A board", "words": "Why."},
        {"kind": "ended", "target": Decimal(1), "words": "Why."},
    ],
)
def test_a_line_without_its_reason_or_its_facts_is_refused(facts):
    measure = MeasureFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        MeasureLine.objects.create(
            measure=measure, said_on=APRIL, made_at=moment(2019, 4, 1), made_by_name="A", **facts
        )


def test_a_value_is_never_changed_or_deleted():
    line = observed(MeasureFactory(), 1).observations.get()

    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Observation.objects.filter(pk=line.pk).update(value=2)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Observation.objects.filter(pk=line.pk).delete()


def test_a_priority_of_another_plan_does_not_fit():
    other = PoliceAndCrimePlanFactory(title="Police and Crime Plan 2021 to 2025")
    measure = MeasureFactory.build(priority=PriorityFactory(plan=other))
    measure.plan = PoliceAndCrimePlanFactory()

    with pytest.raises(ValidationError, match="Select a priority of the Police and Crime Plan"):
        measure.clean()


# --- What its owner is asked for ----------------------------------------------------------------
def asked_of(measure, on):
    return [
        (due.what, due.item.title, due.due_on) for due in links.due_from([measure.owner_id], on)
    ]


def test_the_owner_is_asked_for_a_first_value():
    measure = MeasureFactory(title="Calls")

    assert asked_of(measure, dt.date(2019, 4, 1)) == [("To enter", "Calls", dt.date(2019, 4, 1))]


@pytest.mark.parametrize(
    ("frequency", "not_yet", "over"),
    [
        ("month", dt.date(2019, 5, 31), dt.date(2019, 6, 1)),
        ("quarter", dt.date(2019, 9, 30), dt.date(2019, 10, 1)),
        ("year", dt.date(2021, 3, 31), dt.date(2021, 4, 1)),
    ],
)
def test_the_owner_is_asked_for_a_value_once_its_period_is_over(frequency, not_yet, over):
    measure = observed(MeasureFactory(title="Calls", frequency=frequency), 5)

    assert asked_of(measure, not_yet) == []
    assert asked_of(measure, over) == [("To enter", "Calls", over)]


def test_nothing_is_asked_of_a_measure_that_is_no_longer_reported():
    measure = MeasureFactory()
    measure.end(words="The survey stopped.", **said())

    assert asked_of(measure, dt.date(2020, 1, 1)) == []


# --- Silence ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("on", "words"),
    [
        (dt.date(2019, 6, 30), ""),
        (dt.date(2019, 7, 1), "No value yet for June 2019"),
        (dt.date(2019, 8, 1), "No values yet from June 2019 on"),
    ],
)
def test_a_period_that_is_over_without_a_value_is_named(on, words):
    assert reading(observed(MeasureFactory(), 5, 6)).silence(on) == words


def test_a_quarter_is_awaited_as_a_quarter():
    measure = observed(MeasureFactory(frequency="quarter"), 5)

    assert (
        reading(measure).silence(dt.date(2019, 10, 1)) == "No value yet for July to September 2019"
    )


def test_nothing_is_awaited_of_a_measure_without_values_or_one_that_ended():
    ended = observed(MeasureFactory(), 5, 6)
    ended.end(words="The survey stopped.", **said())

    assert reading(ended).silence(dt.date(2020, 1, 1)) == ""
    assert reading(MeasureFactory()).silence(dt.date(2020, 1, 1)) == ""


def test_a_run_over_a_missing_month_is_one_of_values():
    measure = observed(MeasureFactory(), *[5, 6] * 10)
    observed(measure, *[9] * 7, since=dt.date(2021, 1, 1))

    assert reading(measure).headline.endswith("above the upper limit for seven values")
