"""The position: what follows from the record and the day, at any moment."""

import datetime as dt

import pytest

from plans import record
from plans.position import end_of, position
from plans.statuses import Status
from tests.factories import moment, post, promised_activity, said, voice

UTC = dt.UTC


def utc(*numbers):
    return dt.datetime(*numbers, tzinfo=UTC)


@pytest.fixture
def lead(finance_chief):
    return post("Chief Financial Officer")


def standing_of(activity, at):
    return position(activity.plan, at).of(activity.pk)


# --- Silence -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("at", "is_silent"),
    [
        (utc(2020, 5, 18, 22, 59, 59), False),
        (utc(2020, 5, 18, 23, 0), True),
    ],
)
def test_silence_begins_the_day_after_the_reporting_interval_ends(activity, at, is_silent):
    said(activity, "on_track", on=dt.date(2020, 5, 4))

    standing = standing_of(activity, at)

    assert standing.is_silent is is_silent
    assert standing.shown == ("silent" if is_silent else "on_track")


def test_the_reporting_interval_is_the_plans_own(activity):
    said(activity, "on_track", on=dt.date(2020, 5, 4))
    activity.plan.update_every = 28

    assert not standing_of(activity, moment(2020, 6, 1)).is_silent
    assert standing_of(activity, moment(2020, 6, 2)).is_silent


def test_a_confirmation_ends_the_silence(activity):
    said(activity, "on_track", on=dt.date(2020, 5, 4))
    record.confirm(activity, by=voice(), at=moment(2020, 6, 1))

    assert not standing_of(activity, moment(2020, 6, 15)).is_silent


@pytest.mark.parametrize("status", ["complete", "withdrawn"])
def test_what_has_ended_is_never_silent(activity, status):
    if status == "complete":
        said(activity, "complete", on=dt.date(2020, 5, 4), evidence="Report")
    else:
        record.withdraw(activity, reason="Grant ended.", by=voice(), at=moment(2020, 5, 4))

    assert standing_of(activity, moment(2021, 3, 31)).shown == status


def test_an_activity_that_nobody_ever_spoke_of_is_silent_from_its_promise(activity):
    assert not standing_of(activity, moment(2020, 4, 15)).is_silent
    assert standing_of(activity, moment(2020, 4, 16)).is_silent


def test_an_activity_yet_to_begin_is_not_silent_until_it_should_have_begun(plan, lead):
    activity = promised_activity(plan, lead=lead, starts_on=dt.date(2020, 9, 1))

    assert not standing_of(activity, moment(2020, 9, 15)).is_silent
    assert standing_of(activity, moment(2020, 9, 16)).is_silent


@pytest.mark.parametrize("later", [dt.date(2020, 12, 1), dt.date(2020, 4, 20)])
def test_a_start_that_moves_later_excuses_no_silence(plan, lead, later):
    activity = promised_activity(plan, lead=lead, starts_on=dt.date(2020, 5, 1))
    record.reword(activity, starts_on=later, reason="It waits.", by=voice(), at=moment(2020, 5, 10))

    assert standing_of(activity, moment(2020, 5, 16)).is_silent


# --- Lateness ----------------------------------------------------------------------------------
LONDON_DAYS = [
    # Due on, last moment on time, first moment late: midnight in London, in either season.
    (dt.date(2021, 3, 31), utc(2021, 3, 31, 22, 59, 59), utc(2021, 3, 31, 23, 0)),
    (dt.date(2020, 12, 31), utc(2020, 12, 31, 23, 59, 59), utc(2021, 1, 1, 0, 0)),
    # The clocks change on the last day of the plan's year.
    (dt.date(2024, 3, 31), utc(2024, 3, 31, 22, 59, 59), utc(2024, 3, 31, 23, 0)),
    (dt.date(2024, 3, 30), utc(2024, 3, 30, 23, 59, 59), utc(2024, 3, 31, 0, 0)),
    (dt.date(2030, 3, 31), utc(2030, 3, 31, 22, 59, 59), utc(2030, 3, 31, 23, 0)),
    # 01:30 happens twice in London on 25 October 2026, and not at all on 28 March 2027.
    (dt.date(2026, 10, 24), utc(2026, 10, 24, 22, 59, 59), utc(2026, 10, 25, 0, 30)),
    (dt.date(2026, 10, 25), utc(2026, 10, 25, 1, 30), utc(2026, 10, 26, 0, 0)),
    (dt.date(2027, 3, 27), utc(2027, 3, 27, 23, 59, 59), utc(2027, 3, 28, 0, 30)),
    (dt.date(2027, 3, 28), utc(2027, 3, 28, 22, 59, 59), utc(2027, 3, 28, 23, 0)),
    (dt.date(2028, 2, 29), utc(2028, 2, 29, 23, 59, 59), utc(2028, 3, 1, 0, 0)),
]


