"""Eight people press the button at once, twenty times over: one wins, the rest are told.

The harness proves itself on a naive writer, which it must catch losing what people wrote.
"""

import datetime as dt
import threading
import uuid

import pytest
from django.db import IntegrityError, connection, connections

from plans import record
from plans.models import Activity, Draft, Entry, Milestone
from plans.record.verifying import verify
from tests.factories import moment, post, promised_activity, said, voice

WRITERS, ROUNDS, SECONDS = 8, 20, 60

pytestmark = pytest.mark.django_db(transaction=True)


def race(prepare, write, rounds=ROUNDS):
    """Let eight threads write at the same moment, round after round.

    prepare(round) loads what one writer holds, before anybody writes. write(held, round, place)
    returns whether it saved, and may raise Stale, which counts as told. Returns how many saved
    in each round; any other exception ends the race and is raised here.
    """
    together = threading.Barrier(WRITERS)
    saved, errors = [0] * rounds, []
    counting = threading.Lock()

    def run(place):
        try:
            for number in range(rounds):
                held = prepare(number)
                together.wait(SECONDS)
                won = attempt(write, held, number, place)
                with counting:
                    saved[number] += won
                together.wait(SECONDS)
        except threading.BrokenBarrierError:
            pass  # Another writer failed, and its error is the one to see.
        except Exception as error:
            errors.append(error)
            together.abort()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return saved


def attempt(write, *arguments):
    try:
        return bool(write(*arguments))
    except record.Stale:
        return False


@pytest.fixture
def draft(activity, finance_officer, now):
    return Draft.objects.create(
        activity=activity,
        kind="update",
        author=finance_officer,
        activity_version=activity.version,
        saved_at=now,
    )


def test_of_eight_updates_to_one_activity_one_is_recorded(activity):
    def write(held, number, place):
        return record.update(
            held,
            status="on_track",
            narrative=f"Round {number}, writer {place}.",
            by=voice(),
            at=moment(2020, 5, 4),
        )

    saved = race(lambda number: Activity.objects.get(pk=activity.pk), write)

    assert saved == [1] * ROUNDS
    assert Entry.objects.filter(kind="updated").count() == ROUNDS
    assert verify(activity.plan) == []


def test_updates_to_different_activities_of_a_plan_are_all_recorded(plan, finance_chief):
    lead = post("Chief Financial Officer")
    activities = [promised_activity(plan, lead=lead) for _ in range(WRITERS)]

    def write(held, number, place):
        return record.update(
            held[place],
            status="on_track",
            narrative=f"Round {number}.",
            by=voice(),
            at=moment(2020, 5, 4),
        )

    keys = [activity.pk for activity in activities]
    saved = race(lambda number: list(Activity.objects.filter(pk__in=keys).order_by("pk")), write, 5)

    assert saved == [WRITERS] * 5
    assert verify(plan) == []


def test_whoever_asked_first_and_came_second_is_recorded_too(plan):
    lead = post("Chief Financial Officer")
    keys = [promised_activity(plan, lead=lead).pk for _ in range(WRITERS)]

    def write(held, number, place):
        return record.update(
            held[place],
            status="on_track",
            narrative=f"Round {number}.",
            by=voice(),
            at=moment(2020, 5, 4) + dt.timedelta(seconds=number, milliseconds=place),
        )

    saved = race(lambda number: list(Activity.objects.filter(pk__in=keys).order_by("pk")), write, 5)

    assert saved == [WRITERS] * 5
    assert verify(plan) == []


def test_of_eight_saves_of_one_draft_one_wins(draft):
    def write(held, number, place):
        return held.claim(internal_note=f"Round {number}, writer {place}.")

    saved = race(lambda number: Draft.objects.get(pk=draft.pk), write)

    draft.refresh_from_db()
    assert saved == [1] * ROUNDS
    assert draft.version == 1 + ROUNDS


def test_the_harness_catches_a_writer_that_compares_and_then_saves(draft):
    def write(held, number, place):
        current = Draft.objects.get(pk=held.pk)
        if current.version != held.version:
            return False
        current.version += 1
        current.internal_note = f"Round {number}, writer {place}."
        current.save()
        return True

    saved = race(lambda number: Draft.objects.get(pk=draft.pk), write)

    draft.refresh_from_db()
    assert max(saved) > 1
    assert draft.version < 1 + sum(saved)


def test_a_milestone_met_from_two_pages_at_once_is_met_once_and_nobody_waits_for_ever(activity):
    milestones = [
        record.add_milestone(
            activity,
            title=f"Part {number}",
            due_on=dt.date(2020, 10, 2),
            by=voice(),
            at=moment(2020, 4, 2),
        ).pk
        for number in range(ROUNDS)
    ]
    met_on, said_by = dt.date(2020, 5, 4), {"by": voice(), "at": moment(2020, 5, 4)}

    def write(held, number, place):
        activity, milestone = held
        try:
            if place % 2:
                return record.meet_milestone(milestone, activity=activity, met_on=met_on, **said_by)
            return record.update(
                activity,
                status="on_track",
                narrative="One part is done.",
                milestones_met=[(milestone, met_on)],
                **said_by,
            )
        except record.Refused:
            return False

    def prepare(number):
        return Activity.objects.get(pk=activity.pk), Milestone.objects.get(pk=milestones[number])

    saved = race(prepare, write)

    assert saved == [1] * ROUNDS
    assert Entry.objects.filter(kind="milestone_met").count() == ROUNDS
    assert verify(activity.plan) == []


def test_a_form_sent_again_after_it_was_recorded_makes_no_second_line(activity):
    token = uuid.uuid4()
    said(activity, "on_track", on=dt.date(2020, 5, 4), token=token)
    again = Activity.objects.get(pk=activity.pk)

    with pytest.raises(IntegrityError, match="token"):
        said(again, "on_track", on=dt.date(2020, 5, 4), token=token)

    assert activity.entries.filter(kind="updated").count() == 1
    assert verify(activity.plan) == []


def test_a_form_sent_eight_times_at_once_makes_one_line(activity):
    tokens = [uuid.uuid4() for _ in range(ROUNDS)]

    def write(held, number, place):
        try:
            return said(held, "on_track", on=dt.date(2020, 5, 4), token=tokens[number])
        except IntegrityError:
            return False

    saved = race(lambda number: Activity.objects.get(pk=activity.pk), write)

    assert saved == [1] * ROUNDS
    assert Entry.objects.filter(token__in=tokens).count() == ROUNDS


def test_the_record_can_be_verified_while_people_write(activity):
    """The verifier sees one moment, and keeps nobody waiting."""
    found = []

    def write(held, number, place):
        if place:
            return said(held, "on_track", on=dt.date(2020, 5, 4))
        found.extend(verify(held.plan))
        return False

    race(lambda number: Activity.objects.get(pk=activity.pk), write, 10)

    assert found == []
    assert connection.vendor != "sqlite" or connection.transaction_mode == "IMMEDIATE"
