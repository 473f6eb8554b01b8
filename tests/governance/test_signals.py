"""Signals: what in a plan's record is worth a second look, and what is not."""

import datetime as dt

import pytest
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from governance.signals import (
    SIGNALS,
    CutOff,
    Given,
    Moved,
    Raised,
    Reopened,
    Reworded,
    Wordless,
    histories,
    lines_of,
)
from plans import record
from tests.factories import DeliveryPlanFactory, moment, post, promised_activity, said, voice
from tests.plans.test_position_properties import modest

TODAY = dt.date(2020, 12, 14)
LOOKS = {signal.code: signal for signal in SIGNALS}
PANEL_CUT_OFF = CutOff(
    moment(2020, 12, 9, 17), "Police and Crime Panel", dt.date(2020, 12, 17), True
)


def told(plan):
    numbers = dict(plan.objectives.values_list("pk", "number"))
    return histories(lines_of(plan), numbers)


def findings(code, plan, *, cut_offs=(), on=TODAY):
    """What a signal finds in the plan: (reference, its facts) of each activity."""
    found = LOOKS[code].findings(told(plan), Given(list(cut_offs), on, plan.update_every))
    return [(finding.reference, finding.facts) for finding in found]


def off_track(activity, on, **words):
    reasons = {"reason": "The supplier is late.", "next_steps": "We chase the supplier."}
    return said(activity, "off_track", on=on, **(reasons | words))


def confirmed(activity, *days, **words):
    for day in days:
        record.confirm(activity, by=voice(), at=moment(day.year, day.month, day.day), **words)


def move(activity, on, to, **words):
    return record.move_date(
        activity, to=to, reason_category="supplier", reason="Delivery is late.",
        by=voice(), at=moment(on.year, on.month, on.day), **words,
    )  # fmt: skip


def correct(entry, activity, status, on, **words):
    return record.correct(
        entry, activity=activity, status=status, narrative="What is true.",
        correction="It said too much.", by=voice(), at=moment(on.year, on.month, on.day), **words,
    )  # fmt: skip


def reword(activity, on, **values):
    at = moment(on.year, on.month, on.day)
    return record.reword(activity, reason="Clearer.", by=voice(), at=at, **values)


# --- Raised before a cut-off --------------------------------------------------------------------
def test_a_status_raised_two_days_before_a_cut_off_is_shown(plan, activity):
    off_track(activity, dt.date(2020, 11, 2))
    said(activity, "on_track", on=dt.date(2020, 12, 7))

    found = findings("raised", plan, cut_offs=[PANEL_CUT_OFF])

    fact = Raised(3, dt.date(2020, 12, 7), "off_track", "on_track", PANEL_CUT_OFF)
    assert found == [("1.1", (fact,))]
    assert fact.days_before == 2


@pytest.mark.parametrize(
    ("day", "is_shown"),
    [
        (dt.date(2020, 12, 2), False),  # At nine in the morning: seven days and eight hours.
        (dt.date(2020, 12, 3), True),
        (dt.date(2020, 12, 9), True),
        (dt.date(2020, 12, 10), False),
    ],
)
def test_the_week_before_a_cut_off_is_seven_days(plan, activity, day, is_shown):
    off_track(activity, dt.date(2020, 11, 2))
    said(activity, "on_track", on=day)

    found = findings("raised", plan, cut_offs=[PANEL_CUT_OFF])

    assert bool(found) is is_shown


def test_the_first_cut_off_that_holds_the_line_is_named(plan, activity):
    earlier = PANEL_CUT_OFF._replace(at=moment(2020, 12, 4))
    later = PANEL_CUT_OFF._replace(at=moment(2020, 12, 8))
    off_track(activity, dt.date(2020, 11, 2))
    said(activity, "on_track", on=dt.date(2020, 12, 7))

    [(_, (fact,))] = findings("raised", plan, cut_offs=[earlier, later])

    assert fact.cut_off == later


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("not_started", "on_track"),
        ("not_started", "complete"),
        ("on_track", "on_track"),
        ("on_track", "at_risk"),
        ("complete", "on_track"),
    ],
)
def test_work_that_begins_stays_or_gets_worse_was_not_raised(plan, activity, before, after):
    said(activity, before, on=dt.date(2020, 11, 2))
    said(activity, after, on=dt.date(2020, 12, 7), reason="Two posts are vacant.")

    assert findings("raised", plan, cut_offs=[PANEL_CUT_OFF]) == []


def test_a_correction_that_makes_the_status_better_counts_as_a_raise(plan, activity):
    entry = off_track(activity, dt.date(2020, 11, 2))
    correct(entry, activity, "on_track", dt.date(2020, 12, 8))

    [(_, (fact,))] = findings("raised", plan, cut_offs=[PANEL_CUT_OFF])

    assert (fact.was, fact.became, fact.line) == ("off_track", "on_track", 3)


def test_a_correction_of_what_no_longer_stands_raises_nothing(plan, activity):
    entry = off_track(activity, dt.date(2020, 11, 2))
    off_track(activity, dt.date(2020, 11, 9))
    correct(entry, activity, "on_track", dt.date(2020, 12, 8))

    assert findings("raised", plan, cut_offs=[PANEL_CUT_OFF]) == []