@pytest.mark.parametrize(("due_on", "on_time", "late"), LONDON_DAYS)
def test_due_on_a_day_means_late_from_midnight_in_london(plan, lead, due_on, on_time, late):
    activity = promised_activity(plan, lead=lead, due_on=due_on)

    assert not standing_of(activity, on_time).is_overdue
    assert standing_of(activity, late).is_overdue
    assert standing_of(activity, late).days_late == 1


@pytest.mark.parametrize(("due_on", "on_time", "late"), LONDON_DAYS)
def test_a_milestone_is_late_from_midnight_in_london(plan, lead, due_on, on_time, late):
    activity = promised_activity(plan, lead=lead, due_on=None, milestones=[("Open", due_on)])

    assert [m.is_late for m in standing_of(activity, on_time).milestones] == [False]
    assert [m.is_late for m in standing_of(activity, late).milestones] == [True]


@pytest.mark.parametrize("day", [due_on for due_on, _, _ in LONDON_DAYS])
def test_the_end_of_a_day_is_still_that_day(plan, day):
    assert position(plan, end_of(day)).day == day


def test_a_moved_date_is_late_against_the_first_and_on_time_against_its_own(activity):
    record.move_date(
        activity,
        to=dt.date(2021, 6, 30),
        reason_category="supplier",
        reason="The supplier is late.",
        by=voice(),
        at=moment(2020, 11, 1),
    )

    standing = standing_of(activity, moment(2021, 4, 2))

    assert (standing.days_late, standing.days_late_first) == (0, 2)
    assert not standing.is_overdue


def test_what_was_completed_late_stays_as_late_as_it_was(activity):
    said(activity, "complete", on=dt.date(2021, 4, 10), evidence="Report")

    standing = standing_of(activity, moment(2021, 12, 1))

    assert (standing.days_late, standing.is_overdue) == (10, False)


# --- The whole plan ----------------------------------------------------------------------------
@pytest.fixture
def varied(plan, lead):
    """Eight activities under two objectives, one for each word and one merely late.

    The day to look at them is 15 June 2020.
    """
    day = dt.date(2020, 6, 12)
    names = ["on track", "at risk", "off track", "complete", "new", "silent", "withdrawn", "late"]
    made = {
        name: promised_activity(
            plan,
            lead=lead,
            objective=1 if place < 4 else 2,
            title=name,
            starts_on=dt.date(2020, 6, 10) if name == "new" else None,
            due_on=dt.date(2020, 6, 14) if name == "late" else dt.date(2020, 7, 10),
        )
        for place, name in enumerate(names)
    }
    said(made["on track"], "on_track", on=day)
    said(made["at risk"], "at_risk", on=day, reason="The supplier is late.")
    said(made["off track"], "off_track", on=day, reason="No bids.", next_steps="Ask again.")
    said(made["complete"], "complete", on=day, evidence="Report")
    record.withdraw(made["withdrawn"], reason="Grant ended.", by=voice(), at=moment(2020, 6, 12, 9))
    said(made["late"], "on_track", on=day)
    return plan


def titles(standings):
    return [standing.title for standing in standings]


def test_the_parts_add_up_to_the_total_in_the_order_of_all_pages(varied):
    found = position(varied, moment(2020, 6, 15))

    assert found.parts == [
        ("on_track", 2),
        ("at_risk", 1),
        ("off_track", 1),
        ("complete", 1),
        ("not_started", 1),
        ("silent", 1),
        ("withdrawn", 1),
    ]
    assert found.total == 8


def test_attention_lists_the_worst_first_and_nothing_that_is_well_or_ended(varied):
    found = position(varied, moment(2020, 6, 15))

    assert titles(found.attention()) == ["off track", "at risk", "silent", "late"]


def test_attention_puts_the_later_first_among_the_equally_bad(plan, lead):
    activities = [
        promised_activity(plan, lead=lead, number=number, due_on=due_on)
        for number, due_on in [(1, dt.date(2020, 6, 10)), (2, dt.date(2020, 6, 1)), (3, None)]
    ]
    for activity in activities:
        said(activity, "at_risk", on=dt.date(2020, 6, 12), reason="The supplier is late.")

    found = position(plan, moment(2020, 6, 15)).attention()

    assert [standing.number for standing in found] == [2, 1, 3]


def test_only_keeps_the_moment_and_the_standings_that_pass(varied):
    whole = position(varied, moment(2020, 6, 15))

    some = whole.only(lambda standing: standing.status == Status.ON_TRACK)

    assert titles(some.standings) == ["on track", "late"]
    assert (some.total, some.at, some.plan) == (2, whole.at, whole.plan)


def test_objectives_share_out_every_activity_in_the_plans_order(varied):
    first, second = varied.objectives.all()

    groups = position(varied, moment(2020, 6, 15)).by_objective()

    assert list(groups) == [first.pk, second.pk]
    assert titles(groups[first.pk].standings) == ["on track", "at risk", "off track", "complete"]
    assert titles(groups[second.pk].standings) == ["new", "silent", "withdrawn", "late"]


