"""What a correction sets right, and what it leaves as it is."""

import datetime as dt

import pytest

from plans import record
from plans.forms.milestones import MilestoneCorrectionForm
from plans.models import Entry
from plans.record.verifying import verify
from tests.factories import moment, post, promised_activity, said, voice


def correct(line, activity, status="on_track", *, at, narrative="Half of it is done.", **words):
    return record.correct(
        line,
        activity=activity,
        status=status,
        narrative=narrative,
        correction="The wrong activity was marked.",
        by=voice(),
        at=at,
        **words,
    )


def test_an_update_confirmed_since_can_still_be_corrected(activity):
    wrong = said(activity, "complete", on=dt.date(2020, 5, 4), evidence="Report")
    correct(wrong, activity, "on_track", at=moment(2020, 5, 5))
    record.confirm(activity, by=voice(), at=moment(2020, 5, 18))

    line = correct(
        wrong,
        activity,
        "at_risk",
        reason="Staff have left.",
        narrative="One part has stopped.",
        at=moment(2020, 5, 20),
    )

    standing = line.standing
    assert activity.status == "at_risk"
    assert (standing["narrative"], standing["reason"]) == (
        "One part has stopped.",
        "Staff have left.",
    )
    assert (standing["status_since"], standing["previous_status"]) == ("2020-05-04", "not_started")
    assert standing["said_on"] == "2020-05-18"


def test_a_confirmation_with_words_is_what_stands_and_can_be_corrected(activity):
    older = said(activity, "on_track", on=dt.date(2020, 5, 4))
    said_again = record.confirm(
        activity, narrative="Still going.", by=voice(), at=moment(2020, 5, 18)
    )

    left = correct(older, activity, narrative="Other words.", at=moment(2020, 5, 19))
    line = correct(
        said_again, activity, "at_risk", reason="It had stopped.", at=moment(2020, 5, 20)
    )

    assert left.standing["narrative"] == "Still going."
    assert (line.standing["status"], line.standing["status_since"]) == ("at_risk", "2020-05-18")
    assert line.standing["previous_status"] == "on_track"


def test_a_bare_confirmation_cannot_be_corrected_and_names_the_line_that_can(activity):
    said(activity, "on_track", on=dt.date(2020, 5, 4))
    bare = record.confirm(activity, by=voice(), at=moment(2020, 5, 18))

    assert not bare.can_be_corrected
    assert bare not in Entry.objects.correctable()
    with pytest.raises(record.Refused, match=r"line 2 was still true\. Correct line 2\."):
        correct(bare, activity, at=moment(2020, 5, 19))


# --- Milestones ---------------------------------------------------------------------------------
@pytest.fixture
def met(plan, finance_chief):
    """The line that says a milestone was met on 1 June 2020."""
    activity = promised_activity(
        plan,
        lead=post("Chief Financial Officer"),
        milestones=[("Tender out", dt.date(2020, 6, 1))],
    )
    return record.meet_milestone(
        activity.milestones.get(),
        activity=activity,
        met_on=dt.date(2020, 6, 1),
        by=voice(),
        at=moment(2020, 6, 2),
    )


def correct_milestone(met, met_on, *, on=dt.date(2020, 6, 3)):
    return record.correct_milestone(
        met,
        activity=met.activity,
        met_on=met_on,
        correction="The wrong box was ticked.",
        by=voice(),
        at=moment(on.year, on.month, on.day),
    )


@pytest.mark.parametrize("met_on", [None, dt.date(2020, 5, 29)])
def test_a_milestone_ticked_by_mistake_is_set_right(met, met_on):
    line = correct_milestone(met, met_on)

    assert met.can_be_corrected
    assert met.activity.milestones.get().met_on == met_on
    assert (line.kind, line.corrects, line.status) == ("corrected", met, "")
    assert line.changes == {
        f"milestones.{met.milestone_id}.met_on": ["2020-06-01", met_on and "2020-05-29"]
    }
    assert verify(met.plan) == []


def test_correcting_a_milestone_leaves_what_was_said_about_progress(met):
    said(met.activity, "on_track", on=dt.date(2020, 6, 2), narrative="The tender is out.")

    line = correct_milestone(met, None)

    assert (line.standing["status"], line.standing["narrative"]) == (
        "on_track",
        "The tender is out.",
    )


def test_a_correction_of_a_milestone_changes_something(met):
    with pytest.raises(record.Refused, match="what the record says already"):
        correct_milestone(met, dt.date(2020, 6, 1))


def test_a_milestone_met_again_is_corrected_where_that_was_said(met):
    correct_milestone(met, None)
    record.meet_milestone(
        met.activity.milestones.get(),
        activity=met.activity,
        met_on=dt.date(2020, 7, 1),
        by=voice(),
        at=moment(2020, 7, 2),
    )

    with pytest.raises(record.Refused, match="Line 4 says when it was met at last"):
        correct_milestone(met, None, on=dt.date(2020, 7, 3))


def test_an_update_is_not_corrected_as_a_milestone_nor_a_milestone_as_an_update(met):
    update = said(met.activity, "on_track", on=dt.date(2020, 6, 2))

    with pytest.raises(record.Refused, match="does not say that a milestone was met"):
        correct_milestone(update, None)
    with pytest.raises(record.Refused, match="Only what was said about progress"):
        correct(met, met.activity, at=moment(2020, 6, 3))


def form_for(met, **typed):
    data = {"correction": "The wrong box was ticked.", **typed}
    return MilestoneCorrectionForm(
        data, corrects=met, activity=met.activity, today=dt.date(2020, 6, 3)
    )


def test_the_form_opens_the_milestone_again(met):
    form = form_for(met, was_met="not_met", met_on_0="1", met_on_1="6", met_on_2="2020")

    assert form.is_valid(), form.errors
    form.enter(by=voice(), at=moment(2020, 6, 3))
    assert met.activity.milestones.get().met_on is None


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (("", "", ""), "Enter the day when the milestone was met"),
        (("4", "6", "2020"), "Enter today or an earlier day: it has been met already"),
    ],
)
def test_the_form_asks_for_the_day_a_milestone_was_met(met, day, words):
    typed = {f"met_on_{place}": part for place, part in enumerate(day)}

    assert form_for(met, was_met="met", **typed).errors == {"met_on": [words]}
