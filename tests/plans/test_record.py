"""Lines of the record: what they hold, what they refuse, what follows from them."""

import contextlib
import datetime as dt

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from plans import record
from plans.models import Entry
from plans.record.verifying import verify
from tests.factories import moment, post, promised_activity, said, voice


def test_an_activity_begins_with_the_line_that_promises_it(plan):
    lead, partner = post("Chief Financial Officer"), post("Chief Executive")

    activity = promised_activity(plan, lead=lead, joint=[partner], title="New payroll")

    line = activity.entries.get()
    assert (line.number, line.version, line.kind) == (1, 1, "promised")
    assert line.standing["title"] == "New payroll"
    assert line.standing["lead"] == lead.pk
    assert line.standing["joint"] == [partner.pk]
    assert line.standing["due_on"] == line.standing["first_due_on"] == "2021-03-31"


def test_an_update_moves_the_status_and_keeps_what_it_was(activity):
    said(activity, "on_track", on=dt.date(2020, 5, 4))
    said(activity, "at_risk", on=dt.date(2020, 6, 1), reason="The supplier is late.")

    activity.refresh_from_db()
    line = activity.entries.last()
    assert (activity.status, activity.said_on, activity.version) == (
        "at_risk",
        dt.date(2020, 6, 1),
        3,
    )
    assert line.standing["previous_status"] == "on_track"
    assert line.standing["status_since"] == "2020-06-01"


def test_moving_a_date_keeps_the_first_one_and_counts_the_move(activity):
    record.move_date(
        activity,
        to=dt.date(2021, 6, 30),
        reason_category="supplier",
        reason="The supplier cannot deliver before June.",
        by=voice(),
        at=moment(2020, 11, 1),
    )

    activity.refresh_from_db()
    assert activity.first_due_on == dt.date(2021, 3, 31)
    assert activity.due_on == dt.date(2021, 6, 30)
    assert activity.moves == 1


def test_a_first_date_is_not_a_move(plan):
    activity = promised_activity(plan, lead=post("Chief Executive"), due_on=None)

    record.move_date(
        activity,
        to=dt.date(2020, 9, 30),
        reason_category="scope",
        reason="Now planned.",
        by=voice(),
        at=moment(2020, 5, 1),
    )

    activity.refresh_from_db()
    assert activity.first_due_on == activity.due_on == dt.date(2020, 9, 30)
    assert activity.moves == 0


def test_a_date_cannot_move_without_a_reason(activity):
    with pytest.raises(IntegrityError), transaction.atomic():
        record.move_date(
            activity,
            to=dt.date(2021, 6, 30),
            reason_category="supplier",
            reason="",
            by=voice(),
            at=moment(2020, 11, 1),
        )

    activity.refresh_from_db()
    assert activity.due_on == dt.date(2021, 3, 31)
    assert activity.entries.count() == 1


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("on_track", {"narrative": ""}),
        ("at_risk", {"reason": ""}),
        ("off_track", {"reason": "Late.", "next_steps": ""}),
        ("off_track", {"reason": "", "next_steps": "Ask again."}),
    ],
)
def test_the_database_refuses_a_status_without_its_words(activity, status, words):
    with pytest.raises(IntegrityError), transaction.atomic():
        said(activity, status, on=dt.date(2020, 5, 4), **words)

    assert activity.entries.count() == 1


def test_a_correction_points_to_its_line_and_replaces_what_stands(activity):
    wrong = said(activity, "complete", on=dt.date(2020, 5, 4), evidence="Report")

    record.correct(
        wrong,
        activity=activity,
        status="on_track",
        narrative="Half of it is done.",
        correction="The wrong activity was marked complete.",
        by=voice(),
        at=moment(2020, 5, 6),
    )

    activity.refresh_from_db()
    line = activity.entries.last()
    assert line.corrects == wrong
    assert activity.status == "on_track"
    assert line.standing["completed_on"] is None
    assert line.standing["previous_status"] == "not_started"
    assert line.standing["said_on"] == "2020-05-04"


def test_correcting_an_older_line_leaves_what_stands_now(activity):
    older = said(activity, "on_track", on=dt.date(2020, 5, 4))
    said(activity, "at_risk", on=dt.date(2020, 6, 1), reason="Staff have left.")

    record.correct(
        older,
        activity=activity,
        status="on_track",
        narrative="One of two parts was on track.",
        correction="The first account left one part out.",
        by=voice(),
        at=moment(2020, 6, 2),
    )

    activity.refresh_from_db()
    assert activity.status == "at_risk"


def test_a_confirmation_keeps_the_words_and_renews_the_day(activity):
    said(activity, "on_track", on=dt.date(2020, 5, 4), narrative="The tender is out.")

    record.confirm(activity, by=voice(), at=moment(2020, 5, 18))

    standing = activity.entries.last().standing
    assert standing["narrative"] == "The tender is out."
    assert (standing["said_on"], standing["status_since"]) == ("2020-05-18", "2020-05-04")


