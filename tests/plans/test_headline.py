"""The sentence of the dashboard says what the counts say."""

import datetime as dt

import pytest

from plans.headline import headline
from plans.position import position
from tests.factories import moment, post, promised_activity, said


def test_bad_news_does_not_leave_the_sentence_by_falling_silent(activity):
    said(
        activity,
        "off_track",
        on=dt.date(2020, 4, 20),
        reason="Stopped.",
        next_steps="Ask again.",
    )

    assert headline(position(activity.plan, moment(2020, 5, 20))) == (
        "0 of 1 activity is on track. "
        "1 has not been heard from for longer than the plan allows, 1 off track when last heard."
    )


REASONS = {
    "at_risk": {"reason": "Slow."},
    "off_track": {"reason": "Stopped.", "next_steps": "Ask again."},
    "complete": {"evidence": "Report"},
}


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        ([], ""),
        (["on_track"], "1 of 1 activity is on track. No activity is off track or at risk."),
        (
            ["on_track", "at_risk"],
            "1 of 2 activities is on track. 1 is at risk.",
        ),
        (
            ["on_track", "on_track", "off_track", "at_risk", "at_risk", "complete"],
            "2 of 6 activities are on track, 1 complete. 1 is off track and 2 at risk.",
        ),
        (
            ["off_track", "off_track", "silent", "silent"],
            (
                "0 of 4 activities are on track. 2 are off track. "
                "2 have not been heard from for longer than the plan allows."
            ),
        ),
        (
            ["on_track", "silent"],
            (
                "1 of 2 activities is on track. No activity is off track or at risk. "
                "1 has not been heard from for longer than the plan allows."
            ),
        ),
    ],
)
def test_the_sentence_follows_from_the_counts(plan, statuses, sentence):
    activities = [promised_activity(plan, lead=post("Chief Executive")) for _ in statuses]
    for activity, status in zip(activities, statuses, strict=True):
        if status != "silent":
            said(activity, status, on=dt.date(2020, 4, 20), **REASONS.get(status, {}))

    assert headline(position(plan, moment(2020, 4, 21))) == sentence
