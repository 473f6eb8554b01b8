"""What changed between two packs, from their frozen texts."""

import datetime as dt

from governance import packs
from governance.packs.comparing import compare, in_a_sentence, office_words
from plans import record
from plans.models import Objective
from tests.factories import LONDON, post, promised_activity, said, voice
from tests.governance.packs import published

SEPTEMBER = dt.datetime(2020, 9, 1, 17, tzinfo=LONDON)
DECEMBER = dt.datetime(2020, 12, 10, 17, tzinfo=LONDON)


def pair(plan, between):
    """The Readings of two packs, with `between()` called between their cut-offs."""
    first = published(plan, on=dt.date(2020, 9, 10), cut_off=SEPTEMBER, at=SEPTEMBER)
    between()
    second = published(plan, on=dt.date(2020, 12, 17), cut_off=DECEMBER, at=DECEMBER)
    return packs.read_pack(first), packs.read_pack(second)


def test_a_moved_date_comes_with_its_first_day_and_its_reason(plan, activity):
    said(activity, on=dt.date(2020, 8, 20))

    def between():
        record.move_date(
            activity,
            to=dt.date(2021, 6, 30),
            reason="Steel came late.",
            reason_category="supplier",
            by=voice(),
            at=dt.datetime(2020, 11, 2, 9, tzinfo=LONDON),
        )

    found = compare(*pair(plan, between))

    [changed] = found["date"]
    [moved] = changed.moved_dates
    assert (moved.first, moved.old, moved.new) == (
        dt.date(2021, 3, 31), dt.date(2021, 3, 31), dt.date(2021, 6, 30),
    )  # fmt: skip
    assert [line["reason"] for line in changed.why] == ["Steel came late."]


def test_reasons_given_before_the_earlier_pack_are_not_told_again(plan, activity):
    record.move_date(
        activity, to=dt.date(2021, 4, 30), reason="Old news.", reason_category="supplier",
        by=voice(), at=dt.datetime(2020, 6, 1, 9, tzinfo=LONDON),
    )  # fmt: skip

    def between():
        record.move_date(
            activity, to=dt.date(2021, 6, 30), reason="News.", reason_category="supplier",
            by=voice(), at=dt.datetime(2020, 11, 2, 9, tzinfo=LONDON),
        )  # fmt: skip

    found = compare(*pair(plan, between))

    assert [line["reason"] for line in found["date"][0].why] == ["News."]


def test_the_sentence_counts_what_changed(plan, finance_chief):
    lead = post("Chief Financial Officer")
    done, slow = promised_activity(plan, lead=lead), promised_activity(plan, lead=lead)
    for activity in (done, slow):
        said(activity, on=dt.date(2020, 8, 20))

    def between():
        said(done, "complete", on=dt.date(2020, 12, 8), evidence="Minutes")
        said(slow, "at_risk", on=dt.date(2020, 12, 8), reason="Two posts are vacant.")
        promised_activity(
            plan, lead=lead, title="A new one", at=dt.datetime(2020, 12, 9, 9, tzinfo=LONDON)
        )

    found = compare(*pair(plan, between))

    assert in_a_sentence(found) == "1 activity was completed, 1 fell behind, 1 is new"


def test_nothing_changed_is_said_in_words(plan, activity):
    said(activity, on=dt.date(2020, 8, 20))
    first = packs.read_pack(
        published(plan, on=dt.date(2020, 9, 10), cut_off=SEPTEMBER, at=SEPTEMBER)
    )

    assert in_a_sentence(compare(first, first)) == "no activity changed"


def test_a_start_that_moved_is_counted_with_its_days_and_its_reason(plan, activity):
    said(activity, on=dt.date(2020, 8, 31))

    def between():
        record.reword(
            activity, starts_on=dt.date(2020, 10, 1), reason="The lease began late.",
            by=voice(), at=dt.datetime(2020, 11, 2, 9, tzinfo=LONDON),
        )  # fmt: skip
        said(activity, on=dt.date(2020, 12, 9))

    found = compare(*pair(plan, between))

    [changed] = found["date"]
    [moved] = changed.moved_dates
    assert (moved.what, moved.old, moved.new) == ("start", None, dt.date(2020, 10, 1))
    assert [line["reason"] for line in changed.why] == ["The lease began late."]
    assert in_a_sentence(found) == "1 had a date moved"


def test_a_withdrawal_that_was_set_right_is_no_falling_behind(plan, activity):
    withdrawal = record.withdraw(
        activity, reason="No money.", by=voice(), at=dt.datetime(2020, 8, 25, 9, tzinfo=LONDON)
    )

    def between():
        record.correct(
            withdrawal, activity=activity, status="on_track", narrative="It goes on.",
            correction="Another was meant.", by=voice(),
            at=dt.datetime(2020, 12, 9, 9, tzinfo=LONDON),
        )  # fmt: skip
        record.confirm(activity, by=voice(), at=dt.datetime(2020, 12, 9, 10, tzinfo=LONDON))

    found = compare(*pair(plan, between))

    assert in_a_sentence(found) == "1 is in the plan again"


def test_the_sentence_never_says_that_nothing_changed_above_a_change(plan, activity):
    said(activity, on=dt.date(2020, 8, 31))

    def between():
        record.hand_over(
            activity, to=post("Head of Estates"), reason="Estates moved.", by=voice(),
            at=dt.datetime(2020, 11, 2, 9, tzinfo=LONDON),
        )  # fmt: skip
        said(activity, on=dt.date(2020, 12, 9))

    found = compare(*pair(plan, between))

    assert list(found) == ["owner"]
    assert in_a_sentence(found) == "1 changed hands"


def test_what_a_version_says_otherwise_is_told_in_both_wordings(plan, activity):
    first = published(plan, commentary="Five are complete.")
    second = published(plan, commentary="Six are complete.", reason="A figure was wrong.")

    found = office_words(packs.read_pack(first), packs.read_pack(second))

    assert [(one.about, one.was, one.now) for one in found] == [
        ("Commentary", "Five are complete.", "Six are complete.")
    ]


def test_each_meeting_has_a_commentary_of_its_own(plan, activity):
    before, after = pair(plan, lambda: Objective.objects.update(title="Another title"))

    found = office_words(before, after)

    assert [one.about for one in found] == ["Title of objective 1"]
