"""Whatever is said about a plan, in whatever order: what was true of it then stays true."""

import datetime as dt
from collections import Counter
from contextlib import contextmanager

from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plans import record
from plans.models import Activity
from plans.position import position
from plans.record.verifying import verify
from tests.factories import (
    DeliveryPlanFactory,
    ObjectiveFactory,
    PriorityFactory,
    moment,
    post,
    voice,
)

POSTS = ["Chief Executive", "Chief Financial Officer", "Head of Communications"]
STATUSES = ["not_started", "on_track", "at_risk", "off_track", "complete"]
BEGINNING = moment(2020, 4, 1)
modest = settings(
    deadline=None,
    max_examples=25,
    database=None,
    derandomize=True,
    # The database is shared by all examples; each rolls back what it wrote.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def step(draw):
    """What somebody does next: a verb, the hours since the last one, and numbers to choose by."""
    verb = draw(st.sampled_from([*VERBS, "update", "update", "update", "confirm", "correct"]))
    return verb, draw(st.integers(1, 1500)), draw(st.lists(st.integers(0, 99), min_size=5))


stories = st.lists(step(), min_size=3, max_size=14)


class Story:
    """A plan to which things happen, and how it stood after each of them."""

    def __init__(self):
        self.plan = DeliveryPlanFactory(title="A plan of its own")
        self.objectives = [ObjectiveFactory(plan=self.plan, number=n) for n in (1, 2)]
        self.posts = [post(title) for title in POSTS]
        self.priorities = [PriorityFactory(number=n) for n in (1, 2)]
        self.at, self.past, self.moves = BEGINNING, [], 0
        self.tell(("promise", 1, [0, 0, 1, 1, 3]))

    def tell(self, step):
        """Do one thing; what the record refuses leaves no trace."""
        verb, hours, numbers = step
        self.at += dt.timedelta(hours=hours)
        try:
            with transaction.atomic():
                VERBS[verb](self, *numbers[:5])
        except (record.Refused, IntegrityError):
            pass
        self.past.append((self.at, position(self.plan, self.at)))

    def activity(self, number):
        activities = list(Activity.objects.filter(plan=self.plan).order_by("pk"))
        return activities[number % len(activities)]

    def day(self, number):
        return dt.date(2020, 4, 1) + dt.timedelta(days=5 * number)

    def some(self, things, number):
        """Choose among the things by the bits of a number: none, some or all of them."""
        return [thing for place, thing in enumerate(things) if number >> place & 1]

    @property
    def said(self):
        return {"by": voice(), "at": self.at}


def promise(story, a, b, c, d, e):
    objective = story.objectives[a % 2]
    record.promise(
        objective,
        number=objective.activities.count() + 1,
        title=f"Activity {Activity.objects.count()}",
        lead=story.posts[b % 3],
        joint=story.some(story.posts, c),
        contributors=story.some(story.posts, d),
        priorities=story.some(story.priorities, e),
        due_on=story.day(a) if b % 4 else None,
        milestones=[("First part", story.day(c))] if d % 2 else [],
        **story.said,
    )


def update(story, a, b, c, d, e):
    activity = story.activity(a)
    milestones = activity.milestones.filter(met_on=None)[: e % 2]
    record.update(
        activity,
        status=STATUSES[b % 5],
        narrative=f"Words {c} “of” £{d}.",
        reason="Late." if c % 5 else "",
        next_steps="Ask again.",
        forecast_on=story.day(c),
        milestones_met=[(milestone, story.day(d)) for milestone in milestones],
        **story.said,
    )


def confirm(story, a, b, *_):
    record.confirm(story.activity(a), narrative="Still so." if b % 2 else "", **story.said)


def move_date(story, a, b, c, d, e):
    activity = story.activity(a)
    had_a_date = activity.due_on is not None
    milestone = activity.milestones.first() if c % 3 == 0 else None
    record.move_date(
        activity,
        to=story.day(b),
        milestone=milestone,
        reason_category="partner",
        reason="Late." if d % 5 else "",
        **story.said,
    )
    story.moves += had_a_date and milestone is None


def hand_over(story, a, b, c, d, e):
    record.hand_over(
        story.activity(a),
        to=story.posts[b % 3],
        joint=story.some(story.posts, c) if c % 2 else None,
        contributors=story.some(story.posts, d) if e % 2 else None,
        reason="Moved with the team.",
        **story.said,
    )


def reword(story, a, b, c, d, e):
    values = {
        "title": f"Activity {b % 4}",
        "detail": "More.",
        "number": 1 + d % 4,
        "starts_on": story.day(c),
        "kind": "duty" if d % 2 else "deliverable",
        "priorities": story.some(story.priorities, e),
    }
    chosen = {name: value for place, (name, value) in enumerate(values.items()) if b >> place & 1}
    record.reword(story.activity(a), reason="Clearer.", **chosen, **story.said)


def add_milestone(story, a, b, c, *_):
    title = f"Part {c % 3}"
    record.add_milestone(story.activity(a), title=title, due_on=story.day(b), **story.said)


def meet_milestone(story, a, b, *_):
    activity = story.activity(a)
    if milestone := activity.milestones.first():
        record.meet_milestone(milestone, activity=activity, met_on=story.day(b), **story.said)


def withdraw(story, a, *_):
    record.withdraw(story.activity(a), reason="The grant ended.", **story.said)


def correct(story, a, b, c, d, e):
    activity = story.activity(a)
    lines = list(activity.entries.order_by("number"))
    correctable = [line for line in lines if line.can_be_corrected] or lines
    record.correct(
        correctable[b % len(correctable)],
        activity=activity,
        status=STATUSES[c % 5],
        narrative=f"Rather {d}.",
        reason="Late.",
        next_steps="Ask again.",
        correction="It was wrong.",
        **story.said,
    )


VERBS = {
    verb.__name__: verb
    for verb in (
        promise,
        update,
        confirm,
        move_date,
        hand_over,
        reword,
        add_milestone,
        meet_milestone,
        withdraw,
        correct,
    )
}


@contextmanager
def told(steps, kind=Story):
    """A plan to which all this happened; undone at the end, for the next example."""
    with transaction.atomic():
        story = kind()
        for step in steps:
            story.tell(step)
        yield story
        transaction.set_rollback(True)


@modest
@given(steps=stories)
def test_the_position_at_a_moment_never_changes_by_what_is_written_after_it(db, steps):
    with told(steps) as story:
        assert [(at, position(story.plan, at)) for at, _ in story.past] == story.past


@modest
@given(steps=stories)
def test_the_record_replayed_is_the_plan_as_its_rows_have_it(db, steps):
    with told(steps) as story:
        assert verify(story.plan) == []


@modest
@given(steps=stories)
def test_counts_share_out_the_whole_plan_at_every_moment(db, steps):
    with told(steps) as story:
        for _, found in story.past:
            groups = found.by_objective().values()

            assert sum(count for _, count in found.parts) == found.total
            assert sum((group.counts for group in groups), start=Counter()) == found.counts


@modest
@given(steps=stories)
def test_every_move_of_a_date_is_counted_and_now_is_a_moment_like_any_other(db, steps):
    with told(steps) as story:
        found = position(story.plan, now=story.at)

        assert sum(standing.moves for standing in found.standings) == story.moves
        assert found == position(story.plan, at=story.at)
