"""Papers say of an activity, and of a change, word for word what the pages say."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.template.loader import render_to_string

from governance.packs.comparing import KINDS, compare
from governance.packs.reading import read_pack
from governance.papers.change_words import cells
from governance.papers.question_blocks import due_lines as question_due_lines
from governance.views.pack_content import NoLinks, groups_of, questions
from plans.papers.standing_words import due_lines, milestone_words, said_lines, status_lines
from plans.standing import MilestoneStanding, Standing
from tests.governance.varied import two_varied_packs

DAY = dt.date(2020, 12, 14)

PLAIN = Standing(
    pk=1, line=1, day=DAY, update_every=14, objective=1, objective_number=1, number=1,
    title="A promise", detail="", kind="deliverable", starts_on=None, first_starts_on=None,
    due_on=dt.date(2021, 3, 31), first_due_on=dt.date(2021, 3, 31), moves=0, lead=1, joint=(),
    contributors=(), priorities=(), milestones=(), status="on_track",
    status_since=dt.date(2020, 4, 1), previous_status="", said_on=dt.date(2020, 12, 10),
    narrative="", next_steps="", reason="", forecast_on=None, evidence="", completed_on=None,
)  # fmt: skip
LATE_MILESTONE = MilestoneStanding(
    pk=1, title="Steel ordered", due_on=dt.date(2020, 12, 1), first_due_on=dt.date(2020, 11, 1),
    met_on=None, is_late=True,
)  # fmt: skip
MET = replace(LATE_MILESTONE, met_on=dt.date(2020, 11, 30), is_late=False)

STANDINGS = {
    "plain": {},
    "silent": {"said_on": dt.date(2020, 9, 1)},
    "never heard": {"said_on": None},
    "worse": {
        "status": "at_risk",
        "previous_status": "on_track",
        "status_since": dt.date(2020, 12, 3),
    },
    "duty": {"kind": "duty"},
    "duty without a review": {"kind": "duty", "due_on": None, "first_due_on": None},
    "no date": {"due_on": None, "first_due_on": None},
    "no date any more": {"due_on": None},
    "late": {"due_on": dt.date(2020, 12, 13)},
    "very late": {"due_on": dt.date(2020, 12, 1), "milestones": (LATE_MILESTONE,)},
    "moved once": {"due_on": dt.date(2021, 4, 30), "moves": 1},
    "moved often": {"due_on": dt.date(2021, 6, 30), "moves": 3},
    "spoken": {
        "narrative": "Steel is ordered.",
        "reason": "Two posts are vacant.",
        "next_steps": "Advertise.",
        "forecast_on": dt.date(2021, 5, 1),
    },
}


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def page_words(template, **context):
    return words(render_to_string(template, context))


@pytest.fixture(params=STANDINGS)
def standing(request):
    return replace(PLAIN, **STANDINGS[request.param])


def test_a_paper_says_how_an_activity_stands_as_lists_do(standing):
    shown = page_words("plans/includes/standing_status.html", standing=standing)

    assert " ".join(status_lines(standing)) == shown


def test_a_paper_says_when_an_activity_is_due_as_lists_do(standing):
    shown = page_words("plans/includes/standing_due.html", standing=standing)

    assert " ".join(due_lines(standing)) == shown


def test_a_paper_says_what_was_said_as_packs_do(standing):
    shown = page_words("governance/includes/pack_activities.html", activities=[standing])

    assert shown.endswith(" ".join(said_lines(standing)))


@pytest.mark.parametrize("milestone", [LATE_MILESTONE, MET])
def test_a_paper_says_when_a_milestone_is_due_as_pages_do(milestone):
    template = "plans/includes/milestone_words.html"
    shown = page_words(template, milestone=milestone, position_day=dt.date(2020, 11, 1))

    assert milestone_words(milestone) == shown


def test_a_paper_says_every_kind_of_change_as_pages_do(plan, activity):
    before, after = map(read_pack, two_varied_packs(plan, activity))

    groups = groups_of(compare(before, after), before, after, NoLinks())

    assert {group["kind"] for group in groups} == set(KINDS)
    for group in groups:
        for row in group["rows"]:
            context = {"kind": group["kind"], "row": row, "before": row.before, "after": row.after}
            html = render_to_string("governance/includes/pack_change.html", context)
            shown = [words(cell) for cell in html.split("</td>")][:3]
            assert [words(" ".join(lines)) for lines in cells(group["kind"], row)] == shown


def test_a_paper_says_of_open_questions_what_packs_do(plan, activity):
    _, after = map(read_pack, two_varied_packs(plan, activity))
    asked = questions(after.questions)

    for question in asked:
        context = {"open_questions": [question], "answered_questions": []}
        shown = page_words("governance/includes/pack_questions.html", **context)
        assert shown.endswith(" ".join(question_due_lines(question)))
    assert len(asked) == 2
