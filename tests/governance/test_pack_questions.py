"""The panel's questions and recommendations in packs: open, answered since, and left out."""

import datetime as dt

import pytest

from governance import packs
from governance.packs.comparing import questions_answered, questions_open
from tests.factories import LONDON, said, voice
from tests.governance.factories import ScrutinyItemFactory
from tests.governance.packs import published

DAYS = {"on": dt.date(2020, 9, 10), "cut_off": dt.datetime(2020, 9, 1, 17, tzinfo=LONDON)}
ASKED = dt.date(2020, 8, 1)


@pytest.fixture
def first(plan, activity):
    """The pack of September; what it says of questions is settled when it is called."""
    said(activity, on=dt.date(2020, 8, 20))
    return lambda: packs.read_pack(published(plan, at=DAYS["cut_off"], **DAYS))


def second(plan):
    return packs.read_pack(published(plan))


def answer(item, response, words, *, on, at=None):
    """Answer it in words about the day `on`, written down at `at` or that morning."""
    written = at or dt.datetime.combine(on, dt.time(9), tzinfo=LONDON)
    item.respond(response=response, words=words, said_on=on, by=voice(), at=written)


def titles(questions):
    return [question["title"] for question in questions]


@pytest.mark.parametrize("day", [dt.date(2020, 9, 1), dt.date(2020, 8, 28)])
def test_an_answer_noted_after_the_cut_off_is_in_the_next_pack(plan, first, day):
    question = ScrutinyItemFactory(title="Spending", raised_on=ASKED)
    before = first()
    evening = dt.datetime(2020, 9, 1, 18, tzinfo=LONDON)
    answer(question, "answered", "It fell.", on=day, at=evening)

    after = second(plan)

    assert titles(questions_open(before)) == ["Spending"]
    assert titles(questions_answered(before, after)) == ["Spending"]
    assert questions_open(after) == []


def test_what_was_over_before_is_told_no_more(plan, first):
    question = ScrutinyItemFactory(title="Spending", raised_on=ASKED)
    answer(question, "answered", "It fell.", on=dt.date(2020, 8, 28))
    before = first()

    after = second(plan)

    assert titles(questions_answered(None, before)) == ["Spending"]
    assert after.questions == []


def test_a_further_answer_is_in_the_next_pack(plan, first):
    question = ScrutinyItemFactory(title="Spending", raised_on=ASKED)
    answer(question, "answered", "It fell.", on=dt.date(2020, 8, 28))
    before = first()
    answer(question, "answered", "It fell by a tenth.", on=dt.date(2020, 11, 2))

    after = second(plan)

    assert titles(questions_answered(before, after)) == ["Spending"]


def test_an_update_of_what_is_over_is_no_answer(plan, first):
    question = ScrutinyItemFactory(title="Spending", raised_on=ASKED)
    answer(question, "answered", "It fell.", on=dt.date(2020, 8, 28))
    before = first()
    noon = dt.datetime(2020, 11, 2, 12, tzinfo=LONDON)
    question.update(words="See the website.", said_on=noon.date(), by=voice(), at=noon)

    after = second(plan)

    assert questions_answered(before, after) == []


def test_accepted_work_past_its_agreed_day_is_late(plan, first):
    agreed = dt.date(2020, 8, 25)
    wish = ScrutinyItemFactory(
        kind="recommendation", title="Publish more", raised_on=ASKED, clock="agreed",
        due_on=agreed, first_due_on=agreed,
    )  # fmt: skip
    answer(wish, "accepted", "We will.", on=dt.date(2020, 8, 10))

    [told] = first().questions

    assert told["days_late"] == 7


def test_a_day_that_was_set_after_the_cut_off_is_not_told_before(plan, first):
    question = ScrutinyItemFactory(title="Spending", raised_on=ASKED, clock="none", due_on=None,
                                   first_due_on=None)  # fmt: skip
    noon = dt.datetime(2020, 9, 2, 12, tzinfo=LONDON)
    question.move_date(
        to=dt.date(2020, 12, 1), words="It was asked for.", said_on=noon.date(), by=voice(), at=noon
    )

    [told], [later] = first().questions, second(plan).questions

    assert (told["due_on"], told["days_late"]) == (None, 0)
    assert (later["due_on"], later["moves"], later["days_late"]) == ("2020-12-01", 0, 9)


def test_a_recommendation_refused_first_and_accepted_later_is_open(plan, first):
    wish = ScrutinyItemFactory(kind="recommendation", title="Publish more", raised_on=ASKED)
    answer(wish, "not_accepted", "It costs too much.", on=dt.date(2020, 8, 28))
    before = first()
    answer(wish, "accepted", "It can be done after all.", on=dt.date(2020, 11, 2))

    after = second(plan)

    assert questions_open(before) == []
    assert titles(questions_open(after)) == ["Publish more"]
    assert titles(questions_answered(before, after)) == ["Publish more"]