def test_what_falls_due_is_listed_from_today_to_the_last_day_soonest_first(plan, lead):
    today = dt.date(2020, 6, 15)
    activity = promised_activity(
        plan,
        lead=lead,
        due_on=today + dt.timedelta(days=28),
        milestones=[
            ("Yesterday", today - dt.timedelta(days=1)),
            ("Today", today),
            ("Met", today + dt.timedelta(days=1)),
        ],
    )
    promised_activity(plan, lead=lead, due_on=today + dt.timedelta(days=29))
    ended = promised_activity(plan, lead=lead, due_on=today)
    record.meet_milestone(
        activity.milestones.get(title="Met"),
        activity=activity,
        met_on=today,
        by=voice(),
        at=moment(2020, 6, 12),
    )
    said(ended, "complete", on=dt.date(2020, 6, 12), evidence="Report")

    due = position(plan, moment(2020, 6, 15)).due_within(28)

    assert [(due_on, milestone and milestone.title) for due_on, _, milestone in due] == [
        (today, "Today"),
        (today + dt.timedelta(days=28), None),
    ]


def test_what_moved_is_counted_and_says_how_often(plan, lead):
    once, never, twice = (promised_activity(plan, lead=lead, number=n) for n in (1, 2, 3))
    for activity, to in [(twice, 4), (once, 5), (twice, 6)]:
        record.move_date(
            activity,
            to=dt.date(2021, to, 30),
            reason_category="funding",
            reason="The grant is late.",
            by=voice(),
            at=moment(2020, to, 1),
        )

    found = position(plan, moment(2020, 6, 15))

    assert found.count_moved() == 2
    assert [found.of(each.pk).moves for each in (once, never, twice)] == [1, 0, 2]


# --- The past ----------------------------------------------------------------------------------
def test_a_past_position_is_what_was_then(activity):
    said(activity, "on_track", on=dt.date(2020, 5, 4), narrative="The tender is out.")
    then = position(activity.plan, moment(2020, 5, 10))

    wrong = said(activity, "complete", on=dt.date(2020, 6, 1), evidence="Report")
    record.correct(
        wrong,
        activity=activity,
        status="at_risk",
        narrative="One part is not finished.",
        reason="The supplier is late.",
        correction="It was not complete.",
        by=voice(),
        at=moment(2020, 6, 2),
    )
    record.reword(activity, title="Other words", reason="New.", by=voice(), at=moment(2020, 6, 3))
    record.hand_over(
        activity, to=post("Chief Executive"), reason="Moved.", by=voice(), at=moment(2020, 6, 4)
    )

    assert position(activity.plan, moment(2020, 5, 10)) == then
    assert then.of(activity.pk).narrative == "The tender is out."


def test_between_a_wrong_line_and_its_correction_the_wrong_line_stood(activity):
    wrong = said(activity, "complete", on=dt.date(2020, 6, 1), evidence="Report")
    record.correct(
        wrong,
        activity=activity,
        status="on_track",
        narrative="One part is not finished.",
        correction="It was not complete.",
        by=voice(),
        at=moment(2020, 6, 3),
    )

    assert standing_of(activity, moment(2020, 6, 2)).status == "complete"
    assert standing_of(activity, moment(2020, 6, 3)).status == "on_track"


def test_an_activity_is_not_in_the_plan_before_it_is_promised(plan, lead):
    promised_activity(plan, lead=lead, at=moment(2020, 4, 1))
    later = promised_activity(plan, lead=lead, at=moment(2020, 9, 1))

    assert position(plan, moment(2020, 8, 31)).of(later.pk) is None
    assert position(plan, moment(2020, 8, 31)).total == 1
    assert position(plan, moment(2020, 9, 1)).total == 2


def test_a_plan_without_activities_has_an_empty_position(plan, now):
    found = position(plan, now)

    assert (found.total, found.parts, found.attention(), found.by_objective()) == (0, [], [], {})


def test_another_plans_activities_are_none_of_this_ones(activity, now):
    other = type(activity.plan).objects.create(
        title="Delivery Plan 2021 to 2022", starts_on=dt.date(2021, 4, 1)
    )

    assert position(other, now).total == 0


def test_the_position_now_is_the_position_at_this_moment(varied, now):
    assert position(varied, now=now) == position(varied, at=now)


def test_without_a_moment_the_offices_own_clock_is_asked(activity, now):
    found = position(activity.plan)

    assert now <= found.at < now + dt.timedelta(minutes=10)


@pytest.mark.parametrize("count", [1, 40])
def test_a_position_needs_the_same_few_queries_at_any_size(
    plan, lead, count, django_assert_num_queries, now
):
    for _ in range(count):
        promised_activity(
            plan,
            lead=lead,
            joint=[post("Chief Executive")],
            milestones=[("Open", dt.date(2020, 10, 2))],
        )

    with django_assert_num_queries(3):
        position(plan)
    with django_assert_num_queries(2):
        position(plan, now=now)
    with django_assert_num_queries(2):
        assert position(plan, at=now).total == count
