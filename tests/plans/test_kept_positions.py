"""What is kept of a plan between two pages is what reading it anew would give."""

import datetime as dt

import pytest
from hypothesis import given

from plans import kept_positions
from plans.kept_positions import kept_position
from plans.models import DeliveryPlan
from plans.position import end_of, position
from tests.factories import moment, post, promised_activity, said
from tests.plans.test_position_properties import Story, modest, stories, told

THEN = moment(2025, 3, 31)


def kept(plan, at=None, now=THEN):
    plan = DeliveryPlan.objects.get(pk=plan.pk)
    numbers = dict(plan.objectives.values_list("pk", "number"))
    return kept_position(plan, now=now, at=at, numbers=numbers)


@pytest.fixture
def reads(monkeypatch):
    """A list that grows each time that a whole position is read anew."""
    found = []

    def read(*args, **kwargs):
        found.append(args)
        return position(*args, **kwargs)

    monkeypatch.setattr(kept_positions, "position", read)
    return found


@pytest.fixture
def two(plan):
    lead = post("Chief Financial Officer")
    return [promised_activity(plan, lead=lead), promised_activity(plan, lead=lead)]


def drawn(position):
    """What pages draw of a position, and what is kept of its objectives from line to line."""
    groups = position.by_objective()
    return (
        (position.counts, position.unheard(), position.count_moved()),
        (position.attention(), position.due_within(28)),
        [(key, group.standings, group.counts) for key, group in groups.items()],
        position.by_key,
    )


class WatchedStory(Story):
    """A story at each step of which somebody opens the plan, and the plan as it was in May."""

    def tell(self, step):
        super().tell(step)
        in_may = end_of(dt.date(2020, 5, 31))
        assert kept(self.plan) == position(self.plan, now=THEN)
        assert drawn(kept(self.plan)) == drawn(position(self.plan, now=THEN))
        assert kept(self.plan, at=in_may) == position(self.plan, at=in_may)
        assert kept(self.plan, at=self.at) == position(self.plan, at=self.at)


@modest
@given(steps=stories)
def test_a_kept_position_is_the_position_after_every_line(db, steps):
    kept_positions.shelf.clear()
    with told(steps, WatchedStory):
        pass


def test_nothing_is_read_twice_while_nothing_is_said(plan, two, reads):
    assert kept(plan) is kept(plan)
    assert len(reads) == 1


def test_after_a_line_only_what_is_new_is_read(plan, two, reads, django_assert_num_queries):
    before = kept(plan)
    said(two[1], "on_track", on=dt.date(2020, 5, 4))

    with django_assert_num_queries(3):  # the plan, its objectives and the new lines
        after = kept(plan)

    assert after == position(plan, now=THEN)
    assert after.of(two[0].pk) is before.of(two[0].pk)
    assert len(reads) == 1


def test_another_day_is_read_anew(plan, two, reads):
    kept(plan, now=moment(2020, 5, 4))
    kept(plan, now=moment(2020, 5, 5))

    assert len(reads) == 2


def test_a_past_day_is_read_once_whatever_is_said_later(plan, two, reads):
    said(two[0], "on_track", on=dt.date(2020, 5, 4))
    before = kept(plan, at=end_of(dt.date(2020, 5, 3)))
    said(two[1], "on_track", on=dt.date(2020, 5, 5))

    assert kept(plan, at=end_of(dt.date(2020, 5, 3))) is before
    assert len(reads) == 1


def test_a_day_on_which_lines_may_still_be_added_is_not_settled(plan, two):
    at = end_of(dt.date(2020, 5, 4))
    kept(plan, at=at)

    said(two[0], "on_track", on=dt.date(2020, 5, 4))

    said(two[0], "on_track", on=dt.date(2020, 5, 5))

    assert kept(plan, at=at) == position(plan, at=at)


def test_a_record_that_is_not_the_one_kept_is_read_anew(plan, two, reads):
    kept(plan)
    [key] = kept_positions.shelf
    one = kept_positions.shelf[key]
    kept_positions.shelf[key] = kept_positions.Kept(one.length - 1, "another digest", one.position)

    assert kept(plan) == position(plan, now=THEN)
    assert len(reads) == 2