# --- Moved after it had passed ------------------------------------------------------------------
def test_a_date_moved_after_it_had_passed_is_shown(plan, activity):
    move(activity, on=dt.date(2021, 4, 3), to=dt.date(2021, 6, 30))

    [(reference, (fact,))] = findings("moved", plan)

    old, new = dt.date(2021, 3, 31), dt.date(2021, 6, 30)
    assert (reference, fact) == ("1.1", Moved(2, dt.date(2021, 4, 3), "", old, new))
    assert fact.days_after == 3


def test_a_milestone_moved_after_it_had_passed_is_named(plan, finance_chief):
    lead = post("Chief Financial Officer")
    activity = promised_activity(plan, lead=lead, milestones=[("Open", dt.date(2020, 9, 1))])
    move(activity, dt.date(2020, 9, 2), dt.date(2020, 10, 1), milestone=activity.milestones.get())

    [(_, (fact,))] = findings("moved", plan)

    assert (fact.milestone, fact.old, fact.days_after) == ("Open", dt.date(2020, 9, 1), 1)


def test_a_date_moved_on_its_day_has_not_passed(plan, activity):
    move(activity, on=dt.date(2021, 3, 31), to=dt.date(2021, 6, 30))

    assert findings("moved", plan) == []


def test_a_first_date_given_late_moved_nothing(plan, finance_chief):
    lead = post("Chief Financial Officer")
    activity = promised_activity(plan, lead=lead, due_on=None)
    move(activity, on=dt.date(2020, 12, 1), to=dt.date(2021, 3, 31))

    assert findings("moved", plan) == []


# --- Complete without evidence ------------------------------------------------------------------
def test_complete_without_evidence_points_to_the_line_that_said_so(plan, activity):
    said(activity, "on_track", on=dt.date(2020, 11, 2))
    said(activity, "complete", on=dt.date(2020, 11, 30))

    [(reference, (fact,))] = findings("evidence", plan)

    assert (reference, fact.line, fact.day) == ("1.1", 3, dt.date(2020, 11, 30))


def test_complete_with_evidence_is_not_shown(plan, activity):
    said(activity, "complete", on=dt.date(2020, 11, 30), evidence="https://example.org/report")

    assert findings("evidence", plan) == []


def test_evidence_that_a_correction_adds_is_evidence(plan, activity):
    entry = said(activity, "complete", on=dt.date(2020, 11, 30))
    correct(entry, activity, "complete", dt.date(2020, 12, 1), evidence="The signed contract")

    assert findings("evidence", plan) == []


def test_what_a_correction_says_is_not_complete_needs_no_evidence(plan, activity):
    entry = said(activity, "complete", on=dt.date(2020, 11, 30))
    correct(entry, activity, "on_track", dt.date(2020, 12, 1))

    assert findings("evidence", plan) == []


# --- Reopened, or given new words ---------------------------------------------------------------
def test_complete_that_goes_on_is_shown(plan, activity):
    said(activity, "complete", on=dt.date(2020, 11, 2), evidence="The report")
    said(activity, "on_track", on=dt.date(2020, 11, 30))

    found = findings("reopened", plan)

    fact = Reopened(3, dt.date(2020, 11, 30), "complete", "on_track")
    assert found == [("1.1", (fact,))]


def test_a_withdrawal_that_is_corrected_is_shown(plan, activity):
    entry = record.withdraw(activity, reason="No money.", by=voice(), at=moment(2020, 11, 2))
    correct(entry, activity, "on_track", dt.date(2020, 11, 9))

    [(_, (fact,))] = findings("reopened", plan)

    assert (fact.was, fact.became) == ("withdrawn", "on_track")


def test_what_stays_complete_is_not_reopened(plan, activity):
    said(activity, "complete", on=dt.date(2020, 11, 2))
    said(activity, "complete", on=dt.date(2020, 11, 9), evidence="The report")
    reword(activity, dt.date(2021, 6, 1), title="Better words")

    assert findings("reopened", plan) == []


@pytest.mark.parametrize("status", ["off_track", "at_risk"])
def test_new_words_for_an_activity_in_trouble_are_shown(plan, activity, status):
    reasons = {"reason": "Two posts are vacant.", "next_steps": "We recruit."}
    said(activity, status, on=dt.date(2020, 11, 2), **reasons)
    reword(activity, dt.date(2020, 11, 9), title="Plan the work", detail="In outline")

    found = findings("reopened", plan)

    day, words = dt.date(2020, 11, 9), ("title", "detail")
    fact = Reworded(3, day, words, "Activity 1.1", "Plan the work", status, 0)
    assert found == [("1.1", (fact,))]


def test_new_words_for_an_activity_that_is_late_say_by_how_many_days(plan, activity):
    said(activity, "on_track", on=dt.date(2021, 3, 1))
    reword(activity, dt.date(2021, 4, 5), detail="In outline")

    [(_, (fact,))] = findings("reopened", plan)

    assert (fact.status, fact.days_late) == ("on_track", 5)


