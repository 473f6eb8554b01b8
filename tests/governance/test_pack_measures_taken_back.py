"""Packs and what is taken back about a measure after them: each keeps what stood at its cut-off."""

import datetime as dt

import pytest

from governance import packs
from governance.packs.comparing_measures import MeasureChange
from governance.packs.frozen_measures import FrozenMeasure
from governance.packs.reading import read_digest
from governance.packs.verifying import verify_packs
from tests.factories import LONDON, said, voice
from tests.governance.packs import draft_for, published
from tests.plans.measures import VECTOR, MeasureFactory, observed

LATER = dt.datetime(2020, 12, 13, 9, tzinfo=LONDON)
SAID = {"said_on": dt.date(2020, 12, 13), "by": voice("Analyst"), "at": LATER}


@pytest.fixture(autouse=True)
def nothing_read():
    read_digest.cache_clear()


@pytest.fixture
def measure(plan):
    """Eighteen months from April 2019."""
    return observed(MeasureFactory(plan=plan.police_and_crime_plan), *VECTOR)


@pytest.fixture
def told(plan, activity):
    said(activity, on=dt.date(2020, 8, 20))
    return activity


def facts_of(pack):
    return pack.facts["content"]["measures"]


def test_a_pack_keeps_limits_that_are_taken_back_after_it(plan, told, measure):
    begun = measure.rebase(
        from_period=dt.date(2020, 1, 1), words="A new system.", said_on=dt.date(2020, 11, 1),
        by=voice(), at=dt.datetime(2020, 11, 1, tzinfo=LONDON),
    )  # fmt: skip
    pack = published(plan, measures=[measure])

    measure.take_back(begun, words="The wrong month.", **SAID)

    later = packs.content_of(draft_for(plan, measures=[measure], cut_off=LATER), version=2)
    assert [each["words"] for each in facts_of(pack)[0]["breaks"]] == ["A new system."]
    assert later["measures"][0]["breaks"] == []
    assert verify_packs(plan)[0] == []


def test_a_measure_that_is_reported_again_has_ended_in_the_pack_before(plan, told, measure):
    measure.end(
        words="The survey stopped.", said_on=dt.date(2020, 11, 1), by=voice(),
        at=dt.datetime(2020, 11, 1, tzinfo=LONDON),
    )  # fmt: skip
    pack = published(plan, measures=[measure])

    measure.resume(words="It goes on.", **SAID)

    later = packs.content_of(draft_for(plan, measures=[measure], cut_off=LATER), version=2)
    assert facts_of(pack)[0]["ended"] == {"on": "2020-11-01", "words": "The survey stopped."}
    assert later["measures"][0]["ended"] is None
    assert verify_packs(plan)[0] == []


def test_a_comparison_tells_that_a_measure_is_reported_again(plan, told, measure):
    on = dt.datetime(2020, 11, 1, tzinfo=LONDON)
    measure.end(words="The survey stopped.", said_on=on.date(), by=voice(), at=on)
    (before,) = facts_of(published(plan, measures=[measure]))
    measure.resume(words="It goes on.", **SAID)
    later = packs.content_of(draft_for(plan, measures=[measure], cut_off=LATER), version=2)

    change = MeasureChange(FrozenMeasure(1, before), FrozenMeasure(1, later["measures"][0]))

    assert change.said_anew == ["It is reported again"]
