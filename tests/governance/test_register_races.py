"""Eight people write about one row of a register at once: one wins, the others are told."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError
from django.urls import reverse

from governance.models import Action, Meeting, Risk, ScrutinyItem
from plans.registers.models import Stale
from tests.governance.factories import (
    ActionFactory,
    MeetingFactory,
    RiskFactory,
    ScrutinyItemFactory,
    the_panel,
)
from tests.plans.test_races import WRITERS, race
from tests.registers.racing import (
    ROUNDS,
    answers_to,
    eight_forms,
    held_by,
    one_form_eight_times,
    said,
    told,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def question(office, finance_chief):
    return ScrutinyItemFactory()


@pytest.fixture
def recommendation(office, finance_chief):
    item = ScrutinyItemFactory(kind="recommendation", source="internal_audit")
    item.respond(response="accepted", **said("first"))
    return item


def test_of_eight_answers_to_one_question_one_is_given(question):
    def write(held, number, place):
        held.respond(response="answered", **said(place))

    saved = race(held_by(question), told(write), ROUNDS)

    question.refresh_from_db()
    assert saved == [1] * ROUNDS
    assert question.lines.filter(kind="responded").count() == ROUNDS
    assert question.version == 1 + ROUNDS


def test_a_question_answered_from_eight_browsers_has_the_answer_that_won(question, chief_executive):
    url = reverse("governance:scrutinyitem-respond", args=[question.pk])

    answers = answers_to(chief_executive, url, eight_forms(chief_executive, url))

    assert answers == [302] + [409] * (WRITERS - 1)
    assert question.lines.count() == 1


def test_an_answer_sent_eight_times_at_once_is_noted_once(question, chief_executive):
    url = reverse("governance:scrutinyitem-respond", args=[question.pk])

    answers = answers_to(chief_executive, url, one_form_eight_times(chief_executive, url))

    assert answers == [302] * WRITERS
    assert question.lines.count() == 1


def test_an_update_and_a_close_at_once_leave_one_line_each_round(recommendation):
    def write(held, number, place):
        (held.update if place % 2 else held.close)(**said(place))

    saved = race(held_by(recommendation), told(write), ROUNDS)

    assert saved == [1] * ROUNDS
    assert recommendation.lines.count() == 1 + ROUNDS


def test_a_date_moved_eight_times_at_once_moves_once(question):
    def write(held, number, place):
        to = dt.date(2021, 1, 1) + dt.timedelta(days=10 * number + place)
        held.move_date(to=to, **said(place))

    saved = race(held_by(question), told(write), ROUNDS)

    question.refresh_from_db()
    assert saved == [1] * ROUNDS
    assert question.moves == question.lines.count() == ROUNDS
    assert question.first_due_on == dt.date(2020, 12, 21)
    assert question.lines.last().due_to == question.due_on


def test_scoring_and_changing_one_risk_at_once_loses_neither_unseen(office, finance_chief):
    risk = RiskFactory()

    def write(held, number, place):
        if place % 2:
            held.score("current", likelihood=3, impact=2, **said(place))
        else:
            held.change(fields=["title"], title=f"Round {number}, writer {place}")

    saved = race(held_by(risk), told(write), ROUNDS)

    risk.refresh_from_db()
    changes = risk.history.filter(title__startswith="Round").values("title").distinct().count()
    assert saved == [1] * ROUNDS
    assert risk.version == 1 + ROUNDS
    assert risk.scores.count() + changes == ROUNDS


def test_an_action_is_finished_once(office, finance_chief):
    action = ActionFactory()

    saved = race(
        held_by(action), told(lambda held, number, place: held.finish(**said(place))), ROUNDS
    )

    assert saved == [1] * ROUNDS
    assert Action.objects.get().lines.count() == ROUNDS


def test_a_line_sent_eight_times_with_one_token_is_written_once(office, finance_chief):
    risk, tokens = RiskFactory(), [uuid.uuid4() for _ in range(ROUNDS)]

    def write(held, number, place):
        try:
            held.score("current", likelihood=3, impact=2, **said(place, token=tokens[number]))
        except IntegrityError:
            raise Stale from None

    saved = race(held_by(risk), told(write), ROUNDS)

    assert saved == [1] * ROUNDS
    assert Risk.objects.get().scores.count() == ROUNDS


def test_a_year_of_meetings_added_eight_times_at_once_is_there_once(office, finance_chief):
    panel = the_panel()
    days = [dt.date(2021, month, 7) for month in range(1, 13)]

    def write(held, number, place):
        return Meeting.objects.add_series(held, days, papers_days=7)

    saved = race(held_by(panel), write, 1)

    assert saved == [1]
    assert Meeting.objects.count() == len(days)


def test_a_paper_listed_eight_times_at_once_is_there_once(office, finance_chief):
    meeting = MeetingFactory()

    def write(held, number, place):
        return held.add_paper(kind="paper", title="Agenda", link="")

    race(held_by(meeting), write, 1)

    assert meeting.papers.count() == 1


def test_whoever_read_before_another_wrote_writes_nothing(question):
    held = ScrutinyItem.objects.get(pk=question.pk)
    question.update(**said("first"))

    with pytest.raises(Stale):
        held.update(**said("second"))

    assert [line.words for line in question.lines.all()] == ["Writer first."]