def test_new_words_while_a_milestone_is_late_are_shown(plan, finance_chief):
    lead = post("Chief Financial Officer")
    activity = promised_activity(plan, lead=lead, milestones=[("Open", dt.date(2020, 9, 1))])
    reword(activity, dt.date(2020, 9, 8), title="Plan the work")

    [(_, (fact,))] = findings("reopened", plan)

    assert fact.days_late == 7


def test_new_words_for_what_goes_well_are_not_shown(plan, activity):
    said(activity, "on_track", on=dt.date(2020, 11, 2))
    reword(activity, dt.date(2020, 11, 9), title="Plan the work")

    assert findings("reopened", plan) == []


def test_another_number_is_not_new_words(plan, activity):
    off_track(activity, dt.date(2020, 11, 2))
    reword(activity, dt.date(2020, 11, 9), number=7)

    assert findings("reopened", plan) == []


# --- On track without words ---------------------------------------------------------------------
FORTNIGHTS = (dt.date(2020, 11, 23), dt.date(2020, 12, 7))


def test_on_track_by_confirmations_alone_is_shown_after_two_cycles(plan, activity):
    said(activity, "on_track", on=dt.date(2020, 11, 9))
    confirmed(activity, *FORTNIGHTS)

    found = findings("words", plan)

    fact = Wordless(2, dt.date(2020, 11, 9), dt.date(2020, 12, 7), is_silent=False)
    assert found == [("1.1", (fact,))]


def test_words_of_exactly_two_cycles_ago_are_recent(plan, activity):
    said(activity, "on_track", on=dt.date(2020, 11, 16))
    confirmed(activity, *FORTNIGHTS)

    assert findings("words", plan) == []


def test_a_confirmation_in_words_is_words(plan, activity):
    said(activity, "on_track", on=dt.date(2020, 11, 9))
    confirmed(activity, dt.date(2020, 11, 23), narrative="The second part has begun.")

    assert findings("words", plan) == []


def test_a_correction_says_nothing_new_of_today(plan, activity):
    entry = said(activity, "on_track", on=dt.date(2020, 11, 9))
    correct(entry, activity, "on_track", dt.date(2020, 12, 10))

    [(_, (fact,))] = findings("words", plan)

    assert (fact.line, fact.day, fact.is_silent) == (2, dt.date(2020, 11, 9), True)


def test_at_risk_for_long_is_not_on_track_without_words(plan, activity):
    said(activity, "at_risk", on=dt.date(2020, 11, 2), reason="Two posts are vacant.")
    confirmed(activity, *FORTNIGHTS)

    assert findings("words", plan) == []


def test_a_plan_that_asks_less_often_has_longer_cycles(plan, activity):
    plan.update_every = 28
    said(activity, "on_track", on=dt.date(2020, 11, 9))
    confirmed(activity, *FORTNIGHTS)

    assert findings("words", plan) == []


# --- All together -------------------------------------------------------------------------------
@modest
@given(gaps=st.lists(st.integers(1, 14), min_size=1, max_size=12))
def test_updates_on_time_and_in_words_give_no_signal(office, gaps):
    with transaction.atomic():
        found = signals_of_a_good_year(gaps)
        transaction.set_rollback(True)  # The database is shared by all examples.

    assert found == {code: [] for code in LOOKS}


def signals_of_a_good_year(gaps):
    """What is found in a plan whose one activity is told of every so many days, then is done.

    A cut-off falls on the day of every update.
    """
    plan = DeliveryPlanFactory(title="A plan of its own")
    activity = promised_activity(plan, lead=post("Chief Financial Officer"))
    day, cut_offs = dt.date(2020, 4, 1), []
    for gap in gaps:
        day += dt.timedelta(days=gap)
        said(activity, "on_track", on=day)
        cut_offs.append(PANEL_CUT_OFF._replace(at=moment(day.year, day.month, day.day, 17)))
    meanwhile = {code: findings(code, plan, cut_offs=cut_offs, on=day) for code in LOOKS}
    said(activity, "complete", on=day + dt.timedelta(days=14), evidence="The report")
    at_the_end = {code: findings(code, plan, cut_offs=cut_offs, on=day) for code in LOOKS}
    return {code: meanwhile[code] + at_the_end[code] for code in LOOKS}


def test_the_lines_of_a_plan_are_read_in_one_query(plan, activity, django_assert_num_queries):
    other = promised_activity(plan, lead=activity.lead)
    for each in (activity, other):
        said(each, on=dt.date(2020, 11, 9))

    with django_assert_num_queries(1):
        lines = list(lines_of(plan))

    assert [line.number for line in lines] == [1, 2, 3, 4]


def test_confirmations_without_words_are_left_unread_but_for_the_newest(plan, activity):
    said(activity, on=dt.date(2020, 11, 9))
    confirmed(activity, *FORTNIGHTS)

    lines = list(lines_of(plan))

    assert [line.number for line in lines] == [1, 2, 4]