def test_nothing_can_be_confirmed_before_anything_was_said(activity):
    with pytest.raises(record.Refused, match="Nothing has been said yet"):
        record.confirm(activity, by=voice(), at=moment(2020, 5, 18))


def test_a_hand_over_changes_the_lead_and_keeps_the_history(activity):
    before, after = activity.lead, post("Chief Executive")

    record.hand_over(
        activity, to=after, reason="Moved with the team.", by=voice(), at=moment(2020, 7, 1)
    )

    activity.refresh_from_db()
    assert activity.lead == after
    assert activity.entries.last().changes == {"lead": [before.pk, after.pk]}


def test_a_withdrawn_activity_takes_no_more_updates(activity):
    record.withdraw(activity, reason="The grant ended.", by=voice(), at=moment(2020, 7, 1))

    with pytest.raises(record.Refused, match="was withdrawn"):
        said(activity, "on_track", on=dt.date(2020, 7, 2))


def test_a_writer_who_read_an_older_version_is_stale(activity):
    earlier = type(activity).objects.get(pk=activity.pk)
    said(activity, "on_track", on=dt.date(2020, 5, 4))

    with pytest.raises(record.Stale):
        said(earlier, "complete", on=dt.date(2020, 5, 4), evidence="Report")


def test_a_line_cannot_be_dated_before_the_one_it_follows(activity):
    said(activity, "on_track", on=dt.date(2020, 5, 4))

    with pytest.raises(record.Refused, match="cannot be dated before"):
        said(activity, "on_track", on=dt.date(2020, 5, 3))


def test_a_line_whose_writer_waited_takes_the_moment_of_the_line_it_follows(plan):
    """Two people press at once: who asked first may get the plan's lock second."""
    lead = post("Chief Financial Officer")
    first, second = promised_activity(plan, lead=lead), promised_activity(plan, lead=lead)
    at = dt.datetime(2020, 5, 4, 10, 0, 30, tzinfo=dt.UTC)
    words = {"status": "on_track", "narrative": "On course.", "by": voice()}
    record.update(first, at=at, **words)

    line = record.update(second, at=at - dt.timedelta(milliseconds=40), **words)

    assert (line.made_at, line.said_on) == (at, dt.date(2020, 5, 4))
    plan.refresh_from_db()
    assert plan.record_at == at
    assert verify(plan) == []


@pytest.mark.parametrize(("seconds", "is_taken"), [(60, True), (61, False)])
def test_a_writer_waits_a_minute_at_most(activity, seconds, is_taken):
    at = dt.datetime(2020, 5, 4, 10, 0, tzinfo=dt.UTC)
    words = {"status": "on_track", "narrative": "On course.", "by": voice()}
    record.update(activity, at=at, **words)

    with contextlib.suppress(record.Refused):
        record.update(activity, at=at - dt.timedelta(seconds=seconds), **words)

    assert activity.entries.filter(kind="updated").count() == (2 if is_taken else 1)


def test_a_milestone_is_met_once(plan):
    activity = promised_activity(
        plan, lead=post("Chief Executive"), milestones=[("Site open", dt.date(2020, 10, 2))]
    )
    milestone = activity.milestones.get()
    record.meet_milestone(
        milestone,
        activity=activity,
        met_on=dt.date(2020, 10, 2),
        by=voice(),
        at=moment(2020, 10, 2),
    )

    with pytest.raises(record.Refused, match="has been met already"):
        record.meet_milestone(
            milestone,
            activity=activity,
            met_on=dt.date(2020, 10, 3),
            by=voice(),
            at=moment(2020, 10, 3),
        )

    assert activity.entries.last().standing["milestones"][str(milestone.pk)]["met_on"] == (
        "2020-10-02"
    )


@pytest.mark.parametrize(
    "statement",
    ["UPDATE plans_entry SET narrative = 'Better words.'", "DELETE FROM plans_entry"],
)
def test_the_database_refuses_to_change_or_delete_a_line(activity, statement):
    said(activity, "on_track", on=dt.date(2020, 5, 4))

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert Entry.objects.count() == 2


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has no TRUNCATE")
def test_the_database_refuses_to_truncate_the_record(activity):
    with connection.cursor() as cursor:
        # Foreign keys wait for the commit, and a table with checks pending is not truncated.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("TRUNCATE plans_entry CASCADE")


def test_a_closed_plan_takes_no_more_lines(activity):
    activity.plan.state = "closed"
    activity.plan.save()

    with pytest.raises(record.Refused, match="is closed"):
        said(activity, "on_track", on=dt.date(2020, 5, 4))


def test_a_continuing_duty_does_not_end(plan):
    duty = promised_activity(plan, lead=post("Chief Executive"), kind="duty", due_on=None)

    with pytest.raises(record.Refused, match="does not end"):
        said(duty, "complete", on=dt.date(2020, 5, 4), evidence="Report")
